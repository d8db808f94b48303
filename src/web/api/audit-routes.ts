import { z } from 'zod'
import { looseText } from '../../contracts/bounded-text.js'
import { dateSchema } from '../../contracts/primitives.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { countedPage, pageQuery, readPlace, sendPage, wholeNumber } from './pages.js'
import { chainCheck, logHead } from './review-schemas.js'
import { type Api, addRoute, type Route } from './route.js'
import { auditEntry, ids } from './schemas.js'
import { invalidQuery } from './validation.js'

const tag = 'Audit log'
const seqPlace = z.tuple([z.int().positive()])
const noted = wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER }, 'How many entries the noted log had.')
const ofRecord = { recordId: ids.record.optional() }
const searched = looseText(200)
const narrowed = {
  q: searched
    .optional()
    .describe('Words of the name of a tool that an entry is about, directly or through a panel, a record or a verdict; or an id.'),
  actor: searched.optional().describe('The user id of the person, or the name of a part of the program.'),
  action: searched.optional(),
  subject: searched.optional().describe('What entries are about, by its id: a tool’s slug, a panel, a record, a verdict, a user.'),
  from: dateSchema.optional().describe('Entries of that day and later, in UTC.'),
  to: dateSchema.optional().describe('Entries of that day and earlier, in UTC.'),
}
const dayMs = 24 * 60 * 60_000

/** The whole log is for editors; a record's own for everyone, unless reviewers must not see calls (blind-first). */
function audience({ blindFirst }: { blindFirst: boolean }): Pick<Route<z.ZodRawShape, z.ZodRawShape, z.ZodType>, 'roles' | 'rolesWith'> {
  return { roles: ['editor'], ...(blindFirst ? {} : { rolesWith: { parameter: 'recordId', roles: ['editor', 'reviewer'] } }) }
}

/** The hash-chained log: read, and checked. */
export function addAuditRoutes(api: Api, { review }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{
        method: 'get',
        path: '/audit',
        tag,
        scope: 'read',
        ...audience(review.settings),
        query: { ...pageQuery, ...ofRecord, ...narrowed },
      },
      summary: 'The log of everything, or of one record, searched and filtered, newest first',
      description: 'The whole log is for editors, as is a record’s while reviewers must not see calls (blind-first).',
      answers: { 200: { description: 'A page of entries, and how many match.', schema: countedPage(auditEntry, {}) } },
    },
    async (c, { query: { limit, cursor, recordId, q, actor, action, subject, from, to } }) => {
      const read = readPlace(c, cursor, seqPlace)
      if ('answer' in read) return read.answer
      const { place } = read
      const { entries, total, next } = await review.audit.find({
        limit,
        ...(q === undefined ? {} : { q }),
        ...(actor === undefined ? {} : { actor }),
        ...(action === undefined ? {} : { action }),
        ...(subject === undefined ? {} : { subject }),
        ...(from === undefined ? {} : { from: new Date(`${from}T00:00:00.000Z`) }),
        ...(to === undefined ? {} : { to: new Date(Date.parse(`${to}T00:00:00.000Z`) + dayMs) }),
        ...(recordId === undefined ? {} : { recordId }),
        ...(place === null ? {} : { before: place[0] }),
      })
      return sendPage(c, entries, next === null ? null : [next], { total })
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/audit/head', tag, scope: 'read', query: ofRecord },
      summary: 'How the log ends now: to be noted elsewhere, so that entries cut off its end are missed',
      answers: { 200: { description: 'The number of entries, and the hash of the last.', schema: logHead } },
    },
    async (c, { query: { recordId } }) => sendTagged(c, await review.audit.head(recordId)),
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/audit/verification', tag, scope: 'read', ...audience(review.settings) },
      summary: 'Check the log: each entry’s hash, the chain, and its noted end',
      description: '`entries` and `hash`, both or neither, are a head that was noted before: the log must still hold it.',
      query: { ...ofRecord, entries: noted.optional(), hash: ids.sha256.describe('The hash of its last entry.').optional() },
      answers: { 200: { description: 'Whether it is whole.', schema: chainCheck } },
    },
    async (c, { query: { recordId, entries, hash } }) => {
      if ((entries === undefined) !== (hash === undefined))
        return invalidQuery(c, [{ parameter: entries === undefined ? 'entries' : 'hash', detail: 'send both, or neither' }])
      const expected = entries === undefined || hash === undefined ? {} : { expected: { entries, hash } }
      return sendTagged(c, await review.audit.verify({ ...(recordId === undefined ? {} : { recordId }), ...expected }))
    },
  )
}
