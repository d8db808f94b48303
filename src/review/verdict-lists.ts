import type { VerdictContent } from '../contracts/review.js'
import { canonicalJson } from '../hash.js'
import type { Likeness } from './match-items.js'

export type EvidenceItem = VerdictContent['evidence'][number]
export type AnswerItem = VerdictContent['answers'][number]
export type PredictionItem = VerdictContent['predictions'][number]

/** A passage is known by itself; then by where it is taken from and what it is said to show. */
export const evidenceLikeness: Likeness<EvidenceItem> = {
  keys: [canonicalJson, ({ source, quote }) => canonicalJson([source, quote])],
  words: ({ quote, shows }) => `${quote} ${shows}`,
}

/** An answer belongs to its ask, whatever it says. */
export const answerLikeness: Likeness<AnswerItem> = { keys: [canonicalJson, ({ ask }) => ask], words: null }

/** A prediction is known by its statement. */
export const predictionLikeness: Likeness<PredictionItem> = {
  keys: [canonicalJson, ({ statement }) => statement],
  words: ({ statement, resolution }) => `${statement} ${resolution}`,
}

/** `[2]` and `[1, 2]` behind a claim: which evidence carries it, counted from 1. */
const markers = /\[\d{1,3}(?:\s*,\s*\d{1,3})*\]/g

/** A quote with each evidence number in its markers replaced. */
export function renumberMarkers(quote: string, renumber: (number: number) => number | string): string {
  return quote.replace(markers, (marker) => marker.replace(/\d+/g, (digits) => String(renumber(Number(digits)))))
}

/** How often each evidence number is cited in a quote. */
export function countCitations(quote: string): Map<number, number> {
  const counts = new Map<number, number>()
  renumberMarkers(quote, (number) => {
    counts.set(number, (counts.get(number) ?? 0) + 1)
    return number
  })
  return counts
}
