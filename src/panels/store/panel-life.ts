import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendIfAny } from '../../audit/audit-log.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Plan, Seat } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { tieOf } from '../plan/conflicts.js'
import { chunks, required } from './documents.js'
import { findUnknown, insertDocuments, type PanelDocuments } from './panel-documents.js'
import { panelChannel } from './panel-events.js'
import { recordHead } from './record-head.js'
import { type PanelPriority, type PanelRun, type Reopening, reopenPanel, type WrittenByHand } from './reopen-panel.js'
import { installation, panels, seats } from './schema.js'
import { seatVerdicts, updateSeats } from './seat-verdicts.js'

/** What new versions of dossiers do to records, in the transaction that stores those with these hashes. */
export type DossierMarks = (tx: Transaction, stored: ReadonlySet<string>) => Promise<void>

export type NewPanel = {
  plan: Plan
  documents: PanelDocuments
  requestSha256: string
  priority: PanelPriority
  createdAt: Date
  /** For the dossiers that are not stored yet. */
  marks?: DossierMarks
  entry?: NewEntry
}

/** A running panel as one who looks for lost ones needs it. */
export type RunningPanel = { panelId: string; run: number; isEnqueued: boolean; startedAt: Date }

/** The life of a panel: running → finished, cancelled or failed, and running again. Each method is one transaction. */
export function createPanelLife(db: Database, writtenByHand: WrittenByHand) {
  return {
    /** Keeps a new panel. When one that was asked for the same way is running, that one is returned instead. */
    create: (panel: NewPanel): Promise<{ plan: Plan; isNew: boolean }> =>
      db.transaction(async (tx) => {
        const stored = await insertDocuments(tx, panel)
        const kept = await insertPanel(tx, panel)
        // These come last: both add to the audit log, whose lock everyone waits for.
        await panel.marks?.(tx, stored)
        if (kept.isNew) await appendIfAny(tx, panel.entry)
        return kept
      }),
    unknownDossiers: (given: readonly Dossier[]) => findUnknown(db, given),
    /** Says that a run is in the queue. */
    markEnqueued: async ({ panelId, run }: { panelId: string; run: number }): Promise<void> => {
      await db.$client.query({ ...markEnqueuedQuery, values: [panelId, run] })
    },
    /** Ends a running panel before its time; what is drafted stays. Returns its run, or null when it was not running. */
    cancel: (panelId: string, { reason, at, entry }: { reason: string; at: Date; entry?: NewEntry }): Promise<number | null> =>
      db.transaction(async (tx) => {
        const run = await endPanel(tx, eq(panels.id, panelId), { status: 'cancelled', reason, at, panelId })
        if (run === null) return null
        await tx
          .update(seats)
          .set({ status: 'unscored', reason, finishedAt: at })
          .where(and(eq(seats.panelId, panelId), inArray(seats.status, ['planned', 'drafting'])))
        await appendIfAny(tx, entry)
        return run
      }),
    /** Says that a run of a panel cannot come to its record. */
    fail: async ({ panelId, run, reason, at }: { panelId: string; run: number; reason: string; at: Date }): Promise<void> => {
      await db.transaction((tx) =>
        endPanel(tx, and(eq(panels.id, panelId), eq(panels.run, run)), { status: 'failed', reason, at, panelId }),
      )
    },
    /** Makes a panel run again, for the seats that have no draft. Throws `UsageError` when it is in another state. */
    reopen: (reopening: Reopening): Promise<PanelRun | null> =>
      db.transaction(async (tx) => {
        const run = await reopenPanel(tx, reopening, writtenByHand)
        if (run === null) return null
        // These come last: both add to the audit log, whose lock everyone waits for.
        await reopening.alongside?.(tx)
        await appendIfAny(tx, reopening.entry)
        return run
      }),
    /** Keeps the record of a panel's run, ends the panel and announces it. One that was cancelled or runs again meanwhile stays as it is. */
    saveRecord: (record: PanelRecord, run: number): Promise<boolean> => saveRecord(db, record, run),
    running: async (): Promise<RunningPanel[]> => {
      const rows = await db.select().from(panels).where(eq(panels.status, 'running'))
      return rows.map(({ id, run, enqueuedRun, createdAt, startedAt }) => ({
        panelId: id,
        run,
        isEnqueued: enqueuedRun === run,
        startedAt: startedAt ?? createdAt,
      }))
    },
    /** Those of the panels that do not run any more. */
    endedAmong: async (panelIds: readonly string[]): Promise<string[]> => {
      const rows = await db
        .select({ id: panels.id })
        .from(panels)
        .where(and(inArray(panels.id, [...panelIds]), ne(panels.status, 'running')))
      return rows.map(({ id }) => id)
    },
    /** Whether it is this caller's turn to look for lost panels: true for one caller in that many milliseconds. */
    claimSweep: async (everyMs: number): Promise<boolean> => {
      const due = sql`${installation.sweptAt} is null or ${installation.sweptAt} < clock_timestamp() - make_interval(secs => ${everyMs / 1000})`
      const claimed = await db.update(installation).set({ sweptAt: sql`clock_timestamp()` }).where(due).returning({ id: installation.id })
      return claimed.length > 0
    },
  }
}

async function insertPanel(tx: Transaction, panel: NewPanel): Promise<{ plan: Plan; isNew: boolean }> {
  const { plan, requestSha256, priority, createdAt, entry } = panel
  const actor = entry?.actor
  const inserted = await tx
    .insert(panels)
    .values({
      id: plan.panelId,
      plan,
      status: 'running',
      requestSha256,
      priority,
      recordingSet: plan.recordingSet,
      budgetUsd: plan.budgetUsd,
      askedBy: actor !== undefined && 'userId' in actor ? actor.userId : null,
      createdAt,
    })
    .onConflictDoNothing({ target: panels.requestSha256, where: sql`status = 'running'` })
    .returning({ id: panels.id })
  if (inserted.length === 0) {
    const isRunning = and(eq(panels.requestSha256, requestSha256), eq(panels.status, 'running'))
    const [running] = await tx.select({ plan: panels.plan }).from(panels).where(isRunning)
    // It ended between the two statements: now nothing prevents it.
    return running === undefined ? insertPanel(tx, panel) : { plan: running.plan, isNew: false }
  }
  const dossierOf = new Map(plan.tools.map(({ slug, dossierSha256 }) => [slug, dossierSha256]))
  const personaOf = new Map(plan.personas.map(({ id, sha256 }) => [id, sha256]))
  const positionOf = new Map(plan.tools.map(({ slug }, position) => [slug, position]))
  const formOf = new Map(plan.forms?.map(({ model, form }) => [model, form]))
  const standsFor = new Map<string, string>()
  const rows = plan.seats.map((seat, position) => ({
    ...seat,
    repeat: seat.repeat ?? 1,
    against: seat.against ?? null,
    againstSha256: seat.against === undefined ? null : required(dossierOf.get(seat.against), `dossier of ${seat.against}`),
    isBlind: plan.blind === true,
    verdictId: standIn(standsFor, seat),
    panelId: plan.panelId,
    position,
    conflict: tieOf(plan, seat),
    form: formOf.get(seat.model) ?? null,
    toolPosition: positionOf.get(seat.tool) ?? null,
    dossierSha256: required(dossierOf.get(seat.tool), `dossier of ${seat.tool}`),
    personaSha256: required(personaOf.get(seat.persona), `persona ${seat.persona}`),
    status: 'planned' as const,
  }))
  for (const some of chunks(rows)) await tx.insert(seats).values(some)
  return { plan, isNew: true }
}

/** The first row of a seat stands for its verdict; null for that one. */
function standIn(first: Map<string, string>, { id, tool, persona, against }: Seat): string | null {
  const name = JSON.stringify([tool, persona, against])
  const stands = first.get(name)
  if (stands !== undefined) return stands
  first.set(name, id)
  return null
}

/** Its commit does not wait for the disk: a run that a power cut leaves unmarked is put into the queue again, where it is already. */
const markEnqueuedQuery = {
  name: 'mark-enqueued',
  text: `
    WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    UPDATE panels SET enqueued_run = $2 FROM relaxed WHERE id = $1 AND run = $2`,
}

type PanelEnd = { panelId: string; status: 'cancelled' | 'failed'; reason: string | null; at: Date }

/** Ends a panel that runs, and announces it. Returns its run; null when it does not run, or not as the condition says. */
async function endPanel(tx: Transaction, condition: SQL | undefined, { panelId, status, reason, at }: PanelEnd): Promise<number | null> {
  const [ended] = await tx
    .update(panels)
    .set({ status, reason, finishedAt: at })
    .where(and(condition, eq(panels.status, 'running')))
    .returning({ run: panels.run })
  if (ended === undefined) return null
  await tx.execute(sql`select pg_notify(${panelChannel}, ${JSON.stringify({ panelId })})`)
  return ended.run
}

/**
 * One statement, as someone waits for it. A panel whose unscored seats were tried again has the same record, again; one that people
 * decided on meanwhile stays as they decided.
 */
const saveRecordQuery = {
  name: 'save-record',
  text: `
    WITH ended AS (
      UPDATE panels SET status = 'finished', reason = NULL, finished_at = $5 WHERE id = $2 AND run = $7 AND status = 'running' RETURNING id
    ),
    kept AS (
      INSERT INTO records (id, panel_id, status, content_sha256, created_at, body, title, tools, slugs, categories, models, search_text)
      SELECT $1, id, $3, $4, $5, $6, $10, $11::json, $12::text[], $13::text[], $14::text[], $15 FROM ended
      ON CONFLICT (id) DO UPDATE
      SET content_sha256 = excluded.content_sha256, created_at = excluded.created_at, body = excluded.body, title = excluded.title, tools = excluded.tools,
        slugs = excluded.slugs, categories = excluded.categories, models = excluded.models, search_text = excluded.search_text
    ),
    seated AS (
      ${updateSeats({ panel: 'ended.id', from: 'ended', verdicts: '$9' })}
    )
    SELECT pg_notify($8, json_build_object('panelId', id)::text) FROM ended`,
}

async function saveRecord(db: Database, record: PanelRecord, run: number): Promise<boolean> {
  const { id, panelId, status, contentSha256, createdAt } = record
  const head = recordHead(record)
  const values = [
    id,
    panelId,
    status,
    contentSha256,
    createdAt,
    JSON.stringify(record),
    run,
    panelChannel,
    JSON.stringify(seatVerdicts(record)),
    head.title,
    JSON.stringify(head.tools),
    head.slugs,
    head.categories,
    head.models,
    head.searchText,
  ]
  return (await db.$client.query({ ...saveRecordQuery, values })).rowCount === 1
}
