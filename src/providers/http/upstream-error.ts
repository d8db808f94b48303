import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import { errorCodes } from '../reply/chat-completion.js'
import { parseJson } from '../structured-output/lenient-json.js'
import { bodyWords } from './unreadable-text.js'

type Fields = Record<string, unknown>

/**
 * The error that a body of JSON holds, as an error body of OpenAI's form, or null for a body that holds none. Found where servers and
 * gateways put it once they have answered 200: at the top, in the first choice (OpenRouter), in a list (Cloudflare), in `base_resp`
 * (MiniMax), or as the whole body (vLLM, Mistral, FastAPI). Pure.
 */
export function errorIn(body: unknown): { error: string | Fields } | null {
  if (!isFields(body)) return null
  const choice = firstOf(body.choices)
  const found = [
    body.error,
    firstOf(body.error),
    firstOf(body.errors),
    fieldsOf(choice).error,
    fieldsOf(fieldsOf(choice).message).error,
    wholeError(body),
  ]
    .filter((error) => typeof error === 'string' || isFields(error))
    .find(saysSomething)
  return found === undefined ? null : { error: found }
}

function wholeError(body: Fields): Fields | null {
  const status = fieldsOf(body.base_resp)
  if (typeof status.status_code === 'number' && status.status_code !== 0) return { code: status.status_code, message: status.status_msg }
  const isError = body.type === 'error' || body.object === 'error' || body.error === true || body.success === false
  const isAlone = ['choices', 'content', 'data', 'models'].every((name) => body[name] === undefined || body[name] === null)
  const speaks = [body.message, body.detail].some((words) => typeof words === 'string' || Array.isArray(words))
  return isError || (isAlone && speaks) ? body : null
}

/** `error: {}` and `error: { code: null, message: '' }` are how some servers write that there is none. */
function saysSomething(error: string | Fields): boolean {
  if (typeof error === 'string') return error.trim() !== ''
  return Object.values(error).some((value) => value !== null && value !== '' && value !== 0 && value !== false)
}

/** What FastAPI, under vLLM and many gateways, says of a request that it cannot read. Its `input` repeats the request: left out. */
const requestDetailsSchema = z
  .array(
    z.object({ loc: z.array(z.union([z.string().max(longest.id), z.number()])).max(most.parts), msg: z.string().max(longest.document) }),
  )
  .max(most.members)
  .min(1)
  .transform((details) => details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '))

/** How the vendors and gateways call what an error says, the most telling first. */
const wordFields = ['message', 'detail', 'error', 'msg', 'error_description', 'description', 'reason', 'title', 'code', 'type']
const deepestWords = 4

/**
 * What an error body says in words for people, null when it says nothing. A gateway's own message comes with that of the provider behind it
 * (OpenRouter's `metadata.raw`). Pure.
 */
export function errorWords(body: unknown, depth = 0): string | null {
  if (typeof body === 'string') return body.trim() === '' ? null : bodyWords(body)
  if (typeof body === 'number') return String(body)
  const details = requestDetailsSchema.safeParse(body)
  if (details.success) return details.data
  if (!isFields(body) || depth > deepestWords) return null
  const own = wordFields.map((name) => errorWords(body[name], depth + 1)).find((words) => words !== null) ?? null
  const behind = errorWords(parsed(fieldsOf(body.metadata).raw), depth + 1)
  return own === null || behind === null || own.includes(behind) ? (own ?? behind) : `${own}: ${behind}`
}

/** What stands for a status in names and words where an error says none in numbers, the surest first. */
const statusSigns: readonly (readonly [RegExp, number])[] = [
  [/insufficient.{0,3}(?:quota|credit|balance|funds)|billing|payment.required/i, 402],
  [/rate.?limit|too.many.requests|resource.?exhausted|throttl/i, 429],
  [/invalid.?api.?key|incorrect api key|authentication|unauthori[sz]ed|unauthenticated/i, 401],
  [/permission|forbidden/i, 403],
  [/model.{0,80}not.?found|not.?found.?error|model.{0,80}does not exist/i, 404],
  [/overloaded|unavailable|capacity|loading model|server (?:is )?busy/i, 503],
  [/time.?out|timed out|deadline/i, 504],
  [/^invalid.?(?:request|argument)|^bad.?request|validation.?error/i, 400],
]

const longestSign = 300

/** The status that an error body gives itself: in numbers, by its codes, or by its words; null when it gives none. Pure. */
export function statusOf(body: { error: string | Fields }, words: string): number | null {
  const error = fieldsOf(body.error)
  const stated = ['code', 'status', 'status_code', 'statusCode', 'http_code'].map((name) => Number(error[name]))
  const number = stated.find((code) => Number.isInteger(code) && code >= 400 && code <= 599)
  if (number !== undefined) return number
  const signs = [...errorCodes(body), ...(typeof error.status === 'string' ? [error.status] : []), words]
  return (
    signs
      .map((sign) => sign.slice(0, longestSign))
      .map((sign) => statusSigns.find(([pattern]) => pattern.test(sign))?.[1])
      .find((status) => status !== undefined) ?? null
  )
}

const secondsWords =
  /(?:try again|retry|wait) (?:in |after |for )?(\d{1,7}(?:\.\d{1,6})?) ?(ms|milliseconds?|s|sec|seconds?|m|min|minutes?)\b/i
const unitsMs: Readonly<Record<string, number>> = { m: 60_000, s: 1000 }

/**
 * Milliseconds that an error body asks to wait, null when it does not say: `retry_after_ms`, `retry_after` in seconds, OpenRouter's copy of
 * the headers in `metadata`, Google's `retryDelay`, or words such as "try again in 7.5s" (OpenAI, Groq). Pure.
 */
export function retryAfterMsIn(body: { error: string | Fields }, words: string): number | null {
  const error = fieldsOf(body.error)
  const metadata = fieldsOf(error.metadata)
  const header = Object.entries(fieldsOf(metadata.headers)).find(([name]) => name.toLowerCase() === 'retry-after')
  const delays = Array.isArray(error.details) ? error.details.map((detail) => String(fieldsOf(detail).retryDelay).replace(/s$/, '')) : []
  const seconds = [error.retry_after, error.retryAfter, metadata.retry_after_seconds, header?.[1], ...delays].map(decimal)
  const waitsMs = [decimal(error.retry_after_ms), ...seconds.map((value) => value * 1000), wordsMs(words)]
  return waitsMs.map(Math.ceil).find((waitMs) => Number.isSafeInteger(waitMs) && waitMs >= 0) ?? null
}

function decimal(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}(?:\.\d{1,9})?$/.test(value)) ? Number(value) : Number.NaN
}

function wordsMs(words: string): number {
  const [, amount, unit = ''] = secondsWords.exec(words) ?? []
  if (amount === undefined) return Number.NaN
  return Number(amount) * (/^(?:ms|milli)/i.test(unit) ? 1 : (unitsMs[unit.slice(0, 1).toLowerCase()] ?? 1000))
}

/** An error ends a stream. Lines that only look like one are not tried for ever. */
const mostErrorLines = 100

/**
 * The error in a body of lines: an event of a stream (`data: {"error": …}`), or a line of JSON as Ollama streams it, in an answer for which no
 * stream was asked or which broke off over it. The last one counts; null when no line holds one. Linear. Pure.
 */
export function errorInLines(text: string): { error: string | Fields } | null {
  const lines = text.split('\n').filter((line) => line.includes('"error"'))
  for (const line of lines.slice(-mostErrorLines).reverse()) {
    const json = parsed(line.replace(/^data:/, ''))
    const isError = isFields(json) && (json.error !== undefined || json.type === 'error' || json.choices !== undefined)
    const error = isError ? errorIn(json) : null
    if (error !== null) return error
  }
  return null
}

function parsed(raw: unknown): unknown {
  return typeof raw === 'string' ? (parseJson(raw) ?? raw) : raw
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}
