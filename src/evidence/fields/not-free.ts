const plan = String.raw`\bfree[- ](?:forever )?(?:plan|tier|version|edition|option|account|beta)s?\b`
const count = String.raw`(?:\d{1,4}|a|an|one|two|three|four|six|twelve|few|couple of)`

/** A trial, an end, a denial, a plan for later: a sentence with one of these does not say that the tool is free now. */
const denials: readonly RegExp[] = [
  /\bfor a limited time\b|\bno cost\b.{0,40}\buntil\b|\bfree[- ]trials?\b|\btrial\b|\bfree until\b|\bfree (?:\w{1,12} ){1,5}until\b|\buntil\b.{0,40}\bfree\b/i,
  new RegExp(
    String.raw`(?<![\p{L}\d])(?:free|[$€£]\s?0(?:[.,]00)?|0(?:[.,]00)?\s?[$€£]) for (?:the |your )?(?:first )?(?:${count}[- ])?(?:days?|weeks?|months?|years?)\b`,
    'iu',
  ),
  /\bfirst (?:\w{1,12} )?(?:days?|weeks?|months?|years?) (?:(?:is|are) )?free\b|\b\d{1,3}[- ]?(?:days?|weeks?|months?) (?:for )?free\b/i,
  /[$€£]\s?0(?:[.,]00)? (?:due )?(?:today|now|upfront|down)\b|(?:[$€£]\s?0(?:[.,]00)?|0(?:[.,]00)?\s?[$€£]|\bno|\bfree) (?:set-?up|onboarding|cancellation|einrichtung)/i,
  /\b(?:not|no longer|never|isn['’]t|aren['’]t|wasn['’]t|stops? being|nothing is) (?:\w{1,12} ){0,2}free\b/i,
  /\b(?:was|were|had been|used to (?:be|have|offer)|once|formerly|previously|originally) (?:\w{1,12} ){0,3}free\b/i,
  /\b(?:ended|discontinued|retired|removed|sunset|dropped|ending|no) (?:\w{1,12} ){0,3}free (?:plan|tier|version|beta)/i,
  new RegExp(
    String.raw`${plan}[^.!?]{0,40}\b(?:end(?:s|ed|ing)|discontinu\w{1,4}|retir(?:es?|ed|ing)|remov(?:ed|ing)|closed|gone|over|going away|goes away|sunset\w{0,4}|phased out|unavailable|not (?:yet )?available|not included|no longer|expires?|coming|planned|in the works|will be (?:released|introduced|launched|available|added)|requires? (?:a|an|any) (?:paid|active) )`,
    'i',
  ),
  new RegExp(
    String.raw`${plan}\W{0,4}(?:(?:is|lasts?|runs?|ends?|expires?|limited|for|to|in|after) ){0,3}${count}[- ](?:days?|weeks?|months?)[.!]?$`,
    'i',
  ),
  /\bthere (?:is|are) no free|\bthere['’]s no (?:\w{1,12} ){0,5}free\b|\bwithout a free|\bno such thing as\b/i,
  /\b(?:do(?:es)? not|did not|don['’]t|doesn['’]t|didn['’]t|cannot|can['’]t|won['’]t|will not|never) (?:\w{1,12} ){0,2}(?:offer|have|provide|include|come with|give)s? (?:\w{1,12} ){0,2}free\b/i,
  /\b(?:working on|plan(?:s|ning)? (?:to|for)|hop(?:e|es|ing) to|soon|no plans?|consider(?:s|ing)?|request(?:s|ed)?|asked for) (?:\w{1,12} ){0,4}free\b/i,
  /\bkostenlos (?:testen|ausprobieren)|\bkostenlose[nrs]? (?:test|probe)\w{0,20}|\b(?:essai|essayer|prueba|prova) gratui?t|\bgratis (?:testen|proberen)|\bnicht (?:mehr )?kostenlos/i,
  /\b(?:kostenlos|gratis|gratuit(?:e|ement|o)?) (?:für|pour|para|per|durante|pendant|während)(?: \p{L}{2,6}){0,2} \d{1,3} (?:tage|wochen|monate|jours|semaines|mois|días|semanas|meses|giorni|mesi|dagen)/iu,
  /\d{1,3} (?:tage|wochen|monate|jours|semaines|mois|días|semanas|meses|giorni|mesi|dagen) (?:lang )?(?:kostenlos|gratis|gratuit)/i,
  /無料(?:トライアル|体験|お試し)|\d{1,3}(?:日|日間|ヶ月|か月|カ月)(?:間)?(?:は)?無料|初(?:月|回)無料|免费试用|不免费|\d{1,3}天免费|首月免费/,
]
/** `never expires`, `no longer limited`: what a denial would take for one. */
const affirmed = /\b(?:never|does not|doesn['’]t|do not|don['’]t|not|no) (?:expires?|ends?|an? trial|trial)\b/gi

/** What is given free to one who pays already, or on the way to paying. */
const paidFor: readonly RegExp[] = [
  /\bfree (?:with|for) (?:any|every|all|your|our|a|the|existing|paying|current|\w{1,20} plan) ?(?:paid|pro|premium|enterprise|business|team|plus|purchase|subscri|existing|customers|members)/i,
  /\bfree (?:with|for) (?:(?:\w{1,20}|of) ){0,3}(?:customers|subscribers|clients|license holders)\b/i,
  /\bbuy\b.{0,30}\bfree\b|\bfree (?:upgrades?|add-?ons?|seats? with|viewers|guests)\b|\bfree to use with\b|\bincluded (?:for )?free with\b/i,
]

/** A free plan of another's: a rival's, or of what the tool runs on. */
const others =
  /\b(?:unlike|competitors?['’]?|rivals?['’]?|alternatives (?:with|have|offer))\b|\bfree (?:and|&) open[- ]source (?:alternatives?|options|competitors?)\b|\b(?:love|support|sponsor|believe in|contribute to|built (?:on|with)|from) (?:\w{1,12} ){0,2}free (?:and|&) open[- ]source\b|\bbring your own\b/i
const ofAnother = /\bfree (?:tier|plan|version|edition)s? (?:of|from|at|on|by) (?:the )?(?<of>\p{Lu}[\p{L}\d.]{1,30})/u
const possessed = /(?<whose>[\p{L}\d.]{2,30})(?:['’]s|s['’]) (?:\w{1,12} ){0,2}free (?:tier|plan|version|edition)/u

/** Whether a sentence speaks of a trial, of what was, will be or is not free, or of a gift beside a paid thing. Of its first 2,000 characters; pure. */
export function deniesFree(sentence: string): boolean {
  const read = sentence.slice(0, 2_000).replace(affirmed, ' ')
  return [...denials, ...paidFor].some((pattern) => pattern.test(read))
}

/**
 * Whether what is free in a sentence is another's: a rival's, or the free tier of what the tool runs on. `names`: the tool's own names, in lower
 * case; without them only what names itself another is. Pure.
 */
export function isFreeOfAnother(sentence: string, names: readonly string[]): boolean {
  const read = sentence.slice(0, 2_000)
  if (others.test(read)) return true
  if (names.length === 0) return false
  const named = [ofAnother.exec(read)?.groups?.of, possessed.exec(read)?.groups?.whose].flatMap((one) => one?.toLowerCase() ?? [])
  return named.some(
    (one) => !/^(?:it|our|your|this|today|everyone|each|cloud)$/.test(one) && !names.some((name) => name.split(/\s/).includes(one)),
  )
}
