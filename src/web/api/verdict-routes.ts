import { z } from 'zod'
import type { RevisionResult } from '../../review/change-verdict.js'
import type { VerdictAction } from '../../review/rules/verdict-state-machine.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { given, queuePage, queueQuery } from './list-queries.js'
import { cutPage, listPlace, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { sendNotFound } from './problems.js'
import { sendInvalidList } from './review-answers.js'
import { revision, verdict, written } from './review-schemas.js'
import { type Api, addRoute } from './route.js'
import { bodies, ids } from './schemas.js'
import { findVerdict, sendVerdict, type VerdictTarget, writeVerdict } from './verdict-access.js'

const tag = 'Verdicts'
const params = { verdictId: ids.verdict }

/** Verdicts and their revisions. */
export function addVerdictRoutes(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/queue', tag, scope: 'read' },
      summary: 'What waits: for you, for no one (`scope=unassigned`) or for everyone (`scope=all`), oldest first',
      query: { ...pageQuery, ...queueQuery },
      answers: { 200: { description: 'A page of waiting verdicts, and how many there are in each scope.', schema: queuePage } },
    },
    async (c, { actor, query }) => {
      const { limit, cursor, ...filter } = query
      const read = readPlace(c, cursor, listPlace)
      if ('answer' in read) return read.answer
      const page = await dependencies.review.queue({
        actor,
        limit,
        ...given(filter),
        ...(read.place === null ? {} : { cursor: read.place[0] }),
      })
      if (page.status === 'invalid') return sendInvalidList(c, page)
      return sendPage(c, page.items, page.next === null ? null : [page.next], { total: page.total, counts: page.counts })
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/verdicts/{verdictId}', tag, scope: 'read', params },
      summary: 'The current verdict of a seat',
      description: 'Notes that you were shown the draft, unless it is hidden from you (blind-first).',
      answers: { 200: { description: 'The verdict.', schema: verdict } },
    },
    async (c, { actor, params: { verdictId } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      return view === null ? sendNotFound(c, 'verdict') : sendVerdict(c, view)
    },
  )
  addRevisionRoutes(api, dependencies)
  addWriteRoutes(api, dependencies)
}

const placeSchema = z.tuple([z.int().nonnegative()])

function addRevisionRoutes(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/verdicts/{verdictId}/revisions', tag, scope: 'read', params },
      summary: 'Its history, oldest first; what the model wrote stays for ever',
      query: pageQuery,
      answers: { 200: { description: 'A page of revisions; none while they are hidden from you.', schema: pageSchema(revision) } },
    },
    async (c, { actor, params: { verdictId }, query: { limit, cursor } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      if (view === null) return sendNotFound(c, 'verdict')
      const read = readPlace(c, cursor, placeSchema)
      if ('answer' in read) return read.answer
      const place = read.place ?? [0]
      const [after = 0] = place
      const { items, next } = cutPage(view.history.filter(({ number }) => number > after).slice(0, limit + 1), limit, ({ number }) => [
        number,
      ])
      return sendPage(c, items, next)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/verdicts/{verdictId}/revisions/{number}', tag, scope: 'read' },
      summary: 'One revision',
      params: { ...params, number: ids.revision },
      answers: { 200: { description: 'The revision.', schema: revision } },
    },
    async (c, { actor, params: { verdictId, number } }) => {
      const view = await findVerdict(dependencies, verdictId, actor)
      const found = view?.history.find((candidate) => candidate.number === Number(number))
      return found === undefined ? sendNotFound(c, 'revision') : sendTagged(c, found, { revision: `r${found.number}` })
    },
  )
}

type Write<B extends z.ZodType> = {
  path: string
  summary: string
  description?: string
  body: B
  action: VerdictAction
  checksBase?: boolean
  act: (target: VerdictTarget, body: z.output<B>) => Promise<RevisionResult>
}

function addWriteRoutes(api: Api, dependencies: ApiDependencies): void {
  const { review } = dependencies
  const add = <B extends z.ZodType>({ path, summary, description, body, action, checksBase = true, act }: Write<B>) =>
    addRoute(
      api,
      {
        ...{ method: 'post', path: `/verdicts/{verdictId}/${path}`, tag, scope: 'write', params, needsIfMatch: true, body, summary },
        ...(description === undefined ? {} : { description }),
        answers: { 200: { description: 'What it came to.', schema: written, isTagged: true } },
        problems: ['refused'],
      },
      (c, request) => writeVerdict({ c, request, dependencies }, { action, checksBase, act: (target) => act(target, request.body) }),
    )
  add({
    ...{ path: 'edit', action: 'edit', body: bodies.edit, summary: 'Write a new revision' },
    act: (target, { content, reason }) => review.edit({ ...target, content, reason }),
  })
  add({
    ...{ path: 'merge', action: 'edit', body: bodies.edit, summary: 'Write a revision that brings 2 others together' },
    description: 'After a 412: If-Match is its `etag`, the content its `merge` with the conflicts settled.',
    act: (target, { content, reason }) => review.merge({ ...target, content, reason }),
  })
  add({
    ...{ path: 'accept', action: 'accept', body: bodies.accept, summary: 'Accept it as it is' },
    act: (target, { reason }) => review.accept({ ...target, reason: reason ?? null }),
  })
  add({
    ...{ path: 'return', action: 'return', body: bodies.return, summary: 'Send it back with a note, which stays as an open comment' },
    act: (target, { note, to }) => review.return({ ...target, note, ...(to === undefined ? {} : { to }) }),
  })
  add({
    ...{ path: 'restore', action: 'restore', body: bodies.restore, summary: 'Bring an earlier revision’s words back, as a new revision' },
    act: (target, { restores, reason }) => review.restore({ ...target, restores, reason }),
  })
  add({
    ...{ path: 'hand-write', action: 'hand-write', body: bodies.edit, summary: 'Write the verdict the model did not' },
    checksBase: false,
    act: ({ base: _base, ...target }, { content, reason }) => review.handWrite({ ...target, content, reason }),
  })
}
