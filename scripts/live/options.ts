import { parseArgs } from 'node:util'
import { type Bench, readNames } from '../../bench/command-line.js'
import { UsageError } from '../../src/platform/errors.js'
import { parseModelId } from '../../src/providers/catalog/model-id.js'
import type { Case } from './case.js'
import { cases } from './cases.js'

/** What is tried, on which model, and where it is written. */
export type LiveOptions = {
  model: string
  /** The command that starts a server; null where the configured one is used. */
  start: string | null
  cases: readonly Case[]
  isWhole: boolean
  /** Whether the rows go into docs/providers.md. */
  isWritten: boolean
  json: boolean
}

const names = cases.map(({ name }) => name)
const options = {
  model: { type: 'string', value: '<id>', says: 'the model, e.g. ollama:smollm2:135m, or <endpoint>:<model>; no default' },
  start: {
    type: 'string',
    value: '<command>',
    says: 'starts a server, with {port}, {context} and {slots} in it; default the configured one',
  },
  only: { type: 'string', value: '<case,…>', says: 'some of the cases below; default all' },
  whole: { type: 'boolean', default: false, says: 'panels of both dossiers and all personas, no reply cut short: hours on a slow machine' },
  write: { type: 'boolean', default: false, says: 'put what happened into the table of docs/providers.md' },
  json: { type: 'boolean', default: false, says: 'print one JSON document; the lines go to stderr' },
} as const

/** Reads the arguments of `npm run live --`. Throws `TypeError` for an option that does not exist and an error of usage for a value that cannot be. */
export function readLiveOptions(args: readonly string[]): LiveOptions {
  const { values } = parseArgs({ args: [...args], options })
  const { model, start, only } = values
  if (model === undefined) throw new UsageError('--model is needed, e.g. --model ollama:smollm2:135m')
  parseModelId(model)
  if (start !== undefined && !start.includes('{port}'))
    throw new UsageError('--start takes a command with {port} in it, where the server is to listen')
  const chosen = only === undefined ? names : readNames('--only', only, names)
  return {
    model,
    start: start ?? null,
    cases: cases.filter(({ name }) => chosen.includes(name)),
    isWhole: values.whole,
    isWritten: values.write,
    json: values.json,
  }
}

export const liveRun: Bench<LiveOptions> = {
  command: 'npm run live',
  about: [
    'Tries our adapters on a real model server, case by case, and says what happened. Exit code 1 when a case is not as docs/providers.md promises.',
    'Without --start it uses the server that panel.config.yaml and the environment name; cases that start, restart or kill one are not run then.',
    'Writes nothing without --write. Takes some minutes, and the three panels as long as the model needs for six seats.',
    '',
    'Cases:',
    ...cases.map(({ name, title, needsStart }) => `  ${name.padEnd(18)}${title.replaceAll('`', '')}${needsStart ? ' (--start)' : ''}`),
  ],
  options,
  read: readLiveOptions,
}
