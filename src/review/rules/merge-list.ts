import { canonicalJson } from '../../platform/hash.js'
import { changesBetween } from '../../platform/text/changes-between.js'
import type { Settle, Three } from './conflicts.js'
import { type Likeness, matchItems } from './match-items.js'

type Side = 'theirs' | 'yours'

export type ListStep<Item> = {
  base: readonly Item[]
  theirs: readonly Item[]
  yours: readonly Item[]
  /** How an item is called in conflicts; `number` counts from 1 in the base. */
  name: (item: Item, number: number) => string
  likeness: Likeness<Item>
  mergeItem: (step: { name: string; items: Three<Item>; settle: Settle }) => Item
  /** Whether a side leans more on an item than the base did, though it did not change it. */
  usesMore?: (side: Side, number: number, baseNumber: number) => boolean
  settle: Settle
}

export type MergedList<Item> = {
  items: Item[]
  /** What an item of each version, counted from 1, is called whatever is chosen; null for a number that names no item. */
  idOf: Record<'base' | Side, (number: number) => number | null>
  /** Where an item is in the merged list, from 1; null when it has gone. */
  numberOf: (id: number) => number | null
}

/**
 * Two edits of a list in one. An item that both kept is merged by its fields; one that a side removed goes, unless the other changed or
 * newly uses it: then it is a conflict. What a side added comes in where that side put it; added by both alike, it comes once.
 */
export function mergeList<Item>(step: ListStep<Item>): MergedList<Item> {
  const keys = { base: step.base.map((_item, index) => `base ${index}`), theirs: keysOf(step, 'theirs'), yours: keysOf(step, 'yours') }
  const values = new Map<string, Item>()
  for (const side of ['theirs', 'yours'] as const) {
    for (const [index, key] of keys[side].entries()) values.set(key, step[side][index] as Item)
  }
  const gone = new Set<string>()
  for (const [index, key] of keys.base.entries()) {
    const merged = mergeBaseItem({ step, index, theirs: keys.theirs.indexOf(key), yours: keys.yours.indexOf(key) })
    if (merged === null) gone.add(key)
    else values.set(key, merged)
  }
  const all = mergeOrder(keys)
  const order = all.filter((key) => !gone.has(key))
  const idOf = (side: 'base' | Side) => (number: number) => {
    const key = keys[side][number - 1]
    return key === undefined ? null : all.indexOf(key)
  }
  return {
    items: order.map((key) => values.get(key) as Item),
    idOf: { base: idOf('base'), theirs: idOf('theirs'), yours: idOf('yours') },
    numberOf: (id) => order.indexOf(all[id] ?? '') + 1 || null,
  }
}

/** Base items by their place in the base; new ones by what they say, the second of the same with a number. */
function keysOf<Item>({ base, likeness, ...step }: ListStep<Item>, side: Side): string[] {
  const matches = matchItems(base, step[side], likeness)
  const seen = new Map<string, number>()
  return step[side].map((item, index) => {
    const match = matches[index] ?? null
    if (match !== null) return `base ${match}`
    const says = canonicalJson(item)
    seen.set(says, (seen.get(says) ?? 0) + 1)
    return `new ${says} ${seen.get(says)}`
  })
}

/** What stands for an item of the base; null when it goes. */
function mergeBaseItem<Item>({ step, index, ...at }: { step: ListStep<Item>; index: number; theirs: number; yours: number }): Item | null {
  const base = step.base[index] as Item
  const name = step.name(base, index + 1)
  const theirs = step.theirs[at.theirs]
  const yours = step.yours[at.yours]
  if (theirs !== undefined && yours !== undefined) return step.mergeItem({ name, items: { base, theirs, yours }, settle: step.settle })
  const [side, kept] = theirs === undefined ? (['yours', yours] as const) : (['theirs', theirs] as const)
  if (kept === undefined) return null
  const usesMore = step.usesMore?.(side, at[side] + 1, index + 1) ?? false
  if (canonicalJson(kept) === canonicalJson(base) && !usesMore) return null
  const text = canonicalJson(kept)
  const versions = side === 'theirs' ? { theirs: text, yours: null } : { theirs: null, yours: text }
  const choice = step.settle({ id: name, base: canonicalJson(base), ...versions })
  return choice === 'both' || choice === side ? kept : null
}

/**
 * The order of both lists in one, each key once. Where one side alone reordered or added, its order is kept; where both did at the same place, the
 * base's order comes first and then what is new, in the order of what it says, so that it does not matter who saved first.
 */
function mergeOrder({ base, theirs, yours }: { base: string[]; theirs: string[]; yours: string[] }): string[] {
  const changes = [changesBetween(base, theirs), changesBetween(base, yours)] as const
  const inOrder = changes.flat().toSorted((a, b) => a.start - b.start || a.end - b.end)
  const order: string[] = []
  let at = 0
  for (let index = 0; index < inOrder.length; ) {
    const start = inOrder[index]?.start ?? 0
    let end = inOrder[index]?.end ?? 0
    const group = []
    for (let change = inOrder[index]; change !== undefined && (change.start < end || change.start === start); change = inOrder[index]) {
      group.push(change)
      end = Math.max(end, change.end)
      index += 1
    }
    order.push(
      ...base.slice(at, start),
      ...(group.length === 1
        ? (group[0]?.items ?? [])
        : unionInOrder(
            base.slice(start, end),
            group.map(({ items }) => items),
          )),
    )
    at = end
  }
  const all = [...order, ...base.slice(at)]
  const missing = [...new Set([...base, ...theirs, ...yours])].filter((key) => !all.includes(key)).sort()
  return [...new Set([...all, ...missing])]
}

function unionInOrder(stretch: readonly string[], versions: readonly string[][]): string[] {
  const [first = [], second = []] = versions
  if (versions.every((items) => items.join('\n') === first.join('\n'))) return first
  const added = [...new Set([...first, ...second, ...versions.slice(2).flat()])].filter((key) => !stretch.includes(key))
  return [...stretch, ...added.sort()]
}
