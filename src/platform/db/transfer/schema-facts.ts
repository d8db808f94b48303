import type pg from 'pg'
import type { DatabaseHeader } from './database-file.js'

/** Bookkeeping of the migrations themselves: each database has its own. */
const migrationsTable = 'schema_migrations'

type Table = DatabaseHeader['tables'][number]

/** The schema of a database as an export names it: its migrations, and its tables with those that others refer to first. */
export async function readSchema(client: pg.ClientBase): Promise<Pick<DatabaseHeader, 'migrations' | 'tables'>> {
  const { rows: migrations } = await client.query<{ hash: string }>(`SELECT hash FROM public.${migrationsTable} ORDER BY created_at, id`)
  const { rows: tables } = await client.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> $1
     GROUP BY c.relname ORDER BY c.relname`,
    [migrationsTable],
  )
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT DISTINCT f.relname AS "from", t.relname AS "to" FROM pg_constraint r
     JOIN pg_class f ON f.oid = r.conrelid JOIN pg_class t ON t.oid = r.confrelid
     WHERE r.contype = 'f' AND r.connamespace = 'public'::regnamespace AND r.conrelid <> r.confrelid`,
  )
  return { migrations: migrations.map(({ hash }) => hash), tables: inOrder(tables, references) }
}

/** Tables such that each comes after those that it refers to. Throws where tables refer to each other in a circle. Pure. */
export function inOrder(tables: readonly Table[], references: readonly { from: string; to: string }[]): Table[] {
  const ordered: Table[] = []
  let rest = [...tables]
  while (rest.length > 0) {
    const names = new Set(rest.map(({ name }) => name))
    const free = rest.filter(({ name }) => !references.some(({ from, to }) => from === name && names.has(to)))
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...names].join(', ')}`)
    ordered.push(...free)
    rest = rest.filter((table) => !free.includes(table))
  }
  return ordered
}

/** Where the sequences are that belong to tables; null for one that was never used. */
export async function readSequences(client: pg.ClientBase): Promise<Record<string, string | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = 'public' AND sequencename NOT LIKE $1 ORDER BY sequencename`,
    [`${migrationsTable}\\_%`],
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}

/** A table's name for a statement. Names come from the database's own catalog, or were found there. */
export function quoted(name: string): string {
  return `public."${name.replaceAll('"', '""')}"`
}

/** How values are written as text and read again: the same on every server, whatever its defaults. */
export const textSettings = [
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
  "SET LOCAL IntervalStyle = 'postgres'",
  'SET LOCAL extra_float_digits = 3',
  "SET LOCAL bytea_output = 'hex'",
].join('; ')
