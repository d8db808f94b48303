/** Small words, which say nothing of what a sentence is about. */
const smallWords =
  'a an the and or but nor so yet if then else than that this these those there here it its he she they them their his her him we us our you your yours i me my mine ' +
  'is am are was were be been being do does did done doing have has had having can could will would shall should may might must not no yes none nothing any all ' +
  'each every both few more most other some such only own same too very just also as at by for from in into of off on onto out over per to under up upon with within ' +
  'without about above after again against before below between down during through until while when where which who whom whose what why how because since although ' +
  'though unless whether once ever never always often even still already now today please let lets get gets got one two three four five six seven eight nine ten first ' +
  'second third last next many much several another either neither else instead rather quite almost away back like via etc don doesn isn aren won didn wasn ll ve re ' +
  "don't doesn't isn't can't won't it's you're i'm that's what's there's able however therefore thus using used use uses make makes made"

/** What instructions to a reader are made of. */
const orderWords =
  'ignore ignoring disregard forget override bypass discard previous prior earlier preceding instruction instructions prompt prompts rule rules guideline guidelines ' +
  'direction directions directive directives order orders command commands everything anything told given asked instructed system developer message messages context ' +
  'assistant model models language ai llm reviewer reviewers juror judge evaluator evaluate evaluation review reviews panel verdict call vote ship skip rate rating ' +
  'score scores grade mark marks stars star highest best top maximum full perfect positive recommend recommendation recommended tool tools library product package ' +
  'project software service mention say state answer answers reply replies respond response responses output write conclude decision approve approved praise favor ' +
  'competitor competitors rival rivals limit limits limitation limitations license price pricing weakness weaknesses drawback drawbacks bad good great excellent clear ' +
  'include add append insert translate describe explain tell users user reader readers people page source document dossier text data end begin start new role act ' +
  'pretend reveal secret hidden password key api print repeat show send visit click download follow out of ten five points word words letter letters sentence ' +
  'reader this is the it give award choose prefer treat consider report present final result conclusion obey comply must should will not do only always never ' +
  'whatever regardless matter reason reasons correct right wrong true truth fact facts claim claims trust trusted verified safe free open world market leader number ' +
  'capital city country poem story joke song recipe email summary list question questions help need want know think work works time way thing things name names'

const small = new Set(smallWords.split(' '))
const familiar = new Set([...small, ...orderWords.split(' ')])

/** Whether a word says nothing of what its sentence is about. Lower case. */
export function isSmall(word: string): boolean {
  return small.has(word)
}

/** Whether a word is one that English sentences, and orders above all, are mostly made of. Lower case. */
export function isFamiliar(word: string): boolean {
  return familiar.has(word)
}

/** How many of some words are familiar, from 0 to 1. */
export function share(words: readonly string[]): number {
  return words.length === 0 ? 0 : words.filter(isFamiliar).length / words.length
}
