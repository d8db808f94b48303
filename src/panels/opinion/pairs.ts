import { mostPairs, type OpinionPair } from '../../contracts/second-opinion.js'
import type { Draft } from '../../contracts/verdict.js'
import { readSentences } from '../draft/particulars/sentences.js'

/** A sentence of a draft and a passage that it cites, by their places. */
export type Pair = Pick<OpinionPair, 'part' | 'start' | 'end' | 'evidence'>

/** A verdict's words, as far as a second model reads them. */
export type OpinionWords = Pick<Draft, 'quote'> & {
  answers: readonly { ask: string; answer: string }[]
  evidence: readonly { source: string; quote: string; shows: string }[]
}

/** Texts of a verdict in which sentences cite passages, each under the name of its part. */
export function citingTexts({ quote, answers }: Pick<OpinionWords, 'quote' | 'answers'>): { part: string; text: string }[] {
  return [{ part: 'quote', text: quote }, ...answers.map(({ ask, answer }) => ({ part: `answer ${ask}`, text: answer }))]
}

/** The part that says what a passage shows. */
export function showsPart(number: number): string {
  return `evidence ${number}`
}

/**
 * Every sentence of a draft with each passage that it cites and that was found, then what each passage is said to show; no more than `mostPairs`,
 * with how many more there are. Linear in the draft's length; pure.
 */
export function pairsOf({ quote, answers, evidence }: Pick<Draft, 'quote' | 'answers' | 'evidence'>): { pairs: Pair[]; leftOut: number } {
  const isFound = (number: number) => evidence[number - 1]?.status === 'found'
  const cited = citingTexts({ quote, answers }).flatMap(({ part, text }) =>
    readSentences(text).flatMap(({ start, end, cites }) =>
      [...new Set(cites)].filter(isFound).map((number): Pair => ({ part, start, end, evidence: number })),
    ),
  )
  const shown = evidence.flatMap(({ shows }, index): Pair[] =>
    isFound(index + 1) ? [{ part: showsPart(index + 1), start: 0, end: shows.length, evidence: index + 1 }] : [],
  )
  const all = [...cited, ...shown]
  return { pairs: all.slice(0, mostPairs), leftOut: Math.max(0, all.length - mostPairs) }
}

/** The text of a part; undefined where the verdict has none of that name. */
export function textOfPart(words: OpinionWords, part: string): string | undefined {
  const shown = words.evidence.findIndex((_, index) => showsPart(index + 1) === part)
  return shown < 0 ? citingTexts(words).find((candidate) => candidate.part === part)?.text : words.evidence[shown]?.shows
}
