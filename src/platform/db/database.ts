import { Socket } from 'node:net'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from 'pino'

export type Database = NodePgDatabase & { $client: pg.Pool }
/** One connection. */
export type Client = pg.ClientBase
/** What a transaction hands to the statements in it. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

export type DatabaseOptions = {
  connectionString: string
  log: Logger
  /** How long to wait for a connection and for an answer, in milliseconds; left out, for ever. */
  timeoutMs?: number
  /** How long it may take when it is used by many for long; left out, for ever. */
  bounds?: DatabaseBounds
}

/** In milliseconds: until there is a free connection, for one statement, and until a server under a statement is given up that says nothing. */
export type DatabaseBounds = { connectMs: number; statementMs: number; silentMs: number }

/** The bounds of a process that serves or works: no statement of ours takes seconds. The server ends a slow one before its silence ends the connection. */
export const servingBounds: DatabaseBounds = { connectMs: 15_000, statementMs: 30_000, silentMs: 40_000 }

/** A pool of connections and Drizzle on it. The caller closes the pool. */
export function openDatabase({ connectionString, log, timeoutMs = 0, bounds }: DatabaseOptions): { db: Database; pool: pg.Pool } {
  const timeouts =
    bounds === undefined
      ? { connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs }
      : { ...boundedConnections(bounds), stream: () => endsInSilence(bounds.silentMs) }
  const pool = new pg.Pool({ connectionString, max: 10, application_name: 'ship-panel', ...timeouts })
  // An idle connection that breaks is replaced by the next query; without a listener the event would end the process.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a database connection broke')
  })
  // One that breaks in the middle of a transaction, between two statements, would end the process too; the next statement reports it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return { db: drizzle(pool), pool }
}

/** What bounds each connection of a pool: how long until there is one, and how long the server works on one statement. */
export function boundedConnections({ connectMs, statementMs }: Pick<DatabaseBounds, 'connectMs' | 'statementMs'>) {
  return {
    connectionTimeoutMillis: connectMs,
    // Not as a parameter of the connection, which a pooler in between may refuse.
    onConnect: (client: pg.ClientBase) => client.query(`SET statement_timeout = ${statementMs}`),
  }
}

/** A server that hangs keeps its connection open: this one is cut then, so that whatever waits on it fails, and no one gets it again. */
function endsInSilence(silentMs: number): Socket {
  const socket = new Socket()
  // The pool ends idle connections long before.
  socket.setTimeout(silentMs, () => socket.destroy(new Error('Connection terminated: the server said nothing for too long')))
  return socket
}
