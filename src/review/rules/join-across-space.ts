import type { Change } from '../../platform/text/changes-between.js'
import { isSpace } from './tokens.js'

/** Changes of words with nothing but white space between them, joined: `a b` → `x y` reads as one change and not as two. */
export function joinAcrossSpace(before: readonly string[], changes: readonly Change[]): Change[] {
  const joined: Change[] = []
  for (const change of changes) {
    const last = joined.at(-1)
    const between = last === undefined ? [] : before.slice(last.end, change.start)
    if (last !== undefined && between.every(isSpace)) {
      joined[joined.length - 1] = { start: last.start, end: change.end, items: [...last.items, ...between, ...change.items] }
    } else joined.push(change)
  }
  return joined
}
