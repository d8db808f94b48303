import { mergeText, type ThreeTexts } from './merge-text.js'

/** Which version of a conflict is taken; `both` sets theirs before yours, and keeps the item where one removed and the other changed it. */
export type Choice = 'theirs' | 'yours' | 'both'

/** A place where both changed the same thing in two ways. A version is null where the item is not in it. */
export type Conflict = {
  /** Stays the same when the same three versions are merged again: `quote`, `quote 2`, `answer moat`, `evidence 2 shows`. */
  id: string
  base: string | null
  theirs: string | null
  yours: string | null
}

/** Decides how a conflict is settled, and keeps those that no one has chosen for. */
export type Settle = (conflict: Conflict) => Choice

/** One thing in three versions. */
export type Three<Item> = { base: Item; theirs: Item; yours: Item }

/** A text with its conflicts settled; two versions that both stay are set apart by a space. */
export function settleText(id: string, texts: ThreeTexts, settle: Settle): string {
  let text = ''
  for (const part of mergeText(texts)) {
    if (part.kind === 'agreed') {
      text += part.text
      continue
    }
    const { base, theirs, yours } = part
    const choice = settle({ id, base, theirs, yours })
    text += choice === 'both' ? joinVersions(theirs, yours) : part[choice]
  }
  return text
}

function joinVersions(theirs: string, yours: string): string {
  return theirs === '' || yours === '' || /\s$/.test(theirs) || /^\s/.test(yours) ? theirs + yours : `${theirs} ${yours}`
}

/** What cannot be kept twice: with no choice made, theirs is taken, and the conflict holds yours. */
export function settleWhole<Value extends string | number>(id: string, { base, theirs, yours }: Three<Value>, settle: Settle): Value {
  if (theirs === yours || yours === base) return theirs
  if (theirs === base) return yours
  return settle({ id, base: String(base), theirs: String(theirs), yours: String(yours) }) === 'yours' ? yours : theirs
}
