import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const serviceSchema = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).default(['default']),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.strictObject({
    test: z.array(z.string()).min(2),
    interval: z.string(),
    timeout: z.string(),
    retries: z.int().positive(),
    start_period: z.string(),
  }),
  restart: z.string(),
  stop_grace_period: z.string(),
  security_opt: z.array(z.string()),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  user: z.string().optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  shm_size: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  deploy: z.strictObject({ replicas: z.string() }).optional(),
})

/** The keys that docker-compose.yml may use; any other, `privileged` and `container_name` among them, is refused. */
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.strictObject({})),
})

export type ComposeFile = z.infer<typeof composeSchema>
export type ComposeService = z.infer<typeof serviceSchema>

export const composePath = join(packageFiles.root, 'docker-compose.yml')
export const composeText = readFileSync(composePath, 'utf8')

/** The file as it is written, its variables not yet filled in. Throws for a key that the schema above does not know. */
export function readCompose(): ComposeFile {
  return composeSchema.parse(parse(composeText, { merge: true }))
}

/** One service of the file, its variables filled in. Throws for an unknown name. */
export function readService(name: string, variables: Readonly<Record<string, string>>): ComposeService {
  const service = readCompose().services[name]
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
  return serviceSchema.parse(mapStrings(service, (text) => interpolate(text, variables)))
}

/** A use of a variable, as Compose writes it: `$$`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}` (its specification, "Interpolation"). */
const variablePattern = /\$(?:(?<escaped>\$)|\{(?<name>[A-Z_][A-Z0-9_]*)(?:(?<operator>:[-?])(?<operand>[^}]*))?\})/g

/** Fills variables in as Compose does. Throws the message of a required one that is not there. */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(variablePattern, (_match, ...rest) => {
    const { escaped, name = '', operator, operand = '' }: Record<string, string | undefined> = rest.at(-1)
    if (escaped !== undefined) return '$'
    const value = variables[name] ?? ''
    if (value !== '') return value
    if (operator === ':?') throw new Error(`${name}: ${operand}`)
    return operand
  })
}

export type VariableUse = { name: string; operator: string | undefined; operand: string }

/** Every use of a variable in a text. */
export function variablesIn(text: string): VariableUse[] {
  return [...text.matchAll(variablePattern)].flatMap(({ groups }) =>
    groups?.name === undefined ? [] : [{ name: groups.name, operator: groups.operator, operand: groups.operand ?? '' }],
  )
}

/** `.env.example` as name and value; its comments left out. */
export function readExample(): Record<string, string> {
  const lines = readFileSync(join(packageFiles.root, '.env.example'), 'utf8').split('\n')
  return Object.fromEntries(
    lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const at = line.indexOf('=')
        return [line.slice(0, at), line.slice(at + 1)]
      }),
  )
}

/** `45s` or `1m` in milliseconds. */
export function durationMs(text: string): number {
  const { count, unit } = /^(?<count>\d+)(?<unit>s|m)$/.exec(text)?.groups ?? {}
  if (count === undefined) throw new Error(`not a duration in whole seconds or minutes: ${text}`)
  return Number(count) * (unit === 'm' ? 60_000 : 1_000)
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]))
}

/** A value for every password and token that the file requires. */
export const sampleSecrets = {
  PANEL_ADMIN_PASSWORD: 'a1b2c3d4e5f6',
  PANEL_METRICS_TOKEN: 'b2c3d4e5f6a1',
  POSTGRES_PASSWORD: 'a1b2c3',
  VALKEY_PASSWORD: 'd4e5f6',
}
