import { z } from 'zod'
import type { Dossier } from '../../contracts/dossier.js'
import type { Particular } from '../../contracts/particular.js'
import type { Persona } from '../../contracts/persona.js'
import { type Evidence, replyLimits, type VerdictContent } from '../../contracts/verdict.js'
import { findMarkerProblems, findMarkers, withoutMarkers } from '../../evidence/markers.js'
import { checkCopiedExample } from './check-copied-example.js'
import { checkPredictions, type PredictionProblem } from './check-predictions.js'
import { findParticulars, particularFlags } from './particulars/check-particulars.js'

/** What a reply falls short of. An error makes it unusable; a warning is asked to be fixed once, then flagged for reviewers. */
export type ReplyCheck = { errors: string[]; warnings: string[] }

/**
 * A reply that satisfies the schema, against what its persona asks on top of it and what its dossier holds; without a dossier, as for the
 * worked example of a persona, against the persona alone. `evidence` is what `checkEvidence` found of the reply's, for a caller that asked it.
 */
export function checkReply(
  reply: VerdictContent,
  persona: Persona,
  dossier: Dossier | null = null,
  evidence?: readonly Evidence[],
): ReplyCheck {
  const { errors, warnings } = examineReply(reply, persona, dossier, evidence)
  return { errors, warnings }
}

/** The same, with the particulars that some of its warnings are about, each with its place. */
export function examineReply(
  reply: VerdictContent,
  persona: Persona,
  dossier: Dossier | null = null,
  evidence?: readonly Evidence[],
): ReplyCheck & { particulars: Particular[] } {
  const predictions = checkPredictions(reply.predictions, dossier?.asOf ?? null)
  const particulars = dossier === null ? [] : findParticulars(reply, { dossier, persona, evidence })
  const described = (isUnusable: boolean) => predictions.filter((problem) => problem.isUnusable === isUnusable).map(describePrediction)
  return {
    errors: [...countItems(reply), ...checkAnswers(reply, persona), ...countPredictions(reply, persona), ...described(true)],
    warnings: [
      ...checkQuote(reply, persona),
      ...checkMarkers(reply),
      ...described(false),
      ...checkCopiedExample(reply, persona),
      ...particularFlags(particulars),
    ],
    particulars,
  }
}

function describePrediction({ path, message }: PredictionProblem): string {
  return `${z.core.toDotPath(['predictions', ...path])}: ${message}.`
}

/** A model that repeats itself writes lists without end; predictions are counted where they are checked. */
function countItems(reply: VerdictContent): string[] {
  return (['evidence', 'answers'] as const).flatMap((list) => {
    const [count, most] = [reply[list].length, replyLimits[list]]
    return count > most ? [`${list}: keep at most ${most}; there are ${count}.`] : []
  })
}

function checkAnswers({ answers: all }: VerdictContent, { asks }: Persona): string[] {
  const answers = all.slice(0, replyLimits.answers)
  const known = new Set(asks.map((ask) => ask.id))
  const unknown = answers.filter(({ ask }) => !known.has(ask)).map(({ ask }) => `answers: "${ask}" is not one of the asks.`)
  const wrong = asks.flatMap((ask) => {
    const given = answers.filter((answer) => answer.ask === ask.id)
    if (given.length === 0) return [`answers: the ask "${ask.id}" has no answer.`]
    if (given.length > 1) return [`answers: the ask "${ask.id}" is answered ${given.length} times; answer it once.`]
    const answer = given[0]?.answer ?? ''
    if (ask.choices && !ask.choices.includes(answer)) {
      return [`answers: "${ask.id}" must be one of ${ask.choices.join(' | ')}, to the letter; it is "${answer.slice(0, 60)}".`]
    }
    return []
  })
  return [...unknown, ...wrong]
}

function countPredictions({ predictions }: VerdictContent, { predictions: { min } }: Persona): string[] {
  if (predictions.length >= min) return []
  return [`predictions: ${min} needed, ${predictions.length} given.`]
}

function checkQuote({ quote }: VerdictContent, { quoteWords, forbids }: Persona): string[] {
  const words = countWords(quote)
  const length =
    words >= quoteWords.min && words <= quoteWords.max
      ? []
      : [`quote: it has ${words} words; ${quoteWords.min} to ${quoteWords.max} are asked for.`]
  const forbidden = forbids.filter((phrase) => containsPhrase(quote, phrase)).map((phrase) => `quote: "${phrase}" may not stand in it.`)
  return [...length, ...forbidden]
}

function checkMarkers(reply: VerdictContent): string[] {
  const isCited = findMarkers(reply.quote).length > 0
  const uncited = isCited ? [] : ['quote: it cites no evidence; put a marker such as [1] behind the claim it carries.']
  return [...uncited, ...findMarkerProblems(reply).map(({ flag }) => flag)]
}

/** Words as a reader counts them: runs between white space that hold a letter or digit, evidence markers left out. */
export function countWords(quote: string): number {
  return withoutMarkers(quote, ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function containsPhrase(text: string, phrase: string): boolean {
  const escaped = phrase
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(text)
}
