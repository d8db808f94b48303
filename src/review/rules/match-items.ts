import { wordsOf } from './tokens.js'

/** How the items of one kind of list are recognised in another version of it. */
export type Likeness<Item> = {
  /** What makes two items the same one whatever else was changed in them, from the strictest to the loosest. */
  keys: readonly ((item: Item) => string)[]
  /** The words by which an item is recognised when no key fits; null for lists that are matched by key alone. */
  words: ((item: Item) => string) | null
}

/** Below this share of common words two items are two things. */
const alikeFrom = 0.5

/**
 * Which item of a later version continues which of an earlier one: for each later item the earlier one's index, or null for a new one.
 * Each key in turn pairs what is left, in order; then the most similar texts are paired (Dice's coefficient over their words).
 */
export function matchItems<Item>(before: readonly Item[], after: readonly Item[], { keys, words }: Likeness<Item>): (number | null)[] {
  const found: (number | null)[] = after.map(() => null)
  const free = new Set(before.keys())
  for (const key of keys) {
    const waiting = new Map<string, number[]>()
    for (const index of free) {
      const name = key(before[index] as Item)
      waiting.set(name, [...(waiting.get(name) ?? []), index])
    }
    for (const [index, item] of after.entries()) {
      if (found[index] !== null) continue
      const match = waiting.get(key(item))?.shift()
      if (match === undefined) continue
      found[index] = match
      free.delete(match)
    }
  }
  if (words !== null) matchAlike({ before: before.map(words), after: after.map(words), found, free })
  return found
}

function matchAlike({
  before,
  after,
  found,
  free,
}: {
  before: string[]
  after: string[]
  found: (number | null)[]
  free: Set<number>
}): void {
  const earlier = new Map([...free].map((index) => [index, wordsOf(before[index] ?? '')]))
  const pairs = after.flatMap((text, index) => {
    if (found[index] !== null) return []
    const words = wordsOf(text)
    return [...earlier]
      .map(([match, known]) => ({ index, match, likeness: dice(known, words) }))
      .filter((pair) => pair.likeness >= alikeFrom)
  })
  pairs.sort((a, b) => b.likeness - a.likeness || a.match - b.match || a.index - b.index)
  for (const { index, match } of pairs) {
    if (found[index] !== null || !free.has(match)) continue
    found[index] = match
    free.delete(match)
  }
}

/** Twice the words two texts share, over the words of both: 0 for nothing in common, 1 for the same words. */
export function dice(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 1
  return (2 * countShared(a, b)) / (a.length + b.length)
}

/** How many words of one text are in the other, each as often as it is in both; letter case is nothing. */
export function countShared(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of a) left.set(word.toLowerCase(), (left.get(word.toLowerCase()) ?? 0) + 1)
  let shared = 0
  for (const word of b) {
    const count = left.get(word.toLowerCase()) ?? 0
    if (count === 0) continue
    left.set(word.toLowerCase(), count - 1)
    shared += 1
  }
  return shared
}
