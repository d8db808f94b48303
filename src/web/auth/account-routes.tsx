import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { passwordProblem } from '../../accounts/password-rules.js'
import type { Actor } from '../../contracts/actor.js'
import { boundedText } from '../../contracts/bounded-text.js'
import { Address } from '../../site/pages/record/parts.js'
import type { FieldProblems } from '../http/field-problems.js'
import { PasswordForm, Tokens, type TypedToken } from './account-parts.js'
import type { AuthContext } from './auth-context.js'
import { Act, Notice } from './forms.js'
import { requireActor } from './middlewares.js'
import { idSchema, readForm, readTyped, sentText, showPage } from './page.js'
import { callInner } from './session.js'
import { tooMany } from './sign-in-routes.js'
import type { AuthEnv } from './variables.js'

const passwordSchema = z.object({ current: sentText, password: sentText, repeated: sentText })
const tokenSchema = z.object({
  name: boundedText(80),
  scopes: z
    .array(z.enum(['read', 'write', 'admin']))
    .max(100)
    .default([]),
  expires: z.union([z.literal(''), z.iso.date('write a day as YYYY-MM-DD')]).default(''),
})
/** Of a session that ended between the guard and the deed, so that nothing was done in its name. */
const sessionOver = 'your session expired. Sign in again and do it once more.'

type Notices = {
  problem?: string
  /** Of the fields of the form that was sent. */
  problems?: FieldProblems
  done?: string
  token?: string
  typed?: TypedToken
  status?: 404 | 409 | 422 | 429
}

/** A person's own page: password, sessions, API tokens. */
export function accountRoutes(context: AuthContext): Hono<AuthEnv> {
  const routes = new Hono<AuthEnv>()
  routes.use('/account', requireActor())
  routes.use('/account/*', requireActor())
  routes.get('/account', (c) => showAccount(c, context, {}))
  routes.post('/account/password', (c) => changePassword(c, context))
  routes.post('/account/sessions/end', (c) => endOtherSessions(c, context))
  routes.post('/account/tokens', (c) => makeToken(c, context))
  routes.post('/account/tokens/revoke', async (c) => {
    const form = await readForm(c, z.object({ id: idSchema }))
    const isRevoked = 'data' in form && (await context.people.revokeToken({ actor: actorOf(c), tokenId: form.data.id }))
    const gone = { problem: 'You have no such token.', status: 404 } as const
    return showAccount(c, context, isRevoked ? { done: 'The token is revoked.' } : gone)
  })
  return routes
}

/** Behind `requireActor` there is one. */
export function actorOf(c: Context<AuthEnv>): Actor {
  const actor = c.get('actor')
  if (actor === null) throw new Error('a route for people who are signed in was reached by no one')
  return actor
}

async function changePassword(c: Context<AuthEnv>, context: AuthContext): Promise<Response> {
  const form = await readForm(c, passwordSchema)
  if ('problem' in form) return showAccount(c, context, { problems: form.problems, status: 422 })
  const { current, password, repeated } = form.data
  const person = await context.people.find(actorOf(c).userId)
  if (password !== repeated) return showAccount(c, context, { problems: { repeated: 'The passwords are not the same.' }, status: 422 })
  const problem = passwordProblem(password, [person?.name ?? '', person?.email ?? ''])
  if (problem !== null) return showAccount(c, context, { problems: { password: problem }, status: 422 })
  const body = { currentPassword: current, newPassword: password, revokeOtherSessions: true }
  const tokens = await context.people.tokensOf(actorOf(c).userId)
  // Tokens are revoked, and the change is logged, before the new password is kept (better-auth.ts).
  const { status, retryAfterSeconds } = await callInner(c, context, { path: '/change-password', body })
  if (status === 200) {
    const revoked = revokedText(tokens.map(({ name }) => name).toSorted())
    return showAccount(c, context, { done: `The password is changed. All other sessions are ended. ${revoked}`.trimEnd() })
  }
  if (status === 429) return tooMany(c, retryAfterSeconds, (tooOften) => showAccount(c, context, { problem: tooOften, status: 429 }))
  if (status === 401) return showAccount(c, context, { problem: `The password is as it was: ${sessionOver}`, status: 409 })
  return showAccount(c, context, { problems: { current: 'The current password is wrong.' }, status: 422 })
}

/** Names what programs have to be given again; empty where there was no token. */
function revokedText(tokens: readonly string[]): string {
  if (tokens.length === 0) return ''
  const those = tokens.length === 1 ? 'The API token is revoked' : `All ${tokens.length} API tokens are revoked`
  return `${those}: ${tokens.join(', ')}. Make a new one for each program that needs it.`
}

async function endOtherSessions(c: Context<AuthEnv>, context: AuthContext): Promise<Response> {
  const { status, retryAfterSeconds } = await callInner(c, context, { path: '/revoke-other-sessions', body: {} })
  if (status === 200) return showAccount(c, context, { done: 'You are signed out everywhere else.' })
  if (status === 429) return tooMany(c, retryAfterSeconds, (tooOften) => showAccount(c, context, { problem: tooOften, status: 429 }))
  return showAccount(c, context, { problem: `No other session was ended: ${sessionOver}`, status: 409 })
}

async function makeToken(c: Context<AuthEnv>, context: AuthContext): Promise<Response> {
  const form = await readForm(c, tokenSchema, ['scopes'])
  const { name: typedName = '', expires: typedDay = '' } = await readTyped(c, ['name', 'expires'])
  const typed = { name: typedName, expires: typedDay, scopes: new URLSearchParams(await c.req.text()).getAll('scopes') }
  const refuse = (problems: FieldProblems) => showAccount(c, context, { problems, typed, status: 422 })
  if ('problem' in form) return refuse(form.problems)
  const { name, scopes, expires } = form.data
  // To the end of that day.
  const expiresAt = expires === '' ? null : new Date(`${expires}T23:59:59.999Z`)
  const made = await context.people.createToken({ actor: actorOf(c), name: name.trim(), scopes, expiresAt })
  if (made.status === 'made') return showAccount(c, context, { token: made.token })
  const problem = made.status === 'refused' ? `${made.why} ${made.fix}` : 'That did not work.'
  return refuse({ [expiresAt !== null && expiresAt <= context.runtime.now() && scopes.length > 0 ? 'expires' : 'scopes']: problem })
}

async function showAccount(
  c: Context<AuthEnv>,
  context: AuthContext,
  { problem, problems = {}, done, token, typed, status }: Notices,
): Promise<Response> {
  const actor = actorOf(c)
  const [person, tokens] = await Promise.all([context.people.find(actor.userId), context.people.tokensOf(actor.userId)])
  const children = (
    <>
      <h1>Account</h1>
      <p>
        {actor.name}, <Address text={person?.email ?? ''} />, {actor.role}
      </p>
      <Notice problem={problem} done={done} />
      <Tokens
        tokens={tokens}
        made={token ?? null}
        isAdmin={actor.role === 'admin'}
        typed={typed}
        problems={typed === undefined ? {} : problems}
        now={context.runtime.now()}
      />
      <PasswordForm email={person?.email ?? ''} problems={typed === undefined ? problems : {}} />
      <section aria-labelledby="sessions">
        <h2 id="sessions">Sessions</h2>
        <Act action="/auth/account/sessions/end" fields={{}}>
          Sign out everywhere else
        </Act>
        <Act action="/auth/sign-out" fields={{}}>
          Sign out
        </Act>
      </section>
    </>
  )
  return showPage(c, context, { title: 'Account', children, ...(status === undefined ? {} : { status }) })
}
