import { z } from 'zod'
import { verdictRules } from '../../review/rules/verdict-state-machine.js'
import type { VerdictView } from '../../review/views.js'
import { mayWrite } from '../http/preconditions.js'
import { said, wholeList } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { sendNotFound } from './problems.js'
import { isOutdated, sendMismatch, sendNotDone } from './review-answers.js'
import { recordStatus, waiver } from './review-schemas.js'
import { type Api, addRoute } from './route.js'
import { bodies, ids } from './schemas.js'
import { findVerdict, sendVerdictMismatch, verdictTag } from './verdict-access.js'

const tag = 'Verdicts'
const params = { verdictId: ids.verdict }
const waiverList = wholeList(waiver)
const voided = { recordStatus, approvalVoided: z.boolean() }
const retried = z.strictObject({ panelId: said, ...voided })

const listOf = ({ waivers }: VerdictView) => ({ items: waivers, next: null })

/** What editors do about a seat without a verdict, or with a flag: waive it, or try it again. */
export function addWaiverRoutes(api: Api, dependencies: ApiDependencies): void {
  const { review } = dependencies
  const shared = { path: '/verdicts/{verdictId}/waivers', tag, params } as const
  const listAnswer = { 200: { description: 'The waivers in force.', schema: waiverList, isTagged: true } }
  addRoute(
    api,
    { ...shared, method: 'get', scope: 'read', summary: 'What was waived of a verdict', answers: listAnswer },
    async (c, { actor, params: { verdictId } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      return view === null ? sendNotFound(c, 'verdict') : sendTagged(c, listOf(view))
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'post', scope: 'write', body: bodies.waive },
      summary: 'Give leave to approve in spite of an unscored seat or a flag',
      answers: {
        200: { description: 'It was waived already; the list of waivers.', schema: waiverList, isTagged: true },
        201: { description: 'The waiver.', schema: z.strictObject({ waiver, ...voided }), isTagged: true },
      },
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId }, body: { waives, reason } }) => {
      const recordId = await review.recordOfVerdict(verdictId)
      if (recordId === null) return sendNotFound(c, 'verdict')
      const result = await review.waive({ actor, recordId, verdictId, waives, reason })
      if (result.status !== 'done' && result.status !== 'unchanged') return sendNotDone(c, result, { actor, rule: verdictRules.waive })
      const view = await findVerdict(dependencies, verdictId, actor)
      if (view === null) return sendNotFound(c, 'verdict')
      const etag = entityTag(listOf(view))
      if (result.status === 'unchanged') return sendTagged(c, listOf(view))
      return sendTagged(
        c,
        { waiver: result.waiver, recordStatus: result.record, approvalVoided: result.voided },
        { status: 201, tag: etag },
      )
    },
  )
  addRoute(
    api,
    {
      ...{
        ...shared,
        path: '/verdicts/{verdictId}/waivers/withdraw',
        method: 'post',
        scope: 'write',
        body: bodies.waive,
        needsIfMatch: true,
      },
      summary: 'Withdraw a waiver; If-Match is the ETag of the list of waivers',
      answers: {
        200: { description: 'The waivers in force.', schema: z.strictObject({ waivers: waiverList, ...voided }), isTagged: true },
      },
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId }, body, conditions }) => {
      const before = await findVerdict(dependencies, verdictId, actor)
      if (before === null) return sendNotFound(c, 'verdict')
      const isCurrent = (view: VerdictView) => mayWrite(conditions, entityTag(listOf(view)))
      const sendChanged = (view: VerdictView) => sendMismatch(c, { current: listOf(view), yours: body, etag: entityTag(listOf(view)) })
      if (!isCurrent(before)) return sendChanged(before)
      const { recordId } = before
      const result = await review.unwaive({ actor, recordId, verdictId, ...body, isCurrent })
      if (isOutdated(result)) return sendChanged((await findVerdict(dependencies, verdictId, actor)) ?? before)
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: verdictRules['withdraw-waiver'] })
      const waivers = listOf((await findVerdict(dependencies, verdictId, actor)) ?? before)
      return sendTagged(c, { waivers, recordStatus: result.record, approvalVoided: result.voided }, { tag: entityTag(waivers) })
    },
  )
  addRetryRoute(api, dependencies)
}

function addRetryRoute(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/verdicts/{verdictId}/retry', tag, scope: 'write', params, body: bodies.retry, needsIfMatch: true },
      summary: 'Try an unscored seat again, with all others of its panel that no one wrote by hand; may cost money',
      answers: { 200: { description: 'The panel that runs again.', schema: retried } },
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId }, body, conditions }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      if (view === null) return sendNotFound(c, 'verdict')
      const isCurrent = (seen: VerdictView) => mayWrite(conditions, verdictTag(seen))
      if (!isCurrent(view)) return sendVerdictMismatch(c, view, body)
      const result = await dependencies.review.retry({ actor, recordId: view.recordId, verdictId, isCurrent })
      if (isOutdated(result)) return sendVerdictMismatch(c, (await findVerdict(dependencies, verdictId, actor)) ?? view, body)
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: verdictRules.retry })
      return c.json({ panelId: result.panelId, recordStatus: result.record, approvalVoided: result.voided })
    },
  )
}
