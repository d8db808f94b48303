import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Role } from '../../contracts/role.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { withoutParameters } from '../../platform/db/without-parameters.js'
import { createApiTokenStore, revokeTokensOf } from './api-tokens.js'
import { createOneTimeLinkStore } from './one-time-links.js'
import {
  activeAdmin,
  insertPerson,
  lockAdmins,
  mayStill,
  type NewPerson,
  noAdminAnyMore,
  type PeopleActor,
  recordEvent,
} from './person-rows.js'
import { oneTimeLinks, sessions, users } from './schema.js'

export type Person = {
  id: string
  name: string
  email: string
  role: Role
  /** Whether a password was chosen yet. */
  hasPassword: boolean
  deactivatedAt: Date | null
  createdAt: Date
  /** When an open session or a token of theirs was last renewed or used; null where there is none any more. */
  lastSeenAt: Date | null
}

/** How a change ended. `why` and `fix` are sentences for people. */
export type Change = { status: 'done' } | { status: 'not found' } | { status: 'refused'; why: string; fix: string }

export type PeopleStore = ReturnType<typeof createPeopleStore>

/** People, the links that invite them and the tokens that act for them. Each method is one transaction. */
export function createPeopleStore(db: Database) {
  return withoutParameters({
    ...createOneTimeLinkStore(db),
    ...createApiTokenStore(db),
    list: async (): Promise<Person[]> => db.select(personColumns).from(users).orderBy(asc(users.name), asc(users.id)),
    find: async (id: string): Promise<Person | null> => (await db.select(personColumns).from(users).where(eq(users.id, id)))[0] ?? null,
    findByEmail: async (email: string): Promise<Person | null> =>
      (await db.select(personColumns).from(users).where(eq(users.email, email)))[0] ?? null,
    hasAdmin: async (): Promise<boolean> => (await db.select({ id: users.id }).from(users).where(activeAdmin).limit(1)).length > 0,

    add: ({ actor, person }: { actor: PeopleActor; person: NewPerson }): Promise<'added' | 'email taken'> =>
      db.transaction(async (tx) => {
        if (!(await insertPerson(tx, person))) return 'email taken'
        const { id, name, role, now } = person
        await recordEvent(tx, { at: now, actor, action: 'add user', subject: { kind: 'user', id }, data: { name, role } })
        return 'added'
      }),

    setRole: ({ actor, userId, role, now }: { actor: PeopleActor; userId: string; role: Role; now: Date }): Promise<Change> =>
      changePerson({ db, actor, userId, keepsAdmin: role === 'admin' }, async (tx, person) => {
        if (person.role === role) return
        await tx.update(users).set({ role, updatedAt: now }).where(eq(users.id, userId))
        if (role !== 'admin') await withdrawLinksOf(tx, userId, now)
        await recordEvent(tx, {
          at: now,
          actor,
          action: 'change role',
          subject: { kind: 'user', id: userId },
          data: { from: person.role, to: role },
        })
      }),

    /** Ends the person's sessions, tokens and links, and keeps them from signing in. */
    deactivate: ({ actor, userId, now }: { actor: PeopleActor; userId: string; now: Date }): Promise<Change> =>
      changePerson({ db, actor, userId, keepsAdmin: false }, async (tx, person) => {
        if (person.deactivatedAt !== null) return
        await tx.update(users).set({ deactivatedAt: now, updatedAt: now }).where(eq(users.id, userId))
        await tx.delete(sessions).where(eq(sessions.userId, userId))
        const revokedTokens = await revokeTokensOf(tx, userId, now)
        await withdrawLinksOf(tx, userId, now)
        await recordEvent(tx, {
          at: now,
          actor,
          action: 'deactivate user',
          subject: { kind: 'user', id: userId },
          data: { name: person.name, revokedTokens },
        })
      }),

    reactivate: ({ actor, userId, now }: { actor: PeopleActor; userId: string; now: Date }): Promise<Change> =>
      changePerson({ db, actor, userId, keepsAdmin: true }, async (tx, person) => {
        if (person.deactivatedAt === null) return
        await tx.update(users).set({ deactivatedAt: null, updatedAt: now }).where(eq(users.id, userId))
        await recordEvent(tx, {
          at: now,
          actor,
          action: 'reactivate user',
          subject: { kind: 'user', id: userId },
          data: { name: person.name },
        })
      }),
  })
}

const personColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  // By their full names: Drizzle would write a bare `id`, which in here is the account's.
  hasPassword: sql<boolean>`exists (select 1 from accounts where accounts.user_id = users.id and accounts.password is not null)`,
  deactivatedAt: users.deactivatedAt,
  createdAt: users.createdAt,
  lastSeenAt: sql<Date | null>`(select max(seen) from (
    select max(sessions.updated_at) as seen from sessions where sessions.user_id = users.id
    union all select max(api_tokens.last_used_at) from api_tokens where api_tokens.user_id = users.id) all_seen)`.mapWith(users.createdAt),
}

const lastAdmin: Change = {
  status: 'refused',
  why: 'This is the only admin: without one no one could invite people or change roles.',
  fix: 'Make someone else an admin first.',
}

type PersonChange = {
  db: Database
  actor: PeopleActor
  userId: string
  /** Whether the person, if an active admin, is one afterwards. */
  keepsAdmin: boolean
}

/**
 * Changes one person, one change after another: all admins are locked first, so that of two who demote each other at once the second
 * finds that the first was quicker, and one admin is left.
 */
async function changePerson(
  { db, actor, userId, keepsAdmin }: PersonChange,
  change: (tx: Transaction, person: typeof users.$inferSelect) => Promise<void>,
): Promise<Change> {
  return db.transaction(async (tx) => {
    const admins = await lockAdmins(tx)
    if (!mayStill(actor, admins)) return noAdminAnyMore
    const [person] = await tx.select().from(users).where(eq(users.id, userId)).for('update')
    if (person === undefined) return { status: 'not found' }
    const isLastAdmin = admins.length === 1 && admins[0]?.id === userId
    if (isLastAdmin && !keepsAdmin) return lastAdmin
    await change(tx, person)
    return { status: 'done' }
  })
}

/** What an admin handed out goes with the admin, and so does a link that would set their password. */
async function withdrawLinksOf(tx: Transaction, userId: string, now: Date): Promise<void> {
  const open = and(isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.withdrawnAt))
  const theirs = sql`(${oneTimeLinks.createdBy} = ${userId} or ${oneTimeLinks.userId} = ${userId})`
  await tx.update(oneTimeLinks).set({ withdrawnAt: now }).where(and(open, theirs))
}
