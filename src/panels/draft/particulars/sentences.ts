import { findMarkerRuns } from '../../../evidence/markers.js'
import { sentenceEnd, sentenceStart } from '../../../evidence/rules/sentences.js'

/** Where a sentence may end. The lookbehind keeps a run of dots from being tried at each of them. (`Intl.Segmenter` takes a time that grows with the square of the number of sentences.) */
const ends = /(?<![.!?…。！？])[.!?…。！？]+["'”’»)]*\s+|\n\s*\n/g
const abbreviation = /(?:^|[\s(])(?:e\.g|i\.e|vs|cf|approx|inc|ltd|dr|mr|mrs|ms|st|no|(?!i)\p{L})$/iu
/** Words that point back to a sentence before: a passage with one of them is read together with it. */
const pointsBack =
  /\b(?:it|its|they|them|their|that|this|these|those|such|both|either|neither|the (?:same|other|larger|smaller|former|latter))\b/i

/** A sentence without white space around it: `start` and `end` are UTF-16 code units in its text, end exclusive, with the markers behind its full stop. */
export type Sentence = { text: string; start: number; end: number; cites: readonly number[] }

/** A text's sentences with the evidence numbers that each cites. Markers behind its full stop belong to the sentence before. */
export function readSentences(text: string): Sentence[] {
  const sentences: (Sentence & { cites: number[] })[] = []
  let at = 0
  for (const segment of split(text)) {
    const [run] = findMarkerRuns(segment)
    const last = sentences.at(-1)
    const moved = last !== undefined && run?.start === 0 ? run : undefined
    if (moved !== undefined && last !== undefined) {
      last.text += ` ${segment.slice(0, moved.end).trim()}`
      last.end = at + moved.end
      last.cites.push(...moved.markers.flatMap(({ numbers }) => numbers))
    }
    const behind = segment.slice(moved?.end ?? 0)
    const rest = behind.trim()
    if (rest !== '') {
      const start = at + segment.length - behind.trimStart().length
      const cites = findMarkerRuns(rest).flatMap(({ markers }) => markers.flatMap(({ numbers }) => numbers))
      sentences.push({ text: rest, start, end: start + rest.length, cites })
    }
    at += segment.length
  }
  return sentences
}

function split(text: string): string[] {
  const segments: string[] = []
  let start = 0
  for (const { 0: sign, index } of text.matchAll(ends)) {
    const end = index + sign.length
    const isParagraph = sign.startsWith('\n')
    if (!isParagraph && (/^\p{Ll}/u.test(text.slice(end, end + 2)) || abbreviation.test(text.slice(Math.max(start, index - 8), index))))
      continue
    segments.push(text.slice(start, end))
    start = end
  }
  return [...segments, text.slice(start)]
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
  for (let back = 0; back < 3 && !/\n[^\S\n]{0,20}\n\s{0,20}$/.test(text.slice(Math.max(0, first - 20), first)); back += 1) {
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
