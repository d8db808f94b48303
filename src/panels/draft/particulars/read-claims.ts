import type { Dossier } from '../../../contracts/dossier.js'
import type { Prediction } from '../../../contracts/verdict.js'
import { withoutMarkers } from '../../../evidence/markers.js'
import { dossierGrounds } from './dossier-grounds.js'
import { readForecasts } from './forecasts.js'
import { type Mention, readMentions, readTokens } from './mentions.js'

const mostNamed = 50

type Verdict = { quote: string; answers: readonly { answer: string }[]; predictions: readonly Prediction[] }

/**
 * Says of one sentence of a verdict what it states as a fact that a source could bear out: the numbers, prices, dates, versions, licences and
 * names in it, as they are written, each once. None where it is a judgement, a question or a forecast: those rest on no source.
 */
export function claimReader(verdict: Verdict, dossier: Dossier): (sentence: string) => string[] {
  const { lowerCase } = dossierGrounds(dossier)
  const own = lowerCaseWords([verdict.quote, ...verdict.answers.map(({ answer }) => answer)].join('\n'))
  const isOrdinary = (word: string) => own.has(word) || lowerCase.has(word)
  const forecasts = readForecasts(verdict.predictions, dossier.asOf)
  return (sentence) => {
    const claim = withoutMarkers(sentence).trim()
    const forecast = forecasts.forecastFrom(claim)
    if (/\?["'”’)*_]*$/.test(claim.slice(-12)) || forecast === 0) return []
    const texts = [
      ...new Set(
        readMentions(claim, isOrdinary)
          .mentions.filter((mention) => isClaim(mention) && (forecast === null || mention.from < forecast))
          .map(({ text }) => text),
      ),
    ].slice(0, mostNamed)
    // "Llama 3.1" says "Llama" as well.
    return texts.filter((text) => !texts.some((other) => other.startsWith(`${text} `)))
  }
}

/** Small numbers and times in words are how people talk, and an amount that says no number states none. */
function isClaim(mention: Mention): boolean {
  if (mention.kind === 'vague') return false
  if (mention.kind !== 'amount') return true
  const value = Math.max(...mention.values)
  return mention.values.length > 0 && (mention.isWord ? value > 10 && mention.unit !== 'second' : value > 1 || !Number.isInteger(value))
}

/** What a text writes in lower case is a word, whatever else may be called so. */
function lowerCaseWords(text: string): Set<string> {
  return new Set(readTokens(text).tokens.flatMap(({ text: word, lower }) => (word === lower ? [word] : [])))
}
