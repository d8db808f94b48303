import type { Actor } from '../../contracts/actor.js'
import type { RevisionResult } from '../../review/change-verdict.js'
import { type VerdictAction, verdictRules } from '../../review/rules/verdict-state-machine.js'
import type { VerdictView } from '../../review/views.js'
import { mayWrite, namedTags } from '../http/preconditions.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, revisionOf, sendTagged } from './entity-tags.js'
import { sendNotFound } from './problems.js'
import { sendMismatch, sendNotDone, sendStale } from './review-answers.js'
import { verdictBody } from './review-schemas.js'
import type { ApiContext, ApiRequest } from './route.js'

/** Finds a verdict as that person may see it; null when there is none. */
export async function findVerdict({ review }: ApiDependencies, verdictId: string, actor: Actor): Promise<VerdictView | null> {
  const recordId = await review.recordOfVerdict(verdictId)
  const view = recordId === null ? null : await review.verdict(recordId, verdictId, actor)
  return view?.status === 'done' ? view : null
}

/** The ETag of a verdict: its revision, so that a late writer's base is known. */
export function verdictTag(view: VerdictView): string {
  return entityTag(verdictBody(view), revisionName(view))
}

function revisionName({ current }: VerdictView): string {
  return `r${current?.number ?? 0}`
}

export function sendVerdict(c: ApiContext, view: VerdictView): Response {
  return sendTagged(c, verdictBody(view), { revision: revisionName(view) })
}

/** If-Match names another version of a verdict than the current one. */
export function sendVerdictMismatch(c: ApiContext, view: VerdictView, yours: unknown): Response {
  return sendMismatch(c, { current: verdictBody(view), yours, etag: verdictTag(view) })
}

/** What a write is given. `base`: the revision the writer started from. */
export type VerdictTarget = { actor: Actor; recordId: string; verdictId: string; base: number }

type VerdictRequest = ApiRequest & { params: { verdictId: string } }

export type VerdictWrite = {
  action: VerdictAction
  /** Whether the write itself checks its base, and distinguishes the versions when another is current. */
  checksBase: boolean
  act: (target: VerdictTarget) => Promise<RevisionResult>
}

/**
 * Writes to a verdict as If-Match says it was, and answers with the version stored then. Whether it still is like that is decided in the
 * transaction of the write; what is looked at before only gives the base.
 */
export async function writeVerdict(
  { c, request, dependencies }: { c: ApiContext; request: ApiRequest; dependencies: ApiDependencies },
  { action, checksBase, act }: VerdictWrite,
): Promise<Response> {
  const { actor, params, conditions, body } = request as VerdictRequest
  const { verdictId } = params
  const before = await findVerdict(dependencies, verdictId, actor)
  if (before === null) return sendNotFound(c, 'verdict')
  const isMatch = mayWrite(conditions, verdictTag(before))
  const base = isMatch ? (before.current?.number ?? 0) : baseOf(namedTags(conditions))
  const canTell = checksBase && base !== null && base > 0 && base !== before.current?.number && !before.isHidden
  if (!isMatch && !canTell) return sendVerdictMismatch(c, before, body)
  const permission = before.may[action]
  // There is no revision to start from, or none that may be seen: the rules say why not.
  if (checksBase && before.current === null && !permission.allowed) {
    return sendNotDone(c, { status: 'refused', ...permission }, { actor, rule: verdictRules[action] })
  }
  const result = await act({ actor, recordId: before.recordId, verdictId, base: base ?? 0 })
  const after = (await findVerdict(dependencies, verdictId, actor)) ?? before
  if (result.status === 'stale') return sendStale(c, result, verdictTag(after))
  const rule = verdictRules[action]
  // What stands in the way may be what someone did in between: then that is what the writer has to know.
  const isLate = !isMatch || !mayWrite(conditions, verdictTag(after))
  if (result.status === 'refused' && isLate && rule.roles.includes(actor.role)) return sendVerdictMismatch(c, after, body)
  if (result.status !== 'done' && result.status !== 'unchanged') return sendNotDone(c, result, { actor, rule })
  const outcome = {
    outcome: result.status,
    recordStatus: after.recordStatus,
    approvalVoided: result.status === 'done' && result.voided,
    verdict: verdictBody(after),
  }
  return sendTagged(c, outcome, { tag: verdictTag(after) })
}

function baseOf(tags: readonly string[]): number | null {
  const [name] = tags.flatMap((tag) => revisionOf(tag) ?? [])
  const digits = name === undefined ? null : /^r(\d{1,9})$/.exec(name)
  return digits === null ? null : Number(digits[1])
}
