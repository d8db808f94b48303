import { sentenceEnd, sentenceStart } from '../../evidence/rules/sentences.js'
import { mergeText, type TextPart, type ThreeTexts } from './merge-text.js'

/** Which version of a conflict is taken; `both` sets theirs before yours, and keeps the item where one removed and the other changed it. */
export type Choice = 'theirs' | 'yours' | 'both'

/** A place where both changed the same thing in two ways. A version is null where the item is not in it. */
export type Conflict = {
  /** Stays the same when the same three versions are merged again: `quote`, `quote 2`, `answer moat`, `evidence 2 shows`. */
  id: string
  base: string | null
  theirs: string | null
  yours: string | null
  /** The rest of the sentence that it is in, as it read before both edits where those conflict too; absent where a thing is in conflict as a whole. */
  around?: Around
}

/** What is before and behind a place in its sentence. */
export type Around = { before: string; after: string }

/** Decides how a conflict is settled, and keeps those that no one has chosen for. */
export type Settle = (conflict: Conflict) => Choice

/** One thing in three versions. */
export type Three<Item> = { base: Item; theirs: Item; yours: Item }

/** A text with its conflicts settled; two versions that both stay are set apart by a space. */
export function settleText(id: string, texts: ThreeTexts, settle: Settle): string {
  let text = ''
  const parts = mergeText(texts)
  const whole = parts.map(shownOf).join('')
  let at = 0
  for (const part of parts) {
    const start = at
    at += shownOf(part).length
    if (part.kind === 'agreed') {
      text += part.text
      continue
    }
    const { base, theirs, yours } = part
    const choice = settle({ id, base, theirs, yours, around: aroundIn(whole, { start, end: at }) })
    text += choice === 'both' ? joinVersions(theirs, yours) : part[choice]
  }
  return text
}

/** What a part is to the sentence of another one, whoever saved first. */
function shownOf(part: TextPart): string {
  return part.kind === 'agreed' ? part.text : part.base
}

function aroundIn(text: string, { start, end }: { start: number; end: number }): Around {
  return { before: text.slice(sentenceStart(text, start).at, start), after: text.slice(end, sentenceEnd(text, end).at) }
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
