import { z } from 'zod'
import type { Comment } from '../../contracts/review.js'
import { verdictRules } from '../../review/rules/verdict-state-machine.js'
import type { VerdictView } from '../../review/views.js'
import { mayWrite } from '../http/preconditions.js'
import { said, wholeList } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { cutPage, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { apiLink } from './paths.js'
import { sendNotFound } from './problems.js'
import { isOutdated, sendMismatch, sendNotDone } from './review-answers.js'
import { assignment, blindCall, comment } from './review-schemas.js'
import { type Api, addRoute } from './route.js'
import { bodies, ids, orNull } from './schemas.js'
import { findVerdict } from './verdict-access.js'

const params = { verdictId: ids.verdict }
const assignmentBody = ({ verdictId, assignment: whose }: VerdictView) => ({ verdictId, assignment: whose })
const assignmentAnswer = z.strictObject({ verdictId: said, assignment: orNull(assignment) })

/** Comments, assignments and blind calls: what is said about a verdict beside its words. */
export function addRemarkRoutes(api: Api, dependencies: ApiDependencies): void {
  addCommentRoutes(api, dependencies)
  addResolveRoute(api, dependencies)
  addAssignmentRoutes(api, dependencies)
  addBlindCallRoutes(api, dependencies)
}

const commentPlace = z.tuple([z.int().nonnegative()])

function addCommentRoutes(api: Api, dependencies: ApiDependencies): void {
  const tag = 'Comments'
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/verdicts/{verdictId}/comments', tag, scope: 'read', params },
      summary: 'The comments on a verdict, oldest first',
      query: pageQuery,
      answers: { 200: { description: 'A page of comments.', schema: pageSchema(comment) } },
    },
    async (c, { actor, params: { verdictId }, query: { limit, cursor } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      if (view === null) return sendNotFound(c, 'verdict')
      // Comments are only ever added at the end, so a count is a place.
      const read = readPlace(c, cursor, commentPlace)
      if ('answer' in read) return read.answer
      const place = read.place ?? [0]
      const [from = 0] = place
      const { items, next } = cutPage(view.comments.slice(from, from + limit + 1), limit, () => [from + limit])
      return sendPage(c, items, next)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/verdicts/{verdictId}/comments/{commentId}', tag, scope: 'read' },
      summary: 'One comment',
      params: { ...params, commentId: ids.comment },
      answers: { 200: { description: 'The comment.', schema: comment } },
    },
    async (c, { actor, params: { verdictId, commentId } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      const found = view?.comments.find(({ id }) => id === commentId)
      return found === undefined ? sendNotFound(c, 'comment') : sendTagged(c, found)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/verdicts/{verdictId}/comments', tag, scope: 'write', params },
      summary: 'Comment on a verdict; while it is open, the record cannot be approved',
      body: bodies.comment,
      answers: { 201: { description: 'The comment.', schema: comment, isTagged: true } },
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId }, body: { text } }) => {
      const recordId = await dependencies.review.recordOfVerdict(verdictId)
      if (recordId === null) return sendNotFound(c, 'verdict')
      const result = await dependencies.review.comment({ actor, recordId, verdictId, text })
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: verdictRules.comment })
      return sendTagged(c, result.comment, { status: 201, location: commentLink(result.comment) })
    },
  )
}

function addResolveRoute(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{
        method: 'post',
        path: '/verdicts/{verdictId}/comments/{commentId}/resolve',
        tag: 'Comments',
        scope: 'write',
        needsIfMatch: true,
      },
      summary: 'Resolve a comment',
      params: { ...params, commentId: ids.comment },
      body: bodies.resolve,
      answers: { 200: { description: 'The comment, resolved.', schema: comment, isTagged: true } },
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId, commentId }, conditions }) => {
      const find = async () => {
        const view = await findVerdict(dependencies, verdictId, actor)
        const found = view?.comments.find(({ id }) => id === commentId)
        return view === null || found === undefined ? null : { recordId: view.recordId, found }
      }
      const isCurrent = (found: Comment) => mayWrite(conditions, entityTag(found))
      const sendChanged = (found: Comment) => sendMismatch(c, { current: found, yours: {}, etag: entityTag(found) })
      const before = await find()
      if (before === null) return sendNotFound(c, 'comment')
      const { recordId, found } = before
      if (!isCurrent(found)) return sendChanged(found)
      const result = await dependencies.review.resolveComment({ actor, recordId, commentId, isCurrent })
      if (isOutdated(result)) return sendChanged((await find())?.found ?? found)
      if (result.status === 'unchanged') return sendTagged(c, found)
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: verdictRules['resolve-comment'] })
      return sendTagged(c, result.comment)
    },
  )
}

function commentLink({ verdictId, id }: Comment): string {
  return apiLink('verdicts', verdictId, 'comments', id)
}

function addAssignmentRoutes(api: Api, dependencies: ApiDependencies): void {
  const shared = { path: '/verdicts/{verdictId}/assignment', tag: 'Verdicts', params } as const
  const answers = { 200: { description: 'Whose turn it is; null when no one’s.', schema: assignmentAnswer, isTagged: true } }
  addRoute(
    api,
    { ...shared, method: 'get', scope: 'read', summary: 'Whose turn a verdict is', answers },
    async (c, { actor, params: { verdictId } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      return view === null ? sendNotFound(c, 'verdict') : sendTagged(c, assignmentBody(view))
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'put', scope: 'write', needsIfMatch: true, body: bodies.assign, answers },
      summary: 'Take a verdict, hand it over, or take it from everyone (`to`: null)',
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId }, body, conditions }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      if (view === null) return sendNotFound(c, 'verdict')
      const isCurrent = (seen: VerdictView) => mayWrite(conditions, entityTag(assignmentBody(seen)))
      const sendChanged = (seen: VerdictView) => {
        const current = assignmentBody(seen)
        return sendMismatch(c, { current, yours: body, etag: entityTag(current) })
      }
      if (!isCurrent(view)) return sendChanged(view)
      const { to, note = null } = body
      const result = await dependencies.review.assign({ actor, recordId: view.recordId, verdictId, to, note, isCurrent })
      if (isOutdated(result)) return sendChanged((await findVerdict(dependencies, verdictId, actor)) ?? view)
      if (result.status === 'unchanged') return sendTagged(c, assignmentBody(view))
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: verdictRules.assign })
      return sendTagged(c, { verdictId, assignment: result.assignment })
    },
  )
}

function addBlindCallRoutes(api: Api, dependencies: ApiDependencies): void {
  const shared = { path: '/verdicts/{verdictId}/blind-calls', tag: 'Verdicts', params } as const
  addRoute(
    api,
    {
      ...{ ...shared, method: 'get', scope: 'read' },
      summary: 'Calls that were made before the draft was seen',
      answers: {
        200: {
          description: 'Your own; everyone’s once you may see the draft.',
          schema: wholeList(blindCall),
        },
      },
    },
    async (c, { actor, params: { verdictId } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      return view === null ? sendNotFound(c, 'verdict') : sendPage(c, view.blindCalls, null)
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'post', scope: 'write', body: bodies.blindCall },
      summary: 'Make a call of your own before you see the draft: once, and never changed',
      answers: { 201: { description: 'Your call.', schema: blindCall, isTagged: true } },
      problems: ['refused'],
    },
    async (c, { actor, params: { verdictId }, body: { call } }) => {
      // Without looking at the verdict: that would be noted as having seen the draft.
      const recordId = await dependencies.review.recordOfVerdict(verdictId)
      if (recordId === null) return sendNotFound(c, 'verdict')
      const result = await dependencies.review.blindCall({ actor, recordId, verdictId, call })
      if (result.status !== 'done') return sendNotDone(c, result, { actor, rule: verdictRules['blind-call'] })
      return sendTagged(c, result.blindCall, { status: 201 })
    },
  )
}
