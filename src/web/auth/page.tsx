import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { renderHtml } from '../../platform/html/render-html.js'
import { asSentence } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import { sentenceCase } from '../../site/pages/record/words.js'
import type { FieldProblems } from '../http/field-problems.js'
import { formsOnly } from '../http/forms.js'
import { problem } from '../http/problem.js'
import type { AuthContext } from './auth-context.js'
import type { AuthEnv, Layout } from './variables.js'

const maxFormBytes = 64 * 1024
/** A text of a form, which what it is for checks: as long as the whole form. */
export const sentText = z.string().max(maxFormBytes)
type PageStatus = 200 | 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 503

/** Pages load styles, fonts, images and scripts from this server alone, none of them written into the page, and send forms to it alone. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every answer about people: the policy of pages, and nothing that stays in a cache. */
export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', pagePolicy)
  c.res.headers.set('cache-control', 'no-store')
}

/** Refuses a body that no form of ours has. What is too large may come from a page of ours, what is no form does not. */
export function accountFormsOnly(context: Pick<AuthContext, 'layout'>): MiddlewareHandler<AuthEnv>[] {
  return formsOnly({
    maxBytes: maxFormBytes,
    type: 'url-encoded',
    tooLarge: (c) =>
      showPlain(c, context, {
        status: 413,
        title: 'Too large',
        text: `A form here has ${maxFormBytes / 1024} KiB at most. Go back and shorten what you sent; nothing was stored.`,
      }),
    notAForm: (c) => {
      const detail = 'Send a form as application/x-www-form-urlencoded.'
      return problem(c, { status: 415, title: 'Unsupported Media Type', detail, fix: 'Set Content-Type to that.' })
    },
  })
}

/** What a form holds, each field a string; of a field sent twice the first counts. Scopes and the like come as lists from `lists`. */
export async function readForm<T extends z.ZodType>(
  c: Context,
  schema: T,
  lists: readonly string[] = [],
): Promise<{ data: z.output<T> } | { problem: string; problems: FieldProblems }> {
  const form = new URLSearchParams(await c.req.text())
  const fields = Object.fromEntries([...new Set(form.keys())].map((key) => [key, lists.includes(key) ? form.getAll(key) : form.get(key)]))
  const parsed = schema.safeParse(fields)
  if (parsed.success) return { data: parsed.data }
  const { issues } = parsed.error
  const [issue] = issues
  const ofFields = issues.map(({ path, message }) => [String(path[0]), asSentence(sentenceCase(message))] as const)
  return {
    problem: `${fieldWords[String(issue?.path[0])] ?? 'The form'}: ${issue?.message ?? 'not as expected'}.`,
    // Of one field, what was found first.
    problems: Object.fromEntries(ofFields.filter(([name], at, all) => all.findIndex(([other]) => other === name) === at)),
  }
}

/** What was typed into those fields, to be shown again. Passwords are no such fields. */
export async function readTyped(c: Context, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const form = new URLSearchParams(await c.req.text())
  return Object.fromEntries(names.map((name) => [name, form.get(name) ?? '']))
}

const fieldWords: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'Email',
  password: 'Password',
  current: 'Current password',
  role: 'Role',
  scopes: 'Scopes',
  expires: 'Expires',
}

/** A whole page in the look that was handed in. */
export async function showPage(
  c: Context<AuthEnv>,
  { layout }: Pick<AuthContext, 'layout'>,
  { title, children, status = 200 }: { title: string; children: Child; status?: PageStatus },
): Promise<Response> {
  const page = await layout({ title, actor: c.get('actor') ?? null, children, path: c.req.path, brand: c.get('brand') ?? null })
  return c.html(`<!doctype html>${renderHtml(page ?? '').replace(/^<!doctype html>/i, '')}`, status)
}

/** A page that only says what is the matter, and what to do. */
export function showPlain(
  c: Context,
  context: Pick<AuthContext, 'layout'>,
  { title, text, status }: { title: string; text: string; status: 400 | 403 | 404 | 413 | 500 | 503 },
): Promise<Response> {
  const children = (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
    </>
  )
  return showPage(c, context, { title, children, status })
}

/** Without any look: for tests, and where none was handed in. */
export const plainLayout: Layout = ({ title, children }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${isolate(title)} · Ship Panel`}</title>
    </head>
    <body>
      <main>{children}</main>
    </body>
  </html>
)

/** This server's address, for links that people hand on: as configured, else as the browser asked for it. */
export function originOf(c: Context, { publicUrl }: Pick<AuthContext, 'publicUrl'>): string {
  return new URL(publicUrl ?? c.req.url).origin
}

/** An id as a form sends it back. */
export const idSchema = z.string().regex(/^[a-z]{3}_[0-9a-z]{1,64}$/, 'not an id')
