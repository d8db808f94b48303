import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'

/** What a form of the site has at most. */
export const maxFormBytes = 8 * 1024

type Refuse = (c: Context, problem: { status: 413 | 415; title: string; text: string }) => Response | Promise<Response>

/** Lets no body through that is no small form; `refuse` answers for it. */
export function smallFormsOnly(refuse: Refuse): MiddlewareHandler[] {
  const limit = bodyLimit({
    maxSize: maxFormBytes,
    onError: (c) => {
      const text = `A form here has ${maxFormBytes / 1024} kB at most. Nothing was counted; go back and send the form as it is on the page.`
      return refuse(c, { status: 413, title: 'Too much', text })
    },
  })
  return [
    limit,
    async (c, next) => {
      const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
      if (c.req.method !== 'POST' || type === 'application/x-www-form-urlencoded') return next()
      const text = 'Nothing was counted. Vote with the form on the page, which sends application/x-www-form-urlencoded.'
      return refuse(c, { status: 415, title: 'Not a form', text })
    },
  ]
}

const fieldSchemas = {
  choice: z.enum(['ship', 'skip']),
  email: z.string().trim().max(254).pipe(z.email()),
  token: z.string().max(100),
} as const

/** A field of the form that was sent, null when it is missing or not as it should be. Of a field sent twice the first counts. */
export async function readField<Name extends keyof typeof fieldSchemas>(
  c: Context,
  name: Name,
): Promise<z.output<(typeof fieldSchemas)[Name]> | null> {
  const parsed = fieldSchemas[name].safeParse(new URLSearchParams(await c.req.text()).get(name))
  return parsed.success ? (parsed.data as z.output<(typeof fieldSchemas)[Name]>) : null
}

/** A wait as people read it: seconds up to two minutes, then minutes, then hours. */
export function waitWords(seconds: number): string {
  if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3_600)} hours`
}
