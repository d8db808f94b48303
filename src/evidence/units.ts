import type { Source } from '../contracts/dossier.js'
import { onceFor } from '../platform/once-for.js'
import { segmentsOf } from '../platform/text/text-segments.js'
import { endsInAbbreviation } from './rules/sentences.js'

/** The version of the split: raise it with every change after which a text is split otherwise. A frozen source keeps its own split. */
const splitVersion = 1

/** A unit that a reply can cite: UTF-16 offsets, end exclusive, with the white space behind it. */
export type Unit = { start: number; end: number }

/** What is longer is cut, so that what is cited can be read: an item or a row at its sentences, a sentence at white space. */
const longestUnit = 500

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
const lineEnd = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g
const fence = /^\s{0,3}(?:```|~~~)/
/** A heading, a table's row, an item of a list, a rule: none goes on from the line before. */
const ownLine = /^\s*(?:#{1,6}\s|\||(?:[-*_=]\s*){3,}$)/
const item = /^\s*(?:[-*+•‣◦▪●○–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s/

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
  let inCode = false
  let isOpen = false
  for (const { start, end, text: line } of linesOf(text)) {
    const isFence = fence.test(line)
    const isAlone = inCode || isFence || ownLine.test(line)
    const last = blocks.at(-1)
    if (line.trim() === '' && !inCode) {
      if (last === undefined) blocks.push({ start, end, isProse: true })
      else last.end = end
      isOpen = false
    } else if (last !== undefined && isOpen && !isAlone && !item.test(line)) last.end = end
    else blocks.push({ start, end, isProse: !isAlone && !item.test(line) })
    if (line.trim() !== '' || inCode) isOpen = !isAlone
    if (isFence) inCode = !inCode
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
  let isHeldOpen = false
  for (const { index, segment } of segmentsOf(sentences, flowing)) {
    if (isHeldOpen) ends.pop()
    ends.push(index + segment.length)
    isHeldOpen = endsInAbbreviation(segment)
  }
  return ends
}

/** The ends of one piece, or of several where it is too long: behind white space where there is some, never inside a character. */
function pieceEnds(text: string, start: number, end: number): number[] {
  const ends: number[] = []
  for (let from = start; end - from > longestUnit; from = ends.at(-1) ?? end) ends.push(cutBefore(text, from, from + longestUnit))
  return [...ends, end]
}

function cutBefore(text: string, from: number, to: number): number {
  const space = text.slice(from, to).search(/\s\S*$/)
  if (space > 0) return from + space + 1
  return /[\udc00-\udfff]/.test(text.charAt(to)) ? to - 1 : to
}
