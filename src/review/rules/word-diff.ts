import type { VerdictContent } from '../../contracts/revision.js'
import { changesBetween } from '../../platform/text/changes-between.js'
import { joinAcrossSpace } from './join-across-space.js'
import { type Likeness, matchItems } from './match-items.js'
import { tokenize } from './tokens.js'
import { answerLikeness, type EvidenceItem, evidenceLikeness, predictionLikeness } from './verdict-lists.js'

/** A stretch of text that is in both versions, or in one of them. */
export type DiffPart = { kind: 'same' | 'added' | 'removed'; text: string }

/**
 * What changed from one text to another, word by word. `same` and `removed` joined are the old text, `same` and `added` the new one;
 * what was removed comes before what took its place.
 */
export function diffWords(before: string, after: string): DiffPart[] {
  const tokens = tokenize(before)
  const parts: DiffPart[] = []
  const push = (kind: DiffPart['kind'], items: readonly string[]) => {
    if (items.length > 0) parts.push({ kind, text: items.join('') })
  }
  let at = 0
  for (const { start, end, items } of joinAcrossSpace(tokens, changesBetween(tokens, tokenize(after)))) {
    push('same', tokens.slice(at, start))
    push('removed', tokens.slice(start, end))
    push('added', items)
    at = end
  }
  push('same', tokens.slice(at))
  return parts
}

/** One field of a list's item, by its name in the contract. */
export type FieldDiff = { field: string; parts: DiffPart[] }
/** An item of a list in both versions or in one; `before` and `after` count from 1, null where it is missing. */
export type ItemDiff = {
  kind: 'same' | 'changed' | 'moved' | 'added' | 'removed'
  before: number | null
  after: number | null
  fields: FieldDiff[]
}

export type VerdictDiff = {
  isSame: boolean
  call: { before: VerdictContent['call']; after: VerdictContent['call'] }
  quote: DiffPart[]
  answers: ItemDiff[]
  evidence: ItemDiff[]
  predictions: ItemDiff[]
}

/** Everything that differs between two versions of a verdict, field by field; items of lists are recognised when they were reworded. */
export function diffVerdicts(before: VerdictContent, after: VerdictContent): VerdictDiff {
  const quote = diffWords(before.quote, after.quote)
  const answers = diffItems(before.answers, after.answers, answerLikeness)
  const evidence = diffItems(before.evidence.map(inWords), after.evidence.map(inWords), evidenceLikeness)
  const predictions = diffItems(before.predictions, after.predictions, predictionLikeness)
  const isSame =
    before.call === after.call && isUnchanged(quote) && [...answers, ...evidence, ...predictions].every(({ kind }) => kind === 'same')
  return { isSame, call: { before: before.call, after: after.call }, quote, answers, evidence, predictions }
}

/** The numbers of its units say nothing that the passage does not. */
function inWords({ source, quote, shows, written }: EvidenceItem) {
  return { source, quote, shows, ...(written === undefined ? {} : { written }) }
}

/** The items in their new order, each removed one behind the one it used to follow. */
function diffItems<Item extends Record<string, string | number>>(
  before: readonly Item[],
  after: readonly Item[],
  likeness: Likeness<Item>,
): ItemDiff[] {
  const matches = matchItems(before, after, likeness)
  const inOrder = matches.filter((match) => match !== null)
  const unmoved = new Set(longestRising(inOrder))
  const diffs = after.map((item, index) => diffItem({ before, item, index, match: matches[index] ?? null, unmoved }))
  for (const [index, item] of before.entries()) {
    if (matches.includes(index)) continue
    const removed: ItemDiff = { kind: 'removed', before: index + 1, after: null, fields: fieldDiffs(item, undefined) }
    const previous = diffs.findIndex((diff) => diff.before === index)
    diffs.splice(index === 0 || previous === -1 ? 0 : previous + 1, 0, removed)
  }
  return diffs
}

function diffItem<Item extends Record<string, string | number>>(step: {
  before: readonly Item[]
  item: Item
  index: number
  match: number | null
  unmoved: ReadonlySet<number>
}): ItemDiff {
  const { before, item, index, match, unmoved } = step
  const previous = match === null ? undefined : before[match]
  const fields = fieldDiffs(previous, item)
  if (match === null || previous === undefined) return { kind: 'added', before: null, after: index + 1, fields }
  const isChanged = !fields.every(({ parts }) => isUnchanged(parts))
  const kind = isChanged ? 'changed' : unmoved.has(match) ? 'same' : 'moved'
  return { kind, before: match + 1, after: index + 1, fields }
}

function fieldDiffs<Item extends Record<string, string | number>>(before: Item | undefined, after: Item | undefined): FieldDiff[] {
  return Object.keys({ ...after, ...before }).map((field) => ({
    field,
    parts: diffWords(String(before?.[field] ?? ''), String(after?.[field] ?? '')),
  }))
}

function isUnchanged(parts: readonly DiffPart[]): boolean {
  return parts.every(({ kind }) => kind === 'same')
}

/** The longest run of indices that still are in their old order; the rest has moved. */
function longestRising(indices: readonly number[]): number[] {
  const best: number[][] = []
  for (const index of indices) {
    const before = best.filter((run) => (run.at(-1) ?? -1) < index).toSorted((a, b) => b.length - a.length)[0] ?? []
    best.push([...before, index])
  }
  return best.toSorted((a, b) => b.length - a.length)[0] ?? []
}
