import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { templateName, withDatabase } from './test-postgres.js'

export type TestDatabase = {
  connectionString: string
  /**
   * Deletes the database. Rejects when someone is still connected to it after that many attempts, for which PostgreSQL waits five seconds
   * each: a test has leaked a connection. There are many, because a busy machine takes its time to end connections that were closed.
   */
  drop: (options?: { attempts?: number }) => Promise<void>
}

const objectInUse = '55006'

/** Creates a new database on the test run's PostgreSQL server, with every table of the product; `empty`: with none. */
export async function createTestDatabase({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const server = inject('postgresConnectionString')
  const connectionString = withDatabase(server, name)
  await run(server, empty ? `create database ${name}` : `create database ${name} template ${templateName}`)
  // A migration draws it, and queues on a shared Redis are kept apart by it.
  if (!empty) await run(connectionString, 'update installation set id = gen_random_uuid()::text')
  return {
    connectionString,
    drop: async ({ attempts = 24 } = {}) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await run(server, `drop database ${name}`)
        } catch (error) {
          if (attempt < attempts && error instanceof pg.DatabaseError && error.code === objectInUse) continue
          await run(server, `drop database if exists ${name} with (force)`)
          throw error
        }
      }
    },
  }
}

/** Statements on the server of a database, outside of that database: for roles and other databases. */
export function runOnServer({ connectionString }: Pick<TestDatabase, 'connectionString'>, ...statements: string[]): Promise<void> {
  return run(withDatabase(connectionString, 'postgres'), ...statements)
}

async function run(connectionString: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
