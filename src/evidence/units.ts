import type { Source } from '../contracts/dossier.js'
import { onceFor } from '../platform/once-for.js'
import { segmentsOf } from '../platform/text/text-segments.js'
import { readLineKinds } from './rules/line-kinds.js'
import { sentenceGoesOn } from './rules/sentence-goes-on.js'

/** The version of the split: raise it with every change after which a text is split otherwise. A frozen source keeps its own split. */
const splitVersion = 1

/** A unit that a reply can cite: UTF-16 offsets, end exclusive, with the white space behind it. */
export type Unit = { start: number; end: number }

/** What is longer is cut, so that what is cited can be read: an item or a row at its sentences, a sentence at white space. */
const longestUnit = 500

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const lineEnd = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g
/** Markup in which a paragraph, an item, a row or a heading ends. */
const closingTag = /<\/(?:p|li|tr|h[1-6]|ul|ol|table|div|section|article|blockquote|pre)>\s*/gi
/** A bracket that opens what follows it: the segmenter leaves it at the end of the Japanese sentence before. */
const openBracket = /[「『（【〔《〈]\s*$/

/**
 * A source's text in units that are numbered for the models and cut for readers: sentences, and by themselves headings, items of lists, rows of
 * tables and lines of code. One begins where the one before ends, so that joined they are the text. Linear in the text's length; pure.
 */
export function splitIntoUnits(text: string): Unit[] {
  const units: Unit[] = []
  for (const block of blocksOf(text)) for (const end of endsIn(text, block)) add(units, text, end)
  return units
}

/** The split of a text, to be kept with it: the numbers mean the same wherever and whenever they are read. */
export function freezeUnits(text: string): NonNullable<Source['units']> {
  return { version: splitVersion, ends: splitIntoUnits(text).map(({ end }) => end) }
}

/** The units of a source, as they were frozen with it; of a source from before, as they are split now. Number 1 is the first. */
export const unitsOf = onceFor(({ text, units }: Pick<Source, 'text' | 'units'>): readonly Unit[] => {
  if (units === undefined) return splitIntoUnits(text)
  return units.ends.map((end, index) => ({ start: units.ends[index - 1] ?? 0, end }))
})

/** White space alone is no unit: it belongs to the one before, and at the very beginning to the first. */
function add(units: Unit[], text: string, end: number): void {
  const last = units.at(-1)
  const start = last?.end ?? 0
  if (end <= start) return
  if (last !== undefined && text.slice(start, end).trim() === '') last.end = end
  else if (last !== undefined && text.slice(last.start, last.end).trim() === '') last.end = end
  else units.push({ start, end })
}

/** Lines that belong together, with the white space behind them; `isProse` where its sentences are units. */
type Block = { start: number; end: number; isProse: boolean }
type Line = { start: number; end: number; text: string }

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let isOpen = false
  const lines = [...linesOf(text)]
  const kinds = readLineKinds(lines.map((line) => line.text))
  for (const [index, { start, end }] of lines.entries()) {
    const kind = kinds[index] ?? 'prose'
    const last = blocks.at(-1)
    if (kind === 'blank' && last !== undefined) last.end = end
    else if (last !== undefined && isOpen && kind === 'prose') last.end = end
    else blocks.push({ start, end, isProse: kind === 'prose' || kind === 'blank' })
    isOpen = kind === 'prose' || kind === 'item'
  }
  return blocks
}

function* linesOf(text: string): Generator<Line> {
  let start = 0
  for (const { 0: sign, index } of text.matchAll(lineEnd)) {
    yield { start, end: index + sign.length, text: text.slice(start, Math.min(index, start + longestUnit)) }
    start = index + sign.length
  }
  if (start < text.length) yield { start, end: text.length, text: text.slice(start, start + longestUnit) }
}

/** Where the units of a block end. */
function endsIn(text: string, { start, end, isProse }: Block): number[] {
  if (!isProse && end - start <= longestUnit) return [end]
  return sentenceEnds(text.slice(start, end)).flatMap((at, index, all) => pieceEnds(text, start + (all[index - 1] ?? 0), start + at))
}

/** Where sentences end. A line that goes on in the next is one text to the segmenter, which would end a sentence with it. */
function sentenceEnds(block: string): number[] {
  const flowing = block.replace(lineEnd, (sign) => ' '.repeat(sign.length))
  const ends: number[] = []
  let before = ''
  for (const { index, segment } of segmentsOf(sentences, flowing)) {
    const held = openBracket.exec(before)?.[0].length ?? 0
    if (held < before.length && held > 0) ends.splice(-1, 1, index - held)
    else if (sentenceGoesOn(before, segment)) ends.pop()
    ends.push(index + segment.length)
    before = segment
  }
  const tags = [...flowing.matchAll(closingTag)].map(({ 0: tag, index }) => index + tag.length)
  return tags.length === 0 ? ends : [...new Set([...ends, ...tags])].sort((a, b) => a - b)
}

/** The ends of one piece, or of several where it is too long: behind white space where there is some, never inside a character. */
function pieceEnds(text: string, start: number, end: number): number[] {
  const ends: number[] = []
  for (let from = start; end - from > longestUnit; from = ends.at(-1) ?? end) ends.push(cutBefore(text, from, from + longestUnit))
  return [...ends, end]
}

/** Where the last of the characters begins that are a unit's at most, counted from `from` on; undefined where one is longer than a unit. */
function lastCharacter(text: string, from: number, to: number): number | undefined {
  // Signs of ASCII are a character each: a long run of them, such as encoded bytes, needs no segmenter.
  if (to < text.length && /^[\x20-\x7e]*$/.test(text.slice(from, to + 1))) return longestUnit
  return [...characters.segment(text.slice(from, to + 64))].findLast(({ index }) => index > 0 && index <= longestUnit)?.index
}

/** Behind white space but none within a number (`1 000`); else between two characters, not inside a number or a word of Latin letters. */
function cutBefore(text: string, from: number, to: number): number {
  const stretch = text.slice(from, to)
  const space = stretch.search(/\s\S*$/)
  if (space > 0) {
    const earlier = stretch.slice(0, space).search(/\s\S*$/)
    const isInNumber = /\d\s$/.test(stretch.slice(0, space + 1)) && /\d/.test(text.charAt(from + space + 1))
    return from + (isInNumber && earlier > 0 ? earlier : space) + 1
  }
  const last = lastCharacter(text, from, to)
  const cut = from + (last ?? longestUnit)
  const run = lengthOfRun(text, from, cut)
  if (run > 0 && run < cut - from && /^[\p{N}\p{Script=Latin}.,:/%]/u.test(text.slice(cut, cut + 2))) return cut - run
  return /[\udc00-\udfff]/.test(text.charAt(cut)) && last === undefined ? cut - 1 : cut
}

/** How much of a number, an address or a Latin word is right before a place. */
function lengthOfRun(text: string, from: number, to: number): number {
  let at = to
  while (at > from && /[\p{N}\p{Script=Latin}.,:/%$€£¥'_-]/u.test(text.charAt(at - 1))) at -= 1
  return to - at
}
