import type { Context } from 'hono'
import type { z } from 'zod'
import { maxJsonDepth, nestsTooDeep, readJsonText } from '../../platform/input/bounded-json.js'
import { findRepeatedKeys } from '../../platform/input/repeated-keys.js'
import type { InputProblem } from '../../review/refusals.js'
import { mediaType } from '../http/forms.js'
import { type FieldError, sendProblem } from './problems.js'

type Checked<T> = { data: T } | { answer: Response }

/** A JSON pointer (RFC 6901) to a place in a body; the empty one is the whole body. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A place as the review's actions name it (`content.evidence.0.quote`), as a pointer. */
export function pointerOf({ path }: InputProblem): string {
  return toPointer(path.split(/[.[\]]+/).filter((part) => part !== ''))
}

/** Every problem with a body, at its place; a field that is not known is named itself. */
export function bodyErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ pointer: toPointer(issue.path), detail: issue.message }]
    return issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), detail: 'there is no such field' }))
  })
}

/** Parses a body that was read already. */
export function checkBody<T>(c: Context, value: unknown, schema: z.ZodType<T>): Checked<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { data: parsed.data }
  const errors = bodyErrors(parsed.error)
  return { answer: sendProblem(c, 'invalid', countErrors(errors.length), { errors }) }
}

/** How many things are wrong, in words. */
export function countErrors(count: number): string {
  return count === 1 ? 'One thing in the body is wrong; nothing was stored.' : `${count} things in the body are wrong; nothing was stored.`
}

/** Parses the query: no parameter that is not described, and none twice. */
export function checkQuery<T>(c: Context, schema: z.ZodType<T>): Checked<T> {
  const sent = new URL(c.req.url).searchParams
  const names = [...new Set(sent.keys())]
  const twice = names.filter((name) => sent.getAll(name).length > 1)
  if (twice.length > 0)
    return {
      answer: invalidQuery(
        c,
        twice.map((parameter) => ({ parameter, detail: 'write it once' })),
      ),
    }
  const parsed = schema.safeParse(Object.fromEntries(sent))
  if (parsed.success) return { data: parsed.data }
  const errors = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((parameter) => ({ parameter, detail: 'there is no such parameter' }))
      : [{ parameter: issue.path.join('.'), detail: issue.message }],
  )
  return { answer: invalidQuery(c, errors) }
}

/** A query or header that is not as described. */
export function invalidQuery(c: Context, errors: readonly FieldError[]): Response {
  return sendProblem(c, 'invalid-query', 'A parameter is not as described.', { errors })
}

/** The bytes of a body as text. Answers 400 when they are not UTF-8. */
export async function readText(c: Context): Promise<Checked<string>> {
  try {
    return { data: new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer()) }
  } catch {
    return { answer: sendProblem(c, 'malformed-request', 'The body is not text in UTF-8.') }
  }
}

/** Reads a body of JSON. Answers 415 for another media type, and 400 for what is no JSON. */
export async function readJson(c: Context): Promise<Checked<unknown>> {
  const type = mediaType(c)
  if (type !== 'application/json') {
    const detail = `Send the body as application/json${type === '' ? '' : `, not as ${type.slice(0, 80)}`}.`
    return { answer: sendProblem(c, 'unsupported-media-type', detail) }
  }
  const text = await readText(c)
  return 'answer' in text ? text : parseJson(c, text.data)
}

function parseJson(c: Context, text: string): Checked<unknown> {
  const refuse = (detail: string) => ({ answer: sendProblem(c, 'malformed-request', detail) })
  if (text.trim() === '') return refuse('The body is empty; send at least {}.')
  if (nestsTooDeep(text)) return refuse(`The body nests deeper than ${maxJsonDepth} levels; nothing here is that deep.`)
  const read = readJsonText(text)
  if ('why' in read) return refuse('The body is not JSON.')
  const [repeated] = findRepeatedKeys(text)
  if (repeated === undefined) return { data: read.value }
  return refuse(`The key ${toPointer(repeated).slice(0, 200)} occurs more than once in its object; send it once.`)
}
