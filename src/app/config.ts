import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { recordOfAtMost } from '../contracts/limits.js'
import { modelIdSchema } from '../contracts/primitives.js'
import { type ProviderLimits, providerLimitsSchema } from '../contracts/provider-limits.js'
import { weekdays } from '../newsletter/rules/iso-week.js'
import { InputError, type Problem } from '../platform/errors.js'
import { parseYamlWithSchema } from '../platform/input/yaml-problems.js'
import { type CatalogEntry, catalogEntrySchema, structuredOutputSchema } from '../providers/catalog/catalog-entry.js'
import type { ProviderDefinition } from '../providers/definition.js'
import { providerDefinitions } from '../providers/definitions.js'
import { type TimeoutSettings, timeoutSettingsSchema } from '../providers/http/call-timeouts.js'
import { type EndpointSetup, knownEndpoints, type ProviderSetup, setUpProviders } from '../providers/setup.js'

const logLevelSchema = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])

/** Empty variables count as unset, as in most shells' scripts. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** As long as browsers and proxies take addresses. */
const longestAddress = 2_000
/** As long as Linux takes paths. */
const longestPath = 4_096
const longestSecret = 1_000
const longestName = 200
/** Entries of one list or mapping of the file. */
const mostEntries = 1_000

const httpUrlSchema = z.url({ protocol: /^https?$/, error: 'write an http or https address' }).max(longestAddress)

const portAdvice = 'write a port, a number from 0 (any free one) to 65535'

const timeoutFactorAdvice = 'write how many times as long to wait, a number from 1 to 1000'

/** `Ship Panel <panel@example.com>`, or the address alone. */
const senderSchema = z
  .string()
  .max(500)
  .regex(/^(?:[^<>@\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'write an address, e.g. Ship Panel <panel@example.com>')

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
  LOG_LEVEL: optional(logLevelSchema),
  COLUMNS: optional(z.coerce.number().int().positive().catch(80)),
})

/** The variables of every vendor: its key, and where it is. */
function vendorVariablesSchema(definitions: readonly ProviderDefinition[]) {
  const variables = definitions.flatMap((definition) => {
    const { key, address } = definition.environment
    const isHost = definition.kind === 'api' && definition.addressForm === 'host'
    const addressEntry = [address, optional(isHost ? z.string().max(longestAddress) : httpUrlSchema)] as const
    return key === null ? [addressEntry] : [[key, optional(z.string().max(longestSecret))] as const, addressEntry]
  })
  return z.object(Object.fromEntries(variables))
}

/** A server that speaks the API of endpoints: vLLM, llama.cpp's, LM Studio, a hosted gateway. */
const endpointSchema = z.strictObject({
  baseUrl: httpUrlSchema,
  /** The environment variable that holds the key; the key itself never stands in a file. */
  apiKeyEnv: z
    .string()
    .max(longestName)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable, e.g. VLLM_API_KEY')
    .optional(),
  structuredOutput: structuredOutputSchema.optional(),
  /** Whether it runs on machines of one's own, so that a call costs nothing. */
  local: z.boolean().default(false),
})

const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const mailSchema = z.strictObject({
  /** Who sends; PANEL_MAIL_FROM when left out. */
  from: senderSchema.optional(),
  /** The address bounces go to; the one of `from` when left out. */
  returnPath: z.email('write an address, e.g. bounces@example.com').max(254).optional(),
  /** Signs mails (RFC 6376). The key, PEM, lies in a file, from the folder of this one. */
  dkim: z
    .strictObject({
      domain: z.string().min(1).max(longestName),
      selector: z.string().min(1).max(longestName),
      keyFile: z.string().min(1).max(longestPath),
    })
    .optional(),
  /** What the mail server takes: mails a minute over all workers, and connections of one. */
  perMinute: z.int().min(1).max(100_000).default(600),
  connections: z.int().min(1).max(50).default(2),
})

type MailSettings = z.infer<typeof mailSchema>

const newsletterSchema = z.strictObject({
  /** When the week's issue is drafted, for people to approve. */
  day: z.enum(weekdays).default('monday'),
  hour: z.int().min(0).max(23).default(6),
  timeZone: z.string().max(longestName).refine(isTimeZone, 'name a time zone, e.g. Europe/Paris').default('UTC'),
  /** Who sends it and where to write to, as the law of many countries wants it below each issue. */
  sender: z.string().max(500).optional(),
})

/** The schema of panel.config.yaml. `vendors` are the names that stand before the colon of model ids already. */
export const configFileSchemaFor = (vendors: readonly string[]) => {
  const names = [...new Set([vendors.at(0), vendors.at(-1)])].join(' or ')
  const providerNameSchema = z
    .string()
    .max(longestName)
    .regex(/^[a-z][a-z0-9-]*$/, `name a provider, e.g. ${names}`)
  return z.strictObject({
    /** Who plays the personas when no --model is given. */
    jurors: z.array(modelIdSchema).min(1).max(mostEntries).optional(),
    /** A folder of persona files, from the folder of this file. */
    personas: z.string().max(longestPath).optional(),
    budgetUsd: z.number().nonnegative().optional(),
    /** By the name that stands before the colon of their model ids. */
    endpoints: recordOfAtMost(
      z.record(
        z
          .string()
          .max(longestName)
          .regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens')
          .refine((name) => !vendors.includes(name), `choose a name other than ${vendors.join(', ')}`),
        endpointSchema,
      ),
      mostEntries,
    ).optional(),
    /** What is known of models, over what the package knows: prices, context, abilities. */
    catalog: z.array(catalogEntrySchema).max(mostEntries).optional(),
    /** How many seats a worker drafts at once. */
    concurrency: z.int().min(1).max(256).optional(),
    review: z
      .strictObject({
        /** Whether whoever approves a record may have edited none of its verdicts. */
        fourEyes: z.boolean().default(true),
        /** Whether reviewers make a call of their own before they see a draft. */
        blindFirst: z.boolean().default(false),
      })
      .optional(),
    webhooks: z
      .strictObject({
        /** Whether webhooks may go to loopback and private addresses. */
        allowPrivateAddresses: z.boolean().default(false),
      })
      .optional(),
    mail: mailSchema.optional(),
    newsletter: newsletterSchema.optional(),
    /** What may be asked of a provider, by its name. */
    limits: recordOfAtMost(z.record(providerNameSchema, providerLimitsSchema), mostEntries).optional(),
    /** How long a call of a provider may take, by its name. */
    timeouts: recordOfAtMost(z.record(providerNameSchema, timeoutSettingsSchema), mostEntries).optional(),
  })
}
type ConfigFile = z.infer<ReturnType<typeof configFileSchemaFor>>

/** A server of the API of endpoints under its name, with its key as read from the environment. */
export type Endpoint = Readonly<EndpointSetup>

/** Where everything comes from, read once at start and frozen. */
export type Config = Readonly<{
  databaseUrl: string | null
  /** Where the queues are kept; null for the database. */
  redisUrl: string | null
  /** The folder of the embedded database, records and pages. */
  home: string
  publicUrl: string | null
  /** Every vendor, with its key and address. */
  providers: readonly ProviderSetup[]
  endpoints: readonly Endpoint[]
  catalog: readonly CatalogEntry[]
  logLevel: z.infer<typeof logLevelSchema>
  jurors: readonly string[]
  personasFolder: string | null
  budgetUsd: number | null
  /** How many seats of a provider, or of replays, a worker drafts at once. */
  concurrency: number
  limits: Readonly<Partial<Record<string, ProviderLimits>>>
  timeouts: Readonly<Partial<Record<string, TimeoutSettings>>>
  review: Readonly<{ fourEyes: boolean; blindFirst: boolean }>
  webhooks: Readonly<{ allowPrivateAddresses: boolean }>
  /** Signs the cookies; null for one that the database keeps. */
  secret: string | null
  /** The header in which a proxy in front writes a client's address; null for none. */
  proxyHeader: string | null
  /** Where the web app listens. */
  port: number
  /** PORT as the environment sets it; null or left out where it does not. */
  setPort?: number | null
  /** Opens the queue board; null for none. */
  adminPassword: string | null
  metricsToken: string | null
  /** The server that mails go through; null for none. */
  smtpUrl: string | null
  /** How mails are sent; null for the defaults of a machine without a mail server. */
  mail: Readonly<MailSettings & { from: string }> | null
  newsletter: Readonly<z.infer<typeof newsletterSchema>>
  /** With it a mail server may report bounces and complaints; null for none. */
  bounceToken: string | null
  /** Where traces go, over OTLP and HTTP; null for nowhere. */
  otlpEndpoint: string | null
  /** How many times as long as usual to wait for a server that is only looked at, before it is used; once when left out. */
  timeoutFactor?: number
  /** The width of the terminal as the environment tells it; null when it does not. */
  columns: number | null
}>

export const configFileName = 'panel.config.yaml'

type LoadOptions = {
  folder: string
  defaultLogLevel: Config['logLevel']
  /** The vendors that there are; those of the package when left out. */
  definitions?: readonly ProviderDefinition[]
}

/**
 * Reads the environment and `panel.config.yaml` in the given folder. Throws `InputError` with every problem of both at once.
 * `defaultLogLevel` holds when LOG_LEVEL is not set: a command that shows its own progress stays quiet.
 */
export function loadConfig({ folder, defaultLogLevel, definitions = providerDefinitions }: LoadOptions): Config {
  const environment = environmentSchema.safeParse(process.env)
  const variables = vendorVariablesSchema(definitions).safeParse(process.env)
  const file = readConfigFile(folder, configFileSchemaFor(definitions.flatMap(({ kind, id }) => (kind === 'api' ? [id] : []))))
  const problems = [
    ...[environment, variables].flatMap(({ error }) => error?.issues.map(environmentProblem) ?? []),
    ...('problems' in file ? file.problems : []),
  ]
  if (!environment.success || !variables.success || 'problems' in file) throw new InputError('The configuration has problems:', problems)
  const { data } = environment
  const providers = setUpProviders(variables.data, definitions)
  return Object.freeze({
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    home: resolve(folder, expandHome(data.PANEL_HOME ?? '.panel')),
    publicUrl: data.PANEL_PUBLIC_URL ?? null,
    providers,
    endpoints: readEndpoints(providers, file.value.endpoints ?? {}),
    catalog: file.value.catalog ?? [],
    logLevel: data.LOG_LEVEL ?? defaultLogLevel,
    jurors: file.value.jurors ?? [],
    personasFolder: file.value.personas === undefined ? null : resolve(folder, expandHome(file.value.personas)),
    budgetUsd: file.value.budgetUsd ?? null,
    concurrency: file.value.concurrency ?? 8,
    limits: file.value.limits ?? {},
    timeouts: file.value.timeouts ?? {},
    review: file.value.review ?? { fourEyes: true, blindFirst: false },
    webhooks: file.value.webhooks ?? { allowPrivateAddresses: false },
    secret: data.PANEL_SECRET ?? null,
    proxyHeader: data.PANEL_PROXY_HEADER ?? null,
    port: data.PORT ?? 4400,
    setPort: data.PORT ?? null,
    adminPassword: data.PANEL_ADMIN_PASSWORD ?? null,
    metricsToken: data.PANEL_METRICS_TOKEN ?? null,
    smtpUrl: data.SMTP_URL ?? null,
    mail: readMail(file.value.mail, { from: data.PANEL_MAIL_FROM, folder }),
    newsletter: file.value.newsletter ?? newsletterSchema.parse({}),
    bounceToken: data.PANEL_BOUNCE_TOKEN ?? null,
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    timeoutFactor: data.PANEL_PATIENCE ?? 1,
    columns: data.COLUMNS ?? null,
  })
}

/** Without a sender no mail can be sent: whoever is to send one says so, with the fix. */
function readMail(mail: MailSettings | undefined, { from: sender, folder }: { from: string | undefined; folder: string }): Config['mail'] {
  const from = mail?.from ?? sender
  if (from === undefined) return null
  const { dkim, ...settings } = mail ?? mailSchema.parse({})
  return { ...settings, from, ...(dkim === undefined ? {} : { dkim: { ...dkim, keyFile: resolve(folder, expandHome(dkim.keyFile)) } }) }
}

/** The endpoints of the file, and those of vendors that are there as endpoints. */
function readEndpoints(
  providers: readonly ProviderSetup[],
  endpoints: Readonly<Record<string, z.infer<typeof endpointSchema>>>,
): Endpoint[] {
  const named = Object.entries(endpoints).map(([name, { apiKeyEnv, ...endpoint }]) => {
    const key = apiKeyEnv === undefined ? undefined : process.env[apiKeyEnv]
    return { name, ...endpoint, apiKey: key === undefined || key === '' ? null : key, apiKeyEnv: apiKeyEnv ?? null }
  })
  return [...named, ...knownEndpoints(providers, Object.keys(endpoints))]
}

function readConfigFile(folder: string, schema: ReturnType<typeof configFileSchemaFor>): { value: ConfigFile } | { problems: Problem[] } {
  const path = join(folder, configFileName)
  if (!existsSync(path)) return { value: {} }
  const text = readFileSync(path, 'utf8')
  return text.trim() === '' ? { value: {} } : parseYamlWithSchema({ text, file: configFileName, schema })
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
