import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from './database.js'

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
  it('gives every caller an empty database of its own', async () => {
    const [one, other] = [await createTestDatabase(), await createTestDatabase()]
    await query(one.connectionString, 'create table marks (mark text)')
    const tables = "select tablename from pg_tables where schemaname = 'public'"
    expect(await query(one.connectionString, tables)).toEqual([{ tablename: 'marks' }])
    expect(await query(other.connectionString, tables)).toEqual([])
    await one.drop()
    await other.drop()
  })

  it('does not wait for the disk', async () => {
    const database = await createTestDatabase()
    expect(await query(database.connectionString, 'show fsync')).toEqual([{ fsync: 'off' }])
    await database.drop()
  })

  it('reports a connection that a test left open, and drops the database all the same', { timeout: 30_000 }, async () => {
    const database = await createTestDatabase()
    const leaked = new pg.Client({ connectionString: database.connectionString })
    leaked.on('error', () => undefined)
    await leaked.connect()
    await expect(database.drop()).rejects.toThrow('is being accessed by other users')
    await expect(query(database.connectionString, 'select 1')).rejects.toThrow('does not exist')
    await leaked.end()
  })
})
