import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Database } from '../../platform/db/database.js'
import { accounts, sessions, users, verifications } from './schema.js'

/** What better-auth keeps people and sessions in: our tables, under its names. */
export function createAuthAdapter(db: Database) {
  return drizzleAdapter(db, {
    provider: 'pg',
    schema: { user: users, session: sessions, account: accounts, verification: verifications },
    transaction: true,
  })
}
