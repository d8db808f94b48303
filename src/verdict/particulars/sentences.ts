import { findMarkerRuns } from '../../markers.js'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
/** Words that point back to a sentence before: a passage with one of them is read together with it. */
const pointsBack =
  /\b(?:it|its|they|them|their|that|this|these|those|such|both|either|neither|the (?:same|other|larger|smaller|former|latter))\b/i
/** How far around a passage its sentence is looked for, in UTF-16 code units. */
const longestSentence = 800

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
export function surroundings(text: string, { start, end }: { start: number; end: number }): string {
  const before = unwrap(paragraphs(text.slice(Math.max(0, start - longestSentence), start)).at(-1) ?? '')
  const after = unwrap(paragraphs(text.slice(end, end + longestSentence))[0] ?? '')
  const earlier = split(before)
  const passage = unwrap(text.slice(start, end))
  // Its last piece is the beginning of the passage's own sentence, unless that begins with the passage.
  const isAtStart = before.trim() === '' || /[.!?]["'”’)]*\s*$/.test(before.slice(-10))
  const opening = isAtStart ? '' : (earlier.pop() ?? '')
  const closing = /[.!?]["'”’)]*\s*$/.test(passage.slice(-10)) ? '' : (split(after)[0] ?? '')
  const own = `${opening}${passage}${closing}`
  return pointsBack.test(own) ? `${earlier.slice(-3).join('')}${own}` : own
}

function paragraphs(text: string): string[] {
  return text.split(/\n[^\S\n]*\n/)
}

function split(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}
