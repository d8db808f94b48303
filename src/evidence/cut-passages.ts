import type { Dossier, Source } from '../contracts/dossier.js'
import type { Reply } from '../contracts/verdict.js'
import type { Passage } from './passages.js'
import { unitsOf } from './units.js'

/** So many units in a row are a passage; more of them are a source. */
export const mostUnits = 8
/** In UTF-16 code units: what one piece of evidence may hold where people write it, too. */
const longestPassage = 4000
const mostSourcesNamed = 12

/** What is cut from: with the units that were frozen with it, where they were. */
export type CitedSource = Pick<Source, 'id' | 'text' | 'units'>

/** A passage by the numbers of its first and last unit. */
export type Citation = { from: number; to: number }
/**
 * The passage that a citation cuts, or what is wrong with the citation, as the end of a sentence about it. `sameAs` is the place, from 0, of the piece
 * that cites the same.
 */
export type Cut = { passage: Passage; quote: string } | { why: string; sameAs?: number }

/**
 * The passage that unit numbers cut out of a source, byte for byte: `source.text.slice(start, end)`, without the white space around it. Says why
 * not for numbers that do not exist or count backwards, for too many, and for units without a letter or digit.
 */
export function cutPassage(source: CitedSource, { from, to }: Citation): Cut {
  const units = unitsOf(source)
  const range = from === to ? `${from}` : `${from} to ${to}`
  if (from > to) return { why: `from ${from} to ${to} counts backwards; write the first number in "from" and the last in "to"` }
  const [first, last] = [units[from - 1], units[to - 1]]
  if (first === undefined || last === undefined)
    return { why: `the source "${source.id}" has the numbers 1 to ${units.length}, and ${range} is not among them` }
  if (to - from >= mostUnits) return { why: `${range} are ${to - from + 1} in a row; cite at most ${mostUnits}` }
  const passage = withoutSpaceAround(source.text, { start: first.start, end: last.end })
  const quote = source.text.slice(passage.start, passage.end)
  if (quote.length > longestPassage) return { why: `${range} of "${source.id}" has ${quote.length} characters; cite less` }
  if (!/[\p{L}\p{N}]/u.test(quote)) return { why: `${range} of "${source.id}" says nothing: it has no letter and no digit` }
  return { passage, quote }
}

/**
 * The passages that a reply cites by number, one for each piece in its order, or why there is none: also where the dossier has no such source, and
 * where a piece before cites the same.
 */
export function cutPassages(evidence: Reply['evidence'], dossier: Dossier): Cut[] {
  const first = new Map<string, number>()
  return evidence.map(({ source: id, from, to }, index) => {
    const source = dossier.sources.find((candidate) => candidate.id === id)
    if (source === undefined) return { why: `the dossier has no source "${shorten(id)}"; it has ${namesOf(dossier)}` }
    const key = JSON.stringify([id, from, to])
    const before = first.get(key)
    if (before !== undefined)
      return { why: `it cites the same as evidence ${before + 1}; cite a passage once and repeat its marker`, sameAs: before }
    first.set(key, index)
    return cutPassage(source, { from, to })
  })
}

function withoutSpaceAround(text: string, { start, end }: Passage): Passage {
  const passage = text.slice(start, end)
  const [trimmed, lead] = [passage.trim(), passage.length - passage.trimStart().length]
  return { start: start + lead, end: start + lead + trimmed.length }
}

function namesOf({ sources }: Dossier): string {
  const names = sources.slice(0, mostSourcesNamed).map(({ id }) => `"${id}"`)
  return [...names, ...(sources.length > names.length ? [`${sources.length - names.length} more`] : [])].join(', ')
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
