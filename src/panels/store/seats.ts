import { eq, sql } from 'drizzle-orm'
import type { Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Seat } from '../../contracts/plan.js'
import { type DraftOutcome, kindsFromReplies } from '../../contracts/verdict.js'
import type { Database } from '../../platform/db/database.js'
import { type DocumentStore, required } from './documents.js'
import { refusing, storableJson, withoutNul } from './refusal.js'
import { panelStops, seats } from './schema.js'

/** What a worker needs to draft a seat. */
export type SeatJob = {
  seat: Seat
  panelId: string
  /** The panel's run that the seat was taken up in. */
  run: number
  recordingSet: string | null
  /** Why the panel calls this seat's model no more; null while it does. */
  stopReason: string | null
  /** How often the seat's provider asked to come back later, in this run of the panel. */
  deferrals: number
  /** What ties the seat's model to its tool; null when nothing is known to. */
  conflict: Tie | null
  dossier: Dossier
  persona: Persona
}

/** What becomes of seats while a panel runs. Each method is one statement. */
export function createSeatStore(db: Database, documents: DocumentStore) {
  return {
    /**
     * Takes a seat up for drafting in that run of its panel; null when there is nothing to do: it was drafted already, or the panel
     * was cancelled or put into the queue again. Throws when there is no such seat.
     */
    startSeat: (start: { seatId: string; run: number; at: Date }) => startSeat(db, documents, start),
    /**
     * Ends a seat. A draft is kept whatever comes after it: a job that ran twice changes nothing. A live conversation whose replies left the
     * seat unscored is marked in the ledger by the same statement. Throws `UnstorableError` for an outcome that the database refuses.
     */
    finishSeat: (end: { seatId: string; outcome: DraftOutcome; at: Date }) => finishSeat(db, end),
    /** Puts a seat that was taken up back, to be drafted later, and says why. With `counts`, as a request of its provider. */
    deferSeat: async ({ seatId, reason, counts }: { seatId: string; reason: string | null; counts: boolean }): Promise<void> => {
      await db
        .update(seats)
        .set({
          status: 'planned',
          reason: reason === null ? null : withoutNul(reason),
          deferrals: counts ? sql`${seats.deferrals} + 1` : seats.deferrals,
        })
        .where(sql`${seats.id} = ${seatId} and ${seats.status} = 'drafting'`)
    },
    /** Says that no one need wait for this seat any more: its first reply has begun, or will not soon. */
    markBegun: async ({ seatId, at }: { seatId: string; at: Date }): Promise<void> => {
      await db.update(seats).set({ begunAt: at }).where(eq(seats.id, seatId))
    },
    /**
     * How far the seat is that goes ahead of others: `ready` once its first reply has begun or it has ended; since when it runs otherwise.
     * Null when there is no such seat.
     */
    leader: async (seatId: string): Promise<{ model: string; isReady: boolean; startedAt: Date | null } | null> => {
      const { begunAt, status, startedAt, model } = seats
      const [row] = await db.select({ begunAt, status, startedAt, model }).from(seats).where(eq(seats.id, seatId))
      if (row === undefined) return null
      const isReady = row.begunAt !== null || row.status === 'drafted' || row.status === 'unscored'
      return { model: row.model, isReady, startedAt: row.startedAt }
    },
    /** From now on the panel's seats of that model are not called. The first reason is kept. */
    stopModel: async ({ panelId, model, reason }: { panelId: string; model: string; reason: string }): Promise<void> => {
      await db
        .insert(panelStops)
        .values({ panelId, model, reason: withoutNul(reason) })
        .onConflictDoNothing()
    },
  }
}

/*
 * The statements of every seat, named so that PostgreSQL plans each once a connection: a busy queue runs them more often than
 * anything else. They announce nothing: commits that NOTIFY take turns, and a full queue would wait for one disk write after another.
 */

/** Its commit does not wait for the disk: a seat that a power cut moves back to `planned` is only started again. */
const startSeatQuery = {
  name: 'start-seat',
  text: `
    WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
    started AS (
      UPDATE seats SET status = 'drafting', run = $3, started_at = $2, outcome = NULL, call = NULL, reason = NULL
      FROM relaxed, panels
      WHERE seats.id = $1 AND seats.status IN ('planned', 'drafting') AND panels.id = seats.panel_id AND panels.run = $3 AND panels.status = 'running'
      RETURNING seats.*, panels.recording_set
    )
    SELECT started.panel_id AS "panelId", tool, persona, started.model, dossier_sha256 AS "dossierSha256", persona_sha256 AS "personaSha256",
      recording_set AS "recordingSet", deferrals, conflict, panel_stops.reason AS "stopReason"
    FROM started
    LEFT JOIN panel_stops ON panel_stops.panel_id = started.panel_id AND panel_stops.model = started.model`,
}
type StartedSeat = {
  panelId: string
  tool: string
  persona: string
  model: string
  dossierSha256: string
  personaSha256: string
  recordingSet: string | null
  deferrals: number
  conflict: Tie | null
  stopReason: string | null
}

/** A draft always counts; any other end only where there is none yet, so that a cancelled seat keeps its reason. */
const finishSeatQuery = {
  name: 'finish-seat',
  text: `
    WITH spent AS (
      UPDATE model_calls SET unscored_by = seats.id || '/' || seats.run
      FROM seats JOIN panels ON panels.id = seats.panel_id
      WHERE key = $7 AND unscored_by IS NULL AND seats.id = $1 AND panels.recording_set IS NULL
    )
    UPDATE seats SET status = $2, outcome = $3, call = $4, reason = $5, finished_at = $6
    WHERE id = $1 AND status <> 'drafted' AND ($2 = 'drafted' OR status <> 'unscored')`,
}

/** A seat in one of its runs, as the ledger names whom a reply left unscored. */
export function askerName({ seatId, run }: { seatId: string; run: number }): string {
  return `${seatId}/${run}`
}

async function startSeat(
  db: Database,
  documents: DocumentStore,
  { seatId, run, at }: { seatId: string; run: number; at: Date },
): Promise<SeatJob | null> {
  const { rows } = await db.$client.query<StartedSeat>({ ...startSeatQuery, values: [seatId, at, run] })
  const [row] = rows
  if (row === undefined) {
    required((await db.select({ id: seats.id }).from(seats).where(eq(seats.id, seatId)))[0], `seat ${seatId}`)
    return null
  }
  const { panelId, tool, persona, model, recordingSet, stopReason, deferrals, conflict } = row
  return {
    seat: { id: seatId, tool, persona, model },
    panelId,
    run,
    recordingSet,
    stopReason,
    deferrals,
    conflict,
    dossier: await documents.dossier(row.dossierSha256),
    persona: await documents.persona(row.personaSha256),
  }
}

async function finishSeat(db: Database, { seatId, outcome, at }: { seatId: string; outcome: DraftOutcome; at: Date }): Promise<void> {
  const call = outcome.status === 'drafted' ? outcome.draft.call : null
  const reason = outcome.status === 'unscored' ? withoutNul(outcome.reason) : null
  const spentKey = outcome.status === 'unscored' && kindsFromReplies.includes(outcome.kind) ? (outcome.callKeys[0] ?? null) : null
  const values = [seatId, outcome.status, storableJson(outcome), call, reason, at, spentKey]
  await refusing(() => db.$client.query({ ...finishSeatQuery, values }))
}
