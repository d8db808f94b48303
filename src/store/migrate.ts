import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'

/** Names the advisory lock under which migrations run; any constant that no one else in the database uses will do. */
const migrationLock = 5_417_001

/** Brings the schema up to date. Processes that start together take turns; the later ones find nothing left to do. */
export async function migrateDatabase(pool: pg.Pool, migrationsFolder: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client), { migrationsFolder, migrationsSchema: 'public', migrationsTable: 'schema_migrations' })
  } finally {
    // Closing the session releases the lock even when a migration failed half-way.
    client.release(true)
  }
}
