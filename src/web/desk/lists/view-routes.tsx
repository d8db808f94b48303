import { Hono } from 'hono'
import { z } from 'zod'
import {
  listNames,
  type SavedViewActions,
  type ViewChange,
  viewIdSchema,
  viewNameSchema,
  viewQuerySchema,
} from '../../../accounts/saved-views.js'
import { asSentence } from '../../../platform/text/sentence.js'
import type { AuthEnv } from '../../auth/variables.js'
import { actorOf, type DeskContext } from '../env.js'
import { auditPath, newsletterPath, panelsPath, queuePath, recordsPath, toolsPath } from '../paths.js'
import { formsUpTo, readForm, sendNotFound, sendPlain, textOf } from '../send.js'

const maxFormBytes = 64 * 1024

/** Where each list is. */
const listPaths: Readonly<Record<(typeof listNames)[number], string>> = {
  records: recordsPath,
  queue: queuePath,
  tools: toolsPath,
  panels: panelsPath,
  log: auditPath,
  subscribers: `${newsletterPath}/subscribers`,
}

const saveSchema = z.object({ list: z.enum(listNames), name: viewNameSchema, query: viewQuerySchema, isShared: z.boolean() })

/** Saving views of lists, and changing them. To be mounted at the desk's path, behind who may enter. */
export function createViewsApp({ savedViews }: { savedViews: SavedViewActions }): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  for (const guard of formsUpTo(maxFormBytes)) app.use('/views/*', guard)
  app.post('/views', async (c) => {
    const form = await readForm(c)
    const sent = { list: textOf(form, 'list'), name: textOf(form, 'name'), query: textOf(form, 'query') }
    const parsed = saveSchema.safeParse({ ...sent, isShared: textOf(form, 'shared') === 'yes' })
    if (!parsed.success) return sendProblem(c, asSentence(parsed.error.issues.map(({ message }) => message).join('; ')))
    const saved = await savedViews.save({ actor: actorOf(c), ...parsed.data })
    return answer(c, saved, `${listPaths[parsed.data.list]}?${parsed.data.query || 'view=all'}`)
  })
  app.post('/views/:viewId', async (c) => {
    const form = await readForm(c)
    const id = viewIdSchema.safeParse(c.req.param('viewId'))
    const view = id.success ? await savedViews.find(actorOf(c), id.data) : null
    const list = listNames.find((name) => name === view?.list)
    if (view === null || list === undefined) return sendNotFound(c, 'view')
    const name = viewNameSchema.safeParse(textOf(form, 'name'))
    if (textOf(form, 'do') === 'rename' && !name.success)
      return sendProblem(c, asSentence(name.error.issues.map(({ message }) => message).join('; ')))
    const on = { actor: actorOf(c), id: view.id }
    const changed = await change(textOf(form, 'do'), { savedViews, on, list, name: name.data ?? view.name })
    return changed === null
      ? sendProblem(c, 'Choose what to do with the view.')
      : answer(c, changed, `${listPaths[list]}?${(textOf(form, 'back') !== 'all' && view.query) || 'view=all'}`)
  })
  return app
}

type Changing = {
  savedViews: SavedViewActions
  on: { actor: ReturnType<typeof actorOf>; id: string }
  list: (typeof listNames)[number]
  name: string
}

async function change(what: string, { savedViews, on, list, name }: Changing): Promise<ViewChange | null> {
  switch (what) {
    case 'rename':
      return savedViews.change({ ...on, name })
    case 'share':
    case 'unshare':
      return savedViews.change({ ...on, isShared: what === 'share' })
    case 'default':
      return savedViews.setDefault({ actor: on.actor, list, id: on.id })
    case 'no-default':
      return savedViews.setDefault({ actor: on.actor, list, id: null })
    case 'delete':
      return savedViews.remove(on)
    default:
      return null
  }
}

function sendProblem(c: DeskContext, children: string): Response | Promise<Response> {
  return sendPlain(c, { status: 422, title: 'The view was not saved', children })
}

function answer(c: DeskContext, changed: ViewChange, back: string): Response | Promise<Response> {
  if (changed.status === 'done') return c.redirect(back, 303)
  if (changed.status === 'not found') return sendNotFound(c, 'view')
  const children = `${asSentence(changed.why)} ${asSentence(changed.fix)}`
  return sendPlain(c, { status: 403, title: 'Not done', children })
}
