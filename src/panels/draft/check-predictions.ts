import { type Prediction, replyLimits } from '../../contracts/verdict.js'
import { segmentsOf } from '../../platform/text/text-segments.js'

/** How far ahead a prediction may look. No one keeps a track record beyond that, and a model that writes 9999 means "never". */
export const longestHorizonYears = 10
const fewestStatementWords = 3
const fewestResolutionWords = 4

/** `path` leads to the field, as in `[0, 'deadline']`; what is `unusable` can never be resolved, the rest a person can put right. */
export type PredictionProblem = { path: (string | number)[]; message: string; isUnusable: boolean }

/**
 * What keeps predictions from being judged true or false by a stranger. `asOf` is the date of their dossier, YYYY-MM-DD, which a deadline
 * comes after; null where there is no dossier, as for the worked example of a persona.
 */
export function checkPredictions(predictions: readonly Prediction[], asOf: string | null): PredictionProblem[] {
  const tooMany = predictions.length > replyLimits.predictions
  const seen = new Map<string, number>()
  return [
    ...(tooMany
      ? [{ path: [], message: `keep at most ${replyLimits.predictions}; there are ${predictions.length}`, isUnusable: true }]
      : []),
    ...predictions.slice(0, replyLimits.predictions).flatMap((prediction, index) => {
      // The same by two days is two predictions.
      const statement = `${wordsIn(prediction.statement).join(' ')} ${prediction.deadline}`
      const first = seen.get(statement)
      if (first === undefined) seen.set(statement, index)
      return [
        ...checkDeadline(prediction.deadline, asOf),
        ...checkStatement(prediction.statement),
        ...(first === undefined
          ? []
          : [{ field: 'statement', message: `it says the same as prediction ${first + 1}; keep one of the two` }]),
        ...checkResolution(prediction.resolution),
      ].map(({ field, message }) => ({ path: [index, field], message, isUnusable: field === 'deadline' }))
    }),
  ]
}

type FieldProblem = { field: keyof Prediction; message: string }

function checkDeadline(deadline: string, asOf: string | null): FieldProblem[] {
  if (asOf === null) return []
  if (deadline <= asOf) return [{ field: 'deadline', message: `it is ${deadline}; use a date after that of the dossier, ${asOf}` }]
  // Dates written YYYY-MM-DD compare as text.
  const latest = `${Number(asOf.slice(0, 4)) + longestHorizonYears}${asOf.slice(4)}`
  return deadline <= latest ? [] : [{ field: 'deadline', message: `it is ${deadline}; use a date up to ${latest}` }]
}

function checkStatement(statement: string): FieldProblem[] {
  if (/[?？]["'”’»)\s]*$/.test(statement.slice(-20)))
    return [{ field: 'statement', message: 'it is a question; say what will have happened' }]
  if (wordsIn(statement).length >= fewestStatementWords) return []
  return [{ field: 'statement', message: `say in at least ${fewestStatementWords} words who will have done what` }]
}

function checkResolution(resolution: string): FieldProblem[] {
  const { length } = wordsIn(resolution)
  if (length >= fewestResolutionWords) return []
  const message = `it has ${length} words; say in at least ${fewestResolutionWords} where one looks and what one must see there`
  return [{ field: 'resolution', message }]
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** The words of a text as compared: letters in compatibility form and lower case, without punctuation. */
function wordsIn(text: string): string[] {
  return [...segmentsOf(segmenter, text.normalize('NFKC').toLowerCase())]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
}
