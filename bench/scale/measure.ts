import pg from 'pg'
import { openDatabase } from '../../src/platform/db/database.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { readTables } from '../measures/growth.js'
import { queryDatabase } from '../servers.js'
import { median, percentile } from '../summary.js'
import { fillLedger, ledgerTables } from './fill.js'
import { type HotStatement, hotStatements } from './hot-statements.js'
import type { ScaleStage, StatementTimes } from './results.js'

const warmUps = 5
/** Fewer only where they take longer than `longestMs` together. */
const mostSamples = 200
const longestMs = 5_000

/** Fills the ledger up to each number of seats in turn, and times every hot statement there. */
export async function measureStages(
  { runtime, connectionString, say }: { runtime: Runtime; connectionString: string; say: (line: string) => void },
  stages: readonly number[],
): Promise<ScaleStage[]> {
  const { db, pool } = openDatabase({ connectionString, log: runtime.log })
  const measured: ScaleStage[] = []
  try {
    for (const [index, seats] of stages.entries()) {
      say(`scale: filling the ledger up to ${seats.toLocaleString('en')} seats`)
      const startedMs = runtime.monotonicMs()
      await fillLedger(connectionString, { from: stages[index - 1] ?? 0, to: seats })
      const fillSeconds = (runtime.monotonicMs() - startedMs) / 1000
      const sizes = await readSizes(connectionString)
      const statements: StatementTimes[] = []
      for (const statement of hotStatements({ db, runtime })) {
        const times = await timeStatement({ runtime, connectionString }, statement, seats)
        say(`scale: ${seats.toLocaleString('en')} seats, ${describe(times)}`)
        statements.push(times)
      }
      measured.push({ seats, fillSeconds, ...sizes, statements })
      await endAll(connectionString)
    }
  } finally {
    await pool.end()
  }
  return measured
}

function describe({ name, medianMs, p95Ms, samples, goesThrough }: StatementTimes): string {
  const through = goesThrough.length === 0 ? '' : `; goes through ${goesThrough.join(', ')}`
  return `${name}: median ${medianMs.toFixed(2)} ms, 95 % within ${p95Ms.toFixed(2)} ms (${samples})${through}`
}

type Timing = { runtime: Pick<Runtime, 'monotonicMs'>; connectionString: string }

/** Times a statement over seats spread over the whole ledger. */
async function timeStatement(
  { runtime, connectionString }: Timing,
  { name, prepare, run }: HotStatement,
  seats: number,
): Promise<StatementTimes> {
  const times: number[] = []
  let spentMs = 0
  for (let turn = 0; turn < mostSamples + warmUps && (spentMs < longestMs || turn < warmUps + 1); turn += 1) {
    await prepare?.()
    const startedMs = runtime.monotonicMs()
    await run(seatOf(turn, seats))
    const tookMs = runtime.monotonicMs() - startedMs
    spentMs += tookMs
    if (turn >= warmUps) times.push(tookMs)
  }
  const goesThrough = await tablesReadThrough(connectionString, { name, prepare, run }, seats)
  return { name, samples: times.length, medianMs: median(times), p95Ms: percentile(times, 0.95), goesThrough }
}

/** Runs a statement once, and names the growing tables that PostgreSQL plans to read from end to end for it. */
export async function tablesReadThrough(connectionString: string, { prepare, run }: HotStatement, seats: number): Promise<string[]> {
  await prepare?.()
  return fullScans(connectionString, await recordStatements(() => run(seatOf(mostSamples + warmUps, seats))))
}

/** Far apart, and the same in every run: multiples of a prime. */
function seatOf(turn: number, seats: number): number {
  return (turn * 7_919_777) % (seats - 100)
}

/** Ends what the statements left running: the next stage is to find as much under way as this one. */
async function endAll(connectionString: string): Promise<void> {
  await queryDatabase(connectionString, "UPDATE panels SET status = 'finished' WHERE status = 'running'")
  await queryDatabase(connectionString, "UPDATE model_call_attempts SET status = 'abandoned' WHERE status = 'running'")
}

type Sent = { text: string; values: unknown[] }

/** What goes to the database meanwhile. */
async function recordStatements(during: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]): unknown {
    const [first, second] = args
    if (typeof first === 'string') sent.push({ text: first, values: Array.isArray(second) ? second : [] })
    else if (isQuery(first)) sent.push({ text: first.text, values: first.values ?? (Array.isArray(second) ? second : []) })
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await during()
  } finally {
    pg.Client.prototype.query = query
  }
  return sent
}

function isQuery(value: unknown): value is { text: string; values?: unknown[] } {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
}

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; Plans?: PlanNode[] }

/** Which of the growing tables PostgreSQL means to read from end to end for these statements. None of them is run. */
async function fullScans(connectionString: string, sent: readonly Sent[]): Promise<string[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const found = new Set<string>()
    for (const { text, values } of sent) {
      if (!/^\s*(select|with|insert|update|delete)\b/i.test(text)) continue
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${text}`, values)
      for (const node of nodesOf(rows[0]?.['QUERY PLAN'][0].Plan)) {
        if (node['Node Type'] === 'Seq Scan' && growing.has(node['Relation Name'] ?? '')) found.add(node['Relation Name'] ?? '')
      }
    }
    return [...found].sort()
  } finally {
    await client.end()
  }
}

const growing: ReadonlySet<string> = new Set([...ledgerTables, 'dossiers', 'dossier_versions', 'published_tools', 'record_reviews'])

function nodesOf(node: PlanNode | undefined): PlanNode[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

async function readSizes(connectionString: string): Promise<Pick<ScaleStage, 'databaseBytes' | 'tables' | 'indexes'>> {
  const [size] = await queryDatabase<{ bytes: string }>(connectionString, 'SELECT pg_database_size(current_database()) AS bytes')
  const indexes = await queryDatabase<{ index: string; bytes: string }>(
    connectionString,
    'SELECT indexrelname AS index, pg_relation_size(indexrelid) AS bytes FROM pg_stat_user_indexes WHERE pg_relation_size(indexrelid) > 262144 ORDER BY 2 DESC',
  )
  return {
    databaseBytes: Number(size?.bytes),
    tables: await readTables(connectionString),
    indexes: indexes.map(({ index, bytes }) => ({ index, bytes: Number(bytes) })),
  }
}
