import type { FoldedText } from './fold-text.js'

/** A stretch of a text that is judged by itself: places in the folded text, and in the original (UTF-16 code units, end exclusive). */
export type Segment = { words: string; from: number; start: number; end: number; isHeading: boolean; isItem: boolean; isWhole: boolean }

/** Longer sentences are read in windows of this many units, which overlap by half. */
const longest = 480

/** A sentence's end: a sign and white space, or the sign alone in scripts that write no spaces; or the end of a paragraph, item or cell. */
const sentenceEnd = /[.!?…]["')]{0,3}(?=\s|$)|[。！？｡؟।]|\n/gu
/** A line that begins with one of these in a capital begins a sentence, though the one before has no end. */
const opener =
  /(?<=[^\s.!?…] )(?:what|who|when|where|why|how|which|can you|could you|explain|describe|write|draft|compose|provide|translate|break down|replace|use|convert|substitute|render|introduce|misspell|scramble|jumble|rearrange|anagram|remove|group|combine|include|modify|add|integrate|augment|enhance|in your|answer|respond|reply|tell|give|list|create|generate|summari[sz]e|develop|suggest|recommend|ignore|disregard|insert|encode|reverse|say|mention|make|end|begin|start)\b/g

/** The sentences of a text, and by themselves headings, items and cells. */
export function segmentsOf(text: string, folded: FoldedText): Segment[] {
  const segments: Segment[] = []
  let from = 0
  for (const { 0: sign, index } of endsOf(text, folded)) {
    const to = sign === '\n' ? index : index + sign.length
    addWindows(segments, { text, folded, from, to })
    from = index + sign.length
  }
  return segments
}

function endsOf(text: string, { text: words, starts }: FoldedText): { 0: string; index: number }[] {
  const isLower = (at: number) => /^\p{Ll}/u.test(text.slice(at, at + 2))
  // `"It is great!" is what they say` goes on.
  const ends = [...words.matchAll(sentenceEnd)].filter(({ 0: sign, index }) => {
    const next = index + sign.length + 1
    return !/["']$/.test(sign) || words.charAt(next - 1) === '\n' || !isLower(starts[next] ?? text.length)
  })
  const openers = [...words.matchAll(opener)].filter(({ index }) => {
    const start = starts[index] ?? 0
    return /\n\s{0,20}$/.test(text.slice(Math.max(0, start - 24), start)) && /^\p{Lu}/u.test(text.slice(start, start + 2))
  })
  const all = [...ends.map(({ 0: sign, index }) => ({ 0: sign, index })), ...openers.map(({ index }) => ({ 0: '\n', index: index - 1 }))]
  return [...all.sort((a, b) => a.index - b.index), { 0: '', index: words.length }]
}

/**
 * What goes on over the ends of lines, items and cells: windows over two or more segments of which none but the last ends in a sign. An
 * instruction may be cut up so that no line of it says anything.
 */
export function flowsOf(text: string, folded: FoldedText, segments: readonly Segment[]): Segment[] {
  const flows: Segment[] = []
  let first: number | null = null
  for (const [index, segment] of segments.entries()) {
    const goesOn = !/[.!?…。！？][")']{0,3}$/.test(segment.words) && segments[index + 1] !== undefined
    if (goesOn) first ??= index
    else if (first !== null) {
      addWindows(flows, { text, folded, from: segments[first]?.from ?? 0, to: segment.from + segment.words.length })
      first = null
    }
  }
  return flows
}

function addWindows(segments: Segment[], { text, folded, from, to }: { text: string; folded: FoldedText; from: number; to: number }): void {
  while (from < to && /\s/.test(folded.text.charAt(from))) from += 1
  while (to > from && /\s/.test(folded.text.charAt(to - 1))) to -= 1
  for (let at = from; at < to; at += longest / 2) {
    const end = Math.min(to, at + longest)
    const start = folded.starts[at] ?? 0
    const line = text.slice(Math.max(0, start - 12), start)
    segments.push({
      words: folded.text.slice(at, end).replaceAll('\n', ' '),
      from: at,
      start,
      end: folded.ends[end - 1] ?? start,
      isHeading: /(?:^|\n)\s{0,3}#{1,6}\s{1,3}$/.test(line),
      isItem: /(?:^|\n)\s{0,6}(?:[-*+•]|\d{1,3}[.)])\s{1,4}$|\|\s{0,9}$/.test(line),
      isWhole: at === from && end === to,
    })
    if (end === to) break
  }
}

/** The last segment that is not behind a place, by halves; the first where all are. */
export function lastBefore(segments: readonly Segment[], isBefore: (segment: Segment) => boolean): Segment {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    const segment = segments[middle]
    if (segment !== undefined && isBefore(segment)) low = middle + 1
    else high = middle
  }
  const found = segments[Math.max(0, low - 1)]
  if (found === undefined) throw new Error('a text with a passage has a segment')
  return found
}
