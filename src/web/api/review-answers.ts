import type { Context } from 'hono'
import type { Actor } from '../../contracts/actor.js'
import type { Role } from '../../contracts/role.js'
import type { Stale } from '../../review/change-verdict.js'
import type { Invalid, NotDone, Refused } from '../../review/refusals.js'
import { type FieldError, sendNotFound, sendProblem } from './problems.js'
import { countErrors, invalidQuery, pointerOf } from './validation.js'

/** Who may ever do it, from the rules of review/. */
export type Rule = { roles: readonly (Role | 'system')[] }

/** Says why the review's actions did nothing. A refusal is 403 where the actor's role never may, else 409: then something else stands in the way. */
export function sendNotDone(c: Context, result: NotDone, { actor, rule }: { actor: Actor; rule: Rule }): Response {
  if (result.status === 'not found') return sendNotFound(c, result.what)
  if (result.status === 'invalid') {
    const errors: FieldError[] = result.problems.map((problem) => ({ pointer: pointerOf(problem), detail: problem.message }))
    return sendProblem(c, 'invalid', countErrors(errors.length), { errors })
  }
  const { why, fix } = result
  return sendProblem(c, rule.roles.includes(actor.role) ? 'refused' : 'forbidden', sentence(why), { fix: sentence(fix) })
}

/** Whether the review's actions did nothing because the writer's condition held no more when it came to writing. */
export function isOutdated(result: { status: string; isOutdated?: true }): result is Refused {
  return result.isOutdated === true
}

/** Someone wrote in between: both versions, what they grew from, and a merge. `etag` is that of the current version, for a merge. */
export function sendStale(c: Context, { base, current, yours, merge }: Omit<Stale, 'status'>, etag: string): Response {
  const detail = `Revision ${current.number} is current now. Merge it with yours, and save again.`
  return sendProblem(c, 'stale', detail, { base, current, yours, merge, etag })
}

/** If-Match names another version than the current one, and no more is known than the current version and what was sent. */
export function sendMismatch(c: Context, { current, yours, etag }: { current: unknown; yours: unknown; etag: string }): Response {
  const detail = 'It is not as you read it any more. Look at the current version, and decide again.'
  return sendProblem(c, 'stale', detail, { base: null, current, yours, merge: null, etag })
}

/** A list's query that the review's actions do not take. */
export function sendInvalidList(c: Context, { problems }: Invalid): Response {
  return invalidQuery(
    c,
    problems.map(({ path, message }) => ({ parameter: path, detail: message })),
  )
}

/** A phrase of the rules as a sentence. */
export function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${/[.!?]$/.test(phrase) ? '' : '.'}`
}
