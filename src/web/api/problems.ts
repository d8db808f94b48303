import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { listed, said } from './answer-schemas.js'
import { apiPath } from './paths.js'

/** `fix` is what to do about it where nothing more exact is known. */
type ProblemKind = { status: ContentfulStatusCode; title: string; about: string; fix: string }

/** Every kind of error the API answers with; each is described under `/api/v1/problems/<name>`, which is its `type` (RFC 9457). */
export const problemKinds = {
  'malformed-request': {
    status: 400,
    title: 'Malformed request',
    about: 'The body is not JSON (or YAML where that is taken) in UTF-8.',
    fix: 'Send one JSON document (or YAML where that is taken) in UTF-8.',
  },
  'invalid-query': {
    status: 400,
    title: 'Invalid query',
    about: 'A parameter of the query or a header is unknown, sent twice, or not as described. `errors` names each.',
    fix: 'Correct each parameter or header that `errors` names; the description says what it takes.',
  },
  unauthorized: {
    status: 401,
    title: 'Unauthorized',
    about: 'No one is signed in. Send an API token as `Authorization: Bearer spt_…`.',
    fix: 'Make a token on the account page, and send it as `Authorization: Bearer spt_…`.',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    about: 'Your role, or the scope of your token, does not allow this.',
    fix: 'Send a token with the scope that the description names, or ask an admin for the role.',
  },
  'cross-origin': {
    status: 403,
    title: 'Cross-origin request',
    about: 'A page of another site sent this with your session. Sessions are for pages of this server; programs send a token.',
    fix: 'Send an API token instead of a session.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    about: 'There is no such thing, or it is not yours to see.',
    fix: 'Check the address and its ids; the lists of the API name what there is.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    about: 'The address exists, for the methods in the Allow header.',
    fix: 'Use a method that the Allow header names.',
  },
  refused: {
    status: 409,
    title: 'Refused',
    about: 'The rules of review, or the state something is in, do not allow this now. `detail` says why, `fix` what to do.',
    fix: 'Do first what `detail` says, read it again, and send the new ETag.',
  },
  'key-in-use': {
    status: 409,
    title: 'Idempotency key in use',
    about: 'The first request with this Idempotency-Key is still under way. Send it again after the seconds in Retry-After.',
    fix: 'Send it again after the seconds in Retry-After.',
  },
  stale: {
    status: 412,
    title: 'Changed since you read it',
    about:
      'If-Match names another version than the current one. `current` is the version stored now, `yours` what you sent, `base` what you started from where that is known, and `merge` a proposal for a verdict.',
    fix: 'Bring `current` and `yours` together, and send the result with the new ETag in If-Match.',
  },
  'content-too-large': {
    status: 413,
    title: 'Content too large',
    about: 'The body is larger than this address takes.',
    fix: 'Send a smaller body.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    about: 'Send the body as the media type that is described.',
    fix: 'Set Content-Type to the media type that is described.',
  },
  invalid: {
    status: 422,
    title: 'Invalid content',
    about: 'The body is not as described, or holds what does not exist. `errors` names each place by a JSON pointer (RFC 6901).',
    fix: 'Correct each place that `errors` names, and send it again.',
  },
  'key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    about: 'This Idempotency-Key stands for another request of yours. Use a new key for each new panel.',
    fix: 'Use a new key for each new panel.',
  },
  'precondition-required': {
    status: 428,
    title: 'Precondition required',
    about: 'A write to something that exists needs `If-Match` with the ETag you read, so that no change of others is lost.',
    fix: 'Read it, and send the ETag of that answer as If-Match.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    about: 'The database cannot be reached or written just now. Send it again after the seconds in Retry-After.',
    fix: 'Send it again after the seconds in Retry-After.',
  },
  internal: {
    status: 500,
    title: 'Internal server error',
    about: 'The server failed. Its log says what went wrong, under `id`.',
    fix: 'Look whether what you sent is stored before you send it again, and tell the operator the `id`.',
  },
} as const satisfies Record<string, ProblemKind>

export type ProblemName = keyof typeof problemKinds

/** One thing wrong with what was sent: `pointer` into the body, or `parameter` of the query, the path or the headers. */
export type FieldError =
  | { pointer: string; detail: string; fix?: string; line?: number; column?: number }
  | { parameter: string; detail: string }

export const fieldErrorSchema = z.union([
  z.strictObject({
    pointer: said.describe('A JSON pointer (RFC 6901); the empty one is the whole body.'),
    detail: said,
    fix: said.optional(),
    line: z.int().positive().optional().describe('Of a body in YAML, from 1.'),
    column: z.int().positive().optional().describe('Of a body in YAML, from 1, in UTF-16 code units.'),
  }),
  z.strictObject({ parameter: said, detail: said }),
])

/** The fields of every problem; some kinds add their own. */
export const problemSchema = z
  .looseObject({
    type: said.describe('The kind of problem: an address under /api/v1/problems that describes it.'),
    title: said,
    status: z.int(),
    detail: said,
    fix: said.describe('What to do about it.'),
    errors: listed(fieldErrorSchema).optional(),
    id: said.optional(),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 wants it.' })

/** The `type` of a kind of problem. */
export function problemType(name: ProblemName): string {
  return `${apiPath}/problems/${name}`
}

export type ProblemExtras = Record<string, unknown> & { errors?: readonly FieldError[]; fix?: string }

/** An answer that says what went wrong: of that kind, with these words and members, and the fix of its kind where none is given. */
export function sendProblem(c: Context, name: ProblemName, detail: string, extras: ProblemExtras = {}): Response {
  const { status, title, fix } = problemKinds[name]
  const body = { type: problemType(name), title, status, detail, fix, ...extras }
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
}

/** The kind for answers of that status that were made elsewhere. */
export function problemOfStatus(status: number): ProblemName {
  const names = Object.keys(problemKinds) as ProblemName[]
  return names.find((name) => problemKinds[name].status === status) ?? (status < 500 ? 'malformed-request' : 'internal')
}

/** There is nothing of that name here. */
export function sendNotFound(c: Context, what: string): Response {
  return sendProblem(c, 'not-found', `There is no such ${what}.`)
}
