import type { z } from 'zod'

/*
 * Nothing that comes from outside is taken without an end. The limits here are for what was stored, recorded or answered, so they are far above
 * anything that was ever seen, and no JSON Schema shows them: the published formats stay as they are. What people enter now has narrower limits of
 * its own (`boundedText`, `lineSchema`), which their schemas show.
 */

/** The longest texts, in characters. */
export const longest = {
  /** Ids, model ids and names that machines write; the longest known has some eighty. */
  id: 500,
  /** An instant with as many decimals as anyone writes. */
  instant: 40,
  /** As long as the largest document that people write may be in bytes, so that no text of any dossier or persona is longer. */
  text: 1_048_576,
  /** A prompt, a reply, or a source's whole: as long as a recording's file may be in bytes. */
  document: 33_554_432,
} as const

/** The longest lists and records, in items. */
export const most = {
  /** Parts that one verdict, persona or call has: a handful. */
  parts: 1_000,
  /** Tools, personas, jurors, sources or facts of one panel. */
  members: 10_000,
  /** Seats, verdicts and calls of one panel, which is measured with ten thousand. */
  seats: 1_000_000,
} as const

/** How many characters a text has. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _character of text) count += 1
  return count
}

function hasAtMost(text: string, max: number): boolean {
  // A character has one or two code units: most texts need no counting.
  return text.length <= max || (text.length <= 2 * max && countCharacters(text) <= max)
}

/** The schema, for texts of at most so many characters. */
export function atMost<T extends z.ZodType<string, string>>(schema: T, max: number): T {
  return schema.superRefine((text, c) => {
    if (hasAtMost(text, max)) return
    const message = `write at most ${max} characters`
    c.addIssue({ code: 'too_big', origin: 'string', maximum: max, inclusive: true, input: text, message })
  })
}

/** The schema, for lists of at most so many items. */
export function listOfAtMost<T extends z.ZodType<readonly unknown[]>>(schema: T, max: number): T {
  return schema.superRefine((list, c) => {
    if (list.length <= max) return
    c.addIssue({ code: 'too_big', origin: 'array', maximum: max, inclusive: true, input: list, message: `write a list of at most ${max}` })
  })
}

/** The schema, for records of at most so many keys, none of them longer than a name. */
export function recordOfAtMost<T extends z.ZodType<Readonly<Record<string, unknown>>>>(schema: T, max: number): T {
  return schema.superRefine((record, c) => {
    const keys = Object.keys(record)
    if (keys.length <= max && keys.every((key) => hasAtMost(key, longest.id))) return
    const message = `write at most ${max} keys, each of at most ${longest.id} characters`
    c.addIssue({ code: 'too_big', origin: 'map', maximum: max, inclusive: true, input: record, message })
  })
}
