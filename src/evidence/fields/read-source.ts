import type { Found, How, Proposed } from '../../contracts/proposal.js'
import { onceFor } from '../../platform/once-for.js'
import type { ExtractedPage } from '../extract/extracted.js'
import type { ReadSource as AnySource } from '../read-source.js'
import { splitIntoUnits } from '../units.js'

/** What the fields are read from besides the text: a part of what was extracted from the page. */
export type ReadPage = Pick<ExtractedPage, 'title' | 'structured'> & { links?: ExtractedPage['links'] }

/** A source as the rules here read it. */
export type ReadSource = AnySource<ReadPage>

/** A line or sentence of a source: UTF-16 offsets without the white space about it, and its words. */
export type Piece = { start: number; end: number; words: string }

/** More of a passage is not shown beside a field. */
const longestFound = 1_000
const mostPieces = 20_000

/** The lines of a source that are not empty, in order. */
export const linesOf = onceFor((source: ReadSource): readonly Piece[] => {
  const lines: Piece[] = []
  let start = 0
  for (const line of source.text.split('\n')) {
    const words = line.trim()
    if (words !== '' && lines.length < mostPieces) {
      const from = start + (line.length - line.trimStart().length)
      lines.push({ start: from, end: from + words.length, words })
    }
    start += line.length + 1
  }
  return lines
})

/** The sentences, items, rows and headings of a source, in order: as they are numbered for models. */
export const sentencesOf = onceFor((source: ReadSource): readonly Piece[] =>
  splitIntoUnits(source.text)
    .slice(0, mostPieces)
    .map(({ start, end }) => {
      const piece = source.text.slice(start, end)
      const from = start + (piece.length - piece.trimStart().length)
      return { start: from, end: from + piece.trim().length, words: piece.trim() }
    })
    .filter(({ words }) => words !== ''),
)

/** The passage of a source from `start` to `end`, cut at 1,000 characters. */
export function foundIn(source: Pick<ReadSource, 'id' | 'text'>, { start, end }: { start: number; end: number }): Found {
  const last = Math.min(end, start + longestFound)
  const isInPair = last < end && /[\udc00-\udfff]/.test(source.text.charAt(last))
  const cut = isInPair ? last - 1 : last
  return { source: source.id, start, end: cut, words: source.text.slice(start, cut) }
}

/** A value with the passage that it rests on; how it was found is the source's, or the one given. */
export function propose<T>(
  source: ReadSource,
  { value, at, how }: { value: T; at: { start: number; end: number }; how?: How },
): Proposed<T> {
  return { value, how: how ?? source.how, found: foundIn(source, at) }
}

const lowerOf = onceFor(({ text }: Pick<ReadSource, 'text'>) => text.toLowerCase())

/** Where words are in a source, whatever their case; null where they are not. */
export function findWords(source: Pick<ReadSource, 'text'>, words: string): { start: number; end: number } | null {
  const wanted = words.trim()
  if (wanted === '') return null
  const exact = source.text.indexOf(wanted)
  if (exact >= 0) return { start: exact, end: exact + wanted.length }
  const lower = lowerOf(source)
  const at = lower.length === source.text.length ? lower.indexOf(wanted.toLowerCase()) : -1
  return at < 0 ? null : { start: at, end: at + wanted.length }
}
