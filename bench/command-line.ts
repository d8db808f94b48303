import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../src/platform/errors.js'
import { packageFiles } from '../src/platform/files/package-files.js'

/** One option as `parseArgs` reads it and `--help` shows it. `value`: what stands for its value, `<folder>`; a flag has none. */
type BenchOption = { type: 'string' | 'boolean'; default?: string | boolean; value?: string; says: string }

/** One benchmark on the command line. */
export type Bench<Options> = {
  /** `npm run bench:scale` */
  command: string
  /** Lines of `--help`: what is measured, what is written, how long it takes. */
  about: readonly string[]
  options: Readonly<Record<string, BenchOption>>
  /** Throws `UsageError`, or what `parseArgs` throws. */
  read: (args: readonly string[]) => Options
}

/** What the arguments ask for, or what to print instead of measuring, and the exit code that goes with it. */
type Answer<Options> = { options: Options } | { text: string; exitCode: 0 | 2 }

/** Whole numbers from `least` to `most`, all of them multiples of `unit`. */
type Bounds = { least: number; most: number; unit?: number }

/** Reads a benchmark's arguments. Help and errors end the process, with 0 and 2, before anything was started. */
export function readArguments<Options>(bench: Bench<Options>, args: readonly string[] = process.argv.slice(2)): Options {
  const answer = answerTo(bench, args)
  if ('options' in answer) return answer.options
  ;(answer.exitCode === 0 ? process.stdout : process.stderr).write(answer.text)
  process.exit(answer.exitCode)
}

/** As `readArguments`, without an end: for `--help` its text, for what cannot be the reason. */
export function answerTo<Options>(bench: Bench<Options>, args: readonly string[]): Answer<Options> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return { text: helpOf(bench), exitCode: 0 }
  try {
    return { options: bench.read(args) }
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === null) throw error
    return { text: `error: ${reason}\n\`${bench.command} -- --help\` shows what there is.\n`, exitCode: 2 }
  }
}

/** The text of `--help`. Pure. */
function helpOf<Options>({ command, about, options }: Bench<Options>): string {
  const rows = [
    ...Object.entries(options).map(([name, { value, says }]) => [value === undefined ? `--${name}` : `--${name} ${value}`, says] as const),
    ['--help', 'show this, and measure nothing'] as const,
  ]
  const width = Math.max(...rows.map(([option]) => option.length))
  return `${[
    `Usage: ${command} -- [options]`,
    '',
    ...about,
    '',
    'Options:',
    ...rows.map(([option, says]) => `  ${option.padEnd(width)}  ${says}`),
  ].join('\n')}\n`
}

/** A whole number within bounds. Throws `UsageError`. */
export function readCount(option: string, text: string, bounds: Bounds): number {
  const count = Number(text)
  if (!/^\d{1,15}$/.test(text) || count < bounds.least || count > bounds.most || count % (bounds.unit ?? 1) !== 0)
    throw new UsageError(`${option} takes ${boundsText(bounds)}, not ${shown(text)}`)
  return count
}

/** As help and errors say it: `a multiple of 4 from 4 to 10,000`. Pure. */
export function boundsText({ least, most, unit = 1 }: Bounds): string {
  const [from, to, of] = [least, most, unit].map((number) => number.toLocaleString('en'))
  return `${unit === 1 ? 'a whole number' : `a multiple of ${of}`} from ${from} to ${to}`
}

/** Names with commas between, each once. Throws `UsageError` for one that is not among them. */
export function readNames<Name extends string>(option: string, text: string, names: readonly Name[]): Name[] {
  const chosen = text.split(',').map((part) => {
    const name = names.find((candidate) => candidate === part)
    if (name === undefined) throw new UsageError(`${option} takes ${names.join(', ')}, with commas between; not ${shown(part)}`)
    return name
  })
  return [...new Set(chosen)]
}

/** A folder to write to, which need not be there yet. Throws `UsageError` for what cannot become one: found out now, not after an hour of measuring. */
export function readFolder(option: string, text: string): string {
  if (text === '') throw new UsageError(`${option} takes a folder, not an empty value`)
  let there = resolve(text)
  while (!existsSync(there)) there = dirname(there)
  if (!statSync(there).isDirectory()) throw new UsageError(`${option} takes a folder, and ${there} is a file`)
  try {
    accessSync(there, constants.W_OK)
  } catch {
    throw new UsageError(`${option}: nothing can be written to ${there}`)
  }
  return text
}

/** Where the pages of the documentation are: `--to` when it is given. */
export function readPagesFolder(to: string | undefined): string {
  return to === undefined ? join(packageFiles.root, 'docs', 'benchmarks') : readFolder('--to', to)
}

function shown(text: string): string {
  return text === '' ? 'an empty value' : text
}

/** Why the arguments cannot be; null for an error that is not about them. */
function reasonOf(error: unknown): string | null {
  if (error instanceof UsageError) return error.message
  if (!(error instanceof TypeError) || !('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS_')) return null
  const unvalued = /^Option '(?<name>--[\w-]{1,40})[^\n]{0,200}argument (?:missing|is ambiguous)/.exec(error.message)?.groups?.name
  if (unvalued !== undefined) return `${unvalued} needs a value`
  // What follows the first sentence is about arguments of other programs.
  return error.message.split(/\. |\n/)[0] ?? error.message
}
