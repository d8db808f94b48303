import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'

export type DatabaseFacts = {
  /** As PostgreSQL names itself, e.g. `18.1`. */
  version: string
  /** Migrations in the database, and in this package. More in the database: a newer Ship Panel made it. */
  migrations: { applied: number; shipped: number }
  /** How far this machine's clock and the database's are apart, in milliseconds. */
  clockDifferenceMs: number
  /** How many calls workers wait for now, by provider. */
  callsUnderWay: Readonly<Record<string, number>>
}

/** Looks at a database that is migrated. Throws what the database's driver throws. */
export async function readDatabaseFacts(
  pool: pg.Pool,
  { migrationsFolder, now }: { migrationsFolder: string; now: () => Date },
): Promise<DatabaseFacts> {
  const { rows: versions } = await pool.query<{ version: string; applied: number }>(
    "SELECT current_setting('server_version') AS version, (SELECT count(*)::int FROM public.schema_migrations) AS applied",
  )
  const askedAtMs = now().getTime()
  const { rows: clocks } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  // Halfway between question and answer, so that a slow network is not taken for a wrong clock.
  const ownMs = (askedAtMs + now().getTime()) / 2
  const { rows: calls } = await pool.query<{ provider: string; calls: number }>(
    `SELECT provider, count(*)::int AS calls FROM model_call_attempts JOIN model_calls USING (key, owner)
     WHERE model_calls.status = 'running' AND lease_until > clock_timestamp() GROUP BY provider`,
  )
  const [facts] = versions
  const [clock] = clocks
  if (facts === undefined || clock === undefined) throw new Error('the database answered a question with nothing')
  return {
    version: facts.version.split(' ')[0] ?? facts.version,
    migrations: { applied: facts.applied, shipped: await countMigrations(migrationsFolder) },
    callsUnderWay: Object.fromEntries(calls.map(({ provider, calls: count }) => [provider, count])),
    clockDifferenceMs: Math.round(Math.abs(clock.now.getTime() - ownMs)),
  }
}

const journalSchema = z.object({ entries: z.array(z.unknown()).max(100_000) })

async function countMigrations(folder: string): Promise<number> {
  const journal: unknown = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8'))
  return journalSchema.parse(journal).entries.length
}
