import type { Context } from 'hono'
import { z } from 'zod'
import { sha256 } from '../../platform/hash.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { listed, said } from './answer-schemas.js'
import { sendTagged } from './entity-tags.js'
import { invalidQuery } from './validation.js'

const maxPageSize = 200
const defaultPageSize = 50
const hashLength = 16

/** A whole number as a query writes it: decimal digits and nothing else. */
export function wholeNumber({ min, max }: { min: number; max: number }, description: string) {
  const message = `write a number from ${min} to ${max}`
  return z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,15})$/, message)
    .transform(Number)
    .refine((number) => number >= min && number <= max, message)
    .meta({ type: 'integer', minimum: min, maximum: max, description })
}

/** The query of every list: `limit` and the cursor that `next` holds. */
export const pageQuery = {
  limit: wholeNumber({ min: 1, max: maxPageSize }, `How many items to send at most; ${defaultPageSize} when left out.`).default(
    defaultPageSize,
  ),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,500}$/, 'begin at the first page')
    .optional()
    .describe('Where to go on, as `next` of the page before says it: in the same list, with the same filter.'),
}

/** A page of a list. `next` is the address of the following one, from the root of this server; null on the last. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: listed(item), next: said.nullable() })
}

/** A page that also says how many match in all, and what else a list counts. */
export function countedPage<Item extends z.ZodType, Rest extends z.ZodRawShape>(item: Item, rest: Rest) {
  return z.strictObject({ items: listed(item), next: said.nullable(), total: z.int().nonnegative(), ...rest })
}

/** Of a list whose places are written by the review's actions. */
export const listPlace = z.tuple([z.string().max(500)])

export type Place = readonly (string | number)[]

/** A place in a list as one text that is no one's to read. It is good for that list with that filter alone. */
function writeCursor(c: Context, place: Place): string {
  return Buffer.from(JSON.stringify([listOf(c), ...place]), 'utf8').toString('base64url')
}

/** What a cursor is bound to: the list's address with all of its query but the page's size and place. */
function listOf(c: Context): string {
  const { pathname, searchParams } = new URL(c.req.url)
  const filter = [...searchParams].filter(([name]) => name !== 'limit' && name !== 'cursor').toSorted()
  return sha256(JSON.stringify([pathname, filter])).slice(0, hashLength)
}

/** The place that the request's cursor names; null without a cursor. Answers 400 for one that this list did not give out. */
export function readPlace<Found>(
  c: Context,
  cursor: string | undefined,
  schema: z.ZodType<Found>,
): { place: Found | null } | { answer: Response } {
  if (cursor === undefined) return { place: null }
  const [list, ...place] = parseCursor(cursor)
  const found = list === listOf(c) ? schema.safeParse(place) : null
  if (found?.success) return { place: found.data }
  const detail = 'it is not one that this list gave out with this filter: begin at the first page'
  return { answer: invalidQuery(c, [{ parameter: 'cursor', detail }]) }
}

/** The cursor is of this list, and its place is none. */
export function sendBadPlace(c: Context): Response {
  return invalidQuery(c, [{ parameter: 'cursor', detail: 'it is not a place of this list: begin at the first page' }])
}

function parseCursor(cursor: string): unknown[] {
  const read = readJsonText(Buffer.from(cursor, 'base64url').toString('utf8'))
  return 'value' in read && Array.isArray(read.value) ? read.value : []
}

/** Sends a page, with the link to the next one in its body and in the Link header (RFC 8288). `next` is the place where that begins, `rest` what the page says besides. */
export function sendPage(c: Context, items: readonly unknown[], next: Place | null, rest: object = {}): Response {
  const link = next === null ? null : nextLink(c, writeCursor(c, next))
  if (link !== null) c.header('link', `<${link}>; rel="next"`)
  return sendTagged(c, { items, next: link, ...rest })
}

function nextLink(c: Context, cursor: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.set('cursor', cursor)
  return `${pathname}?${searchParams}`
}

/** Cuts a list that was read one item too long, and says where its next page begins. */
export function cutPage<Item>(
  items: readonly Item[],
  limit: number,
  placeOf: (item: Item) => Place,
): { items: Item[]; next: Place | null } {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last !== undefined ? placeOf(last) : null }
}
