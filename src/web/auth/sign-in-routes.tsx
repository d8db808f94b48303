import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { waitWords } from '../../platform/text/wait-words.js'
import type { AuthContext } from './auth-context.js'
import { Field, Notice } from './forms.js'
import { nextPath } from './next-path.js'
import { readForm, sentText, showPage } from './page.js'
import { callInner, endSession } from './session.js'
import type { AuthEnv } from './variables.js'

const signInSchema = z.object({ email: sentText, password: sentText, next: sentText.optional() })
/** What can be no address and no password need not be hashed to be refused. */
const tooLong = { email: 254, password: 256 }

/** One answer for a wrong password, an unknown address and a deactivated person: who has an account is no one's business. */
const wrong = 'Email or password is wrong. If you have forgotten the password, ask an admin for a link to choose a new one.'

/** Signing in and out. */
export function signInRoutes(context: AuthContext): Hono<AuthEnv> {
  const routes = new Hono<AuthEnv>()
  routes.get('/sign-in', async (c) => {
    const next = c.req.query('next')
    if (c.get('actor') !== null) return c.redirect(nextPath(next, context.homePath), 303)
    return showSignIn(c, context, { next })
  })
  routes.post('/sign-in', async (c) => {
    const form = await readForm(c, signInSchema)
    if ('problem' in form) return showSignIn(c, context, { problem: wrong, status: 401 })
    const { email, password, next } = form.data
    if (email.length > tooLong.email || password.length > tooLong.password)
      return showSignIn(c, context, { next, problem: wrong, status: 401 })
    const { status, retryAfterSeconds } = await callInner(c, context, { path: '/sign-in/email', body: { email: email.trim(), password } })
    if (status === 200) {
      await endSession(c, context)
      return c.redirect(nextPath(next, context.homePath), 303)
    }
    if (status !== 429) return showSignIn(c, context, { next, email, problem: wrong, status: 401 })
    return tooMany(c, retryAfterSeconds, (problem) => showSignIn(c, context, { next, email, problem, status: 429 }))
  })
  routes.post('/sign-out', async (c) => {
    await callInner(c, context, { path: '/sign-out', body: {} })
    return c.redirect('/auth/sign-in', 303)
  })
  return routes
}

/** Says how long to wait, to people and to programs. */
export function tooMany(c: Context, retryAfterSeconds: number | null, show: (problem: string) => Promise<Response>): Promise<Response> {
  const seconds = retryAfterSeconds ?? 60
  c.header('retry-after', String(seconds))
  return show(`Too many tries. Try again in ${waitWords(seconds)}.`)
}

type SignInPage = { next?: string | undefined; email?: string; problem?: string; status?: 401 | 429 }

function showSignIn(c: Context<AuthEnv>, context: AuthContext, { next, email = '', problem, status }: SignInPage): Promise<Response> {
  const target = nextPath(next, '')
  const children = (
    <>
      <h1>Sign in</h1>
      <Notice problem={problem} />
      <form method="post" action="/auth/sign-in">
        {target === '' ? null : <input type="hidden" name="next" value={target} />}
        <Field id="email" label="Email" name="email" type="email" value={email} autocomplete="username" />
        <Field id="password" label="Password" name="password" type="password" autocomplete="current-password" />
        <button type="submit">Sign in</button>
      </form>
    </>
  )
  return showPage(c, context, { title: 'Sign in', children, ...(status === undefined ? {} : { status }) })
}
