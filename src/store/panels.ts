import { asc, eq, sql } from 'drizzle-orm'
import type { Dossier } from '../contracts/dossier.js'
import type { RecordedReply, Recording } from '../contracts/model-call.js'
import type { Persona } from '../contracts/persona.js'
import type { Plan, Seat } from '../contracts/plan.js'
import type { PanelRecord } from '../contracts/record.js'
import type { Call, DraftOutcome } from '../contracts/verdict.js'
import type { Database } from './database.js'
import { createDocumentStore, required } from './documents.js'
import { panelChannel } from './panel-events.js'
import { dossiers, installation, modelCallAttempts, panelStops, panels, personas, recordings, records, seats } from './schema.js'

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** Everything a panel rests on. */
export type PanelDocuments = { dossiers: readonly Dossier[]; personas: readonly Persona[]; recordings: readonly Recording[] }

export type SeatStatus = 'planned' | 'drafting' | 'drafted' | 'unscored'

/** A seat with its outcome, if it has one. */
export type SeatState = { seat: Seat; status: SeatStatus; outcome: DraftOutcome | null }

/** A seat as one follows it: how it stands and, once it ended, its call or why it has none. */
export type SeatProgress = { seat: Seat; status: SeatStatus; call: Call | null; reason: string | null }

/** What a worker needs to draft a seat. */
export type SeatJob = {
  seat: Seat
  panelId: string
  recordingSet: string | null
  /** Why the panel calls this seat's model no more; null while it does. */
  stopReason: string | null
  dossier: Dossier
  persona: Persona
}

export type PanelState = { plan: Plan; createdAt: Date; seats: SeatState[] }

/** How many replies this panel bought itself, and for how much (null when a price is not known). */
export type PanelSpending = { called: number; spentUsd: number | null }

export type PanelStore = ReturnType<typeof createPanelStore>

/** Panels, their seats and their records in PostgreSQL. Each method is one transaction. */
export function createPanelStore(db: Database) {
  const documents = createDocumentStore(db)
  return {
    create: (panel: { plan: Plan; documents: PanelDocuments; createdAt: Date }) => db.transaction((tx) => insertPanel(tx, panel)),
    find: (panelId: string) => findPanel(db, panelId),
    progress: (panelId: string) => readProgress(db, panelId),
    documents: (plan: Plan) => loadDocuments(documents, plan),
    /** What tells this database from others. */
    installationId: async (): Promise<string> => {
      const [row] = await db.select().from(installation)
      return required(row?.id, 'id of its own')
    },
    /** Takes a seat up for drafting; null when it was drafted already. Throws when there is no such seat. */
    startSeat: (start: { seatId: string; at: Date }) => startSeat(db, documents, start),
    /** Ends a seat. An outcome that was drafted stands: a job that ran twice changes nothing. */
    finishSeat: (end: { seatId: string; outcome: DraftOutcome; at: Date }) => finishSeat(db, end),

    /** Says that nobody need wait for this seat any more: its first reply has begun, or will not soon. */
    markBegun: async ({ seatId, at }: { seatId: string; at: Date }): Promise<void> => {
      await db.update(seats).set({ begunAt: at }).where(eq(seats.id, seatId))
    },
    /** How far the seat is that goes ahead of others: `ready` once its first reply has begun or it has ended; since when it runs otherwise. */
    leader: async (seatId: string): Promise<{ isReady: boolean; startedAt: Date | null }> => {
      const { begunAt, status, startedAt } = seats
      const [row] = await db.select({ begunAt, status, startedAt }).from(seats).where(eq(seats.id, seatId))
      if (row === undefined) return { isReady: true, startedAt: null }
      return { isReady: row.begunAt !== null || row.status === 'drafted' || row.status === 'unscored', startedAt: row.startedAt }
    },
    /** From now on the panel's seats of that model are not called. The first reason stands. */
    stopModel: async ({ panelId, model, reason }: { panelId: string; model: string; reason: string }): Promise<void> => {
      await db
        .insert(panelStops)
        .values({ panelId, model, reason: withoutNul(reason) })
        .onConflictDoNothing()
    },

    spending: async (panelId: string): Promise<PanelSpending> => {
      const [row] = await db
        .select({
          called: sql<number>`count(*) filter (where ${modelCallAttempts.status} = 'settled')::int`,
          unknown: sql<number>`count(*) filter (where ${modelCallAttempts.chargedUsd} is null)::int`,
          usd: sql<number>`coalesce(sum(${modelCallAttempts.chargedUsd}), 0)::float8`,
        })
        .from(modelCallAttempts)
        .where(eq(modelCallAttempts.panelId, panelId))
      return { called: row?.called ?? 0, spentUsd: row === undefined || row.unknown > 0 ? null : row.usd }
    },

    /** Keeps the record of a panel, ends the panel and announces it. A panel has one record: a second one changes nothing. */
    saveRecord: (record: PanelRecord) =>
      db.transaction(async (tx) => {
        const createdAt = new Date(record.createdAt)
        const { id, panelId, status, contentSha256 } = record
        await tx.insert(records).values({ id, panelId, status, contentSha256, body: record, createdAt }).onConflictDoNothing()
        await tx.update(panels).set({ status: 'finished', finishedAt: createdAt }).where(eq(panels.id, panelId))
        await tx.execute(sql`select pg_notify(${panelChannel}, ${JSON.stringify({ panelId })})`)
      }),

    findRecord: async (id: string): Promise<PanelRecord | null> => {
      const [row] = await db.select({ body: records.body }).from(records).where(eq(records.id, id))
      return row?.body ?? null
    },

    /** The ids of the newest records, newest first. */
    recentRecords: async (limit: number): Promise<{ id: string; title: string; createdAt: Date }[]> => {
      const rows = await db
        .select({ id: records.id, body: records.body, createdAt: records.createdAt })
        .from(records)
        .orderBy(sql`${records.createdAt} desc`)
        .limit(limit)
      return rows.map(({ id, body, createdAt }) => ({ id, title: body.title, createdAt }))
    },

    findRecording: async ({ setSha256, key }: { setSha256: string; key: string }): Promise<RecordedReply | null> => {
      const { rows } = await db.$client.query<{ reply: RecordedReply }>({ ...findRecordingQuery, values: [setSha256, key] })
      return rows[0]?.reply ?? null
    },

    recordingsOf: async (setSha256: string): Promise<Recording[]> => {
      const rows = await db.select().from(recordings).where(eq(recordings.setSha256, setSha256)).orderBy(asc(recordings.key))
      return rows.map(({ key, identity, reply }) => ({ schema: 'panel.recording/1', key, ...identity, ...reply }))
    },
  }
}

async function insertPanel(
  tx: Transaction,
  { plan, documents, createdAt }: { plan: Plan; documents: PanelDocuments; createdAt: Date },
): Promise<void> {
  const dossierRows = documents.dossiers.map((body) => ({ sha256: body.sha256, slug: body.tool.slug, body, createdAt }))
  const personaRows = documents.personas.map((body) => ({ sha256: body.sha256, id: body.id, version: body.version, body, createdAt }))
  await tx.insert(dossiers).values(dossierRows).onConflictDoNothing()
  await tx.insert(personas).values(personaRows).onConflictDoNothing()
  const setSha256 = plan.recordingSet
  if (setSha256 !== null && documents.recordings.length > 0) {
    const recordingRows = documents.recordings.map((recording) => toRow(setSha256, recording))
    await tx.insert(recordings).values(recordingRows).onConflictDoNothing()
  }
  await tx
    .insert(panels)
    .values({ id: plan.panelId, plan, status: 'running', recordingSet: setSha256, budgetUsd: plan.budgetUsd, createdAt })
  await tx.insert(seats).values(
    plan.seats.map((seat, position) => ({
      ...seat,
      panelId: plan.panelId,
      position,
      dossierSha256: required(plan.tools.find((tool) => tool.slug === seat.tool)?.dossierSha256, `dossier of ${seat.tool}`),
      personaSha256: required(plan.personas.find((persona) => persona.id === seat.persona)?.sha256, `persona ${seat.persona}`),
      status: 'planned' as const,
    })),
  )
}

async function findPanel(db: Database, panelId: string): Promise<PanelState> {
  const [panel] = await db.select().from(panels).where(eq(panels.id, panelId))
  const rows = await db.select().from(seats).where(eq(seats.panelId, panelId)).orderBy(asc(seats.position))
  const { plan, createdAt } = required(panel, `panel ${panelId}`)
  return { plan, createdAt, seats: rows.map(toSeatState) }
}

async function readProgress(db: Database, panelId: string): Promise<SeatProgress[]> {
  const { id, tool, persona, model, status, call, reason } = seats
  const seat = { id, tool, persona, model }
  return db.select({ seat, status, call, reason }).from(seats).where(eq(seats.panelId, panelId)).orderBy(asc(seats.position))
}

type Documents = ReturnType<typeof createDocumentStore>

/*
 * The three statements of every seat, named so that PostgreSQL plans each once a connection: a busy queue runs them more often than
 * anything else. They announce nothing: commits that NOTIFY take turns, and a full queue would wait for one disk write after another.
 */

/** Its commit does not wait for the disk: a seat that a power cut moves back to `planned` is only started again. */
const startSeatQuery = {
  name: 'start-seat',
  text: `
    WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
    started AS (
      UPDATE seats SET status = 'drafting', started_at = $2, outcome = NULL, call = NULL, reason = NULL
      FROM relaxed WHERE id = $1 AND status <> 'drafted' RETURNING seats.*
    )
    SELECT started.panel_id AS "panelId", tool, persona, started.model, dossier_sha256 AS "dossierSha256", persona_sha256 AS "personaSha256",
      recording_set AS "recordingSet", panel_stops.reason AS "stopReason"
    FROM started JOIN panels ON panels.id = started.panel_id
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
  stopReason: string | null
}

const finishSeatQuery = {
  name: 'finish-seat',
  text: `
    UPDATE seats SET status = $2, outcome = $3, call = $4, reason = $5, finished_at = $6
    WHERE id = $1 AND status <> 'drafted'`,
}

const findRecordingQuery = { name: 'find-recording', text: 'SELECT reply FROM recordings WHERE set_sha256 = $1 AND key = $2' }

async function startSeat(db: Database, documents: Documents, { seatId, at }: { seatId: string; at: Date }): Promise<SeatJob | null> {
  const { rows } = await db.$client.query<StartedSeat>({ ...startSeatQuery, values: [seatId, at] })
  const [row] = rows
  if (row === undefined) {
    required((await db.select({ id: seats.id }).from(seats).where(eq(seats.id, seatId)))[0], `seat ${seatId}`)
    return null
  }
  const { panelId, tool, persona, model, recordingSet, stopReason } = row
  return {
    seat: { id: seatId, tool, persona, model },
    panelId,
    recordingSet,
    stopReason,
    dossier: await documents.dossier(row.dossierSha256),
    persona: await documents.persona(row.personaSha256),
  }
}

async function finishSeat(db: Database, { seatId, outcome, at }: { seatId: string; outcome: DraftOutcome; at: Date }): Promise<void> {
  const call = outcome.status === 'drafted' ? outcome.draft.call : null
  const reason = outcome.status === 'unscored' ? withoutNul(outcome.reason) : null
  await db.$client.query({ ...finishSeatQuery, values: [seatId, outcome.status, JSON.stringify(outcome), call, reason, at] })
}

/** PostgreSQL's text holds every character but this one; the outcome itself keeps it. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD')
}

function toRow(setSha256: string, recording: Recording): typeof recordings.$inferInsert {
  const { key, model, request, sample, origin, raw, costUsd, latencyMs, recordedAt } = recording
  return { setSha256, key, identity: { model, request, sample }, reply: { origin, raw, costUsd, latencyMs, recordedAt } }
}

/** The plan's dossiers and personas, in the plan's order. */
async function loadDocuments(documents: Documents, plan: Plan): Promise<{ dossiers: Dossier[]; personas: Persona[] }> {
  return {
    dossiers: await Promise.all(plan.tools.map((tool) => documents.dossier(tool.dossierSha256))),
    personas: await Promise.all(plan.personas.map((persona) => documents.persona(persona.sha256))),
  }
}

function toSeatState({ id, tool, persona, model, status, outcome }: typeof seats.$inferSelect): SeatState {
  return { seat: { id, tool, persona, model }, status, outcome }
}
