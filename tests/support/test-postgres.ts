import pg from 'pg'
import { openPostgresBackend } from '../../queue/postgres-backend.js'
import { openDatabase } from '../../src/platform/db/database.js'
import { attachEmbeddedPostgres } from '../../src/platform/db/embedded/embedded-postgres.js'
import { migrateDatabase } from '../../src/platform/db/migrate.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { makeTemporaryHome } from './temporary-home.js'

/** The database that has every table already; a test's own is a copy of it. */
export const templateName = 'migrated'

/** What a test run may lose in a power cut is of no value, and not waiting for the disk makes it several times as fast. */
const speedSettings = ['fsync', 'synchronous_commit', 'full_page_writes']

const runtime = createRuntime({ logLevel: 'warn' })

/** Starts one embedded PostgreSQL for all test files, gone without a trace when it is stopped, with the template in it. */
export async function startTestPostgres(): Promise<{ connectionString: string; stop: () => Promise<void> }> {
  const temporary = await makeTemporaryHome()
  const server = await attachEmbeddedPostgres({ home: temporary.home, runtime })
  const stop = async () => {
    await server.detach()
    await temporary.remove()
  }
  try {
    await prepare(server.connectionString)
  } catch (error) {
    await stop()
    throw error
  }
  return { connectionString: server.connectionString, stop }
}

async function prepare(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (const setting of speedSettings) await client.query(`alter system set ${setting} = off`)
    await client.query('select pg_reload_conf()')
    // Tests connect thousands of times, and the password's thousands of hashes are most of what that costs.
    const { username, password } = new URL(connectionString)
    await client.query('set scram_iterations = 1')
    await client.query(`alter role ${client.escapeIdentifier(username)} password ${client.escapeLiteral(password)}`)
    await client.query(`create database ${templateName}`)
    await migrate(withDatabase(connectionString, templateName))
    // A database that someone is connected to cannot be copied.
    await client.query(`alter database ${templateName} with is_template true allow_connections false`)
  } finally {
    await client.end()
  }
}

/** The tables that `openApp` makes: the product's, and BullMQ's. */
async function migrate(connectionString: string): Promise<void> {
  const { pool } = openDatabase({ connectionString, log: runtime.log })
  await migrateDatabase(pool, packageFiles.migrations)
  await pool.end()
  await (await openPostgresBackend({ connectionString, log: runtime.log, telemetry: undefined })).close()
}

/** The same server's address, for another of its databases. */
export function withDatabase(connectionString: string, name: string): string {
  const address = new URL(connectionString)
  address.pathname = `/${name}`
  return address.href
}
