import { openQueueBackend } from '../../queue/connection.js'
import { openDatabase } from '../platform/db/database.js'
import { type DatabaseFacts, readDatabaseFacts } from '../platform/db/database-facts.js'
import { attachEmbeddedPostgres } from '../platform/db/embedded/embedded-postgres.js'
import { migrateDatabase } from '../platform/db/migrate.js'
import { packageFiles } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import type { Config } from './config.js'

export { maxClockDifferenceMs } from '../../queue/clock.js'

/** What became of one step: what was seen, the error, or that an earlier step kept it from being tried. */
export type Outcome<T> = { status: 'ok'; seen: T } | { status: 'failed'; error: unknown } | { status: 'not-tried' }

export type StorageCheck = {
  database: Outcome<DatabaseFacts>
  queue: Outcome<Awaited<ReturnType<typeof openQueueBackend>>['kind']>
  /** Where the embedded PostgreSQL keeps its data, which may be outside of PANEL_HOME; null for a database of one's own. */
  dataFolder: string | null
}

/**
 * Opens database and queue as a command that runs a panel does, migrations included, looks at them and closes them again. Never throws. `timeoutMs` bounds
 * each connection and each answer of the database; the embedded PostgreSQL may take longer to start the first time.
 */
export async function checkStorage(
  config: Pick<Config, 'databaseUrl' | 'redisUrl' | 'home'>,
  runtime: Runtime,
  { timeoutMs }: { timeoutMs: number },
): Promise<StorageCheck> {
  const located = await attempt(() => locate(config, runtime))
  if (located.status !== 'ok') return { database: located, queue: { status: 'not-tried' }, dataFolder: null }
  const { connectionString, dataFolder, detach } = located.seen
  try {
    const database = await attempt(() => lookAtDatabase({ connectionString, runtime, timeoutMs }))
    if (database.status !== 'ok') return { database, queue: { status: 'not-tried' }, dataFolder }
    const queue = await attempt(async () => {
      const backend = await openQueueBackend({ connectionString, redisUrl: config.redisUrl, installationId: 'doctor', log: runtime.log })
      await backend.close()
      return backend.kind
    })
    return { database, queue, dataFolder }
  } finally {
    await detach()
  }
}

type Located = { connectionString: string; dataFolder: string | null; detach: () => Promise<void> }

/** As the app locates it, and where the embedded one is. */
async function locate({ databaseUrl, home }: Pick<Config, 'databaseUrl' | 'home'>, runtime: Runtime): Promise<Located> {
  if (databaseUrl !== null) return { connectionString: databaseUrl, dataFolder: null, detach: async () => {} }
  const { connectionString, databaseDir, detach } = await attachEmbeddedPostgres({ home, runtime })
  return { connectionString, dataFolder: databaseDir, detach }
}

async function attempt<T>(action: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { status: 'ok', seen: await action() }
  } catch (error) {
    return { status: 'failed', error }
  }
}

type Look = { connectionString: string; runtime: Runtime; timeoutMs: number }

async function lookAtDatabase({ connectionString, runtime, timeoutMs }: Look): Promise<DatabaseFacts> {
  const { pool } = openDatabase({ connectionString, log: runtime.log, timeoutMs })
  try {
    await migrateDatabase(pool, packageFiles.migrations)
    return await readDatabaseFacts(pool, { migrationsFolder: packageFiles.migrations, now: runtime.now })
  } finally {
    await pool.end()
  }
}
