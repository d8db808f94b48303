import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { accountEmailSchema, type MadeLink } from '../../accounts/people.js'
import type { Change } from '../../accounts/store/people.js'
import { roleSchema, roleWords } from '../../contracts/role.js'
import { actorOf } from './account-routes.js'
import type { AuthContext } from './auth-context.js'
import { requireActor } from './middlewares.js'
import { idSchema, originOf, readForm, readTyped, showPage, showPlain } from './page.js'
import { DeactivatePage, PeoplePage, type PeoplePageProps } from './people-page.js'
import type { AuthEnv } from './variables.js'

/** More than any name or address that is searched for. */
const longestQuery = 200

const inviteSchema = z.object({ role: roleSchema, email: z.union([z.literal('').transform(() => null), accountEmailSchema]).default(null) })
const personSchema = z.object({ id: idSchema })

type Notices = Pick<PeoplePageProps, 'problem' | 'done' | 'link' | 'typed' | 'problems'> & { status?: 404 | 409 | 422 }

/** For admins: who is here, who is invited, and what each may do. */
export function peopleRoutes(context: AuthContext): Hono<AuthEnv> {
  const { people } = context
  const routes = new Hono<AuthEnv>()
  routes.use('/people', requireActor(), adminsOnly(context))
  routes.use('/people/*', requireActor(), adminsOnly(context))
  routes.get('/people', (c) => showPeople(c, context, {}))
  routes.post('/people/invite', async (c) => {
    const form = await readForm(c, inviteSchema)
    if ('problem' in form) {
      const { problems } = form
      return showPeople(c, context, { typed: await readTyped(c, ['email', 'role']), problems, status: 422 })
    }
    const link = await people.invite({ actor: actorOf(c), ...form.data })
    return 'path' in link
      ? showPeople(c, context, { link: shownLink(c, context, link) })
      : showChange(c, context, { change: link, done: '' })
  })
  routes.post('/people/withdraw', async (c) => {
    const form = await readForm(c, personSchema)
    const isDone = 'data' in form && (await people.withdrawInvitation({ actor: actorOf(c), id: form.data.id }))
    return showPeople(
      c,
      context,
      isDone ? { done: 'The invitation is withdrawn.' } : { problem: 'There is no such open invitation.', status: 404 },
    )
  })
  routes.post('/people/role', async (c) => {
    const form = await readForm(c, z.object({ id: idSchema, role: roleSchema }))
    if ('problem' in form) return showPeople(c, context, { problem: form.problem, status: 422 })
    const { id: userId, role } = form.data
    return showChange(c, context, { change: await people.setRole({ actor: actorOf(c), userId, role }), done: 'The role is changed.' })
  })
  routes.get('/people/deactivate', async (c) => {
    const person = await people.find(c.req.query('id') ?? '')
    if (person === null) return showPeople(c, context, { problem: 'There is no such person.', status: 404 })
    return showPage(c, context, { title: 'Deactivate', children: <DeactivatePage person={person} /> })
  })
  routes.post('/people/deactivate', async (c) => {
    const done = 'The person is deactivated: signed out everywhere, tokens revoked.'
    return showChange(c, context, { change: await people.deactivate({ actor: actorOf(c), userId: await idOf(c) }), done })
  })
  routes.post('/people/reactivate', async (c) => {
    const done = 'The person may sign in again.'
    return showChange(c, context, { change: await people.reactivate({ actor: actorOf(c), userId: await idOf(c) }), done })
  })
  routes.post('/people/password', async (c) => {
    const link = await people.passwordLink({ actor: actorOf(c), userId: await idOf(c) })
    return 'path' in link
      ? showPeople(c, context, { link: shownLink(c, context, link) })
      : showChange(c, context, { change: link, done: '' })
  })
  return routes
}

/** Tells everyone else so on a page: `requireActor` answers for programs. */
function adminsOnly(context: AuthContext): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const { role } = actorOf(c)
    if (role === 'admin') return next()
    const text = `This is for admins; you are here as ${roleWords[role]}. Ask an admin for what you need.`
    return showPlain(c, context, { status: 403, title: 'Not allowed', text })
  }
}

/** Whom a form names; no one when it names no one. */
async function idOf(c: Context): Promise<string> {
  const form = await readForm(c, personSchema)
  return 'data' in form ? form.data.id : ''
}

function shownLink(c: Context, context: AuthContext, { path, expiresAt }: MadeLink) {
  return { url: new URL(path, originOf(c, context)).href, expiresAt }
}

/** After a change the list as it is now, unless it was one's own role that went: then there is nothing to see here any more. */
async function showChange(
  c: Context<AuthEnv>,
  context: AuthContext,
  { change, done }: { change: Change; done: string },
): Promise<Response> {
  if (change.status === 'not found') return showPeople(c, context, { problem: 'There is no such person.', status: 404 })
  if (change.status === 'refused') return showPeople(c, context, { problem: `${change.why} ${change.fix}`, status: 409 })
  const self = await context.people.find(actorOf(c).userId)
  const isStillAdmin = self?.role === 'admin' && self.deactivatedAt === null
  return isStillAdmin ? showPeople(c, context, { done }) : c.redirect(context.homePath, 303)
}

async function showPeople(c: Context<AuthEnv>, context: AuthContext, { status, ...notices }: Notices): Promise<Response> {
  const [list, invitations] = await Promise.all([context.people.list(), context.people.invitations()])
  const query = (c.req.query('q') ?? '').slice(0, longestQuery).trim()
  const wanted = query.toLowerCase()
  const people = list.filter(({ name, email }) => name.toLowerCase().includes(wanted) || email.includes(wanted))
  const children = (
    <PeoplePage
      {...notices}
      people={people}
      total={list.length}
      query={query}
      invitations={invitations}
      self={actorOf(c).userId}
      now={context.runtime.now()}
    />
  )
  return showPage(c, context, { title: 'People', children, ...(status === undefined ? {} : { status }) })
}
