import { and, eq, inArray, ne, notExists, type SQLWrapper, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import type { Plan } from '../../contracts/plan.js'
import type { Transaction } from '../../platform/db/database.js'
import { UsageError } from '../../platform/errors.js'
import { panels, records, seats } from './schema.js'

/** A query for what people wrote of the seat that a statement looks at: such a seat needs no draft any more, and nothing is spent on it. */
export type WrittenByHand = (tx: Transaction) => SQLWrapper

export type PanelStatus = 'running' | 'finished' | 'cancelled' | 'failed'
/** An editor's panel goes before one that no one waits for. */
export type PanelPriority = 'editor' | 'background'

/** A panel that goes into the queue: its plan, which run of it this is, and its seats that have no draft yet. */
export type PanelRun = { plan: Plan; run: number; priority: PanelPriority; openSeats: ReadonlySet<string> }

export type Reopening = {
  panelId: string
  /** The panel must be in this state, or it is refused. */
  from: readonly PanelStatus[]
  /** When given, it must be the run that is known; null when it is not, for someone else took it up. */
  run?: number
  /** When given, what the panel may spend from now on, in US dollars. */
  budgetUsd?: number
  /** Also when its record is approved: `alongside` takes the approval back. Nothing is published while a panel runs. */
  evenApproved?: boolean
  /** What else is written in the same transaction, with the panel and its record locked, in this order. Nothing is kept when it throws. */
  alongside?: (tx: Transaction) => Promise<void>
  at: Date
  /** Tells of it in the audit log, in the same transaction. */
  entry?: NewEntry
}

/** Makes a panel run again, for the seats that have no draft, in the transaction of its caller. Throws `UsageError` when its state is another. */
export async function reopenPanel(tx: Transaction, reopening: Reopening, writtenByHand: WrittenByHand): Promise<PanelRun | null> {
  const { panelId, from, run: knownRun, budgetUsd, evenApproved = false, at } = reopening
  const [panel] = await tx.select().from(panels).where(eq(panels.id, panelId)).for('update')
  if (panel === undefined) throw new UsageError(`there is no panel ${panelId}`)
  if (knownRun !== undefined && (panel.run !== knownRun || !from.includes(panel.status))) return null
  if (!from.includes(panel.status)) throw new UsageError(`panel ${panelId} is ${panel.status}; it would have to be ${from.join(' or ')}`)
  if (panel.repliesCleanedAt !== null) throw new RepliesCleanedError(`panel ${panelId}`, panel.repliesCleanedAt)
  // Locked as every change by people locks it: no one writes a verdict by hand on a seat that is going back into the queue.
  const [record] = await tx.select({ status: records.status }).from(records).where(eq(records.panelId, panelId)).for('no key update')
  if (record !== undefined && record.status !== 'in_review' && !(evenApproved && record.status === 'approved')) {
    throw new UsageError(`the record of panel ${panelId} is ${record.status}, so its seats stay as they are. Start a new panel instead.`)
  }
  const plan = budgetUsd === undefined ? panel.plan : { ...panel.plan, budgetUsd }
  const run = panel.run + 1
  // What fills the queue again goes on with what someone asked for before.
  const askedRun = panel.status === 'running' ? panel.askedRun : run
  const reopened = {
    status: 'running' as const,
    run,
    askedRun,
    plan,
    budgetUsd: plan.budgetUsd,
    reason: null,
    startedAt: at,
    finishedAt: null,
  }
  const twin = panel.requestSha256 === null ? null : await findTwin(tx, { panelId, requestSha256: panel.requestSha256 })
  if (twin !== null) throw new UsageError(`the same panel is running already, as ${twin}`)
  await tx.update(panels).set(reopened).where(eq(panels.id, panelId))
  // Drafts stay, and in a panel that runs on so does every end: no one asked for another try. A model that was stopped for a wrong key may be called again: that is what the retry is for.
  await tx.execute(sql`delete from panel_stops where panel_id = ${panelId}`)
  const isOpen = panel.status === 'running' ? inArray(seats.status, ['planned', 'drafting']) : ne(seats.status, 'drafted')
  const open = await tx
    .update(seats)
    .set({ status: 'planned', outcome: null, reason: null, startedAt: null, begunAt: null, finishedAt: null, deferrals: 0 })
    .where(and(eq(seats.panelId, panelId), isOpen, notExists(writtenByHand(tx))))
    .returning({ id: seats.id })
  return { plan, run, priority: panel.priority, openSeats: new Set(open.map(({ id }) => id)) }
}

/** Why a panel whose replies were deleted, or its record, is no more than what is read of it; and what to do. */
export class RepliesCleanedError extends UsageError {
  readonly fix = 'start a new panel'
  constructor(what: string, at: Date) {
    super(
      `the replies that ${what} rests on were deleted on ${at.toISOString().slice(0, 10)}, as retention.repliesDays of panel.config.yaml says: it can be read, and no more be rebuilt, bundled, verified or run again. Start a new panel instead: panel compare …`,
    )
    this.name = 'RepliesCleanedError'
  }
}

/** Another panel that was asked for the same way and runs. */
async function findTwin(tx: Transaction, { panelId, requestSha256 }: { panelId: string; requestSha256: string }): Promise<string | null> {
  const isTwin = and(eq(panels.requestSha256, requestSha256), eq(panels.status, 'running'), ne(panels.id, panelId))
  const [twin] = await tx.select({ id: panels.id }).from(panels).where(isTwin)
  return twin?.id ?? null
}
