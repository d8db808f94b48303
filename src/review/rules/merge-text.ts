import { type Change, changesBetween } from '../../platform/text/changes-between.js'
import { joinAcrossSpace } from './join-across-space.js'
import { isWord, tokenize } from './tokens.js'

/** A stretch of a merged text: agreed upon (`by` says who changed it), or changed by both in two ways. */
export type TextPart =
  | { kind: 'agreed'; text: string; by: 'neither' | 'theirs' | 'yours' | 'both' }
  | { kind: 'conflict'; base: string; theirs: string; yours: string }

export type ThreeTexts = { base: string; theirs: string; yours: string }

type Side = 'theirs' | 'yours'
type Sided = Change & { side: Side }
/** What must be between two people's changes for them to be apart. */
type Apart = 'nothing' | 'a word'

/**
 * Both edits of a text in one, word by word (a three-way merge as diff3 does it: Khanna, Kunal and Pierce, "A Formal Investigation of
 * Diff3", 2007). Changes of different words are both kept; where both changed the same words in different ways, both versions are
 * kept side by side. When joining two changes would run words together, they count as changes of the same words.
 */
export function mergeText(texts: ThreeTexts): TextPart[] {
  const { base, theirs, yours } = texts
  if (theirs === yours) return agreed(theirs, theirs === base ? 'neither' : 'both')
  if (theirs === base) return agreed(yours, 'yours')
  if (yours === base) return agreed(theirs, 'theirs')
  for (const apart of ['nothing', 'a word'] as const) {
    const merged = mergeTokens(texts, apart)
    if (merged !== null) return merged
  }
  return [{ kind: 'conflict', ...texts }]
}

function agreed(text: string, by: Extract<TextPart, { kind: 'agreed' }>['by']): TextPart[] {
  return text === '' ? [] : [{ kind: 'agreed', text, by }]
}

/** Null when two pieces put side by side read as other words than each by itself. */
function mergeTokens({ base, theirs, yours }: ThreeTexts, apart: Apart): TextPart[] | null {
  const tokens = tokenize(base)
  const sided = (text: string, side: Side) =>
    joinAcrossSpace(tokens, changesBetween(tokens, tokenize(text))).map((change) => ({ ...change, side }))
  const groups = groupChanges(tokens, [...sided(theirs, 'theirs'), ...sided(yours, 'yours')], apart)
  const parts: TextPart[] = []
  /** What the text would read with that side chosen in every conflict. */
  const readings: Record<Side, string[]> = { theirs: [], yours: [] }
  let at = 0
  for (const group of groups) {
    const between = tokens.slice(at, group.start)
    const resolved = resolveGroup(tokens, group)
    parts.push(...agreed(between.join(''), 'neither'), ...resolved.parts)
    readings.theirs.push(...between, ...resolved.theirs)
    readings.yours.push(...between, ...resolved.yours)
    at = group.end
  }
  const rest = tokens.slice(at)
  const isSafe = readsAlike([...readings.theirs, ...rest]) && readsAlike([...readings.yours, ...rest])
  return isSafe ? [...parts, ...agreed(rest.join(''), 'neither')] : null
}

/** Whether tokens put side by side are cut the same way again; white space that meets white space loses nothing. */
function readsAlike(tokens: readonly string[]): boolean {
  const words = tokenize(tokens.join('')).filter(isWord)
  const expected = tokens.filter(isWord)
  return words.length === expected.length && words.every((word, index) => word === expected[index])
}

type Group = { start: number; end: number; changes: Sided[] }

/** Changes of the same words, put together; a group with one side in it is that side's alone. */
function groupChanges(tokens: readonly string[], changes: readonly Sided[], apart: Apart): Group[] {
  const groups: Group[] = []
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = groups.at(-1)
    const isSamePlace = last !== undefined && change.start === last.start && change.end === last.end
    if (last !== undefined && (change.start < last.end || isSamePlace)) groups[groups.length - 1] = joinGroups(last, change, [change])
    else groups.push({ start: change.start, end: change.end, changes: [change] })
  }
  return apart === 'nothing' ? groups : joinNeighbours(tokens, groups)
}

/** Groups of two sides with no word between them, put together: for whole groups, so that it is the same in either order. */
function joinNeighbours(tokens: readonly string[], groups: readonly Group[]): Group[] {
  const joined: Group[] = []
  for (const group of groups) {
    const last = joined.at(-1)
    const isApart = last === undefined || tokens.slice(last.end, group.start).some(isWord)
    const sides = new Set([...(last?.changes ?? []), ...group.changes].map(({ side }) => side))
    if (last === undefined || isApart || sides.size === 1) joined.push(group)
    else joined[joined.length - 1] = joinGroups(last, group, group.changes)
  }
  return joined
}

function joinGroups(a: Group, b: { end: number }, changes: readonly Sided[]): Group {
  return { start: a.start, end: Math.max(a.end, b.end), changes: [...a.changes, ...changes] }
}

/** What stands for a group, and its tokens when either side is chosen. */
function resolveGroup(tokens: readonly string[], group: Group): { parts: TextPart[]; theirs: string[]; yours: string[] } {
  const versions = { theirs: sideOf(tokens, group, 'theirs'), yours: sideOf(tokens, group, 'yours') }
  const sides = new Set(group.changes.map(({ side }) => side))
  const only = sides.size === 1 ? group.changes[0]?.side : undefined
  if (only !== undefined) return { parts: agreed(versions[only].join(''), only), theirs: versions[only], yours: versions[only] }
  const [theirs, yours] = [versions.theirs.join(''), versions.yours.join('')]
  if (theirs === yours) return { parts: agreed(theirs, 'both'), ...versions }
  return { parts: [{ kind: 'conflict', base: tokens.slice(group.start, group.end).join(''), theirs, yours }], ...versions }
}

/** One side's version of the stretch a group covers. */
function sideOf(tokens: readonly string[], { start, end, changes }: Group, side: Side): string[] {
  const version: string[] = []
  let at = start
  for (const change of changes.filter((candidate) => candidate.side === side)) {
    version.push(...tokens.slice(at, change.start), ...change.items)
    at = change.end
  }
  return [...version, ...tokens.slice(at, end)]
}
