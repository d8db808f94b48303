import type pg from 'pg'
import { UsageError } from '../../errors.js'
import { type DatabaseEnd, type DatabaseHeader, type DatabaseLine, damaged, readDatabaseFile } from './database-file.js'
import { quoted, readSchema, textSettings } from './schema-facts.js'

/** Characters of rows that are sent at once; one row may be longer. */
const batchLength = 1_000_000
const batchRows = 500

/** Tables in which a new database has rows of its own, from its migrations: those of the export take their place. */
const seeded = ['installation', 'audit_heads']

export type Imported = { rows: Record<string, number>; schemaVersion: number }

type ImportOptions = { pool: pg.Pool; file: string; version: string; signal: AbortSignal }

/**
 * Reads an export into a database that is migrated and empty, all of it or nothing. Throws `UsageError` for a database that holds something, for a
 * file of another schema version, and for one that was changed or cut off.
 */
export async function importDatabase({ pool, file, version, signal }: ImportOptions): Promise<Imported> {
  // Once without the database: a file that was changed says so, and not the row that PostgreSQL would stumble over.
  for await (const _ of readDatabaseFile(file)) signal.throwIfAborted()
  const client = await pool.connect()
  let isDone = false
  try {
    await client.query('BEGIN')
    await client.query(textSettings)
    const imported = await importLines(client, { file, version, signal })
    await client.query('COMMIT')
    isDone = true
    return imported
  } finally {
    if (isDone) client.release()
    else {
      await client.query('ROLLBACK').catch(() => undefined)
      client.release(true)
    }
  }
}

async function importLines(client: pg.ClientBase, { file, version, signal }: Omit<ImportOptions, 'pool'>): Promise<Imported> {
  const schema = await readSchema(client)
  // No server on this database may add anything meanwhile.
  await client.query(`LOCK TABLE ${schema.tables.map(({ name }) => quoted(name)).join(', ')} IN EXCLUSIVE MODE`)
  await checkEmpty(client, schema)
  const rows = createRowWriter(client, schema)
  for await (const line of readDatabaseFile(file)) {
    signal.throwIfAborted()
    if (line.kind === 'header') {
      checkSchema(line.header, schema, { file, version })
      for (const name of seeded) await client.query(`DELETE FROM ${quoted(name)}`)
    } else if (line.kind === 'end') {
      await rows.flush()
      await checkCounts(client, { file, end: line.end, schema })
      await setSequences(client, line.end)
    } else await rows.take(line, file)
  }
  return { rows: rows.counts, schemaVersion: schema.migrations.length }
}

type Schema = Pick<DatabaseHeader, 'migrations' | 'tables'>

async function checkEmpty(client: pg.ClientBase, { tables }: Schema): Promise<void> {
  const full: string[] = []
  for (const { name } of tables) {
    if (seeded.includes(name)) continue
    const { rows } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)
    if (rows.length > 0) full.push(name)
  }
  const { rows: heads } = await client.query('SELECT 1 FROM public.audit_heads WHERE entries > 0')
  if (heads.length > 0) full.push('audit_heads')
  if (full.length === 0) return
  const some = full.length > 5 ? `${full.slice(0, 5).join(', ')} and ${full.length - 5} more` : full.join(', ')
  throw new UsageError(
    `this database is not empty: it has rows in ${some}. Nothing was changed. To fix it, make a new database (createdb …), point DATABASE_URL at it, and import there before anything else runs on it`,
  )
}

/** Rows are those of one schema: an export goes into a database with the same migrations. */
function checkSchema(header: DatabaseHeader, schema: Schema, { file, version }: { file: string; version: string }): void {
  const [theirs, ours] = [header.migrations.length, schema.migrations.length]
  const isSame = theirs === ours && header.migrations.every((hash, index) => hash === schema.migrations[index])
  if (isSame && JSON.stringify(header.tables) === JSON.stringify(schema.tables)) return
  const from = `${file} has schema version ${theirs}, of Ship Panel ${header.version}; this is Ship Panel ${version} with schema version ${ours}`
  const fix =
    theirs > ours
      ? `import it with Ship Panel ${header.version} or newer`
      : theirs < ours
        ? 'run panel database export of this version on the old database, which brings its schema up to date'
        : 'export and import with the same Ship Panel: their schemas differ'
  throw new UsageError(`${from}. Nothing was changed. To fix it, ${fix}`)
}

/** Adds rows, many with one statement. */
function createRowWriter(client: pg.ClientBase, { tables }: Schema) {
  const counts: Record<string, number> = {}
  let table: string | null = null
  let batch: string[] = []
  let length = 0
  const flush = async (): Promise<void> => {
    if (table !== null && batch.length > 0) {
      const name = quoted(table)
      // Read once a row, and not once a column.
      const rows = `SELECT line::${name} AS parsed FROM unnest($1::text[]) AS line OFFSET 0`
      await client.query(`INSERT INTO ${name} SELECT (parsed).* FROM (${rows}) AS lines`, [batch])
    }
    batch = []
    length = 0
  }
  const take = async (line: Exclude<DatabaseLine, { kind: 'end' }>, file: string): Promise<void> => {
    if (line.kind === 'table') {
      await flush()
      if (!tables.some(({ name }) => name === line.table)) throw damaged(file, `there is no table ${line.table.slice(0, 100)}`)
      table = line.table
      counts[table] ??= 0
      return
    }
    if (table === null) throw damaged(file, 'it was changed')
    counts[table] = (counts[table] ?? 0) + 1
    batch.push(line.row)
    length += line.row.length
    if (length >= batchLength || batch.length >= batchRows) await flush()
  }
  return { counts, take, flush }
}

type Counted = { file: string; end: DatabaseEnd; schema: Schema }

/** What the database holds now is what the export says. */
async function checkCounts(client: pg.ClientBase, { file, end, schema }: Counted): Promise<void> {
  for (const { name } of schema.tables) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${quoted(name)}`)
    if (Number(rows[0]?.n) !== end.rows[name]) throw damaged(file, `it has another number of rows of ${name} than it says`)
  }
}

async function setSequences(client: pg.ClientBase, { sequences }: DatabaseEnd): Promise<void> {
  for (const [name, last] of Object.entries(sequences))
    if (last !== null) await client.query('SELECT setval($1::regclass, $2::bigint)', [quoted(name), last])
}
