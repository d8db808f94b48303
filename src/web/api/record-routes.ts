import { z } from 'zod'
import type { Actor } from '../../contracts/review.js'
import { type RecordAction, recordRules } from '../../review/record-lives.js'
import type { NotDone, RecordDecided, RecordView } from '../../review-actions/types.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, matches, sendTagged } from './entity-tags.js'
import { cutPage, pageQuery, pageSchema, readCursor, sendPage } from './pages.js'
import { sendNotFound } from './problems.js'
import { sendInvalidList, sendMismatch, sendNotDone } from './review-answers.js'
import { publishedRecord, recordBody, recordDecided, recordDecision, recordStatus, recordSummary, recordView } from './review-schemas.js'
import { type Api, type ApiContext, type ApiRequest, addRoute } from './route.js'
import { bodies, ids } from './schemas.js'
import { invalidQuery } from './validation.js'

const tag = 'Records'
const params = { recordId: ids.record }

/** Records: under review, public, and what was decided about them. */
export function addRecordRoutes(api: Api, dependencies: ApiDependencies): void {
  const { review } = dependencies
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/records', tag, scope: 'read', summary: 'Records, newest first' },
      query: { ...pageQuery, status: recordStatus.optional() },
      answers: { 200: { description: 'A page of records.', schema: pageSchema(recordSummary) } },
    },
    async (c, { actor, query: { limit, cursor, status } }) => {
      const filter = { ...(status === undefined ? {} : { status }), ...(cursor === undefined ? {} : { cursor }) }
      const page = await review.records({ actor, limit, ...filter })
      return page.status === 'invalid' ? sendInvalidList(c, page) : sendPage(c, page.items, page.next)
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
    async (c, { query: { limit, cursor } }) => {
      const place = cursor === undefined ? [0] : readCursor(cursor, seqPlace)
      if (place === null) return invalidQuery(c, [{ parameter: 'cursor', detail: 'begin at the first page' }])
      const { items, next } = cutPage(await review.decisionsAfter(place[0] ?? 0, limit + 1), limit, ({ seq }) => [seq])
      return sendPage(c, items, next)
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
      const place = cursor === undefined ? [0] : readCursor(cursor, seqPlace)
      if (place === null) return invalidQuery(c, [{ parameter: 'cursor', detail: 'begin at the first page' }])
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
  act: (target: { actor: Actor; recordId: string; seenSha256: string }, body: z.output<B>) => Promise<RecordDecided | NotDone>
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
      (c, request) => decideRecord({ c, request, dependencies }, { action, act: (target) => act(target, request.body) }),
    )
  add({
    ...{ path: 'approve', action: 'approve', body: bodies.decide, summary: 'Approve a record: the very content that your If-Match names' },
    act: (target) => review.approve(target),
  })
  add({
    ...{ path: 'void', action: 'void', body: bodies.reasoned, summary: 'Take an approval back' },
    act: ({ actor, recordId }, { reason }) => review.voidApproval({ actor, recordId, reason }),
  })
  add({
    ...{ path: 'publish', action: 'publish', body: bodies.decide, summary: 'Publish an approved record' },
    act: (target) => review.publish(target),
  })
  add({
    ...{ path: 'retract', action: 'retract', body: bodies.retract, summary: 'Retract what is public, with a reason for the public' },
    act: ({ actor, recordId }, { publicReason }) => review.retract({ actor, recordId, publicReason }),
  })
  add({
    ...{ path: 'reopen', action: 'reopen', body: bodies.reasoned, summary: 'Go on working on a record that was published or retracted' },
    act: ({ actor, recordId }, { reason }) => review.reopen({ actor, recordId, reason }),
  })
  addRoute(
    api,
    {
      ...{
        method: 'post',
        path: '/records/{recordId}/clear-stale',
        tag,
        scope: 'write',
        params,
        body: bodies.reasoned,
        needsIfMatch: true,
      },
      summary: 'Say that a changed source was looked at',
      answers: { 200: { description: 'The record.', schema: recordView, isTagged: true } },
      problems: ['refused'],
    },
    async (c, request) => {
      const {
        actor,
        params: { recordId },
        body: { reason },
      } = request
      const target = await matchRecord(c, { request, dependencies })
      if ('answer' in target) return target.answer
      const result = await review.clearStale({ actor, recordId, reason })
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: recordRules['clear-stale'] })
      const after = await review.record(recordId, actor)
      return after.status === 'not found' ? sendNotFound(c, 'record') : sendTagged(c, recordBody(after), { revision: `v${after.version}` })
    },
  )
}

type Deciding = { c: ApiContext; request: ApiRequest; dependencies: ApiDependencies }

async function decideRecord(
  { c, request, dependencies }: Deciding,
  {
    action,
    act,
  }: { action: RecordAction; act: (target: { actor: Actor; recordId: string; seenSha256: string }) => Promise<RecordDecided | NotDone> },
): Promise<Response> {
  const { actor } = request
  const target = await matchRecord(c, { request, dependencies })
  if ('answer' in target) return target.answer
  const { recordId, contentSha256 } = target.view
  // What the writer saw is what their If-Match names, and the decision is bound to that content.
  const result = await act({ actor, recordId, seenSha256: contentSha256 ?? '' })
  if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: recordRules[action] })
  const after = await dependencies.review.record(recordId, actor)
  if (after.status === 'not found') return sendNotFound(c, 'record')
  const body = recordBody(after)
  return sendTagged(c, { decision: result.decision, record: body }, { tag: entityTag(body, `v${after.version}`) })
}

/** The record, if If-Match names it as it stands. */
async function matchRecord(
  c: ApiContext,
  { request, dependencies }: Omit<Deciding, 'c'>,
): Promise<{ view: RecordView } | { answer: Response }> {
  const {
    actor,
    params: { recordId },
    ifMatch,
    body,
  } = request as ApiRequest & { params: { recordId: string } }
  const view = await dependencies.review.record(recordId, actor)
  if (view.status === 'not found') return { answer: sendNotFound(c, 'record') }
  const current = recordBody(view)
  const etag = entityTag(current, `v${view.version}`)
  if (!matches(ifMatch, etag)) return { answer: sendMismatch(c, { current, yours: body, etag }) }
  return { view }
}
