import { findMarkerRuns } from '../../markers.js'
import { sentenceEnd, sentenceStart } from '../../passages/sentences.js'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
/** Words that point back to a sentence before: a passage with one of them is read together with it. */
const pointsBack =
  /\b(?:it|its|they|them|their|that|this|these|those|such|both|either|neither|the (?:same|other|larger|smaller|former|latter))\b/i

/** Lines that an editor wrapped are one; blank lines stay, which end a sentence. */
function unwrap(text: string): string {
  return text.replace(/\r?\n(?![^\S\n]*\r?\n)/g, ' ')
}

/** A text's sentences with the evidence numbers that each cites. Markers behind its full stop belong to the sentence before. */
export function readSentences(text: string): { text: string; cites: readonly number[] }[] {
  const sentences: { text: string; cites: number[] }[] = []
  for (const { segment } of segmenter.segment(unwrap(text))) {
    const [run] = findMarkerRuns(segment)
    const last = sentences.at(-1)
    const moved = last !== undefined && run?.start === 0 ? run : undefined
    if (moved !== undefined && last !== undefined) {
      last.text += segment.slice(0, moved.end)
      last.cites.push(...moved.markers.flatMap(({ numbers }) => numbers))
    }
    const rest = segment.slice(moved?.end ?? 0)
    if (rest.trim() === '') continue
    sentences.push({ text: rest.trim(), cites: findMarkerRuns(rest).flatMap(({ markers }) => markers.flatMap(({ numbers }) => numbers)) })
  }
  return sentences
}

/**
 * A passage with the rest of the sentences it begins and ends in, and up to three sentences before where it points back to them ("at that
 * precision"), all within its paragraph. `start` and `end` are UTF-16 code units in the text.
 */
export function withSentences(text: string, { start, end }: { start: number; end: number }): string {
  const own = sentenceStart(text, start).at
  const last = sentenceEnd(text, end).at
  if (!pointsBack.test(text.slice(own, last))) return text.slice(own, last)
  let first = own
  for (let back = 0; back < 3 && !/\n[^\S\n]*\n\s*$/.test(text.slice(Math.max(0, first - 20), first)); back += 1) {
    first = sentenceStart(text, lastLetter(text, first)).at
  }
  return text.slice(first, last)
}

/** The place of the last letter or digit before a place: inside the sentence that ends there. */
function lastLetter(text: string, before: number): number {
  let at = before - 1
  while (at > 0 && !/[\p{L}\p{N}]/u.test(text[at] ?? '')) at -= 1
  return Math.max(0, at)
}
