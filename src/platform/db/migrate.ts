import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { ConnectionError, connectionError } from './connection-failure.js'
import { outageOf } from './is-outage.js'

/** Names the advisory lock under which migrations run; any constant that no one else in the database uses will do. */
const migrationLock = 5_417_001

/** How long the first connection may take where the pool says nothing: a server behind a firewall that drops packets never answers. */
const connectDeadlineMs = 15_000

/**
 * Brings the schema up to date. Processes that start together take turns; the later ones find nothing left to do. It opens the first
 * connection of all: throws `ConnectionError` when there is no such server, it lets no one in, or it does not take the schema.
 */
export async function migrateDatabase(pool: pg.Pool, migrationsFolder: string): Promise<void> {
  const client = await connect(pool)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client), { migrationsFolder, migrationsSchema: 'public', migrationsTable: 'schema_migrations' })
  } catch (error) {
    throw migrationError(client, error)
  } finally {
    // Closing the session releases the lock even when a migration failed half-way.
    await client.end()
  }
}

/** In PostgreSQL's own words, and without the statements that it was sent. */
function migrationError({ host, port, database = '' }: pg.Client, error: unknown): ConnectionError {
  const outage = outageOf(error)
  const reason = innermost(error)
  const fix = outage === null ? 'let this user own the database; a PostgreSQL older than 14 must be replaced by a newer one' : outage.fix
  const why = outage === null ? reason : `${outage.what} (${reason})`
  return new ConnectionError(
    { what: `the database "${database}" at ${host}:${port} cannot be brought up to date: ${why}`, fix },
    { cause: error },
  )
}

function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? innermost(error.cause) : error.message
}

/**
 * A connection of its own, because a deadline of the pool would also hold for a wait until one of its connections is free. It may be silent for long:
 * others migrate before, and a large table takes its time.
 */
async function connect({ options }: pg.Pool): Promise<pg.Client> {
  const { stream: _bounded, ...unbounded } = options
  const client = new pg.Client({ ...unbounded, connectionTimeoutMillis: options.connectionTimeoutMillis || connectDeadlineMs })
  // A connection that breaks also fails the query under way; without a listener the event would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw connectionError(client, error)
  }
}
