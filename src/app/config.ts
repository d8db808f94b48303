import { resolve } from 'node:path'
import type { z } from 'zod'
import type { ConflictPolicy } from '../contracts/conflict.js'
import type { ProviderLimits } from '../contracts/provider-limits.js'
import type { Jury } from '../panels/named-juries.js'
import { InputError } from '../platform/errors.js'
import type { CatalogEntry } from '../providers/catalog/catalog-entry.js'
import type { ProviderDefinition } from '../providers/definition.js'
import { providerDefinitions } from '../providers/definitions.js'
import type { TimeoutSettings } from '../providers/http/call-timeouts.js'
import { type EndpointSetup, knownEndpoints, type ProviderSetup, setUpProviders } from '../providers/setup.js'
import { environmentProblem, environmentSchema, type LogLevel, vendorVariablesSchema } from './config-environment.js'
import { configFileSchemaFor, type EndpointSettings, intakeSchema, readConfigFile } from './config-file.js'
import { readJuries } from './config-juries.js'
import { type Mailing, type NewsletterSettings, newsletterSchema, readMail } from './config-mail.js'
import { expandHome } from './config-values.js'

/** A server of the API of endpoints under its name, with its key as read from the environment. */
export type Endpoint = Readonly<EndpointSetup>

/** Days by what they are about; left out: for ever, failed jobs for a week, and pages as they were fetched for `defaultPagesDays`. */
export type Retention = Readonly<Partial<Record<'repliesDays' | 'eventsDays' | 'jobsDays' | 'pagesDays', number | undefined>>>

/** For how many days pages are kept as they were fetched, unless the configuration says otherwise. */
export const defaultPagesDays = 30

/** How a tool's pages are read. The tokens raise what the registries allow; null for none. */
export type IntakeSettings = Readonly<z.infer<typeof intakeSchema>> &
  Readonly<{ tokens: Readonly<{ github: string | null; huggingFace: string | null }> }>

/** Where everything comes from, read once at start and frozen. */
export type Config = Readonly<{
  /** Sections that panel.config.yaml says something of: what is set on the desk holds where it says nothing. None when left out. */
  setInFile?: readonly string[]
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
  logLevel: LogLevel
  jurors: readonly string[]
  /** Sets of jurors by name, in the order of the file. */
  juries?: readonly Jury[]
  /** What is done about jurors with a tie to a tool; null or left out where the file does not say, for what is usual. */
  conflictPolicy?: ConflictPolicy | null
  /** The models that give second opinions, the first that is not a seat's juror; none where they are off. */
  secondOpinion?: readonly string[]
  personasFolder: string | null
  budgetUsd: number | null
  /** How many seats of a provider, or of replays, a worker drafts at once. */
  concurrency: number
  limits: Readonly<Partial<Record<string, ProviderLimits>>>
  timeouts: Readonly<Partial<Record<string, TimeoutSettings>>>
  review: Readonly<{ fourEyes: boolean; blindFirst: boolean }>
  webhooks: Readonly<{ allowPrivateAddresses: boolean }>
  intake: IntakeSettings
  /** For how many days what nothing needs any more is kept. */
  retention: Retention
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
  mail: Readonly<Mailing> | null
  newsletter: Readonly<NewsletterSettings>
  /** With it a mail server may report bounces and complaints; null for none. */
  bounceToken: string | null
  /** Where traces go, over OTLP and HTTP; null for nowhere. */
  otlpEndpoint: string | null
  /** How many times as long as usual to wait for a server that is only looked at, before it is used; once when left out. */
  timeoutFactor?: number
  /** The width of the terminal as the environment says it; null when it does not. */
  columns: number | null
}>

type LoadOptions = {
  folder: string
  defaultLogLevel: LogLevel
  /** The vendors that there are; those of the package when left out. */
  definitions?: readonly ProviderDefinition[]
}

/**
 * Reads the environment and `panel.config.yaml` in the given folder. Throws `InputError` with every problem of both at once.
 * `defaultLogLevel` holds when LOG_LEVEL is not set: a command that shows its own progress stays quiet.
 */
export async function loadConfig({ folder, defaultLogLevel, definitions = providerDefinitions }: LoadOptions): Promise<Config> {
  const environment = environmentSchema.safeParse(process.env)
  const variables = vendorVariablesSchema(definitions).safeParse(process.env)
  const idsOf = (wanted: ProviderDefinition['kind']) => definitions.flatMap(({ kind, id }) => (kind === wanted ? [id] : []))
  const file = await readConfigFile(folder, configFileSchemaFor(idsOf('api'), idsOf('endpoint')))
  const problems = [
    ...[environment, variables].flatMap(({ error }) => error?.issues.map(environmentProblem) ?? []),
    ...('problems' in file ? file.problems : []),
  ]
  if (!environment.success || !variables.success || 'problems' in file) throw new InputError('The configuration has problems:', problems)
  const { data } = environment
  const providers = setUpProviders(variables.data, definitions)
  return Object.freeze({
    setInFile: Object.keys(file.value),
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    home: resolve(folder, expandHome(data.PANEL_HOME ?? '.panel')),
    publicUrl: data.PANEL_PUBLIC_URL ?? null,
    providers,
    endpoints: readEndpoints(providers, file.value.endpoints ?? {}),
    catalog: file.value.catalog ?? [],
    logLevel: data.LOG_LEVEL ?? defaultLogLevel,
    jurors: file.value.jurors ?? [],
    juries: readJuries(file.value.juries ?? {}),
    conflictPolicy: file.value.conflictOfInterest ?? null,
    secondOpinion: file.value.secondOpinion?.model ?? [],
    personasFolder: file.value.personas === undefined ? null : resolve(folder, expandHome(file.value.personas)),
    budgetUsd: file.value.budgetUsd ?? null,
    concurrency: file.value.concurrency ?? 8,
    limits: file.value.limits ?? {},
    timeouts: file.value.timeouts ?? {},
    review: file.value.review ?? { fourEyes: true, blindFirst: false },
    retention: file.value.retention ?? {},
    intake: {
      ...(file.value.intake ?? intakeSchema.parse({})),
      tokens: { github: data.GITHUB_TOKEN ?? null, huggingFace: data.HF_TOKEN ?? null },
    },
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

/** The endpoints of the file, and those of vendors that are there as endpoints. */
function readEndpoints(providers: readonly ProviderSetup[], endpoints: Readonly<Record<string, EndpointSettings>>): Endpoint[] {
  const named = Object.entries(endpoints).map(([name, { apiKeyEnv, ...endpoint }]) => {
    const key = apiKeyEnv === undefined ? undefined : process.env[apiKeyEnv]
    return { name, ...endpoint, apiKey: key === undefined || key === '' ? null : key, apiKeyEnv: apiKeyEnv ?? null }
  })
  return [...named, ...knownEndpoints(providers, Object.keys(endpoints))]
}
