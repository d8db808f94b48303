import { eq, sql } from 'drizzle-orm'
import type { Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Seat } from '../../contracts/plan.js'
import { type RequestForm, usualForm } from '../../contracts/request-form.js'
import type { Database } from '../../platform/db/database.js'
import { type DocumentStore, required } from './documents.js'
import { withoutNul } from './refusal.js'
import { panelStops, seats } from './schema.js'
import { createSeatGroups, type SeatEnd, type SeatStart, type StartedSeat } from './seat-groups.js'

/** What a worker needs to draft a seat. */
export type SeatJob = {
  seat: Seat
  panelId: string
  /** The panel's run that the seat was taken in. */
  run: number
  recordingSet: string | null
  /** Why the panel calls this seat's model no more; null while it does. */
  stopReason: string | null
  /** How often the seat's provider asked to come back later, in this run of the panel. */
  deferrals: number
  /** What ties the seat's model to its tool; null when nothing is known to. */
  conflict: Tie | null
  /** How its juror is asked. */
  form: RequestForm
  /** Whether it is drafted once more with the names masked. */
  isBlind: boolean
  /** The tool it is set against; null where one tool is judged. */
  against: Dossier | null
  dossier: Dossier
  persona: Persona
}

/** What becomes of seats while a panel runs. Each method is one statement. */
export function createSeatStore(db: Database, documents: DocumentStore) {
  const groups = createSeatGroups(db)
  return {
    /**
     * Takes a seat up for drafting in that run of its panel; null when there is nothing to do: it was drafted already, or the panel
     * was cancelled or put into the queue again. Throws when there is no such seat.
     */
    startSeat: async (start: SeatStart): Promise<SeatJob | null> => {
      const row = await groups.start(start)
      if (row !== null) return toJob(documents, row, start.run)
      required((await db.select({ id: seats.id }).from(seats).where(eq(seats.id, start.seatId)))[0], `seat ${start.seatId}`)
      return null
    },
    /**
     * Ends a seat. A draft is kept whatever comes after it: a job that ran twice changes nothing. A live conversation whose replies left the
     * seat unscored is marked in the ledger by the same statement. Throws `UnstorableError` for an outcome that the database refuses.
     */
    finishSeat: (end: SeatEnd) => groups.finish(end),
    /** Puts a seat that was taken back, to be drafted later, and says why. With `counts`, as a request of its provider. */
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
    markBegun: (begun: { seatId: string; at: Date }): Promise<void> => groups.markBegun(begun),
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
    /**
     * Whether another seat of the same panel, tool and model is drafted, that was taken up since then. Of two that were taken up in the same moment only
     * the later one finds the other.
     */
    isAlongside: async (seatId: string, since: Date): Promise<boolean> => {
      const { rows } = await db.$client.query({ ...alongsideQuery, values: [seatId, since] })
      return rows.length > 0
    },
    /**
     * How many tools before this seat's, in its panel and by its model, have seats yet to end; up to `most`. Seats taken up before `since` do not
     * count: no one waits for them for ever.
     */
    countToolsAhead: async (seatId: string, { most, since }: { most: number; since: Date }): Promise<number> => {
      const { rows } = await db.$client.query({ ...toolsAheadQuery, values: [seatId, since, most] })
      return rows.length
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

const alongsideQuery = {
  name: 'seat-alongside',
  text: `
    SELECT FROM seats AS own JOIN seats AS other USING (panel_id, tool, model)
    WHERE own.id = $1 AND other.id <> own.id AND other.status = 'drafting' AND other.started_at > $2
      AND (own.status <> 'drafting' OR (other.started_at, other.id) < (own.started_at, own.id))
    LIMIT 1`,
}

const toolsAheadQuery = {
  name: 'tools-ahead-of-seat',
  text: `
    SELECT DISTINCT other.tool_position FROM seats AS own JOIN seats AS other USING (panel_id, model)
    WHERE own.id = $1 AND other.tool_position < own.tool_position AND other.status IN ('planned', 'drafting')
      AND (other.started_at IS NULL OR other.started_at > $2)
    LIMIT $3`,
}

/** A row as the plan has it. */
export function toSeat({
  id,
  tool,
  persona,
  model,
  repeat,
  against,
}: Pick<StartedSeat, 'id' | 'tool' | 'persona' | 'model' | 'repeat' | 'against'>): Seat {
  return { id, tool, persona, model, ...(repeat === 1 ? {} : { repeat }), ...(against === null ? {} : { against }) }
}

/** A seat in one of its runs, as the ledger names whom a reply left unscored. */
export function askerName({ seatId, run }: { seatId: string; run: number }): string {
  return `${seatId}/${run}`
}

async function toJob(documents: DocumentStore, row: StartedSeat, run: number): Promise<SeatJob> {
  const { panelId, recordingSet, stopReason, deferrals, conflict, form } = row
  const [itsDossier, itsPersona] = await Promise.all([documents.dossier(row.dossierSha256), documents.persona(row.personaSha256)])
  return {
    seat: toSeat(row),
    isBlind: row.isBlind,
    against: row.againstSha256 === null ? null : await documents.dossier(row.againstSha256),
    panelId,
    run,
    recordingSet,
    stopReason,
    deferrals,
    conflict,
    form: form ?? usualForm,
    dossier: itsDossier,
    persona: itsPersona,
  }
}
