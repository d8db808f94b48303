import type { Dossier, Source } from '../../../contracts/dossier.js'
import type { Particular } from '../../../contracts/particular.js'
import type { Persona } from '../../../contracts/persona.js'
import type { Evidence, VerdictContent } from '../../../contracts/verdict.js'
import { checkEvidence } from '../../../evidence/check-evidence.js'
import { maskMarkers } from '../../../evidence/markers.js'
import { dossierGrounds, imprint, knownGrounds, licenseTexts, priceTexts } from './dossier-grounds.js'
import { flagOf, shorten } from './flag-words.js'
import { type Forecasts, readForecasts } from './forecasts.js'
import { isGerman, isGermanNoun } from './german.js'
import { type Grounds, isGrounded, readGrounds } from './grounds.js'
import { isParticular } from './is-particular.js'
import { type Mention, type Reading, readMentions, readTokens } from './mentions.js'
import { type Asked, nearestTo, whereSaid } from './nearest.js'
import { readSentences, type Sentence, withSentences } from './sentences.js'
import { placesInOriginal } from './tokens.js'

/** The most sentences that are reported of one verdict: beyond it a person reads all of it anyway. */
const mostFlags = 24
/** The most that is marked in one sentence. */
const mostMarks = 12

/** What a reply is held to; `evidence` is what `checkEvidence` found of it, which is found here where the caller has not asked. */
type HeldTo = { dossier: Dossier; persona: Persona; evidence?: readonly Evidence[] | undefined }

/**
 * Numbers, dates, prices, versions, licenses and names in a verdict that are nowhere in its dossier, or not in the passage that their
 * sentence cites: a mark for each, with what the nearest source says, and one flag for each sentence. Tool, vendor, category, rivals and the
 * persona's own questions need no source, and neither do its forecasts. Where it is not certain, nothing is said: an ordinary word with a
 * capital, a small number in words.
 */
export function findParticulars(
  reply: VerdictContent,
  { dossier, persona, evidence = checkEvidence(reply.evidence, dossier) }: HeldTo,
): Particular[] {
  const all = dossierGrounds(dossier)
  const own = [reply.quote, ...reply.answers.map(({ answer }) => answer)].join('\n\n')
  const context: Context = {
    dossier,
    all,
    known: knownGrounds(dossier)(persona),
    forecasts: readForecasts(reply.predictions, dossier.asOf),
    isOrdinary: lowerCaseWords(own, all),
    passages: evidence.map((item) => passageOf(item, dossier)),
    sources: reply.evidence.map(({ source }) => source),
  }
  const choices = new Set(persona.asks.flatMap(({ id, choices: given }) => (given === undefined ? [] : [id])))
  const findings = [
    ...partFindings('quote', reply.quote, context),
    ...reply.answers.filter(({ ask }) => !choices.has(ask)).flatMap(({ ask, answer }) => partFindings(`answer ${ask}`, answer, context)),
    ...reply.evidence.flatMap(({ shows }, index) => partFindings(`evidence ${index + 1}`, shows, context, index + 1)),
  ]
  return findings.slice(0, mostFlags).flatMap((finding) => marksOf(finding, context))
}

/** The flags of marks, each once, in their order. */
export function particularFlags(marks: readonly Particular[]): string[] {
  return [...new Set(marks.map(({ flag }) => flag))]
}

/** A cited passage: its source, and what it and its surroundings say; read when it is first asked for. */
type Passage = { source: Source; grounds: () => Grounds }
type Context = {
  dossier: Dossier
  all: Grounds
  known: Grounds
  forecasts: Forecasts
  isOrdinary: (word: string) => boolean
  /** One for each piece of evidence; null where it was not found, which is reported elsewhere. */
  passages: readonly (Passage | null)[]
  /** The ids that the pieces of evidence name. */
  sources: readonly string[]
}

/** What a text, or the dossier, writes in lower case is a word, whatever else it may be called. */
function lowerCaseWords(text: string, { lowerCase }: Grounds): (word: string) => boolean {
  const own = new Set(readTokens(text).tokens.flatMap(({ text: word, lower }) => (word === lower ? [word] : [])))
  return (word) => own.has(word) || lowerCase.has(word)
}

function passageOf(item: Evidence, dossier: Dossier): Passage | null {
  const source = dossier.sources.find(({ id }) => id === item.source)
  if (item.status !== 'found' || source === undefined) return null
  let grounds: Grounds | undefined
  return {
    source,
    grounds: () => {
      grounds ??= readGrounds([
        withSentences(source.text, item),
        item.surroundings?.above ?? '',
        ...imprint(source),
        ...(dossier.license.source === source.id ? licenseTexts(dossier.license) : []),
        ...(dossier.entryPrice.source === source.id ? priceTexts(dossier.entryPrice) : []),
      ])
      return grounds
    },
  }
}

/** What one sentence says that no source has, or none of the passages it cites. */
type Finding = {
  part: string
  sentence: Sentence
  cites: readonly number[]
  claim: Reading
  before: Sentence | null
  /** Whether its part is in German. */
  isGerman: boolean
  missingIn: Particular['missingIn']
  mentions: readonly Mention[]
}

function partFindings(part: string, text: string, context: Context, ownItem?: number): Finding[] {
  const isInGerman = isGerman(readTokens(text).tokens)
  return readSentences(text).flatMap((sentence, index, all) => {
    const cites = [...new Set(ownItem === undefined ? sentence.cites : [ownItem, ...sentence.cites])]
    const original = text.slice(sentence.start, sentence.end)
    const before = all[index - 1] ?? null
    return sentenceFindings({ part, sentence: { ...sentence, text: original }, cites, before, isGerman: isInGerman }, context)
  })
}

function sentenceFindings(said: Pick<Finding, 'part' | 'sentence' | 'cites' | 'before' | 'isGerman'>, context: Context): Finding[] {
  const claim = maskMarkers(said.sentence.text)
  const isCited = said.cites.length > 0
  const forecast = isCited ? null : context.forecasts.forecastFrom(claim)
  if (forecast === 0) return []
  const reading = readMentions(claim, context.isOrdinary)
  const mentions = said.isGerman ? reading.mentions.filter((mention) => !isGermanNoun(mention)) : reading.mentions
  const unknown = mentions.filter(
    (mention) =>
      (forecast === null || mention.from < forecast) &&
      isParticular(mention, isCited) &&
      !isGrounded(mention, context.known) &&
      !context.forecasts.isOwn(mention, claim),
  )
  const invented = unknown.filter((mention) => !isGrounded(mention, context.all))
  const elsewhere = unknown.filter((mention) => isGrounded(mention, context.all) && isElsewhere(mention, said.cites, context))
  const found: Finding[] = [
    { ...said, claim: reading, missingIn: 'no source', mentions: invented },
    { ...said, claim: reading, missingIn: 'another passage', mentions: elsewhere },
  ]
  return found.filter(({ mentions }) => mentions.length > 0)
}

/** A finding as it is shown: each particular with its place, and with what the sources say of the same. */
function marksOf(finding: Finding, { dossier, sources }: Context): Particular[] {
  const { part, sentence, cites, claim, missingIn } = finding
  const places = placesInOriginal(sentence.text, claim.text)
  const cited = new Set(cites.flatMap((number) => sources[number - 1] ?? []))
  const before = finding.before === null ? null : readMentions(maskMarkers(finding.before.text))
  const look = missingIn === 'no source' ? nearestTo : whereSaid
  const marked = widest(finding.mentions).slice(0, mostMarks)
  const nearest = marked.map((mention) => look(dossier, { mention, claim, before, cited } satisfies Asked))
  const flag = flagOf({ part, missingIn, cites, mentions: finding.mentions, sentence: sentence.text, nearest, dossier })
  return marked.map((mention, index) => {
    const [start, end] = [sentence.start + (places[mention.from] ?? 0), sentence.start + placeBehind(places, mention.to, sentence.text)]
    return {
      part,
      start,
      end,
      text: shorten(sentence.text.slice(start - sentence.start, end - sentence.start), 200),
      sentence: { start: sentence.start, end: sentence.end },
      cites: [...cites].slice(0, 50),
      missingIn,
      flag,
      nearest: nearest[index] ?? null,
    }
  })
}

/** The place behind the last code unit of a mention, before white space and markers that follow it. */
function placeBehind(places: readonly number[], to: number, text: string): number {
  const last = places[to - 1] ?? 0
  return last + (/[\ud800-\udbff]/.test(text.charAt(last)) ? 2 : 1)
}

/** "Llama 4" says "Llama" as well. */
function widest(mentions: readonly Mention[]): Mention[] {
  return mentions.filter((mention, index) => {
    const next = mentions[index + 1]
    return next === undefined || next.from > mention.from || next.to < mention.to
  })
}

function isElsewhere(mention: Mention, cites: readonly number[], { passages }: Context): boolean {
  if (mention.kind === 'amount' && mention.isWord && Math.max(...mention.values) <= 10) return false
  const cited = cites.map((number) => passages[number - 1] ?? null)
  // A passage that was not found may have held it.
  if (cited.length === 0 || cited.includes(null)) return false
  return cited.every((passage) => passage !== null && !isGrounded(mention, passage.grounds()))
}

/** The flags of `findParticulars` alone. */
export function checkParticulars(reply: VerdictContent, heldTo: HeldTo): string[] {
  return particularFlags(findParticulars(reply, heldTo))
}
