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
      return showSignIn(c, context, { next, email, problem: wrong, status: 401 })
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

async function showSignIn(c: Context<AuthEnv>, context: AuthContext, { next, email = '', problem, status }: SignInPage): Promise<Response> {
  const target = nextPath(next, '')
  const isSetUp = await context.people.hasAdmin()
  const form = (
    <>
      {target === '' ? null : <p>The page you asked for is for the editorial team. After signing in you are taken there.</p>}
      <form method="post" action="/auth/sign-in">
        {target === '' ? null : <input type="hidden" name="next" value={target} />}
        <Field id="email" label="Email" name="email" type="email" value={email} autocomplete="username" />
        <Field
          id="password"
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          isNoticed={problem !== undefined}
        />
        <button type="submit">Sign in</button>
      </form>
    </>
  )
  const children = isSetUp ? (
    <>
      <h1>Sign in</h1>
      <Notice problem={problem} />
      {form}
      <Help />
    </>
  ) : (
    <>
      <h1>Ship Panel is not set up yet</h1>
      <Notice problem={problem} />
      <FirstStart />
      <section aria-labelledby="have-account">
        <h2 id="have-account">If you have an account already</h2>
        {form}
      </section>
    </>
  )
  return showPage(c, context, { title: isSetUp ? 'Sign in' : 'Set up', children, ...(status === undefined ? {} : { status }) })
}

/** For those who cannot sign in. Says nothing about who has an account. */
function Help() {
  return (
    <section aria-labelledby="help">
      <h2 id="help">Cannot sign in?</h2>
      <p>Forgot your password: ask an admin for a link with which you choose a new one. Admins make it under People.</p>
      <p>No account yet: ask an admin for an invitation.</p>
      <p>
        You run this installation: <code>panel user link you@example.org</code> prints a link for a new password in the terminal.
      </p>
    </section>
  )
}

/** Before the first account: where its link is. The link itself is for those who see the terminal, and for no one who finds this page. */
function FirstStart() {
  return (
    <>
      <p>No admin has an account here yet. The first is made with a link that works once, for a day.</p>
      <section aria-labelledby="find-link">
        <h2 id="find-link">Find the link</h2>
        <p>
          It is in the terminal, or in the log, where <code>panel serve</code> was started. The line begins with “No one can sign in yet”.
          Open the link in this browser and choose a name and a password: you are the first admin, and can invite the others.
        </p>
      </section>
      <section aria-labelledby="new-link">
        <h2 id="new-link">Get a new link</h2>
        <p>
          Stop <code>panel serve</code> and start it again: it prints a new link, and the one before no longer works.
        </p>
        <p>
          Or make the account in the terminal: <code>panel user add you@example.org --name "Your name" --role admin</code> prints a link
          with which you choose a password.
        </p>
      </section>
    </>
  )
}
