import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Role } from '../../contracts/role.js'

/**
 * People, how they sign in, and what acts in their name. The first five tables are better-auth's own, under plural names ("user" is a word
 * of SQL); what it needs of them: https://www.better-auth.com/docs/concepts/database. No token of ours is here, only its SHA-256.
 */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const roles = ['admin', 'editor', 'reviewer'] as const satisfies readonly Role[]

export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** In lower case. */
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  role: text('role', { enum: roles }).notNull(),
  /** Set while the person may not sign in. People are never deleted: revisions and decisions name them. */
  deactivatedAt: instant('deactivated_at'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

const ownerColumn = () =>
  text('user_id')
    .notNull()
    .references(() => users.id)

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    /** Worth nothing by itself: the cookie holds it signed with the secret. */
    token: text('token').notNull().unique(),
    userId: ownerColumn(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('sessions_user').on(table.userId)],
)

/** A way to sign in: here always by password (`credential`). */
export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: ownerColumn(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    /** scrypt, with its salt. */
    password: text('password'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('accounts_user_provider').on(table.userId, table.providerId)],
)

export const verifications = pgTable('verifications', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** How often something was tried, shared by all web processes. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  /** When its window ends, in milliseconds since 1970. */
  endsAtMs: bigint('ends_at_ms', { mode: 'number' }).notNull(),
})

/** Links that work once: the set-up of the first admin, an invitation, a new password. */
export const oneTimeLinks = pgTable(
  'one_time_links',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: ['set-up', 'invitation', 'password'] }).notNull(),
    tokenSha256: text('token_sha256').notNull().unique(),
    /** For an invitation. */
    role: text('role', { enum: roles }),
    /** The address an invitation is bound to; null lets the invited choose. */
    email: text('email'),
    /** Whose password it sets. */
    userId: text('user_id').references(() => users.id),
    /** The admin who made it; null for the command line. */
    createdBy: text('created_by').references(() => users.id),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [index('one_time_links_open').on(table.kind).where(sql`used_at is null and withdrawn_at is null`)],
)

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    userId: ownerColumn(),
    name: text('name').notNull(),
    tokenSha256: text('token_sha256').notNull().unique(),
    scopes: text('scopes', { enum: ['read', 'write', 'admin'] })
      .array()
      .notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    /** Written at most once a minute. */
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [index('api_tokens_user').on(table.userId)],
)

/** One row: what signs the cookies where the environment holds no secret. A table of its own, so that a dump can leave it out. */
export const signInSecrets = pgTable('sign_in_secrets', {
  id: integer('id').primaryKey(),
  secret: text('secret').notNull(),
  createdAt: instant('created_at').notNull(),
})

/** Counters of rate-limiter-flexible, for votes and subscriptions: https://github.com/animir/node-rate-limiter-flexible/wiki/PostgreSQL */
export const requestLimits = pgTable('request_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
})

/** A way to look at a list that a person gave a name: what follows the ? in its address. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: text('id').primaryKey(),
    userId: ownerColumn(),
    /** The list's name, e.g. `records`. */
    list: text('list').notNull(),
    name: text('name').notNull(),
    query: text('query').notNull(),
    /** Whether everyone at the desk sees it. */
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('saved_views_name').on(table.userId, table.list, table.name),
    index('saved_views_shared').on(table.list).where(sql`is_shared`),
  ],
)

/** Which view a person's list opens with. */
export const defaultViews = pgTable(
  'default_views',
  {
    userId: ownerColumn(),
    list: text('list').notNull(),
    viewId: text('view_id')
      .notNull()
      .references(() => savedViews.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.userId, table.list] }), index('default_views_view').on(table.viewId)],
)
