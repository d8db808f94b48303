import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from 'pino'
import * as schema from './schema.js'

export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool }

export type DatabaseOptions = {
  connectionString: string
  log: Logger
  /** How long to wait for a connection and for an answer, in milliseconds; left out, for ever. */
  timeoutMs?: number
}

/** A pool of connections and Drizzle on it. The caller closes the pool. */
export function openDatabase({ connectionString, log, timeoutMs = 0 }: DatabaseOptions): { db: Database; pool: pg.Pool } {
  const patience = { connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs }
  const pool = new pg.Pool({ connectionString, max: 10, application_name: 'ship-panel', ...patience })
  // An idle connection that breaks is replaced by the next query; without a listener the event would end the process.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a database connection broke')
  })
  // One that breaks in the middle of a transaction, between two statements, would end the process too; the next statement tells of it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return { db: drizzle(pool, { schema }), pool }
}
