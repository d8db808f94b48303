import { z } from 'zod'
import { listNames, type ViewRefusal, viewNameSchema, viewQuerySchema } from '../../accounts/saved-views.js'
import type { SavedView } from '../../accounts/store/saved-views.js'
import { mayWrite } from '../http/preconditions.js'
import { said, wholeList } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { sendPage } from './pages.js'
import { apiLink } from './paths.js'
import { sendNotFound, sendProblem } from './problems.js'
import { sendMismatch, sentence } from './review-answers.js'
import { type Api, type ApiContext, type ApiRequest, addRoute } from './route.js'
import { ids, orNull } from './schemas.js'
import { countErrors } from './validation.js'

const tag = 'Saved views'
const params = { viewId: ids.view }
const list = z.enum(listNames).describe('A list of the desk.')
const query = viewQuerySchema.describe('What follows the ? in the address of the desk’s list.')

const view = z
  .strictObject({
    ...{ id: said, list: said, name: said, query: said, isShared: z.boolean().describe('Everyone at the desk sees it.') },
    isOwn: z.boolean().describe('You made it.'),
    isDefault: z.boolean().describe('Your list opens with it.'),
    owner: said.describe('The name of who made it.'),
  })
  .meta({ id: 'SavedView', description: 'A named way to look at a list of the desk.' })

const newView = z.strictObject({ list, name: viewNameSchema, query, isShared: z.boolean().default(false) }).meta({ id: 'NewView' })
const viewChange = z
  .strictObject({ name: viewNameSchema, query, isShared: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'name at least one field to change')
  .meta({ id: 'ViewChange', minProperties: 1 })
const choice = z.strictObject({ list, viewId: orNull(ids.view).describe('Null for the list as it comes.') })

/** Views of the desk's lists: one's own, and those that are shared. */
export function addViewRoutes(api: Api, dependencies: ApiDependencies): void {
  const { savedViews } = dependencies
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/views', tag, scope: 'read', query: { list: list.optional() } },
      summary: 'Your saved views and the shared ones, by name',
      answers: { 200: { description: 'All of them.', schema: wholeList(view) } },
    },
    async (c, { actor, query: sent }) => sendPage(c, await savedViews.list(actor, sent.list ?? null), null),
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/views/{viewId}', tag, scope: 'read', params, summary: 'A saved view' },
      answers: { 200: { description: 'The view.', schema: view } },
    },
    async (c, { actor, params: { viewId } }) => {
      const found = await savedViews.find(actor, viewId)
      return found === null ? sendNotFound(c, 'view') : sendTagged(c, found)
    },
  )
  addSaveRoute(api, dependencies)
  addChangeRoutes(api, dependencies)
}

function addSaveRoute(api: Api, { savedViews }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/views', tag, scope: 'write', body: newView, summary: 'Save a view' },
      description: 'Sharing one is for editors. A list has at most 50 views of a person.',
      answers: { 201: { description: 'The view.', schema: view, isTagged: true } },
      problems: ['refused'],
    },
    async (c, { actor, body }) => {
      const saved = await savedViews.save({ actor, ...body, isNew: true })
      if (saved.status === 'refused') return sendRefusal(c, saved)
      const made = saved.status === 'done' ? await savedViews.find(actor, saved.id) : null
      return made === null ? sendNotFound(c, 'view') : sendTagged(c, made, { status: 201, location: apiLink('views', made.id) })
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/views/default', tag, scope: 'write', body: choice, summary: 'Choose what a list of yours opens with' },
      answers: { 200: { description: 'What it opens with.', schema: choice } },
    },
    async (c, { actor, body }) => {
      const chosen = await savedViews.setDefault({ actor, list: body.list, id: body.viewId })
      if (chosen.status === 'done') return sendTagged(c, body)
      const errors = [{ pointer: '/viewId', detail: 'there is no such view of this list' }]
      return sendProblem(c, 'invalid', countErrors(1), { errors })
    },
  )
}

function addChangeRoutes(api: Api, { savedViews }: ApiDependencies): void {
  const one = { path: '/views/{viewId}', tag, scope: 'write', params, needsIfMatch: true } as const
  type Found = { found: SavedView } | { answer: Response }
  const match = async (c: ApiContext, { actor, params: { viewId }, conditions, body }: ViewRequest): Promise<Found> => {
    const found = await savedViews.find(actor, viewId)
    if (found === null) return { answer: sendNotFound(c, 'view') }
    return mayWrite(conditions, entityTag(found)) ? { found } : { answer: sendChanged(c, found, body) }
  }
  /** Says why nothing was changed. */
  const refuse = async (
    c: ApiContext,
    { actor, params: { viewId }, body }: ViewRequest,
    refusal: ViewRefusal | { status: 'not found' },
  ) => {
    const now = refusal.status === 'refused' && refusal.isOutdated === true ? await savedViews.find(actor, viewId) : null
    if (now !== null) return sendChanged(c, now, body)
    return refusal.status === 'not found' || refusal.isOutdated === true ? sendNotFound(c, 'view') : sendRefusal(c, refusal)
  }
  addRoute(
    api,
    {
      ...{ ...one, method: 'patch', body: viewChange, summary: 'Rename a view, share it, or have it look at something else' },
      description: 'A shared one is for editors, as is sharing one; what you shared you may always stop sharing.',
      answers: { 200: { description: 'The view as it is then.', schema: view, isTagged: true } },
      problems: ['refused'],
    },
    async (c, request) => {
      const matched = await match(c, request)
      if ('answer' in matched) return matched.answer
      const { actor, body, params: of } = request
      const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      const changed = await savedViews.change({ actor, id: of.viewId, seen: matched.found, ...sent })
      if (changed.status !== 'done') return refuse(c, request, changed)
      // Who stops sharing what someone else saved does not see it any more.
      return sendTagged(c, (await savedViews.find(actor, of.viewId)) ?? { ...matched.found, ...sent })
    },
  )
  addRoute(
    api,
    {
      ...{ ...one, method: 'delete', summary: 'Delete a view: your own; a shared one, for editors' },
      answers: { 204: { description: 'It is gone.' } },
      problems: ['refused'],
    },
    async (c, request) => {
      const matched = await match(c, request)
      if ('answer' in matched) return matched.answer
      const { actor, params: of } = request
      const removed = await savedViews.remove({ actor, id: of.viewId, seen: matched.found })
      return removed.status === 'done' ? c.body(null, 204) : refuse(c, request, removed)
    },
  )
}

type ViewRequest = Pick<ApiRequest, 'actor' | 'conditions' | 'body'> & { params: { viewId: string } }

function sendChanged(c: ApiContext, current: SavedView, body: unknown): Response {
  return sendMismatch(c, { current, yours: body ?? null, etag: entityTag(current) })
}

function sendRefusal(c: ApiContext, { why, fix, isForbidden }: ViewRefusal): Response {
  return sendProblem(c, isForbidden === true ? 'forbidden' : 'refused', sentence(why), { fix: sentence(fix) })
}
