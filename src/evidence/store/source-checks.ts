import { and, asc, eq, inArray, isNull, lte, notExists, or, sql } from 'drizzle-orm'
import type { ToolFreshness } from '../../contracts/site.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { sourceChecks, sourcePages, toolFreshness } from './schema.js'
import { keepTexts } from './source-texts.js'

export type SourceCheck = typeof sourceChecks.$inferSelect
type PageRow = typeof sourcePages.$inferSelect
export type PageState = Omit<PageRow, 'claimedUntil'>
/** How a published tool's sources are known: of which dossier, in which record. */
export type CheckedHead = Pick<SourceCheck, 'tool' | 'dossierSha256' | 'recordId'>

/** The sources of one tool, and when those of their addresses are due that no one reads yet. */
export type NewChecks = { tool: string; checks: readonly SourceCheck[]; pages: readonly Pick<PageState, 'address' | 'nextAt'>[] }

type Update = Pick<SourceCheck, 'tool' | 'source' | 'dossierSha256'> &
  Pick<SourceCheck, 'outcome' | 'afterSha256' | 'baseSha256' | 'changes' | 'readAt' | 'since'>

/** What came of reading an address: all of it is stored, or nothing. */
export type FinishedPage = {
  page: PageState
  checks: readonly Update[]
  /** Texts to keep, each with its hash. */
  texts: readonly { sha256: string; text: string }[]
  /** What readers see of a tool then, by its sources. */
  viewOf: (sources: readonly (SourceCheck & { page: PageState })[]) => ToolFreshness | null
  /** What else is written in the same transaction, with the sources of each tool as they are then. */
  alongside?: (tx: Transaction, sourcesOf: ReadonlyMap<string, readonly SourceCheck[]>) => Promise<void>
}

export type SourceCheckStore = ReturnType<typeof createSourceCheckStore>

const { claimedUntil: _claim, ...page } = {
  address: sourcePages.address,
  nextAt: sourcePages.nextAt,
  claimedUntil: sourcePages.claimedUntil,
  checkedAt: sourcePages.checkedAt,
  outcome: sourcePages.outcome,
  failures: sourcePages.failures,
  failingSince: sourcePages.failingSince,
  httpStatus: sourcePages.httpStatus,
  message: sourcePages.message,
  fix: sourcePages.fix,
}

/** Published tools' sources, and the schedule by which their addresses are read again. */
export function createSourceCheckStore(db: Database) {
  return {
    /** One for each tool whose sources are watched. */
    heads: (): Promise<CheckedHead[]> => {
      const { tool, dossierSha256, recordId } = sourceChecks
      return db.selectDistinct({ tool, dossierSha256, recordId }).from(sourceChecks)
    },
    /** Watches these sources of a tool in the place of those before. An address that is due already stays as it is, or is due sooner. */
    watch: ({ tool, checks, pages, viewOf }: NewChecks & Pick<FinishedPage, 'viewOf'>): Promise<void> =>
      db.transaction(async (tx) => {
        await lockTools(tx, [tool])
        await tx.delete(sourceChecks).where(eq(sourceChecks.tool, tool))
        if (checks.length > 0) await tx.insert(sourceChecks).values([...checks])
        const sorted = [...pages].sort((a, b) => (a.address < b.address ? -1 : 1)).map((each) => ({ ...each, failures: 0 }))
        if (sorted.length > 0) {
          const nextAt = sql`least(${sourcePages.nextAt}, excluded.next_at)`
          await tx.insert(sourcePages).values(sorted).onConflictDoUpdate({ target: sourcePages.address, set: { nextAt } })
        }
        await writeViews(tx, [tool], viewOf)
      }),
    /** Forgets addresses of which no watched tool has a source. */
    forgetPages: async (): Promise<void> => {
      const watched = db.select({ one: sql`1` }).from(sourceChecks).where(eq(sourceChecks.address, sourcePages.address))
      await db.delete(sourcePages).where(notExists(watched))
    },
    /** Takes addresses that are due and that no other process has, those first that waited longest. Theirs alone until `until`. */
    claim: async ({ now, until, limit }: { now: Date; until: Date; limit: number }): Promise<PageState[]> => {
      const free = or(isNull(sourcePages.claimedUntil), lte(sourcePages.claimedUntil, now))
      const due = db
        .select({ address: sourcePages.address })
        .from(sourcePages)
        .where(and(lte(sourcePages.nextAt, now), free))
        .orderBy(asc(sourcePages.nextAt), asc(sourcePages.address))
        .limit(limit)
        .for('update', { skipLocked: true })
      return db.update(sourcePages).set({ claimedUntil: until }).where(inArray(sourcePages.address, due)).returning(page)
    },
    /** Gives addresses back that were claimed and not read. */
    release: async (addresses: readonly string[]): Promise<void> => {
      if (addresses.length === 0) return
      await db
        .update(sourcePages)
        .set({ claimedUntil: null })
        .where(inArray(sourcePages.address, [...addresses]))
    },
    /** The watched sources at an address. */
    at: (address: string): Promise<SourceCheck[]> =>
      db.select().from(sourceChecks).where(eq(sourceChecks.address, address)).orderBy(sourceChecks.tool, sourceChecks.position),
    /** The sources of a tool in their order, with how their addresses were the last time; empty where it is not published. */
    ofTool: (tool: string): Promise<(SourceCheck & { page: PageState })[]> => sourcesOf(db, [tool]),
    finish: ({ page: { address, ...state }, checks, texts, viewOf, alongside }: FinishedPage): Promise<void> =>
      db.transaction(async (tx) => {
        const tools = [...new Set(checks.map(({ tool }) => tool))].sort()
        await lockTools(tx, tools)
        await keepTexts(tx, [{ sources: texts }])
        for (const { tool, source, dossierSha256, ...set } of checks) {
          // One that was published with another dossier in the meantime is another one.
          const isIt = and(eq(sourceChecks.tool, tool), eq(sourceChecks.source, source), eq(sourceChecks.dossierSha256, dossierSha256))
          await tx.update(sourceChecks).set(set).where(isIt)
        }
        await tx
          .update(sourcePages)
          .set({ ...state, claimedUntil: null })
          .where(eq(sourcePages.address, address))
        const sources = await writeViews(tx, tools, viewOf)
        await alongside?.(tx, sources)
      }),
  }
}

/** Those who write of one tool take turns; locked in one order by everyone. */
async function lockTools(tx: Transaction, tools: readonly string[]): Promise<void> {
  const rows = [...tools].sort().map((tool) => ({ tool, body: null, version: 0 }))
  if (rows.length === 0) return
  await tx.insert(toolFreshness).values(rows).onConflictDoNothing()
  await tx
    .select({ tool: toolFreshness.tool })
    .from(toolFreshness)
    .where(inArray(toolFreshness.tool, [...tools]))
    .orderBy(toolFreshness.tool)
    .for('update')
}

/** Writes what readers see of these tools where that is something else than before; returns their sources. */
async function writeViews(tx: Transaction, tools: readonly string[], viewOf: FinishedPage['viewOf']) {
  const sources = new Map<string, (SourceCheck & { page: PageState })[]>()
  for (const each of await sourcesOf(tx, tools)) sources.set(each.tool, [...(sources.get(each.tool) ?? []), each])
  const known =
    tools.length === 0
      ? []
      : await tx
          .select()
          .from(toolFreshness)
          .where(inArray(toolFreshness.tool, [...tools]))
  for (const { tool, body } of known) {
    const view = viewOf(sources.get(tool) ?? [])
    if (JSON.stringify(view) === JSON.stringify(body)) continue
    const set = { body: view, version: sql`${toolFreshness.version} + 1` }
    await tx.update(toolFreshness).set(set).where(eq(toolFreshness.tool, tool))
  }
  return sources
}

async function sourcesOf(db: Database | Transaction, tools: readonly string[]): Promise<(SourceCheck & { page: PageState })[]> {
  if (tools.length === 0) return []
  const rows = await db
    .select({ check: sourceChecks, page })
    .from(sourceChecks)
    .innerJoin(sourcePages, eq(sourcePages.address, sourceChecks.address))
    .where(inArray(sourceChecks.tool, [...tools]))
    .orderBy(sourceChecks.tool, sourceChecks.position)
  return rows.map((row) => ({ ...row.check, page: row.page }))
}
