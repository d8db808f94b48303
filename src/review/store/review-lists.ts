import type { SeatCall } from '../../contracts/call.js'
import type { Plan } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Assignment } from '../../contracts/review.js'
import type { DocumentStore } from '../../panels/store/documents.js'
import type { SeatStatus } from '../../panels/store/panels.js'
import type { Database } from '../../platform/db/database.js'

type Named = { slug: string; name: string }

/** A verdict that waits for someone. `state` is null where no person has written yet: then `seatStatus` says. */
export type WaitingVerdict = {
  recordId: string
  recordTitle: string
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
export type QueueQuery = { userId: string; scope: 'mine' | 'all'; recordId: string | null; limit: number; after: QueuePlace | null }

export type ListedRecord = {
  id: string
  panelId: string
  title: string
  tools: Named[]
  status: PanelRecord['status']
  standing: 'none' | 'published' | 'retracted'
  isStale: boolean
  createdAt: Date
  seats: number
  accepted: number
  waiting: number
  unscored: number
  drafting: number
  openComments: number
}
export type RecordQuery = { status: PanelRecord['status'] | null; limit: number; after: { createdAt: Date; id: string } | null }

/** Lists of what is under review. They read no record's body: names come from documents, which are kept in memory. */
export function createReviewLists(db: Database, documents: DocumentStore) {
  const nameTool = async (sha256: string): Promise<Named> => {
    const { slug, name } = (await documents.dossier(sha256)).tool
    return { slug, name }
  }
  const nameTools = (plan: Plan) => Promise.all(plan.tools.map((tool) => nameTool(tool.dossierSha256)))
  return {
    /** Waiting verdicts: first the person's own, then no one's (as is what a deactivated person had), then others'; each oldest first. At most `limit`, and how many there are. */
    waiting: async (query: QueueQuery): Promise<{ verdicts: WaitingVerdict[]; total: number }> => {
      const { userId, scope, recordId, limit, after } = query
      const values = [userId, scope === 'mine' ? 1 : 2, recordId, after?.rank ?? -1, after?.since ?? null, after?.verdictId ?? '', limit]
      const [{ rows }, counted] = await Promise.all([
        db.$client.query<WaitingRow>({ ...waitingQuery, values }),
        db.$client.query<{ total: number }>({ ...waitingCountQuery, values: values.slice(0, 3) }),
      ])
      const verdicts = rows.map(async ({ plan, dossierSha256, personaSha256, ...row }): Promise<WaitingVerdict> => {
        const [tools, tool, persona] = await Promise.all([nameTools(plan), nameTool(dossierSha256), documents.persona(personaSha256)])
        return { ...row, recordTitle: titleOf(tools), tool, persona: { id: persona.id, seat: persona.seat } }
      })
      return { verdicts: await Promise.all(verdicts), total: counted.rows[0]?.total ?? 0 }
    },
    /** Records, newest first. */
    listRecords: async ({ status, limit, after }: RecordQuery): Promise<ListedRecord[]> => {
      const values = [status, after?.createdAt ?? null, after?.id ?? '', limit]
      const { rows } = await db.$client.query<RecordRow>({ ...recordsQuery, values })
      return Promise.all(
        rows.map(async ({ plan, ...row }) => {
          const tools = await nameTools(plan)
          return { ...row, title: titleOf(tools), tools }
        }),
      )
    },
  }
}

/** As build-record.ts puts a title together. */
function titleOf(tools: readonly Named[]): string {
  return tools.map(({ name }) => name).join(' vs ')
}

type WaitingRow = Omit<WaitingVerdict, 'recordTitle' | 'tool' | 'persona'> & { plan: Plan; dossierSha256: string; personaSha256: string }
type RecordRow = Omit<ListedRecord, 'title' | 'tools'> & { plan: Plan }

/** The rows that stand for verdicts: of a seat of several drafts, as they came to it. */
const seatsOfVerdicts = `
  SELECT id, tool, persona_sha256, dossier_sha256, finished_at, coalesce(verdict ->> 'model', model) AS model,
    CASE WHEN verdict IS NULL OR status IN ('planned', 'drafting') THEN status ELSE verdict ->> 'status' END AS status,
    CASE WHEN verdict IS NULL THEN call ELSE verdict ->> 'call' END AS call,
    CASE WHEN verdict IS NULL THEN reason ELSE verdict ->> 'reason' END AS reason
  FROM seats WHERE panel_id = r.panel_id AND verdict_id IS NULL AND against IS NULL`

/*
 * $1 the person, $2 the highest rank wanted, $3 a record or null. A draft of a panel that runs again, and ended after its record was made,
 * is not in the record yet. `OFFSET 0` keeps PostgreSQL on the indexes of the few records under review: by itself it reads all seats and all states of
 * a large database. What was assigned to someone who was deactivated since is no one's; the assignment itself stays as it was.
 */
const waiting = `
  FROM (
    SELECT r.id AS record_id, r.panel_id, r.status AS record_status, s.id, s.tool, s.model, s.status AS seat_status, s.reason,
      s.dossier_sha256, s.persona_sha256, v.revision, v.state, coalesce(v.is_returned, false) AS is_returned, coalesce(v.call, s.call) AS call,
      CASE WHEN gone.id IS NULL THEN v.assignment END AS assignment, coalesce(v.open_comments, 0) AS open_comments, coalesce(v.changed_at, s.finished_at, r.created_at) AS since,
      CASE WHEN v.assigned_to = $1 THEN 0 WHEN v.assigned_to IS NULL OR gone.id IS NOT NULL THEN 1 ELSE 2 END AS rank
    FROM records r
    JOIN panels p ON p.id = r.panel_id
    CROSS JOIN LATERAL (${seatsOfVerdicts} OFFSET 0) s
    LEFT JOIN LATERAL (SELECT * FROM verdict_states WHERE verdict_id = s.id OFFSET 0) v ON true
    LEFT JOIN users gone ON gone.id = v.assigned_to AND gone.deactivated_at IS NOT NULL
    WHERE r.status IN ('in_review', 'approved') AND ($3::text IS NULL OR r.id = $3) AND (
      v.open_comments > 0
      OR r.status = 'in_review' AND (
        v.state IN ('drafted', 'edited')
        OR v.state IS NULL AND s.status = 'drafted' AND (p.status = 'finished' OR s.finished_at <= r.created_at)
        OR v.state IS NULL AND s.status = 'unscored' AND v.is_seat_waived IS NOT TRUE
      )
    )
  ) w
  WHERE w.rank <= $2`

const waitingQuery = {
  name: 'waiting-verdicts',
  text: `
  SELECT record_id AS "recordId", record_status AS "recordStatus", w.id AS "verdictId", w.model, seat_status AS "seatStatus", w.state, w.revision,
    is_returned AS "isReturned", w.call, CASE WHEN w.state IS NULL THEN w.reason END AS "unscoredReason", w.assignment,
    open_comments AS "openComments", w.since, w.rank, dossier_sha256 AS "dossierSha256", persona_sha256 AS "personaSha256",
    (SELECT plan FROM panels WHERE panels.id = w.panel_id) AS plan,
    EXISTS (SELECT FROM blind_calls b WHERE b.verdict_id = w.id AND b.user_id = $1) AS "hasBlindCall"
  ${waiting} AND ($5::timestamptz IS NULL OR (w.rank, w.since, w.id) > ($4::int, $5::timestamptz, $6::text))
  ORDER BY w.rank, w.since, w.id
  LIMIT $7`,
}

const waitingCountQuery = { name: 'count-waiting-verdicts', text: `SELECT count(*)::int AS total ${waiting}` }

const recordsQuery = {
  name: 'list-records',
  text: `
  SELECT r.id, r.panel_id AS "panelId", r.status, r.created_at AS "createdAt", coalesce(rr.standing, 'none') AS standing, rr.stale IS NOT NULL AS "isStale",
    (SELECT plan FROM panels WHERE panels.id = r.panel_id) AS plan,
    c.seats, c.accepted, c.unscored, c.drafting, c.seats - c.accepted - c.unscored - c.drafting AS waiting, c.open_comments AS "openComments"
  FROM (
    SELECT * FROM records
    WHERE ($1::text IS NULL OR status = $1) AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::text))
    ORDER BY created_at DESC, id DESC
    LIMIT $4
  ) r
  LEFT JOIN LATERAL (SELECT * FROM record_reviews WHERE record_id = r.id OFFSET 0) rr ON true
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS seats,
      (count(*) FILTER (WHERE v.state = 'accepted'))::int AS accepted,
      (count(*) FILTER (WHERE v.state IS NULL AND s.status = 'unscored'))::int AS unscored,
      (count(*) FILTER (WHERE v.state IS NULL AND s.status IN ('planned', 'drafting')))::int AS drafting,
      coalesce(sum(v.open_comments), 0)::int AS open_comments
    FROM (${seatsOfVerdicts}) s LEFT JOIN verdict_states v ON v.verdict_id = s.id
  ) c
  ORDER BY r.created_at DESC, r.id DESC`,
}
