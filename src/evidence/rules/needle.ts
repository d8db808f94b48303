import type { Plain } from './markup.js'

/** A quote as looked for: without what people and models put around it. */
export type Needle = {
  units: string
  /** The other case of its first letter, where that may differ; empty where it may not. */
  otherFirst: string
  /** An ellipsis, a full stop or marks that were cut off its ends: part of the passage where the text has them too. */
  lead: string
  tail: string
  /** Numbers of lists that it held, by their place in `units`. */
  numbers: ReadonlyMap<number, string>
}

const ellipses = ['[...]', '(...)', '...']
/** What may be left at an end of a quote that was cut out of marked up text; a hyphen before a digit is a sign. */
const looseMarks = '*_|•· '

/** Without white space, outer ellipses, one pair of quotation marks, one full stop at the end and loose marks around it. */
export function toNeedle({ units, numbers }: Plain): Needle {
  let start = 0
  let end = units.length
  let lead = ''
  let tail = ''
  let isQuoted = false
  const skip = (ahead: number, behind: number) => {
    start += ahead
    end -= behind
  }
  for (let isDone = false; !isDone && start < end; ) {
    isDone = true
    const [first, last] = [units.charAt(start), units.charAt(end - 1)]
    const before = ellipses.find((dots) => units.startsWith(dots, start))
    const after = ellipses.find((dots) => units.startsWith(dots, end - dots.length))
    if (looseMarks.includes(first) || (first === '-' && !/\d/.test(units.charAt(start + 1)))) skip(1, 0)
    else if (looseMarks.includes(last) || last === '-') skip(0, 1)
    else if (before !== undefined) {
      lead += before
      skip(before.length, 0)
    } else if (after !== undefined) {
      tail = after + tail
      skip(0, after.length)
    } else if ((last === '.' || last === '。') && tail === '') {
      tail = last
      skip(0, 1)
    } else if (first === '"' && last === '"' && end - start > 1 && !isQuoted) {
      isQuoted = true
      skip(1, 1)
    } else continue
    isDone = false
  }
  const core = units.slice(start, Math.max(start, end))
  const moved = [...numbers].map(([place, number]): [number, string] => [Math.max(0, place - start), number])
  return { units: core, otherFirst: otherCase(core), lead, tail, numbers: new Map(moved) }
}

/** How many letters and digits a text holds, counted up to `most`. */
export function countLettersAndDigits(text: string, most: number): number {
  let count = 0
  for (const character of text) {
    if (/[\p{L}\p{N}]/u.test(character)) count += 1
    if (count === most) break
  }
  return count
}

/** A sentence quoted within another begins small, or a part of one with a capital: `Offer` for `offer`, but not `Mb` for `MB`. */
function otherCase(core: string): string {
  const [first = ''] = core
  if (!/\p{L}/u.test(first)) return ''
  const rest = /^[\p{L}\p{M}\p{N}]*/u.exec(core.slice(first.length, first.length + 40))?.[0] ?? ''
  if (/[\p{Lu}\p{N}]/u.test(rest)) return ''
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase()
  return other !== first && other.length === first.length ? other : ''
}
