import { parseArgs } from 'node:util'
import { type Bench, readPagesFolder } from '../command-line.js'

/** Where explain.md goes. */
type ExplainOptions = { to: string }

const options = { to: { type: 'string', value: '<folder>', says: 'where explain.md goes; default docs/benchmarks' } } as const

/** Reads the arguments of `npm run bench:explain --`. Throws `TypeError` for an option that does not exist and `UsageError` for a value that cannot be. */
function readExplainOptions(args: readonly string[]): ExplainOptions {
  const { values } = parseArgs({ args: [...args], options })
  return { to: readPagesFolder(values.to) }
}

export const explainBench: Bench<ExplainOptions> = {
  command: 'npm run bench:explain',
  about: [
    'Opens every page of desk, API and site on a database of 100,000 seats, and says what each asks of PostgreSQL, and which statements read a',
    'large table from end to end. Writes explain.md, and the page to stdout. Takes some minutes.',
  ],
  options,
  read: readExplainOptions,
}
