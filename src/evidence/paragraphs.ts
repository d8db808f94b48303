import type { Source } from '../contracts/dossier.js'
import type { Passage } from './passages.js'
import { lineAbove } from './rules/above.js'
import { type Unit, unitsOf } from './units.js'

/** So much of a paragraph is shown around a passage, in UTF-16 code units with the passage: enough to judge it by, and no copy of the source. */
export const longestParagraph = 1200

/** A passage in its paragraph, as the source has it but for lines that were broken at a fixed width; `…` where the paragraph goes on. */
export type Paragraph = {
  /** The heading, or the words before a list, that the paragraph is under; null without. */
  above: string | null
  before: string
  passage: string
  after: string
}

/**
 * The paragraph that a passage is in: whole sentences, rows or items around it as far as the paragraph goes, and no more than `longestParagraph` unless
 * the passage itself is longer. Linear in the source's length; pure.
 */
export function readParagraph(source: Source, { start, end }: Passage): Paragraph {
  const text = unwrapped(source.text)
  const units = unitsOf(source)
  const within = units.findIndex((unit) => unit.end > start)
  const behind = units.findIndex((unit) => unit.end >= end)
  let [first, last] = [Math.max(0, within), behind === -1 ? units.length - 1 : behind]
  const fits = (from: number, to: number) => (units[to]?.end ?? end) - (units[from]?.start ?? start) <= longestParagraph
  const isOpen = (index: number) => index >= 0 && index < units.length - 1 && !endsParagraph(text, units[index])
  for (;;) {
    const [atFirst, atLast] = [first, last]
    if (isOpen(first - 1) && fits(first - 1, last)) first -= 1
    if (isOpen(last) && fits(first, last + 1)) last += 1
    if (first === atFirst && last === atLast) break
  }
  const [from, to] = [Math.min(start, units[first]?.start ?? start), Math.max(end, units[last]?.end ?? end)]
  return {
    above: lineAbove(source.text, from)?.text ?? null,
    before: `${isOpen(first - 1) ? '… ' : ''}${text.slice(from, start).trimStart()}`,
    passage: text.slice(start, end),
    after: `${text.slice(end, to).trimEnd()}${isOpen(last) ? ' …' : ''}`,
  }
}

/** Units with no blank line between them. */
export function paragraphsOf(text: string, units: readonly Unit[]): Unit[][] {
  const groups: Unit[][] = []
  for (const [index, unit] of units.entries()) {
    const last = groups.at(-1)
    if (last !== undefined && !endsParagraph(text, units[index - 1])) last.push(unit)
    else groups.push([unit])
  }
  return groups
}

/** Whether a blank line follows a unit's words, or it is a heading. */
function endsParagraph(text: string, unit: Unit | undefined): boolean {
  if (unit === undefined) return false
  const words = text.slice(unit.start, unit.end)
  const trimmed = words.trimEnd()
  return /\n[^\S\n]*\n/.test(words.slice(trimmed.length)) || /^\s*#{1,6}\s/.test(words)
}

/**
 * A text whose lines were broken at a fixed width, with those breaks as spaces, so that it flows in any column. Each character keeps its
 * place. A break stays where it means something: between paragraphs, behind a short line, before a list's item, a heading or a table's row.
 */
export function unwrapped(text: string): string {
  const lines = text.split('\n')
  return lines
    .map((line, index) => {
      const next = lines[index + 1]
      if (next === undefined) return line
      return line.length >= 56 && /^[^\s\-*+#|>•\d]/.test(next) ? `${line} ` : `${line}\n`
    })
    .join('')
}
