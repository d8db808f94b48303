import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { emailSchema } from '../../../platform/input/email-address.js'
import { formsOnly } from '../../http/forms.js'

/** What a form of the site has at most. */
const maxFormBytes = 8 * 1024

type Refuse = (c: Context, problem: { status: 413 | 415; title: string; text: string }) => Response | Promise<Response>

/** Lets no body through that is no small form; `refuse` answers for it. */
export function smallFormsOnly(refuse: Refuse): MiddlewareHandler[] {
  const tooLarge = `A form here has ${maxFormBytes / 1024} kB at most. Nothing was counted; go back and send the form as it is on the page.`
  const notAForm = 'Nothing was counted. Vote with the form on the page, which sends application/x-www-form-urlencoded.'
  return formsOnly({
    maxBytes: maxFormBytes,
    type: 'url-encoded',
    tooLarge: (c) => refuse(c, { status: 413, title: 'Too much', text: tooLarge }),
    notAForm: (c) => refuse(c, { status: 415, title: 'Not a form', text: notAForm }),
  })
}

const fieldSchemas = {
  choice: z.enum(['ship', 'skip']),
  email: emailSchema,
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
