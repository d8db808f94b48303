/**
 * Words that take back, limit or attribute what the rest of a sentence says, in the kinds that docs/evidence.md names. English first; of
 * German, French, Spanish, Chinese, Japanese and Korean the commonest.
 */
const negations =
  "no|not|never|neither|nor|none|nobody|nothing|nowhere|cannot|\\p{L}+n't|(?:do|does|did|ca|wo|is|are|was|were|has|have|had|could|would|should)nt|without|w\\/o|lack(?:s|ed|ing)?|fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|den(?:y|ies|ied)|prohibit\\p{L}*|forb[ai]d\\p{L}*|disallow\\p{L}*|ban(?:s|ned)?|hardly|barely|rarely|seldom|scarcely|false|falsely|wrong(?:ly)?|untrue|incorrect(?:ly)?|myths?|misconceptions?|instead of|rather than|far from|anything but|doubt\\p{L}*|disput\\p{L}*|contest(?:s|ed)|unable|impossible|illegal|unlawful|infring\\p{L}*|violat\\p{L}*|unsupported|unavailable|unlikely|unverified|unproven|stop(?:s|ped)|abandon(?:s|ed)|reject(?:s|ed)|cancell?ed|a lie|hoax|missing|omit(?:s|ted)|left out|leaves? out|loses?|out of scope|mistook|non|nicht|kein\\p{L}*|niemals|nie|ohne|verboten|ne|n|pas|jamais|sans|aucune?|nunca|sin|ning[uú]n\\p{L}*|jam[aá]s"
const statuses =
  'former(?:ly)?|no longer|once|used to|deprecated|discontinued|retired|removed|obsolete|legacy|withdrawn|revoked|ended|expired|sunset|will|won|plann(?:ed|ing)|plans? to|upcoming|future|soon|roadmap|intend(?:s|ed)?|hop(?:e|es|ed|ing)|aim(?:s|ed|ing)?|expect(?:s|ed)?|propos(?:e|es|ed|al)|want(?:s|ed) to|dream(?:s|ed)?|wish(?:es|ed)?|wish ?list|dropped|to-?do|asked (?:us )?for|eventually|draft|trials?|beta|alpha|preview|experimental|prototype|early access|waitlist|early version|pre-?release|bald|k[uü]nftig|geplant|bient[oô]t|pr[eé]vu\\p{L}*|futuro'
const attributions =
  'sa(?:y|ys|id|ying)|claim(?:s|ed|ing)?|according to|report(?:s|ed|edly|ing)?|alleg(?:e|es|ed|edly|ation|ations)|believ\\p{L}*|belief|wrote|describ(?:e|es|ed)|mention(?:s|ed)?|noted|cit(?:es|ed)|explain(?:s|ed)|calls? (?:it|them|itself|this|that)|own words|think(?:s)?|thought|argu(?:e|es|ed)|assert(?:s|ed|ion)?|stat(?:es|ed)|announc(?:e|es|ed)|promis(?:e|es|ed|ing)|advertis(?:e|es|ed|ing)|suggest(?:s|ed)?|supposed(?:ly)?|purport(?:s|ed|edly)?|rumou?r(?:s|ed)?|critics?|complain(?:s|ed|ts?)|jok(?:e|es|ed|ing)|words of|opinions?|in (?:our|my|their|his|her|its) (?:view|opinion|words|tests?|benchmarks?)|quot(?:e|es|ed)|told|tells|insist(?:s|ed)?|boast(?:s|ed)?|tout(?:s|ed)?|market(?:s|ed) as|self-described|so-called|hypothetical(?:ly)?|imagine|suppose|assum(?:e|es|ed|ing)|in theory|theoretically|presented as|described as|known as|laut|angeblich|behaupt\\p{L}*|zufolge|selon|pr[eé]tend\\p{L}*|affirm\\p{L}*|seg[uú]n'
const restrictions =
  'only|alone|solely|exclusive(?:ly)?|merely|just|limit(?:s|ed|ation|ations)?|restrict\\p{L}*|at most|at least|up to|fewer than|less than|more than|roughly|almost|nearly|approximately|maximum|minimum|max|min|must|may|might|could|should|would|shall|some|other than|apart from|barring|aside|save for|minus|or so|exclud(?:e|es|ed|ing)|exclusions?|except(?:ion|ions|ing)?|but|however|although|though|despite|yet|otherwise|for the first|starting at|starting from|starts at|per|nur|au(?:ß|ss)er|bis zu|h[oö]chstens|mindestens|ausgenommen|seulement|uniquement|sauf|jusqu|mais|solamente|s[oó]lo|salvo|excepto|hasta|pero'
const conditions =
  'if|unless|when|whenever|until|till|before|after|while|during|provided|providing|as long as|so long as|subject to|conditional(?:ly)?|in case|requir(?:e|es|ed|ing)|needs?|needed|depend(?:s|ing)?|whether|where|assuming|wenn|sofern|falls|solange|si|lorsque|cuando|a condition'
const withoutSpaces = '不|没|沒|未|无|無|非|禁|仅|僅|只|除|若|如果|据|據|声称|によると|ない|ません|のみ|だけ|場合|않|없|못|금지'

const listOf = (...kinds: readonly string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${kinds.join('|')})(?![\\p{L}\\p{N}])|${withoutSpaces}|~~|</?(?:del|s|strike)>`, 'iu')

const anyQualifier = listOf(negations, statuses, attributions, restrictions, conditions)
/** What a heading says of everything under it; a heading such as "Before you start" restricts nothing. */
const headingQualifier = listOf(
  negations,
  statuses,
  attributions,
  'cons|drawbacks?|downsides?|disadvantages?|weaknesses|gaps|testimonials?|only|limit(?:ation|ations|s|ed)|restrict\\p{L}*|exclud(?:e|es|ed|ing)|exclusions?|except(?:ion|ions)?|known issues',
)

/** A condition without "if": `Had it shipped, …`. */
const inverted = /^\s*(?:had|were|should)(?=\s)/i

/** The first word or mark in a stretch of text that qualifies what is said beside it, as it is written there; null without one. */
export function findQualifier(text: string): string | null {
  return (anyQualifier.exec(normal(text)) ?? inverted.exec(text))?.[0].trim() ?? null
}

/** The same for a heading, which qualifies less. */
export function findHeadingQualifier(text: string): string | null {
  // What is code in it says nothing of the rest: `connect(): Promise`.
  return headingQualifier.exec(normal(text).replace(/`[^`]{0,200}`/g, '``'))?.[0] ?? null
}

function normal(text: string): string {
  return text
    .replace(/[’‘ʼ´]/g, "'")
    .replace(/[‐‑]/g, '-')
    .replace(/\s+/g, ' ')
}

/** How a sentence begins that takes back the one before it. */
const takesBack =
  /^(?:however|but|yet|except|unless|though|although|nevertheless|nonetheless|that said|otherwise|exceptions?|unfortunately|in reality|in practice|the (?:catch|exception|caveat|limit)|(?:terms|conditions|restrictions|limits) apply|only (?:if|when|for|with|on|in|until)|no[.,!—]|so (?:the|its|their|our|his|her|one) [^.]{1,60}(?:says|said|claims?|claimed|believes?|hopes?)|(?:from|as of|starting|effective)(?: in| on)? (?:january|february|march|april|may|june|july|august|september|october|november|december|next|now on|\d{4})|not (?:yet|any ?more|so|really|quite|true|exactly|until|unless|if|for|in|without|on)\b|so (?:says|said|claims)|or so|sources?:|sort of|kind of|(?:just )?kidding|at least,? (?:that|so|according)|according to [^.]{1,40}[.!)]*\s*$|says|aber|jedoch|allerdings|mais|cependant|pero|sin embargo)(?![\p{L}])/iu
const speaksOfIt =
  /^(?:this|that|these|those|neither|both)(?![\p{L}]).{0,160}?(?<![\p{L}])(?:no longer|not|never|false|untrue|wrong|incorrect|mistaken?|lie|joke|hoax|exaggerat\p{L}*|misleading|cancell?ed|withdrawn|retracted|revoked|expired|ended|only|claims?|claimed|says?|said|disputed|unverified|unproven|myths?|until|unless|marketing|was the (?:plan|idea|goal|hope|intention)|vendor's|their own|its own)(?![\p{L}])/iu

const notRepeated =
  /(?<![\p{L}])(?:not|\p{L}{2,8}n't|never|unable|failed|nobody|no one)(?![\p{L}]).{0,40}(?<![\p{L}])(?:reproduc|confirm|verif|replicat|shown|proved|proven)/iu
const endsInDoubt =
  /(?:, (?:though|however)|^not|^(?:\p{L}+ ){1,2}only|(?:is|are) (?:an|the) exceptions?|^(?:it|this|that|they) (?:\p{L}+n't|\p{L}+ not))[.!)]*\s*$/iu
/** Who said it, on a line of its own: `— Ada, CEO`. */
const signature = /^(?:—|--)\s?\p{Lu}/u

/** Whether a sentence takes back, limits or attributes what the sentence before it says. */
export function takesBackSentenceBefore(text: string): boolean {
  const sentence = normal(text).replace(/^["'“„«(*_[\s]+/, '')
  return (
    takesBack.test(sentence) ||
    speaksOfIt.test(sentence) ||
    notRepeated.test(sentence.slice(0, 200)) ||
    endsInDoubt.test(sentence.slice(0, 200)) ||
    signature.test(sentence)
  )
}
