import { jsonrepair } from 'jsonrepair'
import { z } from 'zod'
import { canonicalJson } from '../../platform/hash.js'
import { findRepeatedKeys } from '../../platform/input/repeated-keys.js'
import { endOfString, findObjects, type Span } from './find-objects.js'

export type ParsedReply<T> = { status: 'parsed'; reply: T } | { status: 'malformed'; problems: string[] }
/** The schema that a reply was asked to follow: an object, known by its keys. */
export type ReplySchema<T> = z.ZodType<T> & { readonly shape: Readonly<Record<string, unknown>> }

/** Bounds on what one text is tried for. A reply has one object, of a few kilobytes and some thirty brackets. */
const mostObjects = 64
const mostStrings = 16
const mostMendings = 4
const mostNodes = 1_000
const deepestWrapper = 4
const longestFixed = 100_000
const mostBracketsFixed = 1_000
const mostProblems = 20

/**
 * The model's text as a reply, or everything that is wrong with it. What surrounds the JSON object (a fence, prose, a list, an echo of the
 * schema) is dropped, the same reply twice is one, and slips of syntax that have one reading are fixed; a value that is missing or wrong is
 * never made up, and neither of two different replies is taken, nor of a key that is there twice in one object either value. Takes a time that
 * grows with the text's length and no faster.
 */
export function parseReply<T>(text: string, schema: ReplySchema<T>): ParsedReply<T> {
  const readingsOf = readAs(schema)
  const ways = [
    () => readingsOf(objectsIn(text)),
    () => readingsOf(quotedIn(text).flatMap(objectsIn)),
    () => fixedReadings(text, { keys: keysOf(schema), readingsOf }),
  ]
  const tried: Reading<T>[] = []
  for (const read of ways) {
    const readings = read()
    const [reply, ...more] = readings.flatMap((reading) => reading.reply ?? [])
    const different = more.length === 0 ? 1 : new Set([reply, ...more].map(canonicalJson)).size
    if (different > 1) return { status: 'malformed', problems: [`The reply holds ${different} different replies; write one.`] }
    if (reply !== undefined) return { status: 'parsed', reply }
    tried.push(...readings)
  }
  return { status: 'malformed', problems: problemsOf(tried) }
}

/** A value as it was read, and the JSON text it was read from. */
type Read = { json: string; value: unknown }
/** An object that may be meant as the reply: the reply when it is one, or what is wrong with it. */
type Reading<T> = { reply: T | null; problems: string[]; goodKeys: number }
type ReadingsOf<T> = (reads: readonly Read[]) => Reading<T>[]

/** The JSON objects that are whole in a text; the longest when there are very many. */
function objectsIn(text: string): Read[] {
  const spans = findObjects(text)
  const length = ({ start, end }: Span) => end - start
  const longest = spans.length <= mostObjects ? spans : spans.toSorted((a, b) => length(b) - length(a)).slice(0, mostObjects)
  return longest.flatMap(({ start, end }) => parseJson(text.slice(start, end)))
}

/** What JSON strings hold that hold JSON themselves: a reply that was encoded twice, with its outer quotation marks or without. */
function quotedIn(text: string): string[] {
  const bare = text.trim()
  const quoted = [unquote(bare).flatMap(unquote), unquote(`"${bare}"`)].flat()
  const opening = /"(?:\\[nrt]|\s)*[{[]/g
  for (let match = opening.exec(text); match !== null && quoted.length < mostStrings; match = opening.exec(text)) {
    const end = endOfString(text, match.index)
    if (end === null) continue
    quoted.push(...unquote(text.slice(match.index, end)))
    opening.lastIndex = end
  }
  return quoted
}

/** What a JSON string says, in a list; an empty list when the text is none. */
function unquote(text: string): string[] {
  return text.startsWith('"') ? parseJson(text).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])) : []
}

/** The objects that may be meant as replies: as they are, or inside others. Where nothing is like a reply, the first object. */
function readAs<T>(schema: ReplySchema<T>): ReadingsOf<T> {
  const keys = keysOf(schema)
  return (reads) => {
    const like = reads.flatMap(({ json, value }) => likeReplies(value, keys).map((object) => ({ json, object })))
    const objects =
      like.length > 0 ? like : reads.flatMap(({ json, value }) => (isObject(value) ? [{ json, object: value }] : [])).slice(0, 1)
    return objects.map(({ json, object }) => {
      const { data, error } = schema.safeParse(object)
      const issues = error?.issues ?? []
      const problems = [...findRepeatedKeys(json).map(describeRepeatedKey), ...issues.map(describeIssue)]
      return { reply: problems.length === 0 ? (data ?? null) : null, problems, goodKeys: countGood(object, { keys, issues }) }
    })
  }
}

function keysOf({ shape }: Pick<ReplySchema<unknown>, 'shape'>): string[] {
  return Object.keys(shape)
}

/** What of a value has keys of a reply: itself, or what it wraps. */
function likeReplies(value: unknown, keys: readonly string[]): object[] {
  const like: object[] = []
  let nodesLeft = mostNodes
  const walk = (inner: unknown, depth: number): void => {
    if (typeof inner !== 'object' || inner === null || depth > deepestWrapper || nodesLeft <= 0) return
    nodesLeft -= 1
    if (isObject(inner) && keys.filter((key) => Object.hasOwn(inner, key)).length > 1) like.push(inner)
    else for (const child of Object.values(inner)) walk(child, depth + 1)
  }
  walk(value, 0)
  return like
}

/** The text fixed where a reply seems to begin: up to where its braces close, up to the last brace of all, and where it was cut off. */
function fixedReadings<T>(text: string, { keys, readingsOf }: { keys: readonly string[]; readingsOf: ReadingsOf<T> }): Reading<T>[] {
  const last = text.lastIndexOf('}') + 1
  return startsOf(text, keys).flatMap((start) => {
    const ends = [...new Set([closingBrace(text, start), last, text.length])].filter((end) => end > start)
    const tries = ends.map((end) => readingsOf(fixBroken(text.slice(start, end))))
    return tries.find((readings) => readings.some(({ reply }) => reply !== null)) ?? tries.flat()
  })
}

/** Where a key of the reply follows upon a brace; without any, the first brace. */
function startsOf(text: string, keys: readonly string[]): number[] {
  const beginning = new RegExp(`\\{\\s*[\\\\"'\`“”‘’]{0,2}(?:${keys.join('|')})\\b`, 'g')
  const starts: number[] = []
  for (let match = beginning.exec(text); match !== null && starts.length < mostMendings; match = beginning.exec(text))
    starts.push(match.index)
  const first = text.indexOf('{')
  return starts.length > 0 || first < 0 ? starts : [first]
}

/** Behind the brace that closes the one at `start`, braces in double quotes left out; 0 when none does. */
function closingBrace(text: string, start: number): number {
  let depth = 0
  const tokens = /[{}]|"(?:[^"\\]|\\[\s\S])*"?/g
  tokens.lastIndex = start
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    if (match[0] === '{') depth += 1
    if (match[0] === '}') depth -= 1
    if (depth === 0) return tokens.lastIndex
  }
  return 0
}

/** Fixing recurses, so what is very long or very nested is not tried. */
function fixBroken(broken: string): Read[] {
  if (broken.length > longestFixed || countOpening(broken) > mostBracketsFixed) return []
  try {
    return parseJson(jsonrepair(broken))
  } catch {
    // It has no reading as JSON: the caller tries the next, and says so when none is left.
    return []
  }
}

function countOpening(text: string): number {
  let count = 0
  for (const character of text) if (character === '{' || character === '[') count += 1
  return count
}

/** The value and its text in a list, or an empty list when the text is no JSON. */
function parseJson(json: string): Read[] {
  try {
    return [{ json, value: JSON.parse(json) }]
  } catch {
    return []
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is wrong with the reading that is nearest to a reply: the one with the most parts as they should be. */
function problemsOf(readings: readonly Reading<unknown>[]): string[] {
  const [nearest] = readings.toSorted((a, b) => b.goodKeys - a.goodKeys || a.problems.length - b.problems.length)
  if (nearest === undefined) return ['The reply holds no JSON object.']
  const more = nearest.problems.length - mostProblems
  return [...nearest.problems.slice(0, mostProblems), ...(more > 0 ? [`… and ${more} more problems of these kinds.`] : [])]
}

function countGood(json: object, { keys, issues }: { keys: readonly string[]; issues: readonly z.core.$ZodIssue[] }): number {
  const bad = new Set(issues.map(({ path }) => path[0]))
  return keys.filter((key) => Object.hasOwn(json, key) && !bad.has(key)).length
}

function describeRepeatedKey(path: (string | number)[]): string {
  return `${z.core.toDotPath(path).slice(0, 200)}: this key occurs more than once in its object; write it once.`
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.length === 0 ? 'the reply' : z.core.toDotPath(issue.path)
  return `${path}: ${issue.message}.`
}
