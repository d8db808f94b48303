import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Call } from '../../contracts/call.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { SeatEnding } from '../../contracts/head-to-head.js'
import type { RecordedReply, Recording } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan, Seat } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Database } from '../../platform/db/database.js'
import { createDocumentStore, type DocumentStore, required } from './documents.js'
import { createPanelLife } from './panel-life.js'
import { createPanelLists } from './panel-lists.js'
import type { PanelStatus, WrittenByHand } from './reopen-panel.js'
import { installation, modelCallAttempts, panels, recordings, records, seats } from './schema.js'
import { createSeatStore, toSeat } from './seats.js'
import { createSecondOpinions } from './second-opinions.js'

export type SeatStatus = 'planned' | 'drafting' | 'drafted' | 'unscored'

/** A seat with its outcome, if it has one, and the panel's run that took it up last. */
export type SeatState = { seat: Seat; status: SeatStatus; outcome: SeatEnding | null; reason: string | null; run: number }

/** A seat as one follows it: its state and, once it ended, its call or why it has none. */
export type SeatProgress = { seat: Seat; status: SeatStatus; call: Call | null; reason: string | null }

/** Whether a panel runs or how it ended, its record once it is finished, and its seats in their order. */
export type PanelLook = { status: PanelStatus; reason: string | null; record: PanelRecord | null; seats: SeatProgress[] }

/** A panel as it is, with the run it is in and when that began. */
export type PanelState = {
  plan: Plan
  status: PanelStatus
  /** Why it was cancelled or failed. */
  reason: string | null
  run: number
  /** The run that someone asked for last; `run` is later where the queue had to be filled again since. */
  askedRun: number
  createdAt: Date
  startedAt: Date
  finishedAt: Date | null
  /** When the replies it rests on were deleted, as retention says; null while they are there. */
  repliesCleanedAt: Date | null
  seats: SeatState[]
}

/** How many replies a panel bought itself, and for how much: a lost call counts at the most it may have cost. Null when a price is not known. */
export type PanelSpending = { called: number; spentUsd: number | null }

/** The same, with how many calls brought no reply and may have been billed all the same. */
export type PanelCalls = PanelSpending & { lostCalls: number }

export type PanelStore = ReturnType<typeof createPanelStore>

/** Panels, their seats and their records in PostgreSQL. Each method is one transaction. */
export function createPanelStore(db: Database, { writtenByHand }: { writtenByHand: WrittenByHand }) {
  const documents = createDocumentStore(db)
  return {
    ...createPanelLife(db, writtenByHand),
    ...createPanelLists(db),
    ...createSeatStore(db, documents),
    /** Throws when there is no such panel. */
    find: async (panelId: string): Promise<PanelState> => required((await lookUpPanel(db, panelId)) ?? undefined, `panel ${panelId}`),
    /** Null when there is no such panel. */
    lookUp: (panelId: string) => lookUpPanel(db, panelId),
    /** A panel as one follows it, as it is at one moment. */
    look: (panelId: string): Promise<PanelLook> => lookAtPanel(db, panelId),
    progress: async (panelId: string): Promise<SeatProgress[]> => (await lookAtPanel(db, panelId)).seats,
    /** Whether a panel runs or how it ended, and whether its replies are there. */
    statusOf: async (panelId: string): Promise<Pick<PanelState, 'status' | 'reason' | 'repliesCleanedAt'>> => {
      const { status, reason, repliesCleanedAt } = panels
      const [row] = await db.select({ status, reason, repliesCleanedAt }).from(panels).where(eq(panels.id, panelId))
      return required(row, `panel ${panelId}`)
    },
    documents: (plan: Plan) => loadDocuments(documents, plan),
    /** Who gives second opinions in that panel, as its plan says; null where no one does. Read once a panel: a plan never changes. */
    secondOpinion: createSecondOpinions(db),
    /** What distinguishes this database from others. */
    installationId: async (): Promise<string> => {
      const [row] = await db.select().from(installation)
      return required(row?.id, 'id of its own')
    },
    /** Of all the panel's runs together. */
    spending: async (panelId: string): Promise<PanelSpending> => {
      const { called, spentUsd } = await readCalls(db, panelId, sql`1`)
      return { called, spentUsd }
    },
    /** Of the run that someone asked for last, and those that filled the queue again since. */
    askedCalls: (panelId: string): Promise<PanelCalls> =>
      readCalls(db, panelId, sql`(select ${panels.askedRun} from ${panels} where ${panels.id} = ${panelId})`),

    findRecord: async (id: string): Promise<PanelRecord | null> => {
      const [row] = await db.select({ body: records.body }).from(records).where(eq(records.id, id))
      return row?.body ?? null
    },

    /** Where a record is in its life now: its body keeps what it was made with. Throws when there is no such record. */
    recordStatus: async (id: string): Promise<PanelRecord['status']> => {
      const [row] = await db.select({ status: records.status }).from(records).where(eq(records.id, id))
      return required(row, `record ${id}`).status
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

async function lookUpPanel(db: Database, panelId: string): Promise<PanelState | null> {
  const [[panel], rows] = await Promise.all([
    db.select().from(panels).where(eq(panels.id, panelId)),
    db.select().from(seats).where(eq(seats.panelId, panelId)).orderBy(asc(seats.position)),
  ])
  if (panel === undefined) return null
  const { plan, status, reason, run, askedRun, createdAt, startedAt, finishedAt, repliesCleanedAt } = panel
  return {
    plan,
    status,
    reason,
    run,
    askedRun,
    createdAt,
    startedAt: startedAt ?? createdAt,
    finishedAt,
    repliesCleanedAt,
    seats: rows.map(toSeatState),
  }
}

/** The seats as one value: rows by the hundred, many times a panel, take longer to take apart. */
const lookQuery = {
  name: 'look-at-panel',
  text: `
    SELECT panels.status, panels.reason, records.body AS record, (
      SELECT coalesce(json_agg(json_build_object(
        'seat', json_strip_nulls(json_build_object('id', id, 'tool', tool, 'persona', persona, 'model', model, 'repeat', nullif(repeat, 1), 'against', against)), 'status', status, 'call', call, 'reason', reason
      ) ORDER BY position), '[]') FROM seats WHERE panel_id = panels.id
    ) AS seats
    FROM panels LEFT JOIN records ON records.panel_id = panels.id AND panels.status = 'finished'
    WHERE panels.id = $1`,
}

async function lookAtPanel(db: Database, panelId: string): Promise<PanelLook> {
  const { rows } = await db.$client.query<PanelLook>({ ...lookQuery, values: [panelId] })
  return required(rows[0], `panel ${panelId}`)
}

async function readCalls(db: Database, panelId: string, fromRun: SQL): Promise<PanelCalls> {
  const { status, chargedUsd } = modelCallAttempts
  const isLost = sql`${status} in ('failed', 'abandoned') and ${chargedUsd} is distinct from 0`
  const [row] = await db
    .select({
      called: sql<number>`count(*) filter (where ${status} = 'settled')::int`,
      unknown: sql<number>`count(*) filter (where ${chargedUsd} is null)::int`,
      usd: sql<number>`coalesce(sum(${chargedUsd}), 0)::float8`,
      lost: sql<number>`count(*) filter (where ${isLost})::int`,
    })
    .from(modelCallAttempts)
    .where(and(eq(modelCallAttempts.panelId, panelId), sql`${modelCallAttempts.run} >= ${fromRun}`))
  const { called = 0, unknown = 0, usd = 0, lost = 0 } = row ?? {}
  return { called, spentUsd: unknown > 0 ? null : usd, lostCalls: lost }
}

const findRecordingQuery = { name: 'find-recording', text: 'SELECT reply FROM recordings WHERE set_sha256 = $1 AND key = $2' }

/** The plan's dossiers and personas, in the plan's order. */
async function loadDocuments(documents: DocumentStore, plan: Plan): Promise<{ dossiers: Dossier[]; personas: Persona[] }> {
  const [dossiers, personas] = await Promise.all([
    documents.dossiers(plan.tools.map((tool) => tool.dossierSha256)),
    Promise.all(plan.personas.map((persona) => documents.persona(persona.sha256))),
  ])
  return { dossiers, personas }
}

function toSeatState({ status, outcome, reason, run, ...row }: typeof seats.$inferSelect): SeatState {
  return { seat: toSeat(row), status, outcome, reason, run }
}
