import { z } from 'zod'
import { placeInstantSchema } from '../contracts/primitives.js'
import { recordIdSchema, verdictIdSchema } from '../contracts/review-ids.js'
import { readJsonText } from '../platform/input/bounded-json.js'
import type { QueueInput, RecordListInput } from './action-inputs.js'
import type { ReviewDependencies } from './change-record.js'
import type { Invalid } from './refusals.js'
import type { QueuePlace, RecordQuery, WaitingVerdict } from './store/review-lists.js'
import type { QueueItem, QueuePage, QueueWork, RecordPage } from './views.js'

const defaultLimit = 50
const largestPage = 200

const limitSchema = z.int().min(1, 'ask for at least 1').max(largestPage, `ask for at most ${largestPage}`)
const queuePlaceSchema = z.tuple([z.int().min(0).max(2), placeInstantSchema, verdictIdSchema])
const recordPlaceSchema = z.tuple([placeInstantSchema, recordIdSchema])

type Lists = {
  queue: (input: QueueInput) => Promise<QueuePage>
  records: (input: RecordListInput) => Promise<RecordPage>
}

/** What waits, and all records. */
export function createLists({ reviews, settings }: ReviewDependencies): Lists {
  return {
    queue: async (input) => {
      const { actor, scope = 'mine', recordId = null } = input
      const page = parsePage(input, queuePlaceSchema)
      if ('status' in page) return page
      const after: QueuePlace | null =
        page.place === null ? null : { rank: page.place[0], since: new Date(page.place[1]), verdictId: page.place[2] }
      const { verdicts, total } = await reviews.waiting({ userId: actor.userId, scope, recordId, limit: page.limit + 1, after })
      const shown = verdicts.slice(0, page.limit)
      const hides = settings.blindFirst && actor.role === 'reviewer'
      const items = shown.map((verdict) => toItem(verdict, hides))
      const last = verdicts.length > page.limit ? shown.at(-1) : undefined
      const next = last === undefined ? null : toCursor([last.rank, last.since.toISOString(), last.verdictId])
      return { status: 'done', items, next, total }
    },
    records: async ({ status = null, ...input }) => {
      const page = parsePage(input, recordPlaceSchema)
      if ('status' in page) return page
      const after: RecordQuery['after'] = page.place === null ? null : { createdAt: new Date(page.place[0]), id: page.place[1] }
      const listed = await reviews.listRecords({ status, limit: page.limit + 1, after })
      const shown = listed.slice(0, page.limit)
      const last = listed.length > page.limit ? shown.at(-1) : undefined
      const items = shown.map((record) => ({ ...record, createdAt: record.createdAt.toISOString() }))
      return { status: 'done', items, next: last === undefined ? null : toCursor([last.createdAt.toISOString(), last.id]) }
    },
  }
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

function toItem(
  { rank: _rank, seatStatus, isReturned, hasBlindCall, assignment, since, ...verdict }: WaitingVerdict,
  hides: boolean,
): QueueItem {
  const state = verdict.state ?? (seatStatus === 'drafted' ? 'drafted' : seatStatus)
  const isWritten = verdict.state !== null || seatStatus === 'drafted'
  const isHidden = hides && isWritten && !hasBlindCall
  return {
    ...verdict,
    work: workOf({ state, isHidden, isReturned }),
    state: isHidden ? 'drafted' : state,
    revision: verdict.revision ?? (isWritten ? 1 : null),
    call: isHidden || !isWritten ? null : verdict.call,
    assignedTo: assignment?.to ?? null,
    since: since.toISOString(),
  }
}

function workOf({ state, isHidden, isReturned }: { state: QueueItem['state']; isHidden: boolean; isReturned: boolean }): QueueWork {
  if (state === 'accepted') return 'comment'
  if (isHidden) return 'call blind'
  if (state !== 'drafted' && state !== 'edited') return 'unscored'
  return isReturned ? 'returned' : 'review'
}
