import { type Found, findNames } from './find-names.js'
import type { Names } from './names.js'

/** A text without the names, and where in it a place of the original is: at the start of a name's replacement for `start`, behind it for `end`. */
export type MaskedText = { text: string; placeOf: (offset: number, side: 'start' | 'end') => number }

export type MaskOptions = { cuts?: readonly number[]; isTitle?: boolean }
type Change = { start: number; end: number; at: number; length: number }

/**
 * Masks a text. `cuts`, in ascending order, are places that no replacement goes across: a name on both sides of one is replaced on both, so that each
 * stretch between two cuts stays one, and is not empty. `isTitle`: as in `findNames`. Pure; linear in the text's length.
 */
export function maskText(text: string, names: Names, { cuts = [], isTitle = false }: MaskOptions = {}): MaskedText {
  const changes: Change[] = []
  const parts: string[] = []
  let at = 0
  let length = 0
  let cut = 0
  const push = (part: string) => {
    parts.push(part)
    length += part.length
  }
  for (const found of findNames(text, names, { isTitle })) {
    for (let start = found.start; start < found.end; ) {
      while ((cuts[cut] ?? Number.POSITIVE_INFINITY) <= start) cut += 1
      const end = Math.min(found.end, cuts[cut] ?? found.end)
      push(text.slice(at, start))
      const piece = text.slice(start, end)
      const space = end < found.end ? piece.slice(piece.trimEnd().length) : ''
      const replacement = replacementOf(found, names, text) + space
      changes.push({ start, end, at: length, length: replacement.length })
      push(replacement)
      at = end
      start = end
    }
  }
  push(text.slice(at))
  return { text: parts.join(''), placeOf: (offset, side) => placeOf(changes, offset, side) }
}

function placeOf(changes: readonly Change[], offset: number, side: 'start' | 'end'): number {
  let [low, high] = [0, changes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const { start = 0 } = changes[middle] ?? {}
    if (side === 'start' ? start <= offset : start < offset) low = middle + 1
    else high = middle
  }
  const change = changes[low - 1]
  if (change === undefined) return offset
  if (offset >= change.end) return offset - change.end + change.at + change.length
  return side === 'start' ? change.at : change.at + change.length
}

/** What stands for a name: words in prose, what an identifier or an address may hold in code. */
function replacementOf({ name, start, end, isCode, isGlued }: Found, { parties }: Names, text: string): string {
  const party = parties[name.party]
  if (party === undefined) throw new Error(`the name "${name.text}" is of party ${name.party}, and there is none`)
  if (name.kind === 'domain') return `${party.id}.example`
  const words = [...(name.kind === 'vendor' ? ['vendor', 'of'] : []), ...party.id.split('-')]
  const written = text.slice(start, end)
  const isUpper = written.length > 2 && written === written.toUpperCase() && written !== written.toLowerCase()
  const around = text.charAt(start - 1) + text.charAt(end)
  if (around.includes('_') || (isCode && written.includes('_'))) return isUpper ? words.join('_').toUpperCase() : words.join('_')
  // Chinese puts no space between a name and a word.
  if (isGlued && /[\p{Script=Latin}\p{N}]/u.test(around)) return camelCase(words, /^\p{Lu}/u.test(written))
  const before = text.slice(Math.max(0, start - 12), start)
  if (isCode && (text.charAt(end) === '(' || /(?:^|\s)(?:new|import|from|import \{)\s$/.test(before))) return identifier(words, written)
  if (isCode) return name.kind === 'account' && written.includes('/') ? `${party.id}/${party.id}` : words.join('-')
  if (name.kind !== 'vendor') return party.label
  if (/(?:^|\s)the\s+$/i.test(before)) return `vendor of ${party.label}`
  const isStart = start < 12 && before.trim() === ''
  return `${isStart || /[.!?]\s+$/.test(before) ? 'The' : 'the'} vendor of ${party.label}`
}

/** `ToolA` for `Ferrydoc`, and `tool_a` for `ferrydoc`. */
function identifier(words: readonly string[], written: string): string {
  return /^\p{Lu}/u.test(written) ? camelCase(words, true) : words.join('_')
}

function camelCase(words: readonly string[], hasCapital: boolean): string {
  return words.map((word, index) => (index > 0 || hasCapital ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join('')
}
