import type { SteeringPassage } from '../../contracts/steering.js'
import { gap, orderStart, pattern } from './rule.js'
import type { Segment } from './segments.js'
import { shareWith, stemsOf, subjectOf } from './vocabulary.js'

/** How a sentence asks its reader for something. */
type Form = {
  name: 'your-answer' | 'respond' | 'letters' | 'artefact' | 'knowledge' | 'question' | 'audience' | 'tongue'
  pattern: RegExp
  unless?: RegExp
}

const ask =
  "(?:^[\"'(\\[*=#:>-]{0,3}(?:(?:please|kindly|now|also|then|first|finally|next|just|and|but|additionally|instead|before that|after that|today|okay|ok|hey|hi),? ){0,3}(?:(?:can|could|would|will) you (?:please |kindly |also )?|i (?:want|need|would like) you to |i'd like you to |you (?:must|should|need to|have to|are to|will) |(?:your|the) (?:\\w{1,12} )?(?:task|job|goal) (?:is|will be) to |help me (?:to )?|let's |make sure to |be sure to |remember to |don't forget to |do not forget to |try to |go ahead and |feel free to )?)"
const answerNoun =
  '(?:responses?|answers?|repl(?:y|ies)|output|summary|completion|message|review|text|conclusion|explanation|verdict|statement|writing|words|sentences?)'
const yourAnswer = `\\b(?:your|thy) ${gap(2)}${answerNoun}(?:'s)?\\b`
const alter =
  '(?:add|include|insert|integrate|modify|augment|enhance|append|prepend|embed|incorporate|mention|weave|work|sneak|slip|put|place|conclude|end|begin|start|open|close|finish|use|replace|substitute|convert|change|rewrite|render|write|provide|give|format|present|translate|encode|encrypt|cipher|encipher|reverse|scramble|rearrange|shuffle|jumble|mix|remove|strip|delete|omit|combine|group|merge|separate|split|capitali[sz]e|misspell|introduce|make|keep|craft|phrase|express|return|deliver|send|compose|state|suggest|recommend|tease|hint|invite|encourage|promote|advertise|link|direct|refer|sprinkle|adjust|alter|tailor|turn|transform|swap|double|repeat|limit|restrict|shorten|spell|anagram|inject|supplement|expand|extend|pepper|infuse|finali[sz]e|wrap|interleave|alternate|apply|base64|rot13|hide|conceal|share|offer|ask|say|quote|cite|enrich|amend|edit|revise|update|complete|follow|precede|preface|close|top|season|flavou?r|decorate|highlight|emphasi[sz]e|stress|feature|reference|display|show|output|generate|create|produce|attach|tack|drop|throw|build|have|let|ensure|imply|claim|assert|endorse|praise|criticize|compare|describe|explain|discuss|translate|obfuscate|disguise|mask|represent|map|assign|number|count|sort|order|arrange|pad|space|indent|lowercase|uppercase|bold|italici[sz]e)'
const task =
  '(?:write|compose|draft|create|generate|produce|craft|develop|provide|give|tell|make up|invent|prepare|outline|plan|design|brainstorm|suggest|recommend|propose|recite|sing|deliver|construct|come up with|think of|share|formulate|list|name|perform|conduct|build|offer|present|pen|author|put together|pitch|organi[sz]e|script|assemble|devise)'
const artefact =
  '(?:poems?|poetry|stor(?:y|ies)|tales?|essays?|letters?|speech(?:es)?|jokes?|haikus?|limericks?|songs?|sonnets?|lyrics|rhymes?|recipes?|e ?mails?|reports?|summar(?:y|ies)|paragraphs?|introductions?|articles?|blog posts?|posts?|tweets?|captions?|slogans?|taglines?|dialogues?|monologues?|biograph(?:y|ies)|resumes?|cover letter|press release|reviews?|routines?|itinerar(?:y|ies)|schedules?|workouts?|menus?|riddles?|quiz(?:zes)?|facts?|tips?|ideas?|reasons?|synonyms?|analysis|analyses|overview|proposals?|agendas?|invitations?|eulog(?:y|ies)|toasts?|advertisements?|ads?|headlines?|equivalents?|translations?|equations?|timelines?|advice|strateg(?:y|ies)|forecasts?|predictions?|presentations?|scripts?|scenes?|plays?|novels?|chapters?|diary|journal|plan|guide|list|examples?|explanations?|descriptions?|definitions?|comparisons?|functions?|programs?|snippets?|names?|ways|steps|books?|movies?|films?|gifts?|activities|exercises|games?|quotes?|proverbs?|memes?|newsletters?|pitch|swot|survey|questions?|trends?|recommendations?|alternatives?|solutions?)'
const knowledge =
  '(?:explain|describe|discuss|define|summari[sz]e|outline|analy[sz]e|compare|contrast|break down|elaborate on|interpret|illustrate|examine|identify|calculate|compute|solve|convert|translate|classify|paraphrase|rephrase|rewrite|spell|tell (?:me|us)|teach (?:me|us)|show (?:me|us)|walk (?:me|us) through|help (?:me|us)|give (?:me|us)|remind me|name|predict|estimate|imagine|recite|simplify|proofread|assess|evaluate|categori[sz]e|detect|determine|research|investigate|list|state|rank|guess|count|draw|sing|recommend|suggest|provide|correct|plan|book|remind)'
const tongues =
  '(?:french|german|spanish|italian|latin|russian|japanese|chinese|mandarin|korean|arabic|hindi|portuguese|dutch|swedish|polish|greek|turkish|hebrew|finnish|danish|norwegian|czech|welsh|swahili|english|esperanto|klingon|thai|vietnamese|hungarian|ukrainian)'
const letters =
  '(?:letters?|vowels?|consonants?|(?:every|each) (?:\\w{1,10} )?(?:word|letter|sentence|vowel)s?|anagram\\w{0,6}|typos?|alphanumeric|cipher\\w{0,3}|emojis?|misspel\\w{1,6}|homophon\\w{1,4}|morse|rot13|caesar|pig latin|leetspeak|rhymes?|acrostic|palindromes?|syllables?)'

const forms: readonly Form[] = [
  {
    name: 'your-answer',
    pattern: pattern(
      `${orderStart}${alter}\\b[^?]{0,240}${yourAnswer}|(?:^|[,;:.] ?)(?:in|within|throughout|as part of|at the (?:end|beginning|start|bottom|top) of|before|after|along ?side|for|with|by) (?:all of |each of )?${yourAnswer}|${orderStart}(?:let|have) ${yourAnswer}`,
    ),
  },
  {
    name: 'your-answer',
    pattern: pattern(
      `\\b(?:when|while|before|after) (?:you )?(?:respond|responding|answer|answering|reply|replying)\\b[^.?!]{0,60}${orderStart}${alter}\\b|\\byour (?:${gap(1)})?(?:response|answer|reply|replies|answers|responses) (?:must|should|shall|has to|needs to|is to|ought to|will|can)\\b`,
    ),
  },
  {
    name: 'respond',
    pattern: pattern(
      `${ask}(?:respond|reply|answer|speak|write|talk|communicate)(?: back)?(?: only| always| exclusively| entirely| solely)?(?: to (?:this|everything|all ${gap(2)}))? (?:in (?:the |a |an |only |all )?(?:style|voice|tone|manner|${tongues}|rhym|verse|caps|capital|upper|lower|emoji|morse|base64|binary|riddles|haiku|third person|code|cipher|reverse|song|poem|one word|questions)|as if|as though|like a|like an|using only|without using|with (?:only|a (?:joke|poem|song|riddle|haiku|question)|nothing but|emoji))`,
    ),
  },
  {
    name: 'letters',
    pattern: pattern(
      `${ask}(?:replace|convert|substitute|swap|change|use|remove|scramble|jumble|rearrange|shuffle|group|reverse|capitali[sz]e|misspell|shift|turn|write|spell|mix|double|drop|encode|encrypt|insert|alternate|omit|delete|introduce|anagram|combine|render|provide|repeat|count|transform|translate|apply|number)\\b[^?]{0,80}\\b${letters}\\b`,
    ),
  },
  {
    name: 'tongue',
    pattern: pattern(
      `\\b(?:translate|say|spell|write|mean|equivalent|pronounce|translation|word|phrase|called|what(?:'s| is)|how (?:do|would|does))\\b[^.]{0,120}\\b(?:in|to|into|for|from) (?:the )?${tongues}\\b|\\b(?:the )?${tongues} (?:equivalent|translation|word|version|name|phrase|term) (?:of|for)\\b`,
    ),
    unless: /\b(?:supports?|available|interface|locales?|documentation|readme|bot)\b/,
  },
  {
    name: 'audience',
    pattern: pattern(
      `${ask}(?:suggest|encourage|remind|tell|invite|urge|persuade|convince|advise|ask|direct|inform|prompt|push|lead|send|recommend|nudge|advertise|promote|spread|mislead|assure|instruct|lure|trick) (?:that )?(?:all |the |any |your |every )?(?:users?|readers?|people|everyone|customers?|viewers?|visitors?|audience|others|anyone|followers|the public)\\b`,
    ),
  },
  {
    name: 'artefact',
    pattern: pattern(
      `${ask}${task} (?:(?:me|us) )?(?:(?:a|an|the|some|two|three|four|five|six|seven|ten|\\d{1,3}|several|few|my|top|one|any|how|it|about) )?${gap(4)}${artefact}\\b`,
    ),
    unless: /\bgive it\b|\b(?:your|our|its|their) (?:own |first |team|code|tests?|app|project|issue|changes|users|data|repo)/,
  },
  {
    name: 'knowledge',
    pattern: pattern(`${ask}${knowledge} (?!(?:your|it|its|them|this|these|our|of)\\b)[^\\s]`),
    unless: /\b(?:your|our|its?|we|button|click|menu|tab)\b/,
  },
  {
    name: 'question',
    pattern: pattern(
      `^["'(]{0,2}(?:(?:so|and|but|also|now|by the way|hey|hi|okay|please|tell me|quick question)[,:]? ){0,2}(?:what(?:'s|s| is| are| was| were| would| does| do| did| kind| type| year| color| colour| time| causes?| makes?)?|who(?:'s| is| was| are| were| wrote| invented| discovered| won| painted| founded)?|whom|whose|when (?:did|was|were|is|does|do|will)|where(?:'s| is| are| was| can| do| did| does)?|why (?:do|does|did|is|are|was|were|can|should)|how (?:do|does|did|is|are|was|were|can|could|many|much|old|long|far|tall|big|should|would|often|fast|to)|which|in (?:which|what)|can you|could you|would you|is|are|do|does|did|was|were|has|have|should)\\b[^?]{2,240}\\?["')]{0,3}$`,
    ),
    unless: /\b(?:your|our|my|we|us|this|these|it|its)\b|\byou(?!r)\b(?<!(?:can|could|would|do|will) you)/,
  },
]

/** What the rest of a source says, to tell whether a sentence belongs to it. */
export type Topic = {
  stems: ReadonlyMap<string, number> /** How many different words there are to go by. */
  size: number
  isEnglish: boolean
  /** How many sentences ask for something, by their form. */
  asked: ReadonlyMap<Form['name'], number>
}

/** Fewer different words than this tell nothing of what a text is about. */
const leastWords = 25

export type OffTopic = { form: Form['name']; certainty: SteeringPassage['certainty']; reason: string }

/** The form in which a sentence asks its reader for something, or null. */
export function formOf(words: string): Form['name'] | null {
  return forms.find(({ pattern: shape, unless }) => shape.test(words) && unless?.test(words) !== true)?.name ?? null
}

/** The words that the sentences of a source share, those left out that ask something themselves. */
export function topicOf(segments: readonly Segment[], asks: ReadonlyMap<Segment, Form['name'] | null>, title: string): Topic {
  const stems = new Map<string, number>()
  for (const word of [...stemsOf(title.toLowerCase()), ...segments.filter((one) => !asks.has(one)).flatMap(({ words }) => stemsOf(words))])
    stems.set(word, (stems.get(word) ?? 0) + 1)
  const asked = new Map<Form['name'], number>()
  for (const form of asks.values()) if (form !== null) asked.set(form, (asked.get(form) ?? 0) + 1)
  return { stems, size: stems.size, isEnglish: true, asked }
}

/**
 * Whether a sentence that asks something has nothing to do with its source: by its form, and by how few of the words that say what it is about are
 * anywhere else in the source.
 */
export function judgeOffTopic(form: Form['name'], { words, isHeading, isItem }: Segment, topic: Topic): OffTopic | null {
  const isLoose = topic.size >= leastWords
  const speaks = form === 'your-answer' || form === 'respond'
  if (!isLoose && !speaks) return null
  const subject = subjectOf(words)
  const shared = shareWith(subject, topic.stems)
  if (speaks) return judgeAnswer(form, words, { shared, topic })
  const found = (certainty: OffTopic['certainty']): OffTopic => ({ form, certainty, reason: reasons[form] })
  // A list of what a tool does with letters, or writes, has several such items.
  if (isItem && (topic.asked.get(form) ?? 0) >= 2) return null
  if (form === 'letters') return shared <= 0.34 && !hasWord(words, topic) ? found('unsure') : null
  if (form === 'tongue') return shared <= 0.34 ? found('unsure') : null
  if (form === 'audience') return shared <= 0.4 ? found('unsure') : null
  if (subject.length === 0) return null
  if (form === 'artefact') return shared <= (isHeading || isItem ? 0 : 0.34) ? found('unsure') : null
  if (isHeading || isItem) return null
  if (form === 'knowledge')
    return shared === 0 && subject.length >= 1 ? found('unsure') : shared <= 0.25 && subject.length >= 4 ? found('unsure') : null
  return topic.isEnglish && shared <= (subject.length >= 3 ? 0.34 : 0) ? found('unsure') : null
}

const reasons: Readonly<Record<Form['name'], string>> = {
  'your-answer': 'It asks for something in its reader’s answer.',
  respond: 'It says how its reader has to answer.',
  letters: 'It asks to change letters or words, which the rest of the source is not about.',
  tongue: 'It asks for a translation, which the rest of the source is not about.',
  audience: 'It says what to tell people, which the rest of the source is not about.',
  artefact: 'It asks to write something that the rest of the source is not about.',
  knowledge: 'It asks to explain something that the rest of the source is not about.',
  question: 'It asks a question that the rest of the source is not about.',
}

const answerWords = /\b(?:response|answer|reply|output|message|summary|text|review|verdict|conclusion)s?\b|\breplies\b/
const audienceWords =
  /\b(?:letters?|vowels?|words?|sentences?|spaces|numbers?|symbols?|keyboard|substitut\w*|homophon\w*|alphanumeric|punctuation|typos?|anagram\w*|readers?|users|audience|headline|joke|emojis?|tone|poem|rhymes?|users?|tip|reminder|appeal|mention|line|compelling|advice|fact|quote|slogan|urgency|language|french|german|spanish|latin|cipher|base64|backwards?|misspell\w*|typographical|uppercase|capital)\b/

/** Whether a sentence asks to change letters, or says something of readers, and not of a handler or a header. */
export function isAboutAnswers(words: string): boolean {
  return audienceWords.test(words)
}

/** `your response`: a page about a web framework says so too, and uses its other words elsewhere. */
function judgeAnswer(form: Form['name'], words: string, { shared, topic }: { shared: number; topic: Topic }): OffTopic | null {
  const noun = answerWords.exec(words)?.[0] ?? ''
  const isStrong = /^(?:response|answer|repl)/.test(noun)
  const others = stemsOf(noun).reduce((sum, word) => sum + (topic.stems.get(word) ?? 0), 0)
  const changes = audienceWords.test(words)
  const reason = reasons[form]
  if (topic.size < leastWords) return isStrong && changes ? { form, certainty: 'likely', reason } : null
  // A page about answers, such as a web framework's, says so in many sentences, and its other words too.
  const isOfPage = others >= 2 && ((topic.asked.get('your-answer') ?? 0) >= 3 || shared > 0.5)
  if (isOfPage && !(isStrong && changes && shared === 0)) return null
  if (isStrong || form === 'respond') return { form, certainty: shared <= 0.34 && others <= 1 ? 'likely' : 'unsure', reason }
  return changes && shared <= 0.34 && others === 0 ? { form, certainty: 'unsure', reason } : null
}

/** Whether the source itself is about letters, spaces and the like. */
function hasWord(words: string, topic: Topic): boolean {
  const named =
    words.match(
      /\b(?:letters?|vowels?|consonants?|spaces|punctuation|anagrams?|typos?|alphabet|uppercase|lowercase|ciphers?|emojis?|base64|symbols?|rhymes?|binary)\b/g,
    ) ?? []
  return named.some((word) => stemsOf(word).some((one) => (topic.stems.get(one) ?? 0) > 0))
}
