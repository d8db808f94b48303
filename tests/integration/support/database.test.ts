import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase } from '../../support/database.js'

async function query(connectionString: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

describe('createTestDatabase', () => {
  it('gives every caller a database of its own with every table, whose installation is its own too', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
    const { pool } = openDatabase({ connectionString: one.connectionString, log: createRuntime({ logLevel: 'silent' }).log })
    const count = 'select count(*)::int as applied from schema_migrations'
    const applied = await query(one.connectionString, count)
    await migrateDatabase(pool, packageFiles.migrations)
    await pool.end()
    expect(await query(one.connectionString, count)).toEqual(applied)
    const [id, otherId] = await Promise.all(
      [one, other].map(({ connectionString }) => query(connectionString, 'select id from installation')),
    )
    expect(id).not.toEqual(otherId)
    expect(id).toHaveLength(1)
    await one.drop()
    await other.drop()
  })

  it('gives an empty one on request', async () => {
    const [one, other] = [await createTestDatabase({ empty: true }), await createTestDatabase({ empty: true })]
    await query(one.connectionString, 'create table marks (mark text)')
    const tables = "select tablename from pg_tables where schemaname = 'public'"
    expect(await query(one.connectionString, tables)).toEqual([{ tablename: 'marks' }])
    expect(await query(other.connectionString, tables)).toEqual([])
    await one.drop()
    await other.drop()
  })

  it('does not wait for the disk', async () => {
    const database = await createTestDatabase({ empty: true })
    expect(await query(database.connectionString, 'show fsync')).toEqual([{ fsync: 'off' }])
    await database.drop()
  })

  it('reports a connection that a test left open, and drops the database all the same', async () => {
    const database = await createTestDatabase({ empty: true })
    const leaked = new pg.Client({ connectionString: database.connectionString })
    leaked.on('error', () => undefined)
    await leaked.connect()
    await expect(database.drop({ attempts: 1 })).rejects.toThrow('is being accessed by other users')
    await expect(query(database.connectionString, 'select 1')).rejects.toThrow('does not exist')
    await leaked.end()
  })
})
