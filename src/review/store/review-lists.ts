import type { SeatCall } from '../../contracts/call.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Assignment } from '../../contracts/review.js'
import type { DocumentStore } from '../../panels/store/documents.js'
import type { SeatStatus } from '../../panels/store/panels.js'
import type { Database } from '../../platform/db/database.js'
import { escapeLike } from '../../platform/text/search-text.js'
import { createRecordLists } from './list-records.js'
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
  /** Whether its draft is kept from the person: then all of this but its names and whose turn it is, is to be kept back. */
  isHidden: boolean
  since: Date
  rank: number
}

/** Where a page of the queue ended. */
export type QueuePlace = { rank: number; since: Date; verdictId: string }
/** What of the queue someone looks at: their own, no one's, or everyone's; and what narrows it. */
export type QueueScope = 'mine' | 'unassigned' | 'all'
export type QueueKind = 'call blind' | 'review' | 'returned' | 'unscored' | 'comment'
export type QueueFilter = {
  userId: string
  recordId: string | null
  /** Words, in lower case, that all have to be in what is searched. */
  words: readonly string[]
  tool: string | null
  persona: string | null
  work: QueueKind | null
  /** Whether drafts are kept from the person until they have made a call of their own. */
  hides: boolean
}
/** Of which scope: the first of one or two that has something. */
export type QueueScopes = readonly [QueueScope] | readonly [QueueScope, QueueScope]
export type QueueQuery = { filter: QueueFilter; scopes: QueueScopes; limit: number; after: QueuePlace | null }
export type QueueCounts = Record<QueueScope, number>
export type Waiting = { scope: QueueScope; counts: QueueCounts; verdicts: WaitingVerdict[] }

/** Lists of what is under review. They read no record's body: what they show is kept beside it. */
export function createReviewLists(db: Database, documents: DocumentStore) {
  return {
    ...createRecordLists(db),
    /**
     * Waiting verdicts of the first of these scopes that has any (of the last one where none has), each oldest first: of everyone's first the person's own, then
     * no one's (as is what a deactivated person had), then others'. At most `limit`; and how many match in each scope.
     */
    waiting: async ({ filter, scopes, limit, after }: QueueQuery): Promise<Waiting> => {
      const [first, last] = [scopes[0], scopes.at(-1) ?? scopes[0]]
      const values = [
        ...narrowed(filter),
        ...ranks[first],
        ...ranks[last],
        after?.rank ?? -1,
        after?.since ?? null,
        after?.verdictId ?? '',
        limit,
      ]
      const { rows } = await db.$client.query<WaitingRow>({ ...waitingQuery, values })
      const counts = { mine: rows[0]?.mine ?? 0, unassigned: rows[0]?.unassigned ?? 0, all: rows[0]?.all ?? 0 }
      const verdicts = await Promise.all(
        rows.flatMap(({ mine: _mine, unassigned: _unassigned, all: _all, tools, toolSlug, personaSha256, ...row }) =>
          row.verdictId === null ? [] : [named({ ...row, tools, toolSlug, personaSha256 })],
        ),
      )
      return { scope: counts[first] > 0 ? first : last, counts, verdicts }
    },
  }

  async function named({ tools, toolSlug, personaSha256, ...row }: StoredWaiting): Promise<WaitingVerdict> {
    const persona = await documents.persona(personaSha256)
    const tool = tools.find(({ slug }) => slug === toolSlug) ?? { slug: toolSlug, name: toolSlug }
    return { ...row, tool, persona: { id: persona.id, seat: persona.seat } }
  }
}

const ranks: Readonly<Record<QueueScope, readonly [from: number, to: number]>> = { mine: [0, 0], unassigned: [1, 1], all: [0, 2] }

function narrowed({ userId, recordId, words, tool, persona, work, hides }: QueueFilter): unknown[] {
  return [userId, recordId, words.map((word) => `%${escapeLike(word)}%`), tool, persona, work, hides]
}

type StoredWaiting = Omit<WaitingVerdict, 'tool' | 'persona'> & { tools: Named[]; toolSlug: string; personaSha256: string }
/** The counts are on each row; where no verdict is listed, on a row of nothing else. */
type WaitingRow = QueueCounts & (StoredWaiting | ({ verdictId: null } & Omit<StoredWaiting, 'verdictId'>))

/*
 * $1 the person; $2 a record, $3 words for LIKE, $4 a tool, $5 a persona, $6 a kind of work: each null (no words) for any. $7 whether drafts are hidden from the
 * person before a call of their own: then those look alike, whatever their state, and each in review waits. $8 to $11: the ranks of the first scope, and those of the one in its
 * place where it has nothing. A draft of a panel that runs again, and ended after its record was made, is not in
 * the record yet. What was assigned to someone who was deactivated since is no one's; the assignment itself stays as it was.
 *
 * What waits is found once, for the counts and the page, by its ids alone; what a page shows is read for the page. `MATERIALIZED` and `OFFSET 0` keep PostgreSQL
 * on the indexes of the few records under review, with one look at the seats and one at the states of each: by itself it reads all of a large database, or
 * looks states up one by one.
 */
const waitingQuery = {
  name: 'waiting-verdicts',
  text: `
  WITH gone AS MATERIALIZED (
    SELECT coalesce(array_agg(id), '{}') AS ids FROM users WHERE deactivated_at IS NOT NULL
  ), r AS MATERIALIZED (
    SELECT r.id, r.panel_id, r.created_at, r.status, r.search_text
    FROM records r LEFT JOIN record_reviews rr ON rr.record_id = r.id AND rr.archived_at IS NOT NULL
    WHERE r.status IN ('in_review', 'approved') AND (rr.record_id IS NULL OR $2::text IS NOT NULL) AND ($2::text IS NULL OR r.id = $2)
      AND (r.status = 'in_review' OR EXISTS (SELECT FROM verdict_states v WHERE v.record_id = r.id AND v.open_comments > 0))
  ), waiting AS MATERIALIZED (
    SELECT r.id AS record_id, s.id, CASE WHEN h.is_hidden THEN coalesce(s.finished_at, r.created_at) ELSE coalesce(v.changed_at, s.finished_at, r.created_at) END AS since,
      CASE WHEN v.assigned_to = $1 THEN 0 WHEN v.assigned_to IS NULL OR v.assigned_to = ANY ((SELECT ids FROM gone)::text[]) THEN 1 ELSE 2 END AS rank, h.is_hidden
    FROM r
    CROSS JOIN LATERAL (${seatsOfVerdicts} OFFSET 0) s
    LEFT JOIN (SELECT v.* FROM r CROSS JOIN LATERAL (SELECT * FROM verdict_states WHERE record_id = r.id OFFSET 0) v OFFSET 0) v ON v.verdict_id = s.id
    CROSS JOIN LATERAL (
      SELECT $7::boolean AND (v.state IS NOT NULL OR s.status = 'drafted') AND NOT EXISTS (SELECT FROM blind_calls b WHERE b.verdict_id = s.id AND b.user_id = $1) AS is_hidden
    ) h
    WHERE ($4::text IS NULL OR s.tool = $4) AND ($5::text IS NULL OR s.persona = $5)
      AND (cardinality($3::text[]) = 0 OR NOT EXISTS (SELECT FROM unnest($3::text[]) AS word WHERE concat_ws(' ', r.search_text, lower(s.persona)) NOT LIKE word))
      AND (v.open_comments > 0 AND NOT h.is_hidden OR r.status = 'in_review' AND (
        v.state IN ('drafted', 'edited') OR v.state = 'accepted' AND h.is_hidden
        OR v.state IS NULL AND s.status = 'drafted' AND (s.finished_at <= r.created_at OR (SELECT p.status FROM panels p WHERE p.id = r.panel_id) = 'finished')
        OR v.state IS NULL AND s.status = 'unscored' AND v.is_seat_waived IS NOT TRUE
      ))
      AND ($6::text IS NULL OR $6 = CASE
        WHEN h.is_hidden THEN 'call blind'
        WHEN v.state = 'accepted' THEN 'comment' WHEN v.state IS NULL AND s.status = 'unscored' THEN 'unscored'
        WHEN v.is_returned THEN 'returned' ELSE 'review' END)
  ), counted AS MATERIALIZED (
    SELECT (count(*) FILTER (WHERE rank = 0))::int AS mine, (count(*) FILTER (WHERE rank = 1))::int AS unassigned, count(*)::int AS "all",
      bool_or(rank BETWEEN $8::int AND $9::int) AS has_first
    FROM waiting
  ), page AS MATERIALIZED (
    SELECT w.* FROM waiting w, counted c
    WHERE CASE WHEN c.has_first THEN w.rank BETWEEN $8::int AND $9::int ELSE w.rank BETWEEN $10::int AND $11::int END
      AND ($13::timestamptz IS NULL OR (w.rank, w.since, w.id) > ($12::int, $13::timestamptz, $14::text))
    ORDER BY w.rank, w.since, w.id
    LIMIT $15
  )
  SELECT c.mine, c.unassigned, c."all", w.record_id AS "recordId", CASE WHEN r.title = '' THEN w.record_id ELSE r.title END AS "recordTitle",
    r.models AS "recordModels", r.created_at AS "recordCreatedAt", r.status AS "recordStatus", w.id AS "verdictId", s.model,
    s.status AS "seatStatus", v.state, v.revision, coalesce(v.is_returned, false) AS "isReturned", coalesce(v.call, s.call) AS call,
    CASE WHEN v.state IS NULL THEN s.reason END AS "unscoredReason", CASE WHEN w.rank <> 1 OR v.assigned_to IS NULL THEN v.assignment END AS assignment,
    coalesce(v.open_comments, 0) AS "openComments", w.since, w.rank, r.tools, s.tool AS "toolSlug", s.persona_sha256 AS "personaSha256",
    w.is_hidden AS "isHidden"
  FROM counted c LEFT JOIN (
    page w JOIN records r ON r.id = w.record_id CROSS JOIN LATERAL (${seatsOfVerdicts} AND id = w.id) s LEFT JOIN verdict_states v ON v.verdict_id = w.id
  ) ON true
  ORDER BY w.rank, w.since, w.id`,
}
