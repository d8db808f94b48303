import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { passwordLength } from '../../accounts/password-rules.js'
import { accountEmailSchema, linkPaths, personNameSchema } from '../../accounts/people.js'
import type { LinkKind, OpenLink } from '../../accounts/store/one-time-links.js'
import type { FieldProblems } from '../http/field-problems.js'
import { guessLimit } from '../http/guess-limit.js'
import type { AuthContext } from './auth-context.js'
import { Field } from './forms.js'
import { readForm, readTyped, sentText, showPage } from './page.js'
import { callInner, endSession } from './session.js'
import type { AuthEnv } from './variables.js'

const passwordSchema = z.object({ token: sentText, password: sentText, repeated: sentText })
const words: Readonly<Record<LinkKind, { title: string; intro: string; button: string }>> = {
  'set-up': { title: 'Set up Ship Panel', intro: 'You become its first admin, and can then invite the others.', button: 'Set up' },
  invitation: { title: 'Join Ship Panel', intro: 'Choose a name that others see next to your edits, and a password.', button: 'Join' },
  password: {
    title: 'Choose a password',
    intro: 'It replaces the one before, ends all sessions of this account, and revokes all its API tokens.',
    button: 'Set password',
  },
}

/** No one guesses 256 bits of chance: this keeps the tries few and in the log. */
const linksTriedPerBlock = 60

/** The pages behind links that work once: set-up, invitation, new password. */
export function linkRoutes(context: AuthContext): Hono<AuthEnv> {
  const routes = new Hono<AuthEnv>()
  const limit = guessLimit({
    what: 'a one-time link',
    trustedProxyHeader: context.trustedProxyHeader,
    log: context.runtime.log,
    isTry: () => true,
    wrongStatus: 410,
    perBlock: linksTriedPerBlock,
  })
  for (const kind of ['set-up', 'invitation', 'password'] as const) {
    const path = linkPaths[kind].slice('/auth'.length)
    routes.use(path, limit)
    routes.get(path, async (c) => {
      const token = c.req.query('token') ?? ''
      const link = await context.people.findLink({ kind, token })
      return link === null ? showVoid(c, context) : showLink(c, context, { link, token })
    })
    routes.post(path, (c) => acceptLink(c, context, kind))
  }
  return routes
}

async function acceptLink(c: Context<AuthEnv>, context: AuthContext, kind: LinkKind): Promise<Response> {
  const secret = await readForm(c, passwordSchema)
  if ('problem' in secret) return showVoid(c, context)
  const { token, password, repeated } = secret.data
  const link = await context.people.findLink({ kind, token })
  if (link === null) return showVoid(c, context)
  const typed = await readTyped(c, ['name', 'email'])
  const again = (problems: FieldProblems, status: 409 | 422 = 422) => showLink(c, context, { link, token, typed, problems, status })
  const fields = {
    name: link.name === null ? personNameSchema : z.unknown().optional(),
    email: link.email === null ? accountEmailSchema : z.unknown().optional(),
  }
  const person = await readForm(c, z.object(fields))
  const differ: FieldProblems = password === repeated ? {} : { repeated: 'The passwords are not the same.' }
  if ('problem' in person) return again({ ...person.problems, ...differ })
  if (password !== repeated) return again(differ)
  const { name, email } = person.data
  const used = await context.people.useLink({ kind, token, password, name: String(name ?? ''), email: String(email ?? '') })
  if (used.status === 'void') return showVoid(c, context)
  if (used.status === 'invalid') return again({ password: used.problem })
  if (used.status === 'email taken')
    return again({ email: 'Someone has an account with this address already. Sign in, or choose another.' }, 409)
  // The browser gets a new session whatever it held before; when that is not to be had, it can sign in by hand.
  const { status } = await callInner(c, context, { path: '/sign-in/email', body: { email: used.email, password } })
  if (status === 200) await endSession(c, context)
  return c.redirect(status === 200 ? context.homePath : '/auth/sign-in', 303)
}

function showVoid(c: Context<AuthEnv>, context: AuthContext): Promise<Response> {
  const children = (
    <>
      <h1>This link does not work</h1>
      <p>It was used already, expired, was withdrawn, or was not copied whole. Ask an admin for a new one.</p>
      <p>
        <a href="/auth/sign-in">Sign in</a>
      </p>
    </>
  )
  return showPage(c, context, { title: 'This link does not work', children, status: 410 })
}

type LinkPage = {
  link: OpenLink
  token: string
  typed?: Readonly<Record<string, string>>
  problems?: FieldProblems
  status?: 409 | 422
}

function showLink(c: Context<AuthEnv>, context: AuthContext, { link, token, typed, problems, status }: LinkPage): Promise<Response> {
  const { title, intro, button } = words[link.kind]
  const hint = `${passwordLength.min} to ${passwordLength.max} characters; 4 unrelated words do well.`
  const children = (
    <>
      <h1>{title}</h1>
      <p>{intro}</p>
      <form method="post" action={linkPaths[link.kind]}>
        <input type="hidden" name="token" value={token} />
        {link.name === null ? (
          <Field id="name" label="Name" name="name" autocomplete="name" value={typed?.name} problems={problems} />
        ) : null}
        <Field
          id="email"
          label="Email"
          name="email"
          type="email"
          autocomplete="username"
          value={link.email ?? typed?.email ?? ''}
          problems={problems}
          isFixed={link.email !== null}
        />
        <Field id="password" label="Password" name="password" type="password" autocomplete="new-password" hint={hint} problems={problems} />
        <Field id="repeated" label="Repeat the password" name="repeated" type="password" autocomplete="new-password" problems={problems} />
        <button type="submit">{button}</button>
      </form>
    </>
  )
  return showPage(c, context, { title, children, ...(status === undefined ? {} : { status }) })
}
