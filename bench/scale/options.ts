import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFiles } from '../../src/platform/files/package-files.js'

export type ScaleOptions = {
  /** Of how many seats the ledger is when statements are timed, ascending. */
  stages: readonly number[]
  /** Where scale.md and scale.json go. */
  to: string
}

const everyStage = [10_000, 1_000_000, 10_000_000] as const
/** Whole panels, tools and published tools. */
const unit = 10_000

/** Reads the arguments of `npm run bench:scale --`. Throws `TypeError` for an option that does not exist and `Error` for a value that cannot be. */
export function readScaleOptions(args: readonly string[]): ScaleOptions {
  const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '10000000' }, to: { type: 'string' } } })
  const rows = Number(values.rows)
  if (!Number.isInteger(rows) || rows < unit || rows % unit !== 0) throw new Error(`--rows takes a multiple of ${unit}, not ${values.rows}`)
  return { stages: [...everyStage.filter((stage) => stage < rows), rows], to: values.to ?? join(packageFiles.root, 'docs', 'benchmarks') }
}
