import { jsonrepair } from 'jsonrepair'
import { z } from 'zod'
import { type Reply, replySchema } from '../contracts/verdict.js'

export type ParsedReply = { status: 'parsed'; reply: Reply } | { status: 'malformed'; problems: string[] }

/**
 * The model's text as a reply, or everything that is wrong with it. What surrounds the JSON object (a fence, prose) is
 * dropped, and slips of syntax that have one reading are mended; a value that is missing or wrong is never made up.
 */
export function parseReply(text: string): ParsedReply {
  const readings = readObjects(text).map((json) => replySchema.safeParse(json))
  const good = readings.find((reading) => reading.success)
  if (good?.success) return { status: 'parsed', reply: good.data }
  // Of the readings that fail, the one with the fewest problems is the nearest to what the model meant to write.
  const problems = readings.map((reading) => (reading.error?.issues ?? []).map(describeIssue)).sort((a, b) => a.length - b.length)
  return { status: 'malformed', problems: problems[0] ?? ['The reply holds no JSON object.'] }
}

/** The JSON objects the text can be read as: as it stands, without what surrounds it, mended, and mended where it was cut off. */
function readObjects(text: string): object[] {
  const start = text.indexOf('{')
  if (start < 0) return []
  const enclosed = text.slice(start, text.lastIndexOf('}') + 1)
  const exact = parseObject(text, JSON.parse) ?? parseObject(enclosed, JSON.parse)
  if (exact !== undefined) return [exact]
  return [enclosed, text.slice(start)].flatMap((candidate) => parseObject(candidate, (broken) => JSON.parse(jsonrepair(broken))) ?? [])
}

function parseObject(candidate: string, parse: (text: string) => unknown): object | undefined {
  try {
    const value = parse(candidate)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    // Not JSON under this reading: the caller tries the next, and says so when none is left.
    return undefined
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.length === 0 ? 'the reply' : z.core.toDotPath(issue.path)
  return `${path}: ${issue.message}.`
}
