import type { Runtime } from '../platform/runtime.js'
import type { Config } from './config.js'

/** A database that is there. The caller lets go of it by `detach`. */
export type LocatedDatabase = { connectionString: string; detach: () => Promise<void> }

/** The database of the configuration, or the embedded one, started when need be. `onGone`: see `Instruments`. */
export async function locateDatabase(
  config: Pick<Config, 'databaseUrl' | 'home'>,
  runtime: Runtime,
  onGone?: (error: unknown) => void,
): Promise<LocatedDatabase> {
  if (config.databaseUrl !== null) return { connectionString: config.databaseUrl, detach: async () => {} }
  const { attachEmbeddedPostgres } = await import('../platform/db/embedded/embedded-postgres.js')
  return attachEmbeddedPostgres({ home: config.home, runtime, ...(onGone === undefined ? {} : { onGone }) })
}
