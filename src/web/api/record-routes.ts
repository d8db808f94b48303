import { z } from 'zod'
import type { DecideInput, IfCurrent } from '../../review/action-inputs.js'
import type { RecordDecided } from '../../review/decide-record.js'
import type { NotDone } from '../../review/refusals.js'
import { type RecordAction, recordRules } from '../../review/rules/record-state-machine.js'
import { withoutWorkReason } from '../../review/view-record.js'
import type { RecordView } from '../../review/views.js'
import { mayWrite } from '../http/preconditions.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { given, recordPage, recordQuery } from './list-queries.js'
import { cutPage, listPlace, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { sendNotFound } from './problems.js'
import { isOutdated, sendInvalidList, sendMismatch, sendNotDone } from './review-answers.js'
import { publishedRecord, recordBody, recordDecided, recordDecision, recordView } from './review-schemas.js'
import { type Api, type ApiContext, type ApiRequest, addRoute } from './route.js'
import { bodies, ids } from './schemas.js'

const tag = 'Records'
const params = { recordId: ids.record }

/** Records: under review, public, and what was decided about them. */
export function addRecordRoutes(api: Api, dependencies: ApiDependencies): void {
  const { review } = dependencies
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/records', tag, scope: 'read', summary: 'Records, searched, narrowed and sorted' },
      query: { ...pageQuery, ...recordQuery },
      answers: { 200: { description: 'A page of records, and how many match.', schema: recordPage } },
    },
    async (c, { actor, query: { limit, cursor, ...filter } }) => {
      const read = readPlace(c, cursor, listPlace)
      if ('answer' in read) return read.answer
      const place = read.place === null ? {} : { cursor: read.place[0] }
      const page = await review.records({ actor, limit, ...given(filter), ...place })
      if (page.status === 'invalid') return sendInvalidList(c, page)
      return sendPage(c, page.items, page.next === null ? null : [page.next], { total: page.total })
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/records/{recordId}', tag, scope: 'read', params },
      summary: 'A record under review, as it will look in public, with what blocks it',
      description: 'Notes that you were shown the drafts in it.',
      answers: { 200: { description: 'The record.', schema: recordView } },
    },
    async (c, { actor, params: { recordId } }) => {
      const view = await review.record(recordId, actor)
      return view.status === 'not found' ? sendNotFound(c, 'record') : sendTagged(c, recordBody(view), { revision: `v${view.version}` })
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/records/{recordId}/published', tag, scope: 'read', params },
      summary: 'What the site shows of a record',
      answers: { 200: { description: 'The published record.', schema: publishedRecord } },
    },
    async (c, { params: { recordId } }) => {
      const published = await review.published(recordId)
      return published === null ? sendNotFound(c, 'published record') : sendTagged(c, published)
    },
  )
  addDecisionLists(api, dependencies)
  addDecideRoutes(api, dependencies)
}

const seqPlace = z.tuple([z.int().nonnegative()])
const decisionItem = z.strictObject({ seq: z.int().positive(), decision: recordDecision })

function addDecisionLists(api: Api, { review }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/decisions', tag: 'Decisions', scope: 'read', query: pageQuery },
      summary: 'Everything decided about records, oldest first; `seq` is the entry in the audit log',
      answers: { 200: { description: 'A page of decisions.', schema: pageSchema(decisionItem) } },
    },
    async (c, { actor, query: { limit, cursor } }) => {
      const read = readPlace(c, cursor, seqPlace)
      if ('answer' in read) return read.answer
      const place = read.place ?? [0]
      const { items, next } = cutPage(await review.decisionsAfter(place[0] ?? 0, limit + 1), limit, ({ seq }) => [seq])
      // Who has to call first may not read what was done to verdicts. Whether they have called by now is the record's to tell.
      const isHidden = review.settings.blindFirst && actor.role === 'reviewer'
      return sendPage(c, isHidden ? items.map((item) => ({ ...item, decision: withoutWorkReason(item.decision) })) : items, next)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/records/{recordId}/decisions', tag: 'Decisions', scope: 'read', params, query: pageQuery },
      summary: 'What was decided about a record, oldest first',
      answers: { 200: { description: 'A page of decisions.', schema: pageSchema(recordDecision) } },
    },
    async (c, { actor, params: { recordId }, query: { limit, cursor } }) => {
      const view = await review.record(recordId, actor)
      if (view.status === 'not found') return sendNotFound(c, 'record')
      // Decisions are only ever added at the end, so a count is a place.
      const read = readPlace(c, cursor, seqPlace)
      if ('answer' in read) return read.answer
      const place = read.place ?? [0]
      const [from = 0] = place
      const { items, next } = cutPage(view.decisions.slice(from, from + limit + 1), limit, () => [from + limit])
      return sendPage(c, items, next)
    },
  )
}

type Decision<B extends z.ZodType> = {
  path: string
  summary: string
  body: B
  action: RecordAction
  act: (target: RecordTarget, body: z.output<B>) => Promise<RecordDecided | NotDone>
}

function addDecideRoutes(api: Api, dependencies: ApiDependencies): void {
  const { review } = dependencies
  const add = <B extends z.ZodType>({ path, summary, body, action, act }: Decision<B>) =>
    addRoute(
      api,
      {
        ...{ method: 'post', path: `/records/{recordId}/${path}`, tag, scope: 'write', params, body, needsIfMatch: true, summary },
        answers: { 200: { description: 'The decision, and the record after it.', schema: recordDecided, isTagged: true } },
        problems: ['refused'],
      },
      (c, request) =>
        writeRecord({ c, request, dependencies }, { action, act: (target) => act(target, request.body) }, ({ decision }, record) => ({
          decision,
          record,
        })),
    )
  add({
    ...{ path: 'approve', action: 'approve', body: bodies.decide, summary: 'Approve a record: the very content that your If-Match names' },
    act: (target) => review.approve(target),
  })
  add({
    ...{ path: 'void', action: 'void', body: bodies.reasoned, summary: 'Take an approval back' },
    act: (target, { reason }) => review.voidApproval({ ...target, reason }),
  })
  add({
    ...{ path: 'publish', action: 'publish', body: bodies.decide, summary: 'Publish an approved record' },
    act: (target) => review.publish(target),
  })
  add({
    ...{ path: 'retract', action: 'retract', body: bodies.retract, summary: 'Retract what is public, with a reason for the public' },
    act: (target, { publicReason }) => review.retract({ ...target, publicReason }),
  })
  add({
    ...{ path: 'reopen', action: 'reopen', body: bodies.reasoned, summary: 'Go on working on a record that was published or retracted' },
    act: (target, { reason }) => review.reopen({ ...target, reason }),
  })
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/records/{recordId}/clear-stale', tag, scope: 'write', params, needsIfMatch: true },
      summary: 'Say that a changed source was looked at',
      body: bodies.reasoned,
      answers: { 200: { description: 'The record.', schema: recordView, isTagged: true } },
      problems: ['refused'],
    },
    (c, request) =>
      writeRecord(
        { c, request, dependencies },
        { action: 'clear-stale', act: (target) => review.clearStale({ ...target, reason: request.body.reason }) },
        (_done, record) => record,
      ),
  )
}

/** What a decision about a record is given. `seenSha256` is of the content that If-Match names: the decision is bound to it. */
type RecordTarget = DecideInput & Required<IfCurrent<RecordView>>
type RecordWrite<Done> = { action: RecordAction; act: (target: RecordTarget) => Promise<Done | NotDone> }
type Deciding = { c: ApiContext; request: ApiRequest; dependencies: ApiDependencies }

const tagOf = (view: RecordView) => entityTag(recordBody(view), `v${view.version}`)

/** Decides about a record if it is as If-Match says, which is looked at once more in the transaction of the decision. */
async function writeRecord<Done extends { status: 'done' }>(
  { c, request, dependencies }: Deciding,
  { action, act }: RecordWrite<Done>,
  answer: (done: Done, record: ReturnType<typeof recordBody>) => unknown,
): Promise<Response> {
  const { actor, params, conditions, body } = request as ApiRequest & { params: { recordId: string } }
  const { recordId } = params
  const isCurrent = (view: RecordView) => mayWrite(conditions, tagOf(view))
  const sendChanged = (view: RecordView) => sendMismatch(c, { current: recordBody(view), yours: body, etag: tagOf(view) })
  const before = await dependencies.review.record(recordId, actor)
  if (before.status === 'not found') return sendNotFound(c, 'record')
  if (!isCurrent(before)) return sendChanged(before)
  const result = await act({ actor, recordId, seenSha256: before.contentSha256 ?? '', isCurrent })
  const after = await dependencies.review.record(recordId, actor)
  if (after.status === 'not found') return sendNotFound(c, 'record')
  if (isOutdated(result)) return sendChanged(after)
  if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: recordRules[action] })
  return sendTagged(c, answer(result, recordBody(after)), { tag: tagOf(after) })
}
