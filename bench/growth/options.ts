import { parseArgs } from 'node:util'
import { type Bench, boundsText, readCount, readPagesFolder } from '../command-line.js'

export type GrowthOptions = {
  /** At how many seats figures are taken, ascending. */
  marks: readonly number[]
  /** Where growth.md and growth.json go. */
  to: string
}

/** The goals set the first thousand against the last. */
const everyMark = [1_000, 10_000, 100_000] as const
const seatBounds = { least: 1_000, most: 10_000_000, unit: 1_000 }
const options = {
  seats: {
    type: 'string',
    default: '100000',
    value: '<seats>',
    says: `seats on each backend, ${boundsText(seatBounds)}; default 100,000`,
  },
  to: { type: 'string', value: '<folder>', says: 'where growth.md and growth.json go; default docs/benchmarks' },
} as const

/** Reads the arguments of `npm run bench:growth --`. Throws `TypeError` for an option that does not exist and `UsageError` for a value that cannot be. */
export function readGrowthOptions(args: readonly string[]): GrowthOptions {
  const { values } = parseArgs({ args: [...args], options })
  const seats = readCount('--seats', values.seats, seatBounds)
  return {
    // A hundred go before: a worker that has just started compiles its code, and that is not what growth is about.
    marks: [100, ...everyMark.filter((mark) => mark < seats), seats],
    to: readPagesFolder(values.to),
  }
}

export const growthBench: Bench<GrowthOptions> = {
  command: 'npm run bench:growth',
  about: [
    'Drafts seats on Redis, where there is a redis-server, and then on PostgreSQL, each in one database, and says what a seat costs as they grow in number.',
    'Writes growth.md and growth.json, and the page to stdout.',
    '100,000 seats take some twenty minutes on each backend on two cores, and 2 GB of disk in the temporary folder (TMPDIR), given back at the end;',
    '--seats 10000 takes a tenth of that.',
  ],
  options,
  read: readGrowthOptions,
}
