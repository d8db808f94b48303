import { z } from 'zod'
import { opinionReplySchema, type Support } from '../../contracts/second-opinion.js'
import { findRepeatedKeys } from '../../platform/input/repeated-keys.js'
import { clip } from '../../platform/text/clip.js'
import { findObjects } from '../draft/find-objects.js'

/** What a reply says of each pair, by its number, and everything that keeps it from saying it of all. */
export type ParsedOpinion = { opinions: ReadonlyMap<number, { support: Support; reason: string }>; problems: string[] }

const entrySchema = opinionReplySchema.shape.pairs.element
/** A reason is shown in a line beside its sentence. */
const longestReason = 300
/** Bounds on what one text is tried for: a reply has one object, with an entry for each pair. */
const mostObjects = 64
const mostEntries = 400
const deepestWrapper = 4
const longestMessage = 200

/**
 * The model's text as opinions on pairs 1 to `count`. What surrounds its JSON is dropped, and of a reply that broke off the entries that are whole
 * are taken. A number that does not exist has no pair to speak of; of one that is there twice neither entry is taken, and nothing is made up for
 * one that is missing. Takes a time that grows with the text's length and no faster.
 */
export function parseOpinion(text: string, count: number): ParsedOpinion {
  const { entries, problems } = entriesIn(text)
  const read = entries.slice(0, mostEntries).map((entry) => entrySchema.safeParse(entry))
  const given = read.flatMap(({ data }) => (data === undefined ? [] : [{ ...data, reason: oneLine(data.reason) }]))
  const times = new Map<number, number>()
  for (const { pair } of given) times.set(pair, (times.get(pair) ?? 0) + 1)
  const usable = given.filter(({ pair, reason }) => pair <= count && times.get(pair) === 1 && reason !== '')
  const opinions = new Map(usable.map(({ pair, support, reason }) => [pair, { support, reason }]))
  const unsaid = given.filter(({ reason }) => reason === '')
  const unknown = [...times.keys()].filter((pair) => pair > count)
  const twice = [...times].flatMap(([pair, often]) =>
    pair <= count && often > 1 ? [`pair ${pair}: it is there ${often} times; write it once.`] : [],
  )
  const missing = numbersTo(count).filter((pair) => !times.has(pair))
  return {
    opinions,
    problems: [
      ...(entries.length === 0 && problems.length === 0 ? ['The reply holds no JSON object with an entry for a pair.'] : problems),
      ...(entries.length > mostEntries ? [`The reply holds ${entries.length} entries; there are ${count} pairs.`] : []),
      ...read.flatMap(({ error }) => (error === undefined ? [] : [describe(error)])),
      ...unknown.map((pair) => `pair ${pair}: there is no such pair; there are ${count}.`),
      ...twice,
      ...unsaid.map(({ pair }) => `pair ${pair}: its reason says nothing; write why in one line.`),
      ...(missing.length === 0 || entries.length === 0
        ? []
        : [`No usable entry for ${missing.length === 1 ? 'pair' : 'pairs'} ${missing.join(', ')}.`]),
    ],
  }
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

/** The entries of all objects that are whole in a text, wherever they are in them. */
function entriesIn(text: string): { entries: unknown[]; problems: string[] } {
  const entries: unknown[] = []
  const problems: string[] = []
  for (const { start, end } of findObjects(text).slice(0, mostObjects + mostEntries)) {
    const json = text.slice(start, end)
    const value = parseJson(json)
    if (value === undefined) continue
    const [repeated] = findRepeatedKeys(json)
    if (repeated === undefined) collect(value, entries, 0)
    else problems.push(`${clip(z.core.toDotPath(repeated), longestMessage)}: this key is in its object twice; write it once.`)
  }
  return { entries, problems }
}

/** Undefined for a text that only looks like JSON: it has no reading. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function collect(value: unknown, entries: unknown[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > deepestWrapper || entries.length > mostEntries) return
  if ('pair' in value || 'support' in value) entries.push(value)
  else for (const inner of Object.values(value)) collect(inner, entries, depth + 1)
}

function describe({ issues }: z.ZodError): string {
  const [first] = issues
  return clip(
    first === undefined ? 'an entry cannot be read.' : `an entry: ${z.core.toDotPath(first.path)}: ${first.message}.`,
    longestMessage,
  )
}

/** Without what no terminal and no database takes: controls, and halves of a character. */
function oneLine(reason: string): string {
  const line = reason
    .slice(0, 4 * longestReason)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return clip(line, longestReason).replace(/\p{Cs}/gu, '\ufffd')
}
