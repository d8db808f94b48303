import { machineLine } from '../report.js'
import { toTable } from '../report-tables.js'
import type { PartitionTrial, ScaleResults, ScaleStage } from './results.js'

/** The page of the documentation. Pure. */
export function renderScale({ date, version, loadBefore, machine, stages, partitions }: ScaleResults): string {
  const last = stages.at(-1)
  return `${[
    '# A ledger of ten million seats',
    `Written by \`npm run bench:scale\` on ${date}, version ${version}; do not edit. The same as data: [scale.json](scale.json). What follows from it: [scale](../scale.md).`,
    `${machineLine(machine)} When it began, the load average was ${loadBefore.toFixed(1)}.`,
    `A synthetic ledger over a year: every seat drafted, its model call settled, each eight a panel with a published record. Keys, ids and hashes are as long as real ones; requests, replies, drafts and records are short. No setting of the server is tuned for it: PostgreSQL keeps 128 MB of pages itself, the system the rest.`,
    '## Hot statements',
    'Each sent by the function that sends it in the product, one at a time, on seats spread over the whole ledger, with statistics up to date; what writes waits for the disk. `ratio`: the median against that of the smallest ledger. `goes through`: tables that the plan reads from end to end.',
    statementTable(stages),
    ...(last === undefined ? [] : [`## What it weighs at ${last.seats.toLocaleString('en')} seats`, sizeTable(last), '', indexTable(last)]),
    ...(partitions === null ? [] : ['## By month', partitionText(partitions)]),
  ].join('\n\n')}\n`
}

function statementTable(stages: readonly ScaleStage[]): string {
  const [first] = stages
  const rows = (first?.statements ?? []).map(({ name }, index) => {
    const all = stages.map((stage) => stage.statements[index])
    const begin = all[0]?.medianMs ?? Number.NaN
    const cells = all.map((one) => (one === undefined ? '–' : `${one.medianMs.toFixed(2)} / ${one.p95Ms.toFixed(2)}`))
    const last = all.at(-1)
    return [name, ...cells, ((last?.medianMs ?? Number.NaN) / begin).toFixed(1), last?.goesThrough.join(', ') ?? '']
  })
  const heads = stages.map(({ seats }) => `${seats.toLocaleString('en')} seats: median / 95 % within, ms`)
  return toTable(['statement', ...heads, 'ratio', 'goes through'], rows)
}

function sizeTable({ tables, databaseBytes, seats }: ScaleStage): string {
  const rows = tables.map(({ table, rows: count, bytes, indexBytes }) => [
    table,
    count.toLocaleString('en'),
    gigabytes(bytes),
    gigabytes(indexBytes),
  ])
  const whole = `The database: ${gigabytes(databaseBytes)}, ${Math.round(databaseBytes / seats)} bytes a seat.`
  return [whole, '', toTable(['table', 'rows', 'table', 'indexes'], rows)].join('\n')
}

function indexTable({ indexes, seats }: ScaleStage): string {
  return toTable(
    ['index', 'size', 'bytes a seat'],
    indexes.map(({ index, bytes }) => [index, gigabytes(bytes), (bytes / seats).toFixed(0)]),
  )
}

function partitionText({
  rows,
  months,
  bytes,
  copySeconds,
  lookUp,
  insert,
  dropMonthMs,
  rowsOfMonth,
  deleteMonthMs,
  vacuumMs,
}: PartitionTrial): string {
  const both = (pair: PartitionTrial['lookUp']) =>
    [pair.whole, pair.byMonth].map(({ medianMs, p95Ms }) => `${medianMs.toFixed(2)} / ${p95Ms.toFixed(2)} ms`)
  return [
    `The model calls of ${rows.toLocaleString('en')} seats without requests and replies, copied into one table and into ${months} by month (${gigabytes(bytes)}, both copied and indexed in ${copySeconds.toFixed(0)} s).`,
    '',
    toTable(
      ['', 'one table', 'by month'],
      [
        ['look-up by key alone: median / 95 % within', ...both(lookUp)],
        ['a new row: median / 95 % within', ...both(insert)],
        [
          `the end of a month of ${rowsOfMonth.toLocaleString('en')} rows`,
          `DELETE ${(deleteMonthMs / 1000).toFixed(1)} s, VACUUM ${(vacuumMs / 1000).toFixed(1)} s`,
          `DROP TABLE ${dropMonthMs.toFixed(0)} ms`,
        ],
      ],
    ),
  ].join('\n')
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}
