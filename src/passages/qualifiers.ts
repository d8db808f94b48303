/**
 * Words that take back, limit or attribute what the rest of a sentence says, in the kinds that docs/evidence.md names. English first; of
 * German, French, Spanish, Chinese, Japanese and Korean the commonest.
 */
const negations =
  "no|not|never|neither|nor|none|nobody|nothing|nowhere|cannot|\\p{L}+n'?t|without|w\\/o|lack(?:s|ed|ing)?|fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|den(?:y|ies|ied)|prohibit\\p{L}*|forb[ai]d\\p{L}*|disallow\\p{L}*|ban(?:s|ned)?|hardly|barely|rarely|seldom|scarcely|false|falsely|wrong(?:ly)?|untrue|incorrect(?:ly)?|myths?|misconceptions?|instead of|rather than|far from|anything but|doubt\\p{L}*|disput\\p{L}*|contest(?:s|ed)|unable|impossible|illegal|unlawful|infring\\p{L}*|violat\\p{L}*|unsupported|unavailable|unlikely|unverified|unproven|non|nicht|kein\\p{L}*|niemals|nie|ohne|verboten|ne|n|pas|jamais|sans|aucune?|nunca|sin|ning[uú]n\\p{L}*|jam[aá]s"
const statuses =
  'former(?:ly)?|no longer|once|used to|deprecated|discontinued|retired|removed|obsolete|legacy|withdrawn|revoked|ended|expired|sunset|will|won|plann(?:ed|ing)|plans? to|upcoming|future|soon|roadmap|intend(?:s|ed)?|hop(?:e|es|ed|ing)|aim(?:s|ed|ing)?|expect(?:s|ed)?|propos(?:e|es|ed|al)|eventually|draft|trials?|beta|alpha|preview|experimental|prototype|early access|waitlist|early version|pre-?release|bald|k[uü]nftig|geplant|bient[oô]t|pr[eé]vu\\p{L}*|futuro'
const attributions =
  'sa(?:y|ys|id|ying)|claim(?:s|ed|ing)?|according to|report(?:s|ed|edly|ing)?|alleg(?:e|es|ed|edly|ation|ations)|believ\\p{L}*|belief|wrote|describ(?:e|es|ed)|mention(?:s|ed)?|noted|cit(?:es|ed)|explain(?:s|ed)|calls? (?:it|them|itself|this|that)|own words|think(?:s)?|thought|argu(?:e|es|ed)|assert(?:s|ed|ion)?|stat(?:es|ed)|announc(?:e|es|ed)|promis(?:e|es|ed|ing)|advertis(?:e|es|ed|ing)|suggest(?:s|ed)?|supposed(?:ly)?|purport(?:s|ed|edly)?|rumou?r(?:s|ed)?|critics?|opinions?|in (?:our|my|their|his|her|its) (?:view|opinion|words|tests?|benchmarks?)|quot(?:e|es|ed)|told|tells|insist(?:s|ed)?|boast(?:s|ed)?|tout(?:s|ed)?|market(?:s|ed) as|self-described|so-called|hypothetical(?:ly)?|imagine|suppose|assum(?:e|es|ed|ing)|in theory|theoretically|presented as|described as|known as|laut|angeblich|behaupt\\p{L}*|zufolge|selon|pr[eé]tend\\p{L}*|affirm\\p{L}*|seg[uú]n'
const restrictions =
  'only|alone|solely|exclusive(?:ly)?|merely|just|limit(?:s|ed|ation|ations)?|restrict\\p{L}*|at most|at least|up to|fewer than|less than|more than|roughly|almost|nearly|approximately|maximum|minimum|max|min|must|may|might|could|should|would|shall|some|other than|apart from|exclud(?:e|es|ed|ing)|exclusions?|except(?:ion|ions|ing)?|but|however|although|though|despite|yet|otherwise|for the first|starting at|starting from|starts at|per|nur|au(?:ß|ss)er|bis zu|h[oö]chstens|mindestens|ausgenommen|seulement|uniquement|sauf|jusqu|mais|solamente|s[oó]lo|salvo|excepto|hasta|pero'
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
  'only|limit(?:ation|ations|s|ed)|restrict\\p{L}*|exclud(?:e|es|ed|ing)|exclusions?|except(?:ion|ions)?|known issues',
)

/** A condition without "if": `Had it shipped, …`. */
const inverted = /^\s*(?:had|were|should)(?=\s)/i

/** The first word or mark in a stretch of text that qualifies what is said beside it, as it is written there; null without one. */
export function findQualifier(text: string): string | null {
  return (anyQualifier.exec(normal(text)) ?? inverted.exec(text))?.[0].trim() ?? null
}

/** The same for a heading, which qualifies less. */
export function findHeadingQualifier(text: string): string | null {
  return headingQualifier.exec(normal(text))?.[0] ?? null
}

function normal(text: string): string {
  return text
    .replace(/[’‘ʼ´]/g, "'")
    .replace(/[‐‑]/g, '-')
    .replace(/\s+/g, ' ')
}

/** How a sentence begins that takes back the one before it. */
const takesBack =
  /^(?:however|but|yet|except|unless|though|although|nevertheless|nonetheless|that said|otherwise|exceptions?|unfortunately|in reality|in practice|the (?:catch|exception|caveat|limit)|(?:terms|conditions|restrictions|limits) apply|only (?:if|when|for|with|on|in|until)|no[.,!—]|not (?:yet|any ?more|so|really|quite|true|exactly|until|unless|if|for|in|without|on)\b|so (?:says|said|claims)|or so|at least,? (?:that|so|according)|according to|says|aber|jedoch|allerdings|mais|cependant|pero|sin embargo)(?![\p{L}])/iu
const speaksOfIt =
  /^(?:this|that|these|those|neither|both)(?![\p{L}]).{0,160}?(?<![\p{L}])(?:no longer|not|never|false|untrue|wrong|incorrect|withdrawn|retracted|revoked|expired|ended|only|claims?|claimed|says?|said|disputed|unverified|unproven|myths?|until|unless|vendor's|their own|its own)(?![\p{L}])/iu

/** Whether a sentence takes back, limits or attributes what the sentence before it says. */
export function takesBackSentenceBefore(text: string): boolean {
  const sentence = normal(text).replace(/^["'“„«(*_[\s]+/, '')
  return takesBack.test(sentence) || speaksOfIt.test(sentence)
}
