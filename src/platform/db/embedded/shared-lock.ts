import { Socket } from 'node:net'
import pg from 'pg'
import { clusterUser } from './cluster.js'

/** A process's own connection to the server, whose shared advisory lock says: someone still needs this server. */
export type SharedLock = {
  /** Gives the lock up. Answers whether no one else holds one; if so the connection bars newcomers until it is closed. */
  release: () => Promise<boolean>
  close: () => Promise<void>
}

/** 'SHIPPN' in ASCII. Advisory locks are per database: these are in `postgres`, apart from any that the application takes in its own. */
const lockKey = 0x53_48_49_50_50_4e

const lockTimeoutMs = 10_000
const connectTimeoutMs = 10_000

/**
 * Connects and takes the shared lock; creates the application's database if need be. Answers null when the server is just starting or stopping,
 * or went away meanwhile: look at its state again. Throws the server's error when waiting cannot help, such as a wrong password.
 */
export async function takeSharedLock({
  port,
  password,
  database,
  onLost,
}: {
  port: number
  password: string
  database: string
  /** Called when the connection breaks while the lock is held. */
  onLost: (error: Error) => void
}): Promise<SharedLock | null> {
  const socket = new Socket()
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: clusterUser,
    password,
    database: 'postgres',
    application_name: 'ship-panel attachment',
    options: `-c lock_timeout=${lockTimeoutMs}`,
    connectionTimeoutMillis: connectTimeoutMs,
    stream: () => socket,
  })
  let isHeld = false
  client.on('error', (error) => {
    if (isHeld) onLost(error)
    isHeld = false
  })
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [lockKey])
    await createDatabase(client, database)
  } catch (error) {
    socket.destroy()
    if (willPass(error)) return null
    throw error
  }
  isHeld = true
  // A program that ends without detaching must end all the same; the server it leaves behind is taken over by the next.
  socket.unref()
  return {
    release: async () => {
      if (!isHeld) return false
      isHeld = false
      socket.ref()
      await client.query('select pg_advisory_unlock_shared($1)', [lockKey])
      const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [lockKey])
      return rows[0]?.alone === true
    },
    close: async () => {
      isHeld = false
      await client.end()
      socket.destroy()
    },
  }
}

/** Several processes may get here at once: PostgreSQL lets one create it and tells the others that it exists. */
async function createDatabase(client: pg.Client, database: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  if (rowCount) return
  try {
    await client.query(`create database ${client.escapeIdentifier(database)}`)
  } catch (error) {
    const isThereNow = error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505')
    if (!isThereNow) throw error
  }
}

/**
 * PostgreSQL's error codes (its documentation, appendix A) for: ended by an administrator, crashed elsewhere, starting or stopping, too many connections,
 * lock not to be had in time. What is no server's answer is a connection refused or cut.
 */
function willPass(error: unknown): boolean {
  const passing = ['57P01', '57P02', '57P03', '53300', '55P03']
  return !(error instanceof pg.DatabaseError) || passing.includes(error.code ?? '')
}
