import type { Prediction } from '../../../contracts/verdict.js'
import type { Mention } from './mentions.js'

/** What speaks of the future as a judgement of one's own. Each alternative is a fixed phrase: nothing to backtrack into. */
const foretells =
  /\b(?:I (?:put|give|bet|predict|expect|forecast|assume|think|guess|suspect|would(?! have)|will)|my (?:bet|forecast|guess|prediction|odds|probability|estimate)|the bet|a bet|will|won't|by the end of|by (?:\w+ )?20\d\d|within \w+ (?:months|years)|probability|likely|odds)\b/i
/** What is someone else's plan or promise is no forecast of one's own. */
const reporter = /\b(?:they|vendor|company|maker|makers|roadmap|docs?|changelog|page|announcement|notes|authors?)\b/i
const reports = /\b(?:expects?|plans?|planned|promises?|promised|announces?|announced|says?|aims?|commits?|schedules?|scheduled)\b/i
const isPersonal = /\b(?:I|my|me|the bet)\b/i
const speaksOfOdds = /\b(?:I|my|me|bet|odds|probability|chance|likely)\b/i

/** Where a judgement is drawn from what was said before: `It costs $40, so I would skip it.` */
const drawn = /,\s(?:so|but|therefore|hence)\s|;\s/i

export type Forecasts = {
  /** From where on a sentence is a forecast: 0 where all of it is, null where none is. */
  forecastFrom: (sentence: string) => number | null
  isOwn: (mention: Mention, sentence: string) => boolean
}

/**
 * What a persona foretells is its own, and no source holds it. Without a marker a sentence about the future is all judgement; with one, its
 * probabilities and the deadlines of its predictions are the persona's, and the rest is held to the sources.
 */
export function readForecasts(predictions: readonly Prediction[], asOf: string): Forecasts {
  const odds = new Set(predictions.flatMap(({ probability }) => [key(probability), key(probability * 100), key(1 - probability)]))
  const isDeadline = ({ year, month, day }: { year: number | null; month: number | null; day: number | null }) =>
    predictions.some(({ deadline }) => {
      const [y, m, d] = deadline.split('-').map(Number)
      return year === y && (month === null || month === m) && (day === null || day === d)
    })
  const [asOfYear = 0, asOfMonth = 0] = asOf.split('-').map(Number)
  return {
    forecastFrom: (sentence) => {
      if (!foretells.test(sentence) || (!isPersonal.test(sentence) && reporter.test(sentence) && reports.test(sentence))) return null
      const at = drawn.exec(sentence)?.index ?? 0
      return foretells.test(sentence.slice(0, at)) ? 0 : at
    },
    isOwn: (mention, sentence) => {
      if (mention.kind === 'date') {
        const { year, month } = mention
        const isAhead = year !== null && (year > asOfYear || (year === asOfYear && month !== null && month > asOfMonth))
        return (isAhead && (isDeadline(mention) || isPersonal.test(sentence))) || (year === null && isPersonal.test(sentence))
      }
      return mention.kind === 'amount' && mention.values.some((value) => odds.has(key(value))) && speaksOfOdds.test(sentence)
    },
  }
}

function key(value: number): string {
  return value.toPrecision(4)
}
