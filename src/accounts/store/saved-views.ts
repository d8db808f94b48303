import { and, asc, count, eq, ne, or, type SQL } from 'drizzle-orm'
import { appendToLog } from '../../audit/audit-log.js'
import type { Actor } from '../../contracts/actor.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { defaultViews, savedViews, users } from './schema.js'

/** A view as a person sees it. `isOwn`: the person made it. `isDefault`: the person's list opens with it. */
export type SavedView = {
  id: string
  list: string
  name: string
  query: string
  isShared: boolean
  isOwn: boolean
  isDefault: boolean
  owner: string
}

export type StoredView = { id: string; userId: string; list: string; name: string; query: string; isShared: boolean }
export type NewView = Omit<StoredView, 'userId'>
/** What can be changed of a view. */
export type ViewWords = Pick<StoredView, 'name' | 'query' | 'isShared'>

/** Everything is written with its entry in the audit log, in one transaction. */
type Writing = { actor: Actor; now: Date }

const mostOwn = 50

/** Saved views: each person's own, and those that were shared. */
export function createViewStore(db: Database) {
  return {
    /** The person's own views of a list and the shared ones, by name; of everyone's lists where `list` is null. */
    list: (userId: string, list: string | null): Promise<SavedView[]> =>
      readViews(db, userId, list === null ? undefined : eq(savedViews.list, list)),
    /** A view as that person sees it; null where it is not there for them. */
    findFor: async (userId: string, id: string): Promise<SavedView | null> =>
      (await readViews(db, userId, eq(savedViews.id, id)))[0] ?? null,
    find: async (id: string): Promise<StoredView | null> => {
      const [row] = await db.select().from(savedViews).where(eq(savedViews.id, id))
      return row ?? null
    },
    /**
     * Keeps it under its name; a view of the person's with that name is replaced by it, unless it has to be new: then the name is `taken`. `full`: the
     * person has as many as one may have.
     */
    save: ({ actor, now }: Writing, view: NewView, { isNew }: { isNew: boolean }): Promise<{ id: string } | 'full' | 'taken'> =>
      db.transaction(async (tx) => {
        const { userId } = actor
        // Two saves of one person wait for each other, so that the limit holds.
        await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update')
        const own = and(eq(savedViews.userId, userId), eq(savedViews.list, view.list))
        const [named] = await tx
          .select()
          .from(savedViews)
          .where(and(own, eq(savedViews.name, view.name)))
        if (named !== undefined && isNew) return 'taken'
        const [counted] = await tx.select({ views: count() }).from(savedViews).where(own)
        if (named === undefined && (counted?.views ?? 0) >= mostOwn) return 'full'
        const id = named?.id ?? view.id
        const { query, isShared } = view
        await tx
          .insert(savedViews)
          .values({ ...view, id, userId, createdAt: now, updatedAt: now })
          .onConflictDoUpdate({ target: savedViews.id, set: { query, isShared, updatedAt: now } })
        if (!isShared) await dropOthersDefaults(tx, { id, userId })
        await log(tx, { actor, now, action: 'save a view', view: { ...view, id } })
        return { id }
      }),
    /**
     * `taken`: the owner has another view of that name. `gone`: there is no such view any more. `moved`: it is not as it was `seen`, which is looked at
     * where it is given.
     */
    change: ({ actor, now }: Writing, { id, seen }: SeenView, change: Partial<ViewWords>): Promise<'done' | 'taken' | 'gone' | 'moved'> =>
      db.transaction(async (tx) => {
        const [view] = await tx.select().from(savedViews).where(eq(savedViews.id, id)).for('update')
        if (view === undefined) return 'gone'
        if (!isAsSeen(view, seen)) return 'moved'
        if (change.name !== undefined && change.name !== view.name) {
          const sameName = and(eq(savedViews.userId, view.userId), eq(savedViews.list, view.list), eq(savedViews.name, change.name))
          if ((await tx.select({ id: savedViews.id }).from(savedViews).where(sameName)).length > 0) return 'taken'
        }
        await tx
          .update(savedViews)
          .set({ ...change, updatedAt: now })
          .where(eq(savedViews.id, id))
        if (change.isShared === false) await dropOthersDefaults(tx, view)
        await log(tx, { actor, now, action: 'change a view', view: { ...view, ...change } })
        return 'done'
      }),
    /** As for a change. */
    remove: ({ actor, now }: Writing, { id, seen }: SeenView): Promise<'done' | 'gone' | 'moved'> =>
      db.transaction(async (tx) => {
        const [view] = await tx.select().from(savedViews).where(eq(savedViews.id, id)).for('update')
        if (view === undefined) return 'gone'
        if (!isAsSeen(view, seen)) return 'moved'
        await tx.delete(savedViews).where(eq(savedViews.id, id))
        await log(tx, { actor, now, action: 'delete a view', view })
        return 'done'
      }),
    /** Makes it what the person's list opens with; null for the list as it comes. */
    setDefault: ({ actor, now }: Writing, list: string, view: StoredView | null): Promise<void> =>
      db.transaction(async (tx) => {
        const { userId } = actor
        const own = and(eq(defaultViews.userId, userId), eq(defaultViews.list, list))
        if (view === null) await tx.delete(defaultViews).where(own)
        else {
          const target = [defaultViews.userId, defaultViews.list]
          await tx
            .insert(defaultViews)
            .values({ userId, list, viewId: view.id })
            .onConflictDoUpdate({ target, set: { viewId: view.id } })
        }
        await log(tx, {
          actor,
          now,
          action: 'choose a default view',
          view: view ?? { id: list, list, name: '', query: '', isShared: false },
        })
      }),
  }
}

/** What others may see no longer is no one else's default either. */
async function dropOthersDefaults(tx: Transaction, { id, userId }: Pick<StoredView, 'id' | 'userId'>): Promise<void> {
  await tx.delete(defaultViews).where(and(eq(defaultViews.viewId, id), ne(defaultViews.userId, userId)))
}

type SeenView = { id: string; seen: ViewWords | null }

function isAsSeen({ name, query, isShared }: ViewWords, seen: ViewWords | null): boolean {
  return seen === null || (seen.name === name && seen.query === query && seen.isShared === isShared)
}

const mostListed = 500

async function readViews(db: Database, userId: string, narrowed: SQL | undefined): Promise<SavedView[]> {
  const rows = await db
    .select({ view: savedViews, owner: users.name, chosen: defaultViews.viewId })
    .from(savedViews)
    .innerJoin(users, eq(users.id, savedViews.userId))
    .leftJoin(defaultViews, and(eq(defaultViews.viewId, savedViews.id), eq(defaultViews.userId, userId)))
    .where(and(or(eq(savedViews.userId, userId), eq(savedViews.isShared, true)), narrowed))
    .orderBy(asc(savedViews.list), asc(savedViews.name), asc(savedViews.id))
    .limit(mostListed)
  return rows.map(({ view: { userId: ownerId, id, list, name, query, isShared }, owner, chosen }) => ({
    ...{ id, list, name, query, isShared, owner },
    isOwn: ownerId === userId,
    isDefault: chosen !== null,
  }))
}

type Logged = Writing & { action: string; view: NewView }

async function log(tx: Transaction, { actor, now, action, view: { id, list, name, query, isShared } }: Logged): Promise<void> {
  const subject = { kind: 'setting' as const, id, recordId: null }
  await appendToLog(tx, { at: now.toISOString(), actor, action, subject, data: { list, name, query, isShared } })
}
