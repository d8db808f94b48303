import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../contracts/actor.js'
import type { Role } from '../../contracts/role.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { revokeTokensOf } from './api-tokens.js'
import {
  insertPerson,
  lockAdmins,
  mayStill,
  noAdminAnyMore,
  type PeopleActor,
  type PeopleEvent,
  putPassword,
  recordEvent,
} from './person-rows.js'
import { oneTimeLinks, sessions, users } from './schema.js'

export type LinkKind = 'set-up' | 'invitation' | 'password'

/** What is asked of a link, by kind. */
export type NewLink = { id: string; tokenSha256: string; createdBy: string | null; now: Date; expiresAt: Date } & (
  | { kind: 'set-up' }
  | { kind: 'invitation'; role: Role; email: string | null }
  | { kind: 'password'; userId: string }
)

/** A link that still works, as its page needs it. `email` is null where it can be chosen; `name` is known for a password alone. */
export type OpenLink = { id: string; kind: LinkKind; role: Role; email: string | null; name: string | null }

export type Invitation = { id: string; role: Role; email: string | null; createdAt: Date; expiresAt: Date; createdBy: string | null }

/** What a link's page sends. `userId` is the id of the person to be, where the link makes one. */
export type Redemption = {
  kind: LinkKind
  tokenSha256: string
  userId: string
  name: string
  email: string
  passwordHash: string
  now: Date
}

export type AddedLink = { status: 'done' } | typeof noAdminAnyMore

/** `void`: used, withdrawn, over or never made; which of them is no one's business. */
export type Redeemed = { status: 'done'; userId: string; email: string } | { status: 'void' } | { status: 'email taken' }

/** The one-time links of `createPeopleStore`. */
export function createOneTimeLinkStore(db: Database) {
  return {
    /**
     * Makes a link. A new set-up link, or a new one for someone's password, voids the one before. Refused to a person who is no admin any
     * more: what they handed out was withdrawn, and a late request must not hand out more.
     */
    addLink: ({ actor, link }: { actor: PeopleActor; link: NewLink }): Promise<AddedLink> =>
      db.transaction(async (tx) => {
        if ('userId' in actor && !mayStill(actor, await lockAdmins(tx))) return noAdminAnyMore
        const { now, ...row } = link
        if (link.kind !== 'invitation') {
          const same = link.kind === 'set-up' ? undefined : eq(oneTimeLinks.userId, link.userId)
          await tx
            .update(oneTimeLinks)
            .set({ withdrawnAt: now })
            .where(and(eq(oneTimeLinks.kind, link.kind), open, same))
        }
        await tx.insert(oneTimeLinks).values({ ...row, createdAt: now })
        if (link.kind === 'set-up') return { status: 'done' }
        const data: PeopleEvent['data'] = link.kind === 'invitation' ? { role: link.role } : {}
        const action = link.kind === 'invitation' ? 'invite' : 'make password link'
        await recordEvent(tx, {
          at: now,
          actor,
          action,
          subject: { kind: 'user', id: link.kind === 'invitation' ? link.id : link.userId },
          data,
        })
        return { status: 'done' }
      }),

    findLink: async ({ kind, tokenSha256, now }: { kind: LinkKind; tokenSha256: string; now: Date }): Promise<OpenLink | null> => {
      const [row] = await db
        .select({ link: oneTimeLinks, person: users })
        .from(oneTimeLinks)
        .leftJoin(users, eq(users.id, oneTimeLinks.userId))
        .where(and(eq(oneTimeLinks.kind, kind), eq(oneTimeLinks.tokenSha256, tokenSha256), open, gt(oneTimeLinks.expiresAt, now)))
      if (row === undefined) return null
      const { link, person } = row
      const role = person?.role ?? link.role ?? 'admin'
      return { id: link.id, kind, role, email: person?.email ?? link.email, name: person?.name ?? null }
    },

    invitations: async (now: Date): Promise<Invitation[]> => {
      const { id, role, email, createdAt, expiresAt } = oneTimeLinks
      const rows = await db
        .select({ id, role, email, createdAt, expiresAt, createdBy: users.name })
        .from(oneTimeLinks)
        .leftJoin(users, eq(users.id, oneTimeLinks.createdBy))
        .where(and(eq(oneTimeLinks.kind, 'invitation'), open, gt(expiresAt, now)))
        .orderBy(desc(createdAt))
      return rows.map((row) => ({ ...row, role: row.role ?? 'reviewer' }))
    },

    /** False when no such invitation is open. */
    withdrawInvitation: ({ actor, id, now }: { actor: Actor; id: string; now: Date }): Promise<boolean> =>
      db.transaction(async (tx) => {
        const rows = await tx
          .update(oneTimeLinks)
          .set({ withdrawnAt: now })
          .where(and(eq(oneTimeLinks.id, id), eq(oneTimeLinks.kind, 'invitation'), open))
          .returning({ id: oneTimeLinks.id })
        if (rows.length === 0) return false
        await recordEvent(tx, {
          at: now,
          actor,
          action: 'withdraw invitation',
          subject: { kind: 'user', id },
          data: {},
        })
        return true
      }),

    /** Uses a link up: makes the person, or sets the password, ends the sessions and revokes the tokens. The link's row is locked, so that it works once. */
    redeem: (redemption: Redemption): Promise<Redeemed> => db.transaction((tx) => redeem(tx, redemption)),
  }
}

const open = and(isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.withdrawnAt))

async function redeem(tx: Transaction, redemption: Redemption): Promise<Redeemed> {
  const { kind, tokenSha256, now } = redemption
  const [link] = await tx
    .select()
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.kind, kind), eq(oneTimeLinks.tokenSha256, tokenSha256), open, gt(oneTimeLinks.expiresAt, now)))
    .for('update')
  if (link === undefined) return { status: 'void' }
  const done = link.kind === 'password' ? await setPassword(tx, link, redemption) : await makePerson(tx, link, redemption)
  if (done.status !== 'done') return done
  await tx.update(oneTimeLinks).set({ usedAt: now }).where(eq(oneTimeLinks.id, link.id))
  const { userId, email, name, role } = done
  const actor = { userId, name, role }
  const data: PeopleEvent['data'] = kind === 'password' ? { revokedTokens: done.revokedTokens ?? [] } : { name, role, link: link.id }
  await recordEvent(tx, { at: now, actor, action: redemptionActions[kind], subject: { kind: 'user', id: userId }, data })
  return { status: 'done', userId, email }
}

const redemptionActions = { 'set-up': 'set up', invitation: 'accept invitation', password: 'set password' } as const

type Link = typeof oneTimeLinks.$inferSelect
type Made =
  | { status: 'done'; userId: string; email: string; name: string; role: Role; revokedTokens?: string[] }
  | { status: 'void' }
  | { status: 'email taken' }

async function makePerson(tx: Transaction, link: Link, { userId, name, email, passwordHash, now }: Redemption): Promise<Made> {
  if (link.kind === 'set-up' && (await hasActiveAdmin(tx))) return { status: 'void' }
  const person = { name, email: link.email ?? email, role: link.kind === 'set-up' ? 'admin' : (link.role ?? 'reviewer') } as const
  const isNew = await insertPerson(tx, { id: userId, ...person, passwordHash, now })
  return isNew ? { status: 'done', userId, ...person } : { status: 'email taken' }
}

async function setPassword(tx: Transaction, link: Link, { passwordHash, now }: Redemption): Promise<Made> {
  const [person] = await tx
    .select()
    .from(users)
    .where(and(eq(users.id, link.userId ?? ''), isNull(users.deactivatedAt)))
  if (person === undefined) return { status: 'void' }
  await putPassword(tx, { userId: person.id, passwordHash, now })
  await tx.delete(sessions).where(eq(sessions.userId, person.id))
  const revokedTokens = await revokeTokensOf(tx, person.id, now)
  return { status: 'done', userId: person.id, email: person.email, name: person.name, role: person.role, revokedTokens }
}

/** Of a set-up link and `panel user add --role admin` at once, the later one sees the earlier. */
async function hasActiveAdmin(tx: Transaction): Promise<boolean> {
  await tx.execute(sql`lock table ${users} in share row exclusive mode`)
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.deactivatedAt)))
    .limit(1)
  return rows.length > 0
}
