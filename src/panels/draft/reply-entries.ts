import { z } from 'zod'
import { findRepeatedKeys } from '../../platform/input/repeated-keys.js'
import { clip } from '../../platform/text/clip.js'
import { findObjects } from './find-objects.js'

/** Bounds on what one text is tried for: a reply has one object, with some entries. */
const mostObjects = 64
const mostEntries = 400
const deepestWrapper = 4
const longestMessage = 200

/** Values that may be meant as entries, in the order of the text, no more than `most` and one; with what keeps others from being read. */
export type Entries = { entries: unknown[]; problems: string[]; most: number }

/**
 * The entries of all objects that are whole in a model's text, wherever they are in them; what surrounds its JSON is dropped, and of a reply that
 * broke off the entries that are whole are taken. Takes a time that grows with the text's length and no faster.
 */
export function entriesIn(text: string, isEntry: (value: object) => boolean): Entries {
  const entries: unknown[] = []
  const problems: string[] = []
  for (const { start, end } of findObjects(text).slice(0, mostObjects + mostEntries)) {
    const json = text.slice(start, end)
    const value = parseJson(json)
    if (value === undefined) continue
    const [repeated] = findRepeatedKeys(json)
    if (repeated === undefined) collect(value, { entries, isEntry, depth: 0 })
    else problems.push(`${clip(z.core.toDotPath(repeated), longestMessage)}: this key is in its object twice; write it once.`)
  }
  return { entries, problems, most: mostEntries }
}

/** What is wrong with an entry, in a sentence: the first thing. */
export function describeEntryError({ issues }: z.ZodError): string {
  const [first] = issues
  return clip(
    first === undefined ? 'an entry cannot be read.' : `an entry: ${z.core.toDotPath(first.path)}: ${first.message}.`,
    longestMessage,
  )
}

/** A model's words on one line, without what no terminal and no database takes: controls, and halves of a character. */
export function oneLineOf(text: string, longest: number): string {
  const line = text
    .slice(0, 4 * longest)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return clip(line, longest).replace(/\p{Cs}/gu, '\ufffd')
}

/** Undefined for a text that only looks like JSON: it has no reading. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

type Collecting = { entries: unknown[]; isEntry: (value: object) => boolean; depth: number }

function collect(value: unknown, { entries, isEntry, depth }: Collecting): void {
  if (typeof value !== 'object' || value === null || depth > deepestWrapper || entries.length > mostEntries) return
  if (isEntry(value)) entries.push(value)
  else for (const inner of Object.values(value)) collect(inner, { entries, isEntry, depth: depth + 1 })
}
