import { and, asc, eq, isNull } from 'drizzle-orm'
import { appendToLog } from '../../audit/audit-log.js'
import type { Actor } from '../../contracts/actor.js'
import type { Role } from '../../contracts/role.js'
import type { Transaction } from '../../platform/db/database.js'
import { accounts, users } from './schema.js'

/** Who changes something about people: an admin, the person concerned, or a part of the program by its name. */
export type PeopleActor = Actor | { system: string }

/** What the audit log keeps of a change. Never holds a token or a password. */
export type PeopleEvent = {
  at: Date
  actor: PeopleActor
  action: string
  subject: { kind: 'user' | 'token'; id: string }
  data: Record<string, string | boolean | string[] | null>
}

export type NewPerson = { id: string; name: string; email: string; role: Role; passwordHash: string | null; now: Date }

/** Adds a change to the audit log, in the change's own transaction and as its last step. */
export async function recordEvent(tx: Transaction, { at, subject, ...event }: PeopleEvent): Promise<void> {
  await appendToLog(tx, { ...event, at: at.toISOString(), subject: { ...subject, recordId: null } })
}

export const activeAdmin = and(eq(users.role, 'admin'), isNull(users.deactivatedAt))

/** Locks all active admins until the transaction ends, in one order, so that none of them changes under it. */
export function lockAdmins(tx: Transaction): Promise<{ id: string }[]> {
  return tx.select({ id: users.id }).from(users).where(activeAdmin).orderBy(asc(users.id)).for('update')
}

/** Whether the actor is an admin whom the lock holds; a part of the program always may. */
export function mayStill(actor: PeopleActor, admins: readonly { id: string }[]): boolean {
  return !('userId' in actor) || admins.some(({ id }) => id === actor.userId)
}

/** Why a change is refused whose actor was demoted or deactivated since the request began. */
export const noAdminAnyMore = { status: 'refused', why: 'You are no longer an admin.', fix: 'Ask an admin to do it.' } as const

/** False when someone has that address already. */
export async function insertPerson(tx: Transaction, { now, passwordHash, ...person }: NewPerson): Promise<boolean> {
  const rows = await tx
    .insert(users)
    .values({ ...person, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id })
  if (rows.length === 0) return false
  if (passwordHash !== null) await putPassword(tx, { userId: person.id, passwordHash, now })
  return true
}

/** The password a person signs in with from now on. */
export async function putPassword(tx: Transaction, { userId, passwordHash, now }: { userId: string; passwordHash: string; now: Date }) {
  const fresh = { accountId: userId, providerId: 'credential', userId, password: passwordHash, createdAt: now, updatedAt: now }
  await tx
    .insert(accounts)
    .values({ id: `acc_${userId}`, ...fresh })
    .onConflictDoUpdate({ target: [accounts.userId, accounts.providerId], set: { password: passwordHash, updatedAt: now } })
}
