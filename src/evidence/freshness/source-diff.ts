import type { DiffLine } from '../../contracts/source-changes.js'
import { changeOfMiddle, changesBetween } from '../../platform/text/changes-between.js'
import { clip } from '../../platform/text/clip.js'
import { type ComparedLine, comparedLines } from './without-noise.js'

/** Lines that are kept around each change, and how many are shown of a whole diff. */
const around = 2
const mostLines = 400
const longestLine = 2_000
/** Beyond so many lines the shortest way from one text to the other is not looked for. */
const mostCompared = 4_000

/**
 * What changed from one reading of a source to another, line by line, with two lines around each change. Lines that differ only in what is not
 * compared (without-noise.ts) are the same. At most 400 lines; what is left out is counted in the last one. Pure.
 */
export function diffSource(before: string, after: string): DiffLine[] {
  const old = comparedLines(before)
  const fresh = comparedLines(after)
  const diff: DiffLine[] = []
  let at = 0
  for (const { start, end, lines } of changedLines(old, fresh)) {
    pushSame(diff, old.slice(at, start), { isFirst: diff.length === 0 })
    for (const { line } of old.slice(start, end)) diff.push({ kind: 'removed', line: shown(line) })
    for (const { line } of lines) diff.push({ kind: 'added', line: shown(line) })
    at = end
  }
  if (diff.length > 0) pushSame(diff, old.slice(at), { isFirst: false, isLast: true })
  if (diff.length <= mostLines) return diff
  return [...diff.slice(0, mostLines), { kind: 'skipped', lines: diff.length - mostLines }]
}

function changedLines(old: readonly ComparedLine[], fresh: readonly ComparedLine[]) {
  const [before, after] = [old, fresh].map((lines) => lines.map(({ key }) => key)) as [string[], string[]]
  const isLong = Math.max(before.length, after.length) > mostCompared
  const changes = isLong ? [changeOfMiddle(before, after)] : changesBetween(before, after)
  let shift = 0
  return changes.map(({ start, end, items }) => {
    const lines = fresh.slice(start + shift, start + shift + items.length)
    shift += items.length - (end - start)
    return { start, end, lines }
  })
}

function pushSame(
  diff: DiffLine[],
  lines: readonly ComparedLine[],
  { isFirst, isLast = false }: { isFirst: boolean; isLast?: boolean },
): void {
  const head = isFirst ? 0 : Math.min(around, lines.length)
  const tail = isLast ? 0 : Math.min(around, lines.length - head)
  const skipped = lines.length - head - tail
  const push = (some: readonly ComparedLine[]) => {
    for (const { line } of some) diff.push({ kind: 'same', line: shown(line) })
  }
  push(lines.slice(0, head))
  if (skipped > 0) diff.push({ kind: 'skipped', lines: skipped })
  push(lines.slice(lines.length - tail))
}

function shown(line: string): string {
  return clip(line, longestLine)
}
