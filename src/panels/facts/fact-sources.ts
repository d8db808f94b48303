import type { SteeringPassage } from '../../contracts/steering.js'
import { type Unit, unitsOf } from '../../evidence/units.js'

/** A source as facts are drafted of it. It must not change: its units are split once. */
export type FactSource = { id: string; text: string; steering?: readonly SteeringPassage[] | undefined }

/** A source as the model sees it: its first `shown` units, without the words that want to steer. */
export type ShownSource = { source: FactSource; units: readonly Unit[]; shown: number; left: readonly Range[] }
type Range = { start: number; end: number }

/** Sources beyond these are not shown. */
const mostSources = 40
/** Room that a source always gets while there is any, in bytes. */
const numberBytes = 8

/**
 * Which units of each source are shown within so many bytes of UTF-8: of every source the beginning, and short ones whole, so that no long one keeps
 * the others out. Linear in the length of the texts; pure.
 */
export function showSources(sources: readonly FactSource[], roomBytes: number): ShownSource[] {
  const sized = sources
    .slice(0, mostSources)
    .map((source) => ({ source, units: unitsOf(source), bytes: Buffer.byteLength(source.text, 'utf8') }))
  const shares = shareRoom(
    sized.map(({ bytes, units }) => bytes + numberBytes * units.length),
    roomBytes,
  )
  return sized.map(({ source, units }, index) => {
    const left = steeringRanges(source)
    return { source, units, shown: countThatFit({ source, units, roomBytes: shares[index] ?? 0 }), left }
  })
}

/** What was cut, a sentence for each source. */
export function whatIsCut(shown: readonly ShownSource[], all: readonly FactSource[]): string[] {
  const parts = shown.flatMap(({ source, units, shown: count }) =>
    count < units.length ? [`Only the first ${count} of ${units.length} sentences of "${source.id}" were shown to the model.`] : [],
  )
  const more = all.length - shown.length
  return more <= 0 ? parts : [...parts, `${more} more ${more === 1 ? 'source was' : 'sources were'} not shown to the model.`]
}

/** Whether words of a unit are left out because they want to steer who reads them. */
export function isLeftOut({ left }: Pick<ShownSource, 'left'>, range: Range): boolean {
  return overlapping(left, range).length > 0
}

/** A unit's words as they are shown: those that want to steer are an ellipsis. */
export function wordsOf({ source, left }: Pick<ShownSource, 'source' | 'left'>, unit: Unit): string {
  const cuts = overlapping(left, unit)
  if (cuts.length === 0) return source.text.slice(unit.start, unit.end)
  const kept: string[] = []
  let at = unit.start
  for (const { start, end } of cuts) {
    kept.push(source.text.slice(at, Math.max(at, start)))
    at = Math.max(at, Math.min(end, unit.end))
  }
  return [...kept, source.text.slice(at, unit.end)].join('…')
}

/** In what a reader sees, in order and not overlapping; those that an editor cleared are the source's own words. */
function steeringRanges({ steering = [], text }: FactSource): Range[] {
  const ranges = steering
    .filter(({ place, cleared }) => place === 'text' && cleared === undefined)
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(end, text.length) }))
    .sort((a, b) => a.start - b.start)
  const joined: Range[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else joined.push(range)
  }
  return joined
}

/** Those of the ranges, which are in order and do not overlap, that share a place with another one. */
function overlapping(ranges: readonly Range[], { start, end }: Range): Range[] {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.end ?? 0) > start) high = middle
    else low = middle + 1
  }
  const found: Range[] = []
  for (let at = low; at < ranges.length; at += 1) {
    const range = ranges[at]
    if (range === undefined || range.start >= end) break
    found.push(range)
  }
  return found
}

/** Room for each: what one does not need goes to the others. */
function shareRoom(needs: readonly number[], room: number): number[] {
  const given = needs.map(() => 0)
  let [left, waiting] = [room, needs.length]
  for (const { need, index } of needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need)) {
    const share = Math.min(need, Math.floor(left / Math.max(1, waiting)))
    given[index] = share
    left -= share
    waiting -= 1
  }
  return given
}

function countThatFit({ source, units, roomBytes }: { source: FactSource; units: readonly Unit[]; roomBytes: number }): number {
  let bytes = 0
  for (const [index, { start, end }] of units.entries()) {
    bytes += numberBytes + Buffer.byteLength(source.text.slice(start, end), 'utf8')
    if (bytes > roomBytes) return index
  }
  return units.length
}
