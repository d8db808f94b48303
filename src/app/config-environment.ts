import { z } from 'zod'
import type { Problem } from '../platform/errors.js'
import type { ProviderDefinition } from '../providers/definition.js'
import { httpUrlSchema, longestAddress, longestName, longestPath, longestSecret, senderSchema } from './config-values.js'

const logLevelSchema = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])

export type LogLevel = z.infer<typeof logLevelSchema>

/** Empty variables count as unset, as in most shells' scripts. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const portAdvice = 'write a port, a number from 0 (any free one) to 65535'

const timeoutFactorAdvice = 'write how many times as long to wait, a number from 1 to 1000'

/** The variables that the configuration reads, but for those of the vendors. */
export const environmentSchema = z.object({
  DATABASE_URL: optional(
    z
      .url({ protocol: /^postgres(ql)?$/, error: 'write a PostgreSQL address, e.g. postgres://user:password@host:5432/database' })
      .max(longestAddress),
  ),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: 'write a Redis address, e.g. redis://host:6379' }).max(longestAddress)),
  PANEL_HOME: optional(z.string().max(longestPath)),
  PANEL_PUBLIC_URL: optional(httpUrlSchema),
  PORT: optional(z.coerce.number({ error: portAdvice }).int(portAdvice).min(0, portAdvice).max(65_535, portAdvice)),
  PANEL_ADMIN_PASSWORD: optional(
    z.string().max(longestSecret).min(12, 'choose a password of 12 characters or more, e.g. from: openssl rand -base64 24'),
  ),
  PANEL_SECRET: optional(
    z.string().max(longestSecret).min(32, 'choose a secret of 32 characters or more, e.g. from: openssl rand -hex 32'),
  ),
  PANEL_PROXY_HEADER: optional(
    z
      .string()
      .max(longestName)
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'name a header, e.g. x-forwarded-for'),
  ),
  PANEL_METRICS_TOKEN: optional(
    z.string().max(longestSecret).min(12, 'choose a token of 12 characters or more, e.g. from: openssl rand -hex 24'),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(httpUrlSchema),
  SMTP_URL: optional(
    z.url({ protocol: /^smtps?$/, error: 'write an SMTP address, e.g. smtp://user:password@host:587' }).max(longestAddress),
  ),
  PANEL_MAIL_FROM: optional(senderSchema),
  PANEL_BOUNCE_TOKEN: optional(
    z.string().max(longestSecret).min(16, 'choose a token of 16 characters or more, e.g. from: openssl rand -hex 24'),
  ),
  PANEL_PATIENCE: optional(z.coerce.number({ error: timeoutFactorAdvice }).min(1, timeoutFactorAdvice).max(1_000, timeoutFactorAdvice)),
  GITHUB_TOKEN: optional(z.string().max(longestSecret)),
  HF_TOKEN: optional(z.string().max(longestSecret)),
  LOG_LEVEL: optional(logLevelSchema),
  COLUMNS: optional(z.coerce.number().int().positive().catch(80)),
})

/** The variables of every vendor: its key, and where it is. */
export function vendorVariablesSchema(definitions: readonly ProviderDefinition[]) {
  const variables = definitions.flatMap((definition) => {
    const { key, address } = definition.environment
    const isHost = definition.kind === 'api' && definition.addressForm === 'host'
    const addressEntry = [address, optional(isHost ? z.string().max(longestAddress) : httpUrlSchema)] as const
    return key === null ? [addressEntry] : [[key, optional(z.string().max(longestSecret))] as const, addressEntry]
  })
  return z.object(Object.fromEntries(variables))
}

/** A value of the environment that cannot be used. */
export function environmentProblem(issue: z.core.$ZodIssue): Problem {
  const name = String(issue.path[0])
  return {
    file: 'environment',
    line: 1,
    column: 1,
    message: `${name}: ${issue.message}`,
    fix: `set ${name} to a value as described, or unset it`,
  }
}
