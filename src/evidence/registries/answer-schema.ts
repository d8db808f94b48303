import { z } from 'zod'
import { plainLine } from './plain-line.js'

/*
 * Parts of registries' answers. Everything is optional and bounded, and nothing throws: what has another type than expected is as if it were not
 * there. Keys that are not named are dropped, `__proto__` among them.
 */

/** No answer is longer, in bytes: nothing in one can be. */
const mostOfAnswer = 5_000_000

/** One line of text as people read it, at most `max` UTF-16 code units; null where nothing is left of it. */
export const line = (max: number) =>
  z
    .string()
    .max(mostOfAnswer)
    .transform((text) => plainLine(text, max))
    .nullable()
    .catch(null)
    .default(null)

/** A text of several lines, as it came; null where it is longer than 2 MB. */
export const longText = z.string().max(2_000_000).nullable().catch(null).default(null)

/** A count of stars or downloads. */
export const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).nullable().catch(null).default(null)

export const flag = z.boolean().nullable().catch(null).default(null)

/** The day of an ISO 8601 instant, YYYY-MM-DD, UTC as registries write it. */
export const day = z
  .string()
  .max(40)
  .transform((text) => /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(text)?.[0] ?? null)
  .pipe(z.iso.date().nullable())
  .nullable()
  .catch(null)
  .default(null)

/** An absolute http or https address without a name and a password, as written; one without a scheme, as people enter it, gets https. */
export const address = z
  .string()
  .max(mostOfAnswer)
  .transform((text) => webAddress(text))
  .nullable()
  .catch(null)
  .default(null)

/** The first `max` of a list, without what is not of the kind. */
export const list = <T>(item: z.ZodType<T | null>, max: number) =>
  z
    .array(z.unknown())
    .max(mostOfAnswer)
    .transform((items) =>
      items.slice(0, max).flatMap((one) => {
        const read = item.safeParse(one)
        return read.success && read.data !== null ? [read.data] : []
      }),
    )
    .catch([])
    .default([])

/** An object of these parts; where there is none, one in which each is missing. */
export const part = <S extends z.ZodRawShape>(shape: S) => z.preprocess((value) => (isObject(value) ? value : {}), z.object(shape))

/** The value of an object's own key, for keys that come from the data; undefined for everything else. */
export function ownValue(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What `address` reads. Null for everything that no one may follow. */
export function webAddress(written: string): string | null {
  const text = plainLine(written, 2_000)
  if (text === null || text.includes(' ') || text.endsWith('…')) return null
  const whole = /^[a-z][a-z0-9+.-]{0,20}:/i.test(text) ? text : `https:${text.startsWith('//') ? '' : '//'}${text}`
  if (!URL.canParse(whole)) return null
  const { protocol, username, password, hostname } = new URL(whole)
  const isWeb = (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  return isWeb && (hostname.includes('.') || hostname.includes(':') || /^https?:/i.test(text)) ? whole : null
}
