import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** What forms are sent as: as text, or in parts where a field may be a file. */
const formTypes = {
  'url-encoded': ['application/x-www-form-urlencoded'],
  any: ['application/x-www-form-urlencoded', 'multipart/form-data'],
} as const

export type FormType = keyof typeof formTypes

/** The media type of a request's body in lower case, without its parameters; empty where none is named. */
export function mediaType(c: Context): string {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
}

/** Whether a request says that its body is a form of that type. */
export function isForm(c: Context, type: FormType): boolean {
  return formTypes[type].some((each) => each === mediaType(c))
}

export type FormGuard = {
  maxBytes: number
  type: FormType
  /** The answer to a body that is larger. */
  tooLarge: (c: Context) => Response | Promise<Response>
  /** The answer to a POST that is no such form. */
  notAForm: (c: Context) => Response | Promise<Response>
}

/** Lets no body through that is larger than a form may be, and no POST but a form. */
export function formsOnly({ maxBytes, type, tooLarge, notAForm }: FormGuard): MiddlewareHandler[] {
  const limit = bodyLimit({ maxSize: maxBytes, onError: tooLarge })
  return [limit, async (c, next) => (c.req.method !== 'POST' || isForm(c, type) ? next() : notAForm(c))]
}
