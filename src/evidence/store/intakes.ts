import { and, desc, eq, inArray, lt, or } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendIfAny } from '../../audit/audit-log.js'
import type { Actor } from '../../contracts/actor.js'
import type { PageReport, Proposal } from '../../contracts/proposal.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { intakes } from './schema.js'
import { keepTexts, withoutTexts, withTexts } from './source-texts.js'

/** Longer than all pages of one intake take at their worst. */
const longestReadingMs = 30 * 60_000

/** One asking for a tool's addresses to be read. */
export type Intake = {
  id: string
  /** `waiting` for a worker, `reading`, then `finished` with a proposal, or `failed` with a reason. */
  status: 'waiting' | 'reading' | 'finished' | 'failed'
  reason: string | null
  addresses: string[]
  /** The slug of the tool that they are about, where that was said. */
  tool: string | null
  model: string | null
  budgetUsd: number | null
  actor: Actor | null
  pages: PageReport[]
  proposal: Proposal | null
  /** The dossier that was made of the proposal, by its hash. */
  dossierSha256: string | null
  createdAt: Date
  finishedAt: Date | null
}
export type IntakeHead = Omit<Intake, 'proposal'>

/** `waiting` for a worker; `reading` where the process that asks reads them itself. */
export type NewIntake = Pick<Intake, 'id' | 'addresses' | 'tool' | 'model' | 'budgetUsd' | 'actor' | 'createdAt'> & {
  status: 'waiting' | 'reading'
  entry?: NewEntry | undefined
}

export type IntakeStore = ReturnType<typeof createIntakeStore>

/** Intakes by id. */
export function createIntakeStore(db: Database) {
  const { proposal: _proposal, ...head } = columns
  return {
    create: ({ entry, ...intake }: NewIntake): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.insert(intakes).values({ ...intake, pages: [] })
        await appendIfAny(tx, entry)
      }),
    /** Takes one that waits, or that a worker which is gone was reading; null when it has ended. */
    begin: async (id: string): Promise<IntakeHead | null> => {
      const open = and(eq(intakes.id, id), inArray(intakes.status, ['waiting', 'reading']))
      const [row] = await db.update(intakes).set({ status: 'reading' }).where(open).returning(head)
      return row ?? null
    },
    /** Notes how far it is; nothing once it has ended. */
    progress: async ({ id, pages }: Pick<Intake, 'id' | 'pages'>): Promise<void> => {
      await db
        .update(intakes)
        .set({ pages })
        .where(and(eq(intakes.id, id), eq(intakes.status, 'reading')))
    },
    /** Ends it with what is proposed, its texts stored once. */
    finish: ({ id, proposal, finishedAt }: { id: string; proposal: Proposal; finishedAt: Date }): Promise<void> =>
      db.transaction(async (tx) => {
        await keepTexts(tx, [proposal])
        const set = { status: 'finished' as const, proposal: withoutTexts(proposal), pages: proposal.pages, finishedAt }
        await tx
          .update(intakes)
          .set(set)
          .where(and(eq(intakes.id, id), eq(intakes.status, 'reading')))
      }),
    fail: async ({ id, reason, finishedAt }: { id: string; reason: string; finishedAt: Date }): Promise<void> => {
      await db
        .update(intakes)
        .set({ status: 'failed', reason, finishedAt })
        .where(and(eq(intakes.id, id), inArray(intakes.status, ['waiting', 'reading'])))
    },
    /** Notes which dossier was made of it, in the transaction that stores the dossier. */
    markUsed: async (tx: Transaction, { id, dossierSha256 }: { id: string; dossierSha256: string }): Promise<void> => {
      await tx.update(intakes).set({ dossierSha256 }).where(eq(intakes.id, id))
    },
    /** Null where there is none. */
    find: async (id: string): Promise<Intake | null> => {
      const [row] = await db.select(columns).from(intakes).where(eq(intakes.id, id))
      if (row === undefined) return null
      const [proposal = null] = row.proposal === null ? [] : await withTexts<Proposal>(db, [row.proposal])
      return { ...row, proposal }
    },
    /** What the proposal said of which that dossier was made; null where it was made of none. */
    fieldsOf: async (dossierSha256: string): Promise<Proposal['fields'] | null> => {
      const [row] = await db
        .select({ proposal: intakes.proposal })
        .from(intakes)
        .where(eq(intakes.dossierSha256, dossierSha256))
        .orderBy(desc(intakes.createdAt))
        .limit(1)
      return row?.proposal?.fields ?? null
    },
    /** The newest first, at most so many; `before` is where a page ended. */
    list: (limit: number, before?: Pick<Intake, 'createdAt' | 'id'>): Promise<IntakeHead[]> => {
      const { createdAt, id } = intakes
      const older =
        before === undefined ? undefined : or(lt(createdAt, before.createdAt), and(eq(createdAt, before.createdAt), lt(id, before.id)))
      return db.select(head).from(intakes).where(older).orderBy(desc(createdAt), desc(id)).limit(limit)
    },
    /** Those that wait, and those that have been read for longer than any takes, oldest first: a queue that lost them is filled again of these. */
    open: async ({ now }: { now: Date }): Promise<string[]> => {
      const rows = await db
        .select({ id: intakes.id })
        .from(intakes)
        .where(
          or(
            eq(intakes.status, 'waiting'),
            and(eq(intakes.status, 'reading'), lt(intakes.createdAt, new Date(now.getTime() - longestReadingMs))),
          ),
        )
        .orderBy(intakes.createdAt)
      return rows.map(({ id }) => id)
    },
  }
}

const columns = {
  id: intakes.id,
  status: intakes.status,
  reason: intakes.reason,
  addresses: intakes.addresses,
  tool: intakes.tool,
  model: intakes.model,
  budgetUsd: intakes.budgetUsd,
  actor: intakes.actor,
  pages: intakes.pages,
  proposal: intakes.proposal,
  dossierSha256: intakes.dossierSha256,
  createdAt: intakes.createdAt,
  finishedAt: intakes.finishedAt,
}
