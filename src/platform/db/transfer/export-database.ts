import { createHash } from 'node:crypto'
import type pg from 'pg'
import { writeWhole } from '../../files/write-whole.js'
import type { Runtime } from '../../runtime.js'
import type { DatabaseEnd, DatabaseHeader } from './database-file.js'
import { quoted, readSchema, readSequences, textSettings } from './schema-facts.js'

/** Rows that are held at once. */
const rowsAtOnce = 50

/** What an export holds: how many rows of which table. */
export type Exported = { rows: Record<string, number>; schemaVersion: number }

type ExportOptions = { pool: pg.Pool; file: string; version: string; runtime: Pick<Runtime, 'now'>; signal: AbortSignal }

/**
 * Writes every table of a migrated database to one file, as it is at one moment, whatever works on it meanwhile. The queue is left out. The file is
 * there whole or not at all, for its owner alone, and is never held in memory. Throws `FileWriteError`, what the database's driver throws, and the signal's reason.
 */
export async function exportDatabase({ pool, file, version, runtime, signal }: ExportOptions): Promise<Exported> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(textSettings)
    const schema = await readSchema(client)
    const header: DatabaseHeader = { format: 'panel.database/1', version, exportedAt: runtime.now().toISOString(), ...schema }
    const rows: Record<string, number> = {}
    let failure: unknown
    const lines = async function* () {
      try {
        for await (const line of writeLines(client, { header, rows })) {
          signal.throwIfAborted()
          yield line
        }
      } catch (error) {
        failure = error
        throw error
      }
    }
    await writeWhole(file, lines(), { mode: 0o600 }).catch((error: unknown) => {
      // Not the file's: the database went away, or someone stopped the command.
      throw failure ?? error
    })
    return { rows, schemaVersion: schema.migrations.length }
  } finally {
    // Nothing was changed; the connection goes with its transaction.
    client.release(true)
  }
}

/** The lines of the file. Counts the rows as they go by. */
async function* writeLines(client: pg.ClientBase, { header, rows }: { header: DatabaseHeader; rows: Record<string, number> }) {
  const sum = createHash('sha256')
  const line = (value: unknown) => {
    const text = `${JSON.stringify(value)}\n`
    sum.update(text)
    return text
  }
  yield line(header)
  for (const { name } of header.tables) {
    yield line({ table: name })
    rows[name] = 0
    for await (const batch of rowsOf(client, name)) {
      rows[name] += batch.length
      yield batch.map(line).join('')
    }
  }
  const sequences = await readSequences(client)
  const end: DatabaseEnd = { rows, sequences, sha256: sum.digest('hex') }
  yield `${JSON.stringify({ end })}\n`
}

/** The rows of a table as PostgreSQL writes them, some at a time. */
async function* rowsOf(client: pg.ClientBase, table: string): AsyncGenerator<string[]> {
  await client.query(`DECLARE exported NO SCROLL CURSOR FOR SELECT whole_row::text AS row FROM ${quoted(table)} AS whole_row`)
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${rowsAtOnce} FROM exported`)
    if (rows.length === 0) break
    yield rows.map(({ row }) => row)
  }
  await client.query('CLOSE exported')
}
