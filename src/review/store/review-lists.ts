import type { SeatCall } from '../../contracts/call.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Assignment } from '../../contracts/review.js'
import type { DocumentStore } from '../../panels/store/documents.js'
import type { SeatStatus } from '../../panels/store/panels.js'
import type { Database } from '../../platform/db/database.js'
import { createRecordLists, escapeLike } from './list-records.js'
import { seatsOfVerdicts } from './verdict-seats.js'

type Named = { slug: string; name: string }

/** A verdict that waits for someone. `state` is null where no person has written yet: then `seatStatus` says. */
export type WaitingVerdict = {
  recordId: string
  recordTitle: string
  /** Every model that drafted in the record, and when it was made: what tells it from others of its title. */
  recordModels: string[]
  recordCreatedAt: Date
  recordStatus: PanelRecord['status']
  verdictId: string
  tool: Named
  persona: { id: string; seat: string }
  model: string
  seatStatus: SeatStatus
  state: 'drafted' | 'edited' | 'accepted' | null
  revision: number | null
  isReturned: boolean
  call: SeatCall | null
  unscoredReason: string | null
  assignment: Assignment | null
  openComments: number
  hasBlindCall: boolean
  since: Date
  rank: number
}

/** Where a page of the queue ended. */
export type QueuePlace = { rank: number; since: Date; verdictId: string }
/** What of the queue someone looks at: their own, no one's, or everyone's; and what narrows it. */
export type QueueScope = 'mine' | 'unassigned' | 'all'
export type QueueKind = 'review' | 'returned' | 'unscored' | 'comment'
export type QueueFilter = {
  userId: string
  recordId: string | null
  /** Words, in lower case, that all have to be in what is searched. */
  words: readonly string[]
  tool: string | null
  persona: string | null
  work: QueueKind | null
}
export type QueueQuery = { filter: QueueFilter; scope: QueueScope; limit: number; after: QueuePlace | null }
export type QueueCounts = Record<QueueScope, number>

/** Lists of what is under review. They read no record's body: what they show is kept beside it. */
export function createReviewLists(db: Database, documents: DocumentStore) {
  return {
    ...createRecordLists(db),
    /** Waiting verdicts of a scope, each oldest first: of everyone's first the person's own, then no one's (as is what a deactivated person had), then others'. At most `limit`. */
    waiting: async ({ filter, scope, limit, after }: QueueQuery): Promise<WaitingVerdict[]> => {
      const [from, to] = ranks[scope]
      const values = [...narrowed(filter), from, to, after?.rank ?? -1, after?.since ?? null, after?.verdictId ?? '', limit]
      const { rows } = await db.$client.query<WaitingRow>({ ...waitingQuery, values })
      return Promise.all(
        rows.map(async ({ tools, toolSlug, personaSha256, ...row }): Promise<WaitingVerdict> => {
          const persona = await documents.persona(personaSha256)
          const tool = tools.find(({ slug }) => slug === toolSlug) ?? { slug: toolSlug, name: toolSlug }
          return { ...row, tool, persona: { id: persona.id, seat: persona.seat } }
        }),
      )
    },
    /** How many wait for the person, for no one and for everyone, of those that match. */
    countWaiting: async (filter: QueueFilter): Promise<QueueCounts> => {
      const { rows } = await db.$client.query<QueueCounts>({ ...waitingCountQuery, values: narrowed(filter) })
      return rows[0] ?? { mine: 0, unassigned: 0, all: 0 }
    },
  }
}

const ranks: Readonly<Record<QueueScope, readonly [from: number, to: number]>> = { mine: [0, 0], unassigned: [1, 1], all: [0, 2] }

function narrowed({ userId, recordId, words, tool, persona, work }: QueueFilter): unknown[] {
  return [userId, recordId, words.map((word) => `%${escapeLike(word)}%`), tool, persona, work]
}

type WaitingRow = Omit<WaitingVerdict, 'tool' | 'persona'> & { tools: Named[]; toolSlug: string; personaSha256: string }

/*
 * $1 the person; $2 a record, $3 words for LIKE, $4 a tool, $5 a persona, $6 a kind of work: each null (no words) for any. A draft of a panel that runs again, and ended after its record was made,
 * is not in the record yet. `OFFSET 0` keeps PostgreSQL on the indexes of the few records under review: by itself it reads all seats and all states of
 * a large database. What was assigned to someone who was deactivated since is no one's; the assignment itself stays as it was.
 */
const waiting = `
  FROM (
    SELECT r.id AS record_id, r.title, r.tools, r.models, r.created_at, r.status AS record_status, s.id, s.tool, s.model, s.status AS seat_status, s.reason,
      s.persona_sha256, v.revision, v.state, coalesce(v.is_returned, false) AS is_returned, coalesce(v.call, s.call) AS call,
      CASE WHEN gone.id IS NULL THEN v.assignment END AS assignment, coalesce(v.open_comments, 0) AS open_comments, coalesce(v.changed_at, s.finished_at, r.created_at) AS since,
      CASE WHEN v.assigned_to = $1 THEN 0 WHEN v.assigned_to IS NULL OR gone.id IS NOT NULL THEN 1 ELSE 2 END AS rank
    FROM records r
    JOIN panels p ON p.id = r.panel_id
    CROSS JOIN LATERAL (${seatsOfVerdicts} OFFSET 0) s
    LEFT JOIN LATERAL (SELECT * FROM verdict_states WHERE verdict_id = s.id OFFSET 0) v ON true
    LEFT JOIN record_reviews rr ON rr.record_id = r.id AND rr.archived_at IS NOT NULL
    LEFT JOIN users gone ON gone.id = v.assigned_to AND gone.deactivated_at IS NOT NULL
    WHERE r.status IN ('in_review', 'approved') AND (rr.record_id IS NULL OR $2::text IS NOT NULL) AND ($2::text IS NULL OR r.id = $2)
      AND ($4::text IS NULL OR s.tool = $4) AND ($5::text IS NULL OR s.persona = $5)
      AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS word WHERE concat_ws(' ', r.search_text, lower(s.persona)) NOT LIKE word) AND (
      v.open_comments > 0
      OR r.status = 'in_review' AND (
        v.state IN ('drafted', 'edited')
        OR v.state IS NULL AND s.status = 'drafted' AND (p.status = 'finished' OR s.finished_at <= r.created_at)
        OR v.state IS NULL AND s.status = 'unscored' AND v.is_seat_waived IS NOT TRUE
      )
    )
  ) w
  WHERE ($6::text IS NULL OR $6 = CASE WHEN w.state = 'accepted' THEN 'comment' WHEN w.state IS NULL AND w.seat_status = 'unscored' THEN 'unscored'
    WHEN w.is_returned THEN 'returned' ELSE 'review' END)`

const waitingQuery = {
  name: 'waiting-verdicts',
  text: `
  SELECT record_id AS "recordId", CASE WHEN w.title = '' THEN record_id ELSE w.title END AS "recordTitle", w.models AS "recordModels", w.created_at AS "recordCreatedAt",
    record_status AS "recordStatus", w.id AS "verdictId", w.model, seat_status AS "seatStatus", w.state, w.revision,
    is_returned AS "isReturned", w.call, CASE WHEN w.state IS NULL THEN w.reason END AS "unscoredReason", w.assignment,
    open_comments AS "openComments", w.since, w.rank, w.tools, w.tool AS "toolSlug", persona_sha256 AS "personaSha256",
    EXISTS (SELECT FROM blind_calls b WHERE b.verdict_id = w.id AND b.user_id = $1) AS "hasBlindCall"
  ${waiting} AND w.rank BETWEEN $7 AND $8 AND ($10::timestamptz IS NULL OR (w.rank, w.since, w.id) > ($9::int, $10::timestamptz, $11::text))
  ORDER BY w.rank, w.since, w.id
  LIMIT $12`,
}

const waitingCountQuery = {
  name: 'count-waiting-verdicts',
  text: `
  SELECT (count(*) FILTER (WHERE rank = 0))::int AS mine, (count(*) FILTER (WHERE rank = 1))::int AS unassigned, count(*)::int AS "all" ${waiting}`,
}
