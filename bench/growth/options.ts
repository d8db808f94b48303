import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFiles } from '../../src/platform/files/package-files.js'

export type GrowthOptions = {
  /** At how many seats figures are taken, ascending. */
  marks: readonly number[]
  /** Where growth.md and growth.json go. */
  to: string
}

/** The goals set the first thousand against the last. */
const everyMark = [1_000, 10_000, 100_000] as const

/** Reads the arguments of `npm run bench:growth --`. Throws `TypeError` for an option that does not exist and `Error` for a value that cannot be. */
export function readGrowthOptions(args: readonly string[]): GrowthOptions {
  const { values } = parseArgs({ args: [...args], options: { seats: { type: 'string', default: '100000' }, to: { type: 'string' } } })
  const seats = Number(values.seats)
  const [least] = everyMark
  if (!Number.isInteger(seats) || seats < least || seats % least !== 0)
    throw new Error(`--seats takes a multiple of ${least}, not ${values.seats}`)
  // A hundred go before: a worker that has just started compiles its code, and that is not what growth is about.
  const marks = [100, ...everyMark.filter((mark) => mark < seats), seats]
  return { marks, to: values.to ?? join(packageFiles.root, 'docs', 'benchmarks') }
}
