import pg from 'pg'
import { sha256 } from '../../src/platform/hash.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { median, percentile } from '../summary.js'
import { callText } from './fill.js'
import type { PartitionTrial, StatementTimes } from './results.js'

const samples = 200
const months = 12
const columns = 'key, status, model, sample, owner, lease_until, usage, cost_usd, latency_ms, settled_at'

/**
 * Copies the ledger's calls, without requests and replies, into one table and into one for each month of the year that it covers, and does the same with
 * both. By month the key alone cannot be unique (PostgreSQL wants the month in every unique index), so a look-up that knows no month asks each of them.
 */
export async function tryPartitions(
  { runtime, connectionString, say }: { runtime: Pick<Runtime, 'monotonicMs'>; connectionString: string; say: (line: string) => void },
  rows: number,
): Promise<PartitionTrial> {
  say('scale: the ledger by month')
  const client = new pg.Client({ connectionString })
  await client.connect()
  const timed = async (statement: string): Promise<number> => {
    const startedMs = runtime.monotonicMs()
    await client.query(statement)
    return runtime.monotonicMs() - startedMs
  }
  const sample = async (name: string, one: (turn: number) => Promise<unknown>): Promise<StatementTimes> => {
    const times: number[] = []
    for (let turn = 0; turn < samples; turn += 1) {
      const startedMs = runtime.monotonicMs()
      await one(turn)
      times.push(runtime.monotonicMs() - startedMs)
    }
    return { name, samples, medianMs: median(times), p95Ms: percentile(times, 0.95), goesThrough: [] }
  }
  const lookUp = (table: string) =>
    sample(`look-up in ${table}`, (turn) =>
      client.query({
        name: `look-up-${table}`,
        text: `SELECT usage FROM ${table} WHERE key = $1`,
        values: [sha256(callText((turn * 7_919_777) % rows))],
      }),
    )
  const insert = (table: string) =>
    sample(`insert into ${table}`, (turn) =>
      client.query({
        name: `insert-${table}`,
        text: `INSERT INTO ${table} (key, status, model, sample, owner, lease_until, settled_at) VALUES ($1, 'running', 'm', 1, 'o', now(), timestamptz '2026-11-20')
          ON CONFLICT DO NOTHING`,
        values: [sha256(`trial ${turn}`)],
      }),
    )
  try {
    await client.query("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
    const copyMs = await timed(copyStatements())
    const [size] = (
      await client.query<{ bytes: string }>("SELECT sum(pg_total_relation_size(relid)) AS bytes FROM pg_partition_tree('calls_by_month')")
    ).rows
    const [month] = (await client.query<{ rows: string }>('SELECT count(*) AS rows FROM calls_2026_01')).rows
    await client.query('SET synchronous_commit = on')
    const whole = { lookUp: await lookUp('calls_whole'), insert: await insert('calls_whole') }
    const byMonth = { lookUp: await lookUp('calls_by_month'), insert: await insert('calls_by_month') }
    const dropMonthMs = await timed('DROP TABLE calls_2026_01')
    const deleteMonthMs = await timed("DELETE FROM calls_whole WHERE settled_at >= '2026-01-01' AND settled_at < '2026-02-01'")
    const vacuumMs = await timed('VACUUM calls_whole')
    return {
      rows,
      months,
      bytes: Number(size?.bytes),
      copySeconds: copyMs / 1000,
      lookUp: { whole: whole.lookUp, byMonth: byMonth.lookUp },
      insert: { whole: whole.insert, byMonth: byMonth.insert },
      dropMonthMs,
      rowsOfMonth: Number(month?.rows),
      deleteMonthMs,
      vacuumMs,
    }
  } finally {
    await client.end()
  }
}

function copyStatements(): string {
  const bounds = Array.from({ length: months }, (_, index) => {
    const [from, to] = [new Date(Date.UTC(2025, 11 + index, 1)), new Date(Date.UTC(2025, 12 + index, 1))].map((date) =>
      date.toISOString().slice(0, 10),
    )
    return { name: `calls_${from?.slice(0, 7).replace('-', '_')}`, from, to }
  })
  return [
    `CREATE UNLOGGED TABLE calls_whole AS SELECT ${columns} FROM model_calls WHERE settled_at IS NOT NULL`,
    'ALTER TABLE calls_whole ADD PRIMARY KEY (key)',
    `CREATE TABLE calls_by_month (LIKE calls_whole) PARTITION BY RANGE (settled_at)`,
    ...bounds.map(
      ({ name, from, to }) => `CREATE UNLOGGED TABLE ${name} PARTITION OF calls_by_month FOR VALUES FROM ('${from}') TO ('${to}')`,
    ),
    `INSERT INTO calls_by_month SELECT * FROM calls_whole WHERE settled_at < '2026-12-01'`,
    'ALTER TABLE calls_by_month ADD PRIMARY KEY (key, settled_at)',
    'ANALYZE calls_whole, calls_by_month',
  ].join(';\n')
}
