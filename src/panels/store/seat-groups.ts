import { kindsFromReplies } from '../../contracts/call.js'
import type { Tie } from '../../contracts/conflict.js'
import type { SeatEnding } from '../../contracts/head-to-head.js'
import type { RequestForm } from '../../contracts/request-form.js'
import type { Database } from '../../platform/db/database.js'
import { createGroupCommit } from '../../platform/db/group-commit.js'
import { refusing, storableJson, withoutNul } from './refusal.js'

/*
 * The statements of every seat, for all the seats of a process that ask at once, named so that PostgreSQL plans each once a connection: a busy queue
 * runs them more often than anything else. They announce nothing: commits that NOTIFY take turns, and a full queue would wait for one disk write
 * after another.
 */

export type SeatStart = { seatId: string; run: number; at: Date }
export type SeatEnd = { seatId: string; outcome: SeatEnding; at: Date }

/** What a seat that was taken is to be drafted with. */
export type StartedSeat = {
  id: string
  panelId: string
  tool: string
  persona: string
  model: string
  repeat: number
  against: string | null
  againstSha256: string | null
  isBlind: boolean
  dossierSha256: string
  personaSha256: string
  recordingSet: string | null
  deferrals: number
  conflict: Tie | null
  form: RequestForm | null
  stopReason: string | null
}

/** Its commit does not wait for the disk: a seat that a power cut moves back to `planned` is only started again. */
const startQuery = {
  name: 'start-seats',
  text: `
    WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
    started AS (
      UPDATE seats SET status = 'drafting', run = asked.run, started_at = asked.at, outcome = NULL, call = NULL, reason = NULL
      FROM relaxed, unnest($1::text[], $2::timestamptz[], $3::int[]) AS asked(id, at, run), panels
      WHERE seats.id = asked.id AND seats.status IN ('planned', 'drafting')
        AND panels.id = seats.panel_id AND panels.run = asked.run AND panels.status = 'running'
      RETURNING seats.*, panels.recording_set
    )
    SELECT started.id, started.panel_id AS "panelId", tool, persona, started.model, dossier_sha256 AS "dossierSha256",
      persona_sha256 AS "personaSha256", recording_set AS "recordingSet", deferrals, conflict, form,
      repeat, against, against_sha256 AS "againstSha256", is_blind AS "isBlind",
      panel_stops.reason AS "stopReason"
    FROM started
    LEFT JOIN panel_stops ON panel_stops.panel_id = started.panel_id AND panel_stops.model = started.model`,
}

/** A draft always counts; any other end only where there is none yet, so that a cancelled seat keeps its reason. */
const finishQuery = {
  name: 'finish-seats',
  text: `
    WITH ended AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
        AS ended(id, status, outcome, call, reason, at, spent_key)
    ),
    spent AS (
      UPDATE model_calls SET unscored_by = seats.id || '/' || seats.run
      FROM ended JOIN seats ON seats.id = ended.id JOIN panels ON panels.id = seats.panel_id
      WHERE model_calls.key = ended.spent_key AND unscored_by IS NULL AND panels.recording_set IS NULL
    )
    UPDATE seats SET status = ended.status, outcome = ended.outcome::json, call = ended.call, reason = ended.reason, finished_at = ended.at
    FROM ended
    WHERE seats.id = ended.id AND seats.status <> 'drafted' AND (ended.status = 'drafted' OR seats.status <> 'unscored')`,
}

const markBegunQuery = {
  name: 'mark-seats-begun',
  text: `UPDATE seats SET begun_at = begun.at FROM unnest($1::text[], $2::timestamptz[]) AS begun(id, at) WHERE seats.id = begun.id`,
}

type EndRow = Pick<SeatEnd, 'seatId' | 'at'> & {
  status: 'drafted' | 'unscored'
  outcome: string
  call: string | null
  reason: string | null
  spentKey: string | null
}

/** Starting, finishing and marking seats, each gathered over the seats of this process. */
export function createSeatGroups(db: Database) {
  const bySeat = ({ seatId }: { seatId: string }) => seatId
  const start = createGroupCommit<SeatStart, StartedSeat | null>({
    send: async (rows) => {
      const values = [rows.map(bySeat), rows.map(({ at }) => at), rows.map(({ run }) => run)]
      const started = await db.$client.query<StartedSeat>({ ...startQuery, values })
      const seats = new Map(started.rows.map((seat) => [seat.id, seat]))
      return ({ seatId }) => seats.get(seatId) ?? null
    },
    keyOf: bySeat,
  })
  const finish = createGroupCommit<EndRow, void>({
    send: async (rows) => {
      const values = [
        rows.map(bySeat),
        rows.map(({ status }) => status),
        rows.map(({ outcome }) => outcome),
        rows.map(({ call }) => call),
        rows.map(({ reason }) => reason),
        rows.map(({ at }) => at),
        rows.map(({ spentKey }) => spentKey),
      ]
      await db.$client.query({ ...finishQuery, values })
      return () => undefined
    },
    keyOf: bySeat,
    sizeOf: ({ outcome }) => outcome.length,
  })
  const markBegun = createGroupCommit<{ seatId: string; at: Date }, void>({
    send: async (rows) => {
      await db.$client.query({ ...markBegunQuery, values: [rows.map(bySeat), rows.map(({ at }) => at)] })
      return () => undefined
    },
    keyOf: bySeat,
  })
  return {
    /** Null where no seat was to be taken, or where there is none. */
    start: (seat: SeatStart): Promise<StartedSeat | null> => start(seat),
    /** Throws `UnstorableError` for an outcome that the database refuses. */
    finish: async (end: SeatEnd): Promise<void> => {
      const row = endRow(end)
      await refusing(() => finish(row))
    },
    markBegun: (begun: { seatId: string; at: Date }): Promise<void> => markBegun(begun),
  }
}

function endRow({ seatId, outcome, at }: SeatEnd): EndRow {
  const isUnscored = outcome.status === 'unscored'
  return {
    seatId,
    at,
    status: isUnscored ? 'unscored' : 'drafted',
    outcome: storableJson(outcome),
    call: outcome.status === 'drafted' ? outcome.draft.call : null,
    reason: isUnscored ? withoutNul(outcome.reason) : null,
    spentKey: isUnscored && kindsFromReplies.includes(outcome.kind) ? (outcome.callKeys[0] ?? null) : null,
  }
}
