import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type TestDatabase = {
  connectionString: string
  /** Deletes the database. Rejects when somebody is still connected to it (PostgreSQL gives them five seconds): a test has leaked a connection. */
  drop: () => Promise<void>
}

/** Creates a new, empty database on the test run's PostgreSQL server (see global-setup.ts). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runOnServer(`create database ${name}`)
  const address = new URL(inject('postgresConnectionString'))
  address.pathname = `/${name}`
  return {
    connectionString: address.href,
    drop: async () => {
      try {
        await runOnServer(`drop database ${name}`)
      } catch (error) {
        await runOnServer(`drop database if exists ${name} with (force)`)
        throw error
      }
    },
  }
}

async function runOnServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresConnectionString') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
