import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import { looseText } from '../contracts/bounded-text.js'
import { placeInstantSchema } from '../contracts/primitives.js'
import { recordIdSchema, verdictIdSchema } from '../contracts/review-ids.js'
import { readJsonText } from '../platform/input/bounded-json.js'
import { searchable } from '../platform/text/search-text.js'
import type { QueueInput, RecordListInput } from './action-inputs.js'
import type { ReviewDependencies } from './change-record.js'
import type { Invalid } from './refusals.js'
import type { RecordFilter } from './store/list-records.js'
import type { QueuePlace, WaitingVerdict } from './store/review-lists.js'
import type { QueueItem, QueuePage, QueueWork, RecordPage } from './views.js'

const defaultLimit = 50
const largestPage = 200

const limitSchema = z.int().min(1, 'ask for at least 1').max(largestPage, `ask for at most ${largestPage}`)
const queuePlaceSchema = z.tuple([z.int().min(0).max(2), placeInstantSchema, verdictIdSchema])

const placeOfRecords = {
  newest: z.tuple([z.literal('newest'), z.int().min(0).max(9e15), recordIdSchema]),
  oldest: z.tuple([z.literal('oldest'), z.int().min(0).max(9e15), recordIdSchema]),
  waiting: z.tuple([z.literal('waiting'), z.int().min(0).max(1e9), recordIdSchema]),
  title: z.tuple([z.literal('title'), looseText(100), recordIdSchema]),
} as const

type Lists = {
  /** What waits, in a scope, and how much in each. */
  queue: (input: QueueInput) => Promise<QueuePage>
  /** Records, of those that match. */
  records: (input: RecordListInput) => Promise<RecordPage>
}

/** What waits, and all records. */
export function createLists({ reviews, settings }: ReviewDependencies): Lists {
  /** Whether drafts are kept from them until they have made a call of their own. */
  const hides = ({ role }: Actor) => settings.blindFirst && role === 'reviewer'
  return {
    queue: async (input) => {
      const { actor, recordId = null, tool = null, persona = null, work = null } = input
      const page = parsePage(input, queuePlaceSchema)
      if ('status' in page) return page
      const after: QueuePlace | null =
        page.place === null ? null : { rank: page.place[0], since: new Date(page.place[1]), verdictId: page.place[2] }
      const filter = { userId: actor.userId, recordId, words: wordsOf(input.q), tool, persona, work, hides: hides(actor) }
      const scopes = input.scopes ?? ([input.scope ?? 'mine'] as const)
      const { scope, counts, verdicts } = await reviews.waiting({ filter, scopes, limit: page.limit + 1, after })
      const shown = verdicts.slice(0, page.limit)
      const items = shown.map(toItem)
      const last = verdicts.length > page.limit ? shown.at(-1) : undefined
      const next = last === undefined ? null : toCursor([last.rank, last.since.toISOString(), last.verdictId])
      return { status: 'done', items, next, scope, total: counts[scope], counts }
    },
    records: async (input) => {
      const { sort = 'newest' } = input
      const page = parsePage<[string, string | number, string]>(input, placeOfRecords[sort])
      if ('status' in page) return page
      const filter = filterOf(input, hides(input.actor))
      const after = page.place === null ? null : { key: page.place[1], id: page.place[2] }
      const [listed, total] = await Promise.all([
        reviews.listRecords({ filter, sort, limit: page.limit + 1, after }),
        reviews.countRecords(filter),
      ])
      const shown = listed.slice(0, page.limit)
      const last = listed.length > page.limit ? shown.at(-1) : undefined
      const items = shown.map(({ key: _key, ...record }) => ({
        ...record,
        createdAt: record.createdAt.toISOString(),
        archivedAt: record.archivedAt?.toISOString() ?? null,
      }))
      return { status: 'done', items, next: last === undefined ? null : toCursor([sort, last.key, last.id]), total }
    },
  }
}

function filterOf({ actor, q, status, has, tool, category, archived = 'no' }: Omit<RecordListInput, 'sort'>, hides: boolean): RecordFilter {
  const narrowed = { status: status ?? null, has: has ?? null, tool: tool ?? null, category: category ?? null }
  return { words: wordsOf(q), ...narrowed, archived, userId: actor.userId, hides }
}

/** So many words of a search count: more narrow nothing that anyone would miss. */
const mostWords = 10

function wordsOf(q: string | undefined): string[] {
  return searchable(q ?? '')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)
}

type Paged = Pick<QueueInput, 'limit' | 'cursor'>

function parsePage<Place>({ limit, cursor }: Paged, schema: z.ZodType<Place>): { limit: number; place: Place | null } | Invalid {
  const size = limitSchema.safeParse(limit ?? defaultLimit)
  if (!size.success) return { status: 'invalid', problems: size.error.issues.map(({ message }) => ({ path: 'limit', message })) }
  if (cursor === undefined) return { limit: size.data, place: null }
  const place = schema.safeParse(fromCursor(cursor))
  if (place.success) return { limit: size.data, place: place.data }
  return { status: 'invalid', problems: [{ path: 'cursor', message: 'it is not one that was given out: begin at the first page' }] }
}

function toCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function fromCursor(cursor: string): unknown {
  const read = readJsonText(Buffer.from(cursor, 'base64url').toString('utf8'))
  return 'value' in read ? read.value : null
}

function toItem({
  rank: _rank,
  seatStatus,
  isReturned,
  isHidden,
  assignment,
  since,
  recordCreatedAt,
  ...verdict
}: WaitingVerdict): QueueItem {
  const state = verdict.state ?? (seatStatus === 'drafted' ? 'drafted' : seatStatus)
  const isWritten = verdict.state !== null || seatStatus === 'drafted'
  return {
    ...verdict,
    work: workOf({ state, isHidden, isReturned }),
    state: isHidden ? 'drafted' : state,
    revision: isHidden ? null : (verdict.revision ?? (isWritten ? 1 : null)),
    openComments: isHidden ? 0 : verdict.openComments,
    call: isHidden || !isWritten ? null : verdict.call,
    assignedTo: assignment?.to ?? null,
    recordCreatedAt: recordCreatedAt.toISOString(),
    since: since.toISOString(),
  }
}

function workOf({ state, isHidden, isReturned }: { state: QueueItem['state']; isHidden: boolean; isReturned: boolean }): QueueWork {
  // First of all: what there is to do besides would tell the state of what is hidden.
  if (isHidden) return 'call blind'
  if (state === 'accepted') return 'comment'
  if (state !== 'drafted' && state !== 'edited') return 'unscored'
  return isReturned ? 'returned' : 'review'
}
