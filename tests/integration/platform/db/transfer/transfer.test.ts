import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { exportDatabase } from '../../../../../src/platform/db/transfer/export-database.js'
import { importDatabase } from '../../../../../src/platform/db/transfer/import-database.js'
import { inOrder, readSchema } from '../../../../../src/platform/db/transfer/schema-facts.js'
import { sha256 } from '../../../../../src/platform/hash.js'
import { createRuntime } from '../../../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../../../support/database.js'
import { openDesk } from '../../../../support/review/desk.js'

const runtime = createRuntime({ logLevel: 'silent' })
const { signal } = new AbortController()
let folder: string
let file: string
let source: Awaited<ReturnType<typeof openDesk>>
let from: pg.Pool
let target: TestDatabase
let to: pg.Pool

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-transfer-'))
  file = join(folder, 'panel.export')
  // A panel with its record, its seats and what the log says of it.
  source = await openDesk()
  await source.panel({ unscored: [1] })
  from = new pg.Pool({ connectionString: source.database.connectionString })
  await from.query('CREATE SEQUENCE counted_things')
  await from.query("SELECT setval('counted_things', 41)")
  // What texts may hold: separators of lines, quotes, backslashes, commas and parentheses; JSON null beside NULL; bytes; a time to the microsecond.
  await from.query('CREATE TABLE odd_values (id int PRIMARY KEY, t text, j jsonb, b bytea, at timestamptz, n numeric, d double precision)')
  await from.query(
    'INSERT INTO odd_values VALUES (1, $1, $2, $3, $4, 1e-30, 0.1), (2, NULL, NULL, NULL, NULL, NULL, NULL), (3, $5, $6, $7, $4, 1, 2)',
    [
      'a\u2028b\r\n"c",(\\d)\te',
      'null',
      Buffer.from([0, 255, 10]),
      '2026-11-25 09:00:00.123456+00',
      '',
      '{"a": ["\\u0000 is not here", 1.10]}'.replace('\\u0000 ', ''),
      Buffer.alloc(0),
    ],
  )
  await exportDatabase({ pool: from, file, version: '1.2.3', runtime, signal })
})
beforeEach(async () => {
  target = await createTestDatabase()
  to = new pg.Pool({ connectionString: target.connectionString })
  await to.query('CREATE SEQUENCE counted_things')
  await to.query('CREATE TABLE odd_values (id int PRIMARY KEY, t text, j jsonb, b bytea, at timestamptz, n numeric, d double precision)')
  return async () => {
    await to.end()
    await target.drop()
  }
})
afterAll(async () => {
  await from.end()
  await source.close()
  await rm(folder, { recursive: true })
})

/** Every row of every table, as text. */
async function contentOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const client = await pool.connect()
  try {
    const { tables } = await readSchema(client)
    const content: Record<string, string[]> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT whole_row::text AS row FROM public."${name}" AS whole_row ORDER BY 1`)
      content[name] = rows.map(({ row }) => row)
    }
    return content
  } finally {
    client.release()
  }
}

const importInto = (path: string) => importDatabase({ pool: to, file: path, version: '1.2.3', signal })

test('everything arrives in the other database as it was, sequences included, and the file is for its owner alone', async () => {
  const { rows } = await importInto(file)
  const [there, here] = [await contentOf(from), await contentOf(to)]
  expect(here).toEqual(there)
  expect(rows).toEqual(Object.fromEntries(Object.entries(there).map(([name, all]) => [name, all.length])))
  for (const name of ['panels', 'seats', 'records', 'installation', 'odd_values']) expect(rows[name], name).toBeGreaterThan(0)
  expect((await to.query("SELECT nextval('counted_things') AS next")).rows).toEqual([{ next: '42' }])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a database that holds something is refused by name, and stays as it was', async () => {
  await importInto(file)
  const before = await contentOf(to)
  await expect(importInto(file)).rejects.toThrow(
    /^this database is not empty: it has rows in .+ and \d+ more\. Nothing was changed\. To fix it, make a new database/,
  )
  expect(await contentOf(to)).toEqual(before)
})

test.each([
  [
    'more',
    (hashes: string[]) => [...hashes, 'f'.repeat(64)],
    /schema version \d+, of Ship Panel 9\.9\.9; this is Ship Panel 1\.2\.3.+import it with Ship Panel 9\.9\.9 or newer/,
  ],
  ['fewer', (hashes: string[]) => hashes.slice(1), /run panel database export of this version on the old database/],
  ['other', (hashes: string[]) => ['f'.repeat(64), ...hashes.slice(1)], /export and import with the same Ship Panel/],
])('an export of a schema with %s migrations is refused, with both versions', async (_what, change, message) => {
  const [first = '', ...rest] = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const header = JSON.parse(first)
  const lines = [JSON.stringify({ ...header, version: '9.9.9', migrations: change(header.migrations) }), ...rest.slice(0, -1)]
  const { end } = JSON.parse(rest.at(-1) ?? '')
  const path = join(folder, 'other-schema')
  const text = lines.map((line) => `${line}\n`).join('')
  await writeFile(path, `${text}${JSON.stringify({ end: { ...end, sha256: sha256(text) } })}\n`)
  const before = await contentOf(to)
  await expect(importInto(path)).rejects.toThrow(message)
  expect(await contentOf(to)).toEqual(before)
})

test.each([
  ['a word is another', (text: string) => text.replace('in_review', 'approved'), /its checksum is another/],
  ['the end is missing', (text: string) => text.slice(0, text.lastIndexOf('\n{"end"') + 1), /its end is missing/],
  ['half of it is missing', (text: string) => text.slice(0, text.length / 2), /it was changed or cut off|its end is missing/],
  ['it is empty', () => '', /it is empty/],
  ['it is something else', () => '{"format":"panel.bundle/1"}\n', /it is no export of a Ship Panel database/],
])('where %s, nothing is imported, and the error says so', async (_what, change, message) => {
  const path = join(folder, 'changed')
  await writeFile(path, change(await readFile(file, 'utf8')))
  const before = await contentOf(to)
  await expect(importInto(path)).rejects.toThrow(message)
  expect(await contentOf(to)).toEqual(before)
})

test('what is stored while an export is under way is not in it', async () => {
  const path = join(folder, 'snapshot')
  const writer = new pg.Client({ connectionString: source.database.connectionString })
  await writer.connect()
  let asked = 0
  // Its first look at a table comes after the moment it shows.
  const now = () => new Date()
  const pool = {
    connect: async () => {
      const client = await from.connect()
      const { query } = client
      Object.assign(client, {
        query: async (...args: Parameters<typeof query>) => {
          asked += 1
          if (asked === 4) await writer.query("INSERT INTO odd_values VALUES (99, 'late')")
          return Reflect.apply(query, client, args)
        },
      })
      return client
    },
  }
  try {
    const { rows } = await exportDatabase({ pool: pool as unknown as pg.Pool, file: path, version: '1', runtime: { now }, signal })
    expect(asked).toBeGreaterThan(10)
    expect(rows.odd_values).toBe(3)
  } finally {
    await writer.query('DELETE FROM odd_values WHERE id = 99')
    await writer.end()
  }
})

test('an export that is stopped leaves no file', async () => {
  const stopped = AbortSignal.abort(new Error('stopped by SIGINT'))
  const path = join(folder, 'never')
  await expect(exportDatabase({ pool: from, file: path, version: '1', runtime, signal: stopped })).rejects.toThrow('stopped by SIGINT')
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

test('tables come after those that they refer to, and a circle is an error', () => {
  const table = (name: string) => ({ name, columns: [] })
  expect(
    inOrder(
      [table('a'), table('b'), table('c')],
      [
        { from: 'a', to: 'c' },
        { from: 'c', to: 'b' },
      ],
    ).map(({ name }) => name),
  ).toEqual(['b', 'c', 'a'])
  expect(() =>
    inOrder(
      [table('a'), table('b')],
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
      ],
    ),
  ).toThrow('in a circle: a, b')
})
