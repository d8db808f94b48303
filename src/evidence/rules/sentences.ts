/** A sentence is looked for this far from a passage, in code units; one that is longer is shown cut. */
export const sentenceReach = 600

const closers = '["\'”’»)\\]*_`]*'
/** Where a sentence may end: white space with a line's end in it, or a sign that ends sentences. Only ever run over a short stretch. */
const ends = new RegExp(`(?<![.!?…])[.!?…]+${closers}(?:\\s+|$)|[。！？][”’」』）]*\\s*|(?<![^\\S\\n])[^\\S\\n]*\\n\\s*`, 'gu')
/** How a line begins that is not the one before it wrapped: a heading, an item, a table's row. */
export const lineMark = /^(?:#{1,6}\s|[-*+•‣◦▪●○]\s|\||\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s)/
const abbreviation =
  /(?:^|[\s("'“‘[])(?:e\.g|i\.e|etc|vs|cf|approx|inc|ltd|llc|corp|co|gmbh|dr|mr|mrs|ms|prof|st|fig|et al|est|jr|sr|vol|pp?|v|z\.\s?b|d\.\s?h|u\.\s?a|bzw|usw|ca|nr|u\.s|u\.k|a\.m|p\.m|incl|excl|dept|gov|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\p{L})\.?$/iu

/** Where sentences begin in a stretch of text, from `from` to `to`, by signs alone, so that two machines cut a text alike. */
function* beginnings(text: string, from: number, to: number): Generator<number> {
  const stretch = text.slice(from, to)
  for (const match of stretch.matchAll(ends)) {
    const end = match.index + match[0].length
    const next = text.slice(from + end, from + end + 12)
    if (isEnd(match[0], { before: stretch.slice(Math.max(0, match.index - 120), match.index), next })) yield from + end
  }
}

function isEnd(sign: string, { before, next }: { before: string; next: string }): boolean {
  const breaks = sign.split('\n').length - 1
  if (breaks > 1 || next === '') return true
  if (breaks === 1 && (lineMark.test(next) || /^(?:-{3,}|={3,})\s*$/m.test(next))) return true
  if (/^\s/.test(sign)) return /(?:^|\n)[^\S\n]*(?:#{1,6}\s|\|)[^\n]*$/.test(before)
  if (/^[。！？]/.test(sign)) return true
  if (/^["'“‘«([*_`]*\p{Ll}/u.test(next)) return false
  if (!sign.startsWith('.') || sign.startsWith('..')) return true
  if (/(?:^|\s)no$/i.test(before)) return !/^\d/.test(next)
  return !abbreviation.test(before)
}

/** Where the sentence begins that `position` is in, and whether that is known: `false` when it begins out of reach. */
export function sentenceStart(text: string, position: number): { at: number; isKnown: boolean } {
  const from = Math.max(0, position - sentenceReach)
  let at = -1
  // A beginning right at the position counts, so the sign behind it is read too.
  for (const beginning of beginnings(text, from, position)) if (beginning <= position) at = beginning
  if (at === -1 && from > 0) return { at: from + Math.max(0, text.slice(from, position).search(/\s/)), isKnown: false }
  return { at: Math.max(at, from === 0 ? 0 : from), isKnown: true }
}

/** Where the sentence ends that the text before `position` ends in: the beginning of the next one. */
export function sentenceEnd(text: string, position: number): { at: number; isKnown: boolean } {
  const to = Math.min(text.length, position + sentenceReach)
  for (const beginning of beginnings(text, Math.max(0, position - 120), Math.min(text.length, to + 1)))
    if (beginning >= position && beginning <= to) return { at: beginning, isKnown: true }
  if (to === text.length) return { at: to, isKnown: true }
  const space = text.slice(position, to).search(/\s\S*$/)
  return { at: space === -1 ? to : position + space, isKnown: false }
}

/** Whether a sentence that a segmenter ended goes on: it ends in `e.g.`, an initial, or a `No.` */
export function endsInAbbreviation(sentence: string): boolean {
  const end = sentence.trimEnd()
  return end.endsWith('.') && !end.endsWith('..') && (/(?:^|\s)no\.$/i.test(end.slice(-20)) || abbreviation.test(end.slice(-20)))
}
