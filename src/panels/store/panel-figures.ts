import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Call, UnscoredKind } from '../../contracts/call.js'
import type { Usage } from '../../contracts/model-call.js'
import type { Seat } from '../../contracts/plan.js'
import type { Origin } from '../../contracts/primitives.js'
import type { Database } from '../../platform/db/database.js'
import { readableJson } from '../../platform/db/readable-json.js'
import { type Taken, takenInAll } from '../ledger/taken.js'
import type { SeatStatus } from './panels.js'
import { seats } from './schema.js'
import { toSeat } from './seats.js'

/** A seat as one follows it, with what its model calls took, those for a second opinion on its draft included. */
export type SeatFigures = {
  seat: Seat
  /** The verdict that it is a draft of; null for a seat that compares two tools. */
  verdictId: string | null
  status: SeatStatus
  call: Call | null
  /** Why there is no call, or why it waits. */
  reason: string | null
  unscoredKind: UnscoredKind | null
  /** Who wrote its reply; null while there is none. */
  origin: Origin | null
  /** How often its provider asked to come back later. */
  deferrals: number
  usage: Usage | null
  /** US dollars; null while it is not known. */
  costUsd: number | null
  latencyMs: number | null
  startedAt: Date | null
  finishedAt: Date | null
}

export type PanelFigures = ReturnType<typeof createPanelFigures>

/** What the page of a panel is made from, in one statement: no draft is read. */
export function createPanelFigures(db: Database) {
  const { id, tool, persona, model, repeat, against, verdictId, status, call, reason, outcome, deferrals, startedAt, finishedAt } = seats
  return {
    /** In the order of the plan; empty when there is no such panel. */
    seats: async (panelId: string): Promise<SeatFigures[]> => {
      const rows = await db
        .select({
          seat: { id, tool, persona, model, repeat, against },
          verdictId,
          status,
          call,
          reason,
          deferrals,
          startedAt,
          finishedAt,
          unscoredKind: sql<UnscoredKind | null>`${readableJson(outcome)} -> 'kind'`,
          origin: sql<Origin | null>`${readableJson(outcome)} -> 'origin'`,
          usage: sql<Usage | null>`${readableJson(outcome)} -> 'usage'`,
          costUsd: sql<number | null>`${readableJson(outcome)} -> 'costUsd'`,
          latencyMs: sql<number | null>`${readableJson(outcome)} -> 'latencyMs'`,
          steering: sql<Taken | null>`${takenFor('steering', readableJson(outcome))}`,
          blind: sql<Taken | null>`${takenFor('blind', readableJson(outcome))}`,
          opinion: sql<Taken | null>`${takenFor('opinion', readableJson(outcome))}`,
        })
        .from(seats)
        .where(eq(seats.panelId, panelId))
        .orderBy(asc(seats.position))
      return rows.map(({ seat, verdictId: stands, steering, blind, opinion, ...own }) => ({
        seat: toSeat(seat),
        verdictId: seat.against === null ? (stands ?? seat.id) : null,
        ...own,
        ...takenInAll(own, steering, blind, opinion),
      }))
    },
  }
}

/** What a second draft, one without the names, or the second opinion on a draft took; null where there is none. */
function takenFor(part: 'steering' | 'blind' | 'opinion', outcome: SQL): SQL {
  const taken = sql`${outcome} -> ${sql.raw(`'${part}'`)}`
  const parts = sql`'usage', ${taken} -> 'usage', 'costUsd', ${taken} -> 'costUsd', 'latencyMs', ${taken} -> 'latencyMs'`
  return sql`case when ${taken} is not null then json_build_object(${parts}) end`
}
