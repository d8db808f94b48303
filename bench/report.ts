import { evaluateGoals, type Goal } from './goals.js'
import { juryTable } from './jury-report.js'
import { methodText } from './report-method.js'
import { goalTable, growthTable, oneOffTable, scalingTable, siteTable, windowCostTable, windowTable } from './report-tables.js'
import type { BenchResults, Machine } from './results.js'

/** What a run found, for a terminal: every goal, and whether it was met. Pure. */
export function renderSummary(results: BenchResults): string {
  const goals = evaluateGoals(results).filter(({ status }) => status !== 'not measured')
  const rows = goals.map(({ what, limit, measured, status }) => [what, measured ?? '', limit, status])
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
  return `${machineLine(results.machine)}\n${lines.join('\n')}\n${countLine(goals)}\n`
}

/** The page of the documentation that a run makes: goals, tables, and how everything was measured. Pure. */
export function renderReport(results: BenchResults): string {
  const { window, machine, date, mode, version } = results
  const goals = evaluateGoals(results)
  const parts = [
    '# Benchmarks',
    `Written by \`npm run bench${mode === 'full' ? ' -- --full' : ''}\` on ${date}, version ${version}; do not edit. The same as data: [results.json](results.json).`,
    machineLine(machine),
    '## Goals',
    `${countLine(goals)} A goal is judged on the figure as measured, before rounding. Whether a seat costs as much among many as among the first is judged in [growth](growth.md).`,
    goalTable(goals),
    ...(window === undefined
      ? []
      : [
          '## The same model calls, three ways',
          '![Time for the model calls as a multiple of a bare fetch loop](window.svg)',
          windowTable(window),
          '## What a seat costs',
          windowCostTable(window),
        ]),
    ...(results.jury === undefined ? [] : ['## A jury', juryTable(results.jury)]),
    ...(results.scaling === undefined ? [] : ['## More workers', scalingTable(results.scaling, machine)]),
    ...(results.growth === undefined ? [] : ['## More seats', growthTable(results.growth)]),
    ...oneOffTable(results),
    ...(results.site === undefined ? [] : ['## The site', siteTable(results.site)]),
    '## How it is measured',
    methodText,
  ]
  return `${parts.join('\n\n')}\n`
}

function countLine(goals: readonly Goal[]): string {
  const count = (status: Goal['status']) => goals.filter((goal) => goal.status === status).length
  const parts = (['met', 'not met', 'not measured'] as const).map((status) => ({ status, number: count(status) }))
  return `Of ${goals.length} goals: ${parts
    .filter(({ number }) => number > 0)
    .map(({ status, number }) => `${number} ${status}`)
    .join(', ')}.`
}

/** Pure. */
export function machineLine({ cores, processor, memoryGiB, system, node, servers }: Machine): string {
  const redis = servers.redis === null ? 'no Redis' : `Redis ${servers.redis}`
  return `${cores} cores (${processor}), ${memoryGiB} GiB, ${system}, Node ${node}, PostgreSQL ${servers.postgres} (fsync ${servers.fsync}, synchronous_commit ${servers.synchronousCommit}), ${redis}. The paced provider, the servers and the workers share these cores.`
}
