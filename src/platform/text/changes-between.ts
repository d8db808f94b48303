import { diffArrays } from 'diff'

/** The items from `start` to `end` (exclusive) of the old list became `items`. */
export type Change = { start: number; end: number; items: string[] }

/** Beyond so many insertions and deletions the shortest way is not looked for: it costs the square of their number. */
const maxEditLength = 1000

/** What leads from one list to the other, in order, none touching the next. Two lists with almost nothing in common are one change. */
export function changesBetween(before: readonly string[], after: readonly string[]): Change[] {
  const parts = diffArrays([...before], [...after], { maxEditLength })
  if (parts === undefined) return [changeOfMiddle(before, after)]
  const changes: Change[] = []
  let at = 0
  let open: Change | null = null
  for (const { added, removed, value } of parts) {
    if (!added && !removed) {
      at += value.length
      open = null
      continue
    }
    if (open === null) {
      open = { start: at, end: at, items: [] }
      changes.push(open)
    }
    if (added) open.items.push(...value)
    else {
      at += value.length
      open.end = at
    }
  }
  return changes
}

/** All between what both lists begin with and what both end with; an empty change where they are the same. */
export function changeOfMiddle(before: readonly string[], after: readonly string[]): Change {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let tail = 0
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  return { start, end: before.length - tail, items: after.slice(start, after.length - tail) }
}
