import { and, desc, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { chunks } from '../../panels/store/documents.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { publishedTools, siteChanges, siteCursor } from './schema.js'

/** A tool of a publication, ready to be kept; whether it is new, and whether it is published, is decided when it is. */
export type NewPublishedTool = Omit<typeof publishedTools.$inferInsert, 'retractedAt' | 'retractionReason' | 'isCurrent' | 'kind'>

/** A decision as the site takes it up. `none` changes nothing that readers see. */
export type SiteStep =
  | { kind: 'publish'; seq: number; recordId: string; at: Date; title: string; tools: readonly NewPublishedTool[] }
  | { kind: 'retract'; seq: number; recordId: string; at: Date; publicReason: string }
  | { kind: 'none'; seq: number }

export type SiteWriter = {
  /** The last decision that was applied. */
  cursor: number
  /** Applies decisions in their order, leaving out those that were applied already. */
  take: (steps: readonly SiteStep[]) => Promise<void>
  /** Forgets everything that follows from decisions. */
  empty: () => Promise<void>
}

const cursorName = 'site'
/** Counted beside it: the same decisions applied again may make other pages. */
const rebuildsName = 'rebuilds'

/** Changes what readers see: one at a time, over all processes, in one transaction that locks the cursor. */
export function createSiteWrites(db: Database) {
  return {
    change: <T>(work: (writer: SiteWriter) => Promise<T>): Promise<T> =>
      db.transaction(async (tx) => {
        await tx.insert(siteCursor).values({ name: cursorName, seq: 0 }).onConflictDoNothing()
        const [row] = await tx.select().from(siteCursor).where(eq(siteCursor.name, cursorName)).for('update')
        const writer: SiteWriter = {
          cursor: row?.seq ?? 0,
          take: async (steps) => {
            for (const step of steps) {
              if (step.seq <= writer.cursor) continue
              await takeStep(tx, step)
              writer.cursor = step.seq
            }
            await tx.update(siteCursor).set({ seq: writer.cursor }).where(eq(siteCursor.name, cursorName))
          },
          empty: async () => {
            await tx.delete(publishedTools)
            await tx.delete(siteChanges)
            await tx.update(siteCursor).set({ seq: 0 }).where(eq(siteCursor.name, cursorName))
            await tx
              .insert(siteCursor)
              .values({ name: rebuildsName, seq: 1 })
              .onConflictDoUpdate({ target: siteCursor.name, set: { seq: sql`${siteCursor.seq} + 1` } })
            writer.cursor = 0
          },
        }
        return work(writer)
      }),
  }
}

async function takeStep(tx: Transaction, step: SiteStep): Promise<void> {
  if (step.kind === 'publish') await publish(tx, step)
  if (step.kind === 'retract') await retract(tx, step)
}

async function publish(tx: Transaction, step: Extract<SiteStep, { kind: 'publish' }>): Promise<void> {
  const { seq, recordId, at, title, tools } = step
  const slugs = tools.map(({ slug }) => slug)
  const { slug, contentSha256 } = publishedTools
  const existing = await tx
    .select({ slug, recordId: publishedTools.recordId, contentSha256 })
    .from(publishedTools)
    .where(and(inArray(slug, slugs), eq(publishedTools.isCurrent, true)))
  const publishedBefore = new Set(existing.map((row) => row.slug))
  const isSame = (tool: NewPublishedTool) =>
    existing.some((row) => row.slug === tool.slug && row.recordId === recordId && row.contentSha256 === tool.contentSha256)
  // The same words published once more change nothing that readers see.
  if (tools.length === 0 || tools.every(isSame)) return
  await tx
    .update(publishedTools)
    .set({ isCurrent: false })
    .where(and(inArray(slug, slugs), eq(publishedTools.isCurrent, true)))
  const rows = tools.map((tool) => ({ ...tool, isCurrent: true, kind: kindOf(publishedBefore.has(tool.slug)) }))
  for (const some of chunks(rows, 100)) await tx.insert(publishedTools).values(some)
  // Where every tool was published already, its comparison had a page: what readers find there has changed.
  await tx.insert(siteChanges).values({ seq, kind: kindOf(slugs.every((each) => publishedBefore.has(each))), at, recordId, title })
}

function kindOf(wasPublished: boolean): 'published' | 'changed' {
  return wasPublished ? 'changed' : 'published'
}

async function retract(tx: Transaction, step: Extract<SiteStep, { kind: 'retract' }>): Promise<void> {
  const { seq, recordId, at, publicReason } = step
  const ofRecord = eq(publishedTools.recordId, recordId)
  const isPublic = isNull(publishedTools.retractedAt)
  const current = await tx
    .select({ slug: publishedTools.slug })
    .from(publishedTools)
    .where(and(ofRecord, isPublic, eq(publishedTools.isCurrent, true)))
  const retracted = await tx
    .update(publishedTools)
    .set({ retractedAt: at, retractionReason: publicReason, isCurrent: false })
    .where(and(ofRecord, isPublic))
    .returning({ slug: publishedTools.slug })
  if (retracted.length === 0) return
  const orphans = current.map(({ slug }) => slug)
  if (orphans.length > 0) await restorePrevious(tx, recordId, orphans)
  const [before] = await tx
    .select({ title: siteChanges.title })
    .from(siteChanges)
    .where(and(eq(siteChanges.recordId, recordId), lt(siteChanges.seq, seq)))
    .orderBy(desc(siteChanges.seq))
    .limit(1)
  const title = before?.title ?? recordId
  await tx.insert(siteChanges).values({ seq, kind: 'retracted', at, recordId, title, publicReason })
}

/** What another record had said of these tools before is published again. */
async function restorePrevious(tx: Transaction, recordId: string, slugs: readonly string[]): Promise<void> {
  const { slug, seq } = publishedTools
  const previous = await tx
    .select({ slug, seq: sql<string>`max(${seq})` })
    .from(publishedTools)
    .where(and(inArray(slug, [...slugs]), ne(publishedTools.recordId, recordId), isNull(publishedTools.retractedAt)))
    .groupBy(slug)
  for (const row of previous) {
    await tx
      .update(publishedTools)
      .set({ isCurrent: true })
      .where(and(eq(slug, row.slug), eq(seq, Number(row.seq))))
  }
}
