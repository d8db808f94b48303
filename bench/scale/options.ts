import { parseArgs } from 'node:util'
import { type Bench, boundsText, readCount, readPagesFolder } from '../command-line.js'

export type ScaleOptions = {
  /** Of how many seats the ledger is when statements are timed, ascending. */
  stages: readonly number[]
  /** Where scale.md and scale.json go. */
  to: string
}

const everyStage = [10_000, 1_000_000, 10_000_000] as const
/** Whole panels, tools and published tools. */
const rowBounds = { least: 10_000, most: 100_000_000, unit: 10_000 }
const options = {
  rows: {
    type: 'string',
    default: '10000000',
    value: '<seats>',
    says: `seats of the largest ledger, ${boundsText(rowBounds)}; default 10,000,000`,
  },
  to: { type: 'string', value: '<folder>', says: 'where scale.md and scale.json go; default docs/benchmarks' },
} as const

/** Reads the arguments of `npm run bench:scale --`. Throws `TypeError` for an option that does not exist and `UsageError` for a value that cannot be. */
export function readScaleOptions(args: readonly string[]): ScaleOptions {
  const { values } = parseArgs({ args: [...args], options })
  const rows = readCount('--rows', values.rows, rowBounds)
  return {
    stages: [...everyStage.filter((stage) => stage < rows), rows],
    to: readPagesFolder(values.to),
  }
}

export const scaleBench: Bench<ScaleOptions> = {
  command: 'npm run bench:scale',
  about: [
    'Fills a synthetic ledger in an embedded PostgreSQL of its own, and times every statement that is sent all day at 10 thousand, 1 million and',
    '10 million seats. Writes scale.md and scale.json, and the page to stdout.',
    'Ten million seats take 20 minutes to an hour on two cores, and 25 GB of disk in the temporary folder (TMPDIR), given back at the end;',
    '--rows 100000 takes a minute.',
  ],
  options,
  read: readScaleOptions,
}
