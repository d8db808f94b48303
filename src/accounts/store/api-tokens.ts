import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import type { Actor } from '../../contracts/actor.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { recordEvent } from './person-rows.js'
import { apiTokens, users } from './schema.js'

/** How exactly the last use of a token is known. */
const lastUseStepMs = 60_000

export type TokenScope = (typeof apiTokens.$inferSelect)['scopes'][number]

/** A token as its owner sees it: the token itself is shown once, when it is made. */
export type ApiToken = {
  id: string
  name: string
  scopes: TokenScope[]
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

export type NewToken = { id: string; name: string; tokenSha256: string; scopes: TokenScope[]; expiresAt: Date | null }

/** Revokes all tokens of a person, in the transaction of what makes them unsafe. Returns their names, for the log and the page. */
export async function revokeTokensOf(tx: Transaction, owner: string, now: Date): Promise<string[]> {
  const rows = await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.userId, owner), isNull(apiTokens.revokedAt)))
    .returning({ name: apiTokens.name })
  return rows.map(({ name }) => name).sort()
}

/** The API tokens of `createPeopleStore`. */
export function createApiTokenStore(db: Database) {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, userId, revokedAt, tokenSha256 } = apiTokens
  return {
    addToken: ({ actor, token, now }: { actor: Actor; token: NewToken; now: Date }): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.insert(apiTokens).values({ ...token, userId: actor.userId, createdAt: now })
        const data = { name: token.name, scopes: token.scopes, expiresAt: token.expiresAt?.toISOString() ?? null }
        await recordEvent(tx, { at: now, actor, action: 'make token', subject: { kind: 'token', id: token.id }, data })
      }),

    /** Those that are not revoked, newest first; one that has ended stays in sight. */
    tokensOf: async (owner: string): Promise<ApiToken[]> =>
      db
        .select({ id, name, scopes, createdAt, expiresAt, lastUsedAt })
        .from(apiTokens)
        .where(and(eq(userId, owner), isNull(revokedAt)))
        .orderBy(desc(createdAt)),

    /** False when the actor has no such token: another person's is no one else's to revoke. */
    revokeToken: ({ actor, tokenId, now }: { actor: Actor; tokenId: string; now: Date }): Promise<boolean> =>
      db.transaction(async (tx) => {
        const mine = and(eq(id, tokenId), eq(userId, actor.userId), isNull(revokedAt))
        const rows = await tx.update(apiTokens).set({ revokedAt: now }).where(mine).returning({ name })
        if (rows.length === 0) return false
        await recordEvent(tx, {
          at: now,
          actor,
          action: 'revoke token',
          subject: { kind: 'token', id: tokenId },
          data: { name: rows[0]?.name ?? '' },
        })
        return true
      }),

    /** After a change of password: anyone who knew the old one may have made tokens. Returns the names of those revoked. */
    endTokens: ({ actor, now }: { actor: Actor; now: Date }): Promise<string[]> =>
      db.transaction(async (tx) => {
        const tokens = await revokeTokensOf(tx, actor.userId, now)
        const subject = { kind: 'user' as const, id: actor.userId }
        await recordEvent(tx, { at: now, actor, action: 'change password', subject, data: { revokedTokens: tokens } })
        return tokens
      }),

    /** Whose token it is and what it allows, and notes the use; null when it is unknown, revoked, over, or its owner deactivated. */
    useToken: async ({ sha256, now }: { sha256: string; now: Date }): Promise<{ actor: Actor; scopes: TokenScope[] } | null> => {
      const [row] = await db
        .select({ token: apiTokens, person: users })
        .from(apiTokens)
        .innerJoin(users, eq(users.id, userId))
        .where(and(eq(tokenSha256, sha256), isNull(revokedAt), isNull(users.deactivatedAt)))
      if (row === undefined) return null
      const { token, person } = row
      if (token.expiresAt !== null && token.expiresAt <= now) return null
      const before = new Date(now.getTime() - lastUseStepMs)
      if (token.lastUsedAt === null || token.lastUsedAt < before)
        await db
          .update(apiTokens)
          .set({ lastUsedAt: now })
          .where(and(eq(id, token.id), or(isNull(lastUsedAt), lt(lastUsedAt, before))))
      return { actor: { userId: person.id, name: person.name, role: person.role }, scopes: token.scopes }
    },
  }
}
