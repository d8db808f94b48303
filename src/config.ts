import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { modelIdSchema } from './contracts/primitives.js'
import { InputError, type Problem } from './errors.js'
import { parseYamlWithSchema } from './input/yaml-problems.js'

const logLevelSchema = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])

/** Empty variables count as unset, as in most shells' scripts. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const environmentSchema = z.object({
  DATABASE_URL: optional(
    z.url({ protocol: /^postgres(ql)?$/, error: 'write a PostgreSQL address, e.g. postgres://user:password@host:5432/database' }),
  ),
  PANEL_HOME: optional(z.string()),
  PANEL_PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'write an http or https address' })),
  OLLAMA_HOST: optional(z.string()),
  LOG_LEVEL: optional(logLevelSchema),
})

const configFileSchema = z.strictObject({
  /** Who plays the personas when no --model is given. */
  jurors: z.array(modelIdSchema).min(1).optional(),
  /** A folder of persona files, from the folder of this file. */
  personas: z.string().optional(),
  budgetUsd: z.number().nonnegative().optional(),
  /** How many seats a worker drafts at once. */
  concurrency: z.int().min(1).max(256).optional(),
})

/** Where everything comes from, read once at start and frozen. */
export type Config = Readonly<{
  databaseUrl: string | null
  /** The folder of the embedded database, records and pages. */
  home: string
  publicUrl: string | null
  ollamaHost: string | null
  logLevel: z.infer<typeof logLevelSchema>
  jurors: readonly string[]
  personasFolder: string | null
  budgetUsd: number | null
  concurrency: number
}>

const configFileName = 'panel.config.yaml'

/**
 * Reads the environment and `panel.config.yaml` in the given folder. Throws `InputError` with every problem of both at once.
 * `defaultLogLevel` holds when LOG_LEVEL is not set: a command that shows its own progress stays quiet.
 */
export function loadConfig({ folder, defaultLogLevel }: { folder: string; defaultLogLevel: Config['logLevel'] }): Config {
  const environment = environmentSchema.safeParse(process.env)
  const file = readConfigFile(folder)
  const problems = [
    ...(environment.success ? [] : environment.error.issues.map(environmentProblem)),
    ...('problems' in file ? file.problems : []),
  ]
  if (!environment.success || 'problems' in file) throw new InputError('The configuration has problems:', problems)
  const { data } = environment
  return Object.freeze({
    databaseUrl: data.DATABASE_URL ?? null,
    home: resolve(folder, expandHome(data.PANEL_HOME ?? '.panel')),
    publicUrl: data.PANEL_PUBLIC_URL ?? null,
    ollamaHost: data.OLLAMA_HOST ?? null,
    logLevel: data.LOG_LEVEL ?? defaultLogLevel,
    jurors: file.value.jurors ?? [],
    personasFolder: file.value.personas === undefined ? null : resolve(folder, expandHome(file.value.personas)),
    budgetUsd: file.value.budgetUsd ?? null,
    concurrency: file.value.concurrency ?? 8,
  })
}

function readConfigFile(folder: string): { value: z.infer<typeof configFileSchema> } | { problems: Problem[] } {
  const path = join(folder, configFileName)
  if (!existsSync(path)) return { value: {} }
  const text = readFileSync(path, 'utf8')
  return text.trim() === '' ? { value: {} } : parseYamlWithSchema({ text, file: configFileName, schema: configFileSchema })
}

function environmentProblem(issue: z.core.$ZodIssue): Problem {
  const name = String(issue.path[0])
  return {
    file: 'environment',
    line: 1,
    column: 1,
    message: `${name}: ${issue.message}`,
    fix: `set ${name} to a value as described, or unset it`,
  }
}

/** A `~` that no shell expanded, as in a value from a .env file. */
function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
}
