import { jsonrepair } from 'jsonrepair'
import { z } from 'zod'
import { type Reply, replySchema } from '../contracts/verdict.js'
import { findRepeatedKeys } from '../input/repeated-keys.js'

export type ParsedReply = { status: 'parsed'; reply: Reply } | { status: 'malformed'; problems: string[] }

/**
 * The model's text as a reply, or everything that is wrong with it. What surrounds the JSON object (a fence, prose) is
 * dropped, and slips of syntax that have one reading are mended; a value that is missing or wrong is never made up, and of a key that is
 * there twice in one object neither value is taken.
 */
export function parseReply(text: string): ParsedReply {
  const readings = readObjects(text).map(({ json, value }) => {
    const repeated = findRepeatedKeys(json).map(describeRepeatedKey)
    const parsed = replySchema.safeParse(value)
    return { parsed, problems: [...repeated, ...(parsed.error?.issues ?? []).map(describeIssue)] }
  })
  const good = readings.find(({ problems }) => problems.length === 0)
  if (good?.parsed.success) return { status: 'parsed', reply: good.parsed.data }
  // Of the readings that fail, the one with the fewest problems is the nearest to what the model meant to write.
  const problems = readings.map((reading) => reading.problems).sort((a, b) => a.length - b.length)
  return { status: 'malformed', problems: problems[0] ?? ['The reply holds no JSON object.'] }
}

/** An object as it was read, and the JSON text it was read from. */
type Reading = { json: string; value: object }

/** The JSON objects the text can be read as: as it stands, without what surrounds it, mended, and mended where it was cut off. */
function readObjects(text: string): Reading[] {
  const start = text.indexOf('{')
  if (start < 0) return []
  const enclosed = text.slice(start, text.lastIndexOf('}') + 1)
  const exact = parseObject(text, (json) => json) ?? parseObject(enclosed, (json) => json)
  if (exact !== undefined) return [exact]
  return [enclosed, text.slice(start)].flatMap((candidate) => parseObject(candidate, jsonrepair) ?? [])
}

function parseObject(candidate: string, repair: (text: string) => string): Reading | undefined {
  try {
    const json = repair(candidate)
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { json, value } : undefined
  } catch {
    // Not JSON under this reading: the caller tries the next, and says so when none is left.
    return undefined
  }
}

function describeRepeatedKey(path: (string | number)[]): string {
  return `${z.core.toDotPath(path).slice(0, 200)}: this key occurs more than once in its object; write it once.`
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.length === 0 ? 'the reply' : z.core.toDotPath(issue.path)
  return `${path}: ${issue.message}.`
}
