import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Actor } from '../../contracts/actor.js'
import type { DossierValues } from '../../contracts/dossier-form.js'
import { longest } from '../../contracts/limits.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { dossierDraftChanges, dossierDrafts } from './dossier-draft-schema.js'

export type DossierDraft = typeof dossierDrafts.$inferSelect
/** A draft as a list shows it: without its texts. */
export type DraftHead = Pick<DossierDraft, 'id' | 'origin' | 'slug' | 'intakeId' | 'name' | 'savedAt' | 'revision'>

/** What a save may change. */
export type DraftState = Pick<DossierDraft, 'values' | 'conflicts' | 'base'>
export type NewDraft = DraftState & Pick<DossierDraft, 'origin' | 'slug' | 'intakeId'>

export type DossierDraftStore = ReturnType<typeof createDossierDraftStore>

/** How far back a window may have begun and still be merged field by field. */
const keptRevisions = 2_000
const mostListed = 100

type Change<T> = {
  id: string
  /** The revision that the window has, which may have saved since by itself. */
  shown: { revision: number; window: string }
  /** The values with which a draft that is made began. */
  begun: DossierValues
  by: Actor
  at: Date
  /** `base` is the draft's values as that window knows them; null where they are not known any more. Without `next` nothing is written. */
  decide: (found: { draft: DossierDraft; base: DossierValues | null } | null) => { next: NewDraft | DraftState | null; result: T }
}

/** Drafts of dossiers, with what each save changed. */
export function createDossierDraftStore(db: Database) {
  return {
    /** Null when there is none. */
    find: async (id: string): Promise<DossierDraft | null> => {
      const [draft = null] = await db.select().from(dossierDrafts).where(eq(dossierDrafts.id, id))
      return draft
    },
    /** A person's drafts, the last saved first. */
    own: async (owner: string): Promise<DraftHead[]> => {
      const { id, origin, slug, intakeId, name, savedAt, revision } = dossierDrafts
      return db
        .select({ id, origin, slug, intakeId, name, savedAt, revision })
        .from(dossierDrafts)
        .where(eq(dossierDrafts.owner, owner))
        .orderBy(desc(savedAt), id)
        .limit(mostListed)
    },
    /** Changes a draft, or makes it, in one transaction; those of one draft take turns. Gives the draft as it is then, null for none. */
    change: <T>(change: Change<T>): Promise<{ draft: DossierDraft | null; result: T }> => db.transaction((tx) => changeDraft(tx, change)),
    /** In a transaction of others: takes the draft away as long as it is at that revision. Says whether it was. */
    remove: async (tx: Transaction | Database, { id, revision }: Pick<DossierDraft, 'id' | 'revision'>): Promise<boolean> => {
      const isIt = and(eq(dossierDrafts.id, id), eq(dossierDrafts.revision, revision))
      return (await tx.delete(dossierDrafts).where(isIt).returning({ id: dossierDrafts.id })).length > 0
    },
    /** Takes a draft away, as long as it is at that revision. Says whether it was. */
    discard: async (id: string, revision: number): Promise<boolean> => {
      const isIt = and(eq(dossierDrafts.id, id), eq(dossierDrafts.revision, revision))
      return (await db.delete(dossierDrafts).where(isIt).returning({ id: dossierDrafts.id })).length > 0
    },
  }
}

async function changeDraft<T>(tx: Transaction, { id, shown, begun, by, at, decide }: Change<T>) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`dossier draft ${id}`}, 0))`)
  // Who keeps or discards a draft does not ask for that lock: it waits for the row's, or is waited for.
  const [draft] = await tx.select().from(dossierDrafts).where(eq(dossierDrafts.id, id)).for('update')
  const base = draft === undefined ? null : await knownValues(tx, draft, shown)
  const { next, result } = decide(draft === undefined ? null : { draft, base })
  if (next === null) return { draft: draft ?? null, result }
  const revision = (draft?.revision ?? 0) + 1
  // A text column holds neither NUL nor half of a pair, which a page may.
  const name = (next.values['tool.name'] ?? '')
    .slice(0, longest.id)
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
  const saved = { ...next, name, savedBy: by, savedAt: at, revision }
  const [changed = null] =
    draft === undefined
      ? await tx
          .insert(dossierDrafts)
          .values(made(saved, { id, owner: by.userId, createdAt: at }))
          .returning()
      : await tx.update(dossierDrafts).set(saved).where(eq(dossierDrafts.id, id)).returning()
  const before = beforeOf(draft?.values ?? begun, next.values)
  await tx.insert(dossierDraftChanges).values({ draftId: id, revision, window: shown.window, before })
  const isOld = lte(dossierDraftChanges.revision, revision - keptRevisions)
  await tx.delete(dossierDraftChanges).where(and(eq(dossierDraftChanges.draftId, id), isOld))
  return { draft: changed, result }
}

type Saved = (DraftState | NewDraft) & Pick<DossierDraft, 'name' | 'savedBy' | 'savedAt' | 'revision'>

function made(saved: Saved, own: Pick<DossierDraft, 'id' | 'owner' | 'createdAt'>) {
  if (!('origin' in saved)) throw new Error('a draft that is made says what it begins with')
  return { ...saved, ...own }
}

/**
 * The values as a window knows them: those of the revision it has, with what it saved since itself, whether or not it got the answer. Null where
 * they are not known any more.
 */
async function knownValues(tx: Transaction, { id, revision: now, values }: DossierDraft, { revision, window }: Change<unknown>['shown']) {
  if (revision > now) return null
  const { draftId, revision: of } = dossierDraftChanges
  const isSince = and(eq(draftId, id), gt(of, revision))
  const since = await tx.select().from(dossierDraftChanges).where(isSince).orderBy(asc(of))
  if (since.length < now - revision) return null
  const before = new Map<string, string | null>()
  for (const change of since) {
    for (const [path, was] of Object.entries(change.before)) {
      if (change.window === window) before.delete(path)
      else if (!before.has(path)) before.set(path, was)
    }
  }
  const then = Object.entries({ ...values, ...Object.fromEntries(before) })
  return Object.fromEntries(then.filter((entry): entry is [string, string] => entry[1] !== null))
}

function beforeOf(was: DossierValues, is: DossierValues): Record<string, string | null> {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((path) => was[path] !== is[path])
  return Object.fromEntries(paths.map((path) => [path, was[path] ?? null]))
}
