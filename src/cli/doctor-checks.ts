import type { Config } from '../app/config.js'
import type { Outcome, StorageCheck } from '../app/storage-check.js'
import type { Jury } from '../panels/named-juries.js'
import { ConnectionError } from '../platform/db/connection-failure.js'
import type { DatabaseFacts } from '../platform/db/database-facts.js'
import { InputError, UsageError } from '../platform/errors.js'
import { type ProviderSettings, setUpProviders } from '../providers/setup.js'
import { localCommands } from './ask-providers.js'
import type { SeenProvider } from './busy-server.js'
import { busy, type Check, notChecked, ok, problem } from './check.js'
import { describeError } from './exit.js'

/** Compares `v20.20.2` with a range of the form `>=20.19`. Pure. */
export function checkNode(version: string, range: string): Check {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number)
  const [major = 0, minor = 0] = numbers(version)
  const [neededMajor = 0, neededMinor = 0] = numbers(range)
  const needed = `needs ${neededMajor}.${neededMinor} or newer`
  const isEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor)
  return isEnough ? ok('Node', `${version}, ${needed}`) : problem('Node', `${version}, ${needed}`, 'nvm install --lts')
}

/** Why the configuration cannot be used: every problem, and what to edit. */
export function checkBrokenConfiguration(error: unknown): Check {
  if (!(error instanceof InputError)) return problem('configuration', describeError(error), 'correct panel.config.yaml')
  const { problems } = error
  const seen = problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n')
  return problem('configuration', seen, problems.map(({ fix }) => fix).join('; '))
}

type DatabaseWhere = Pick<Config, 'databaseUrl' | 'redisUrl'>

/** The two checks of database and queue, from what was seen of them. Clocks may be `maxClockDifferenceMs` apart. Pure. */
export function checkStorageOutcome(
  { database, queue, dataFolder }: StorageCheck,
  config: DatabaseWhere,
  { maxClockDifferenceMs }: { maxClockDifferenceMs: number },
): Check[] {
  return [checkDatabase(database, { ...config, dataFolder }, maxClockDifferenceMs), checkQueue(queue, config)]
}

function checkDatabase(
  outcome: Outcome<DatabaseFacts>,
  config: Pick<Config, 'databaseUrl'> & Pick<StorageCheck, 'dataFolder'>,
  maxClockDifferenceMs: number,
): Check {
  const fix =
    config.databaseUrl === null
      ? 'export DATABASE_URL=postgres://user:password@host:5432/database, to use a PostgreSQL of your own'
      : 'correct DATABASE_URL or start that server; for the embedded PostgreSQL: unset DATABASE_URL'
  if (outcome.status === 'not-tried') return notChecked('database', 'it did not come to that')
  if (outcome.status === 'failed' && outcome.error instanceof ConnectionError)
    return problem('database', outcome.error.what, outcome.error.fix)
  if (outcome.status === 'failed') return problem('database', describeError(outcome.error), fix)
  const { version, migrations, clockDifferenceMs } = outcome.seen
  const { applied, shipped } = migrations
  const where = config.databaseUrl === null ? `embedded, in ${config.dataFolder}` : 'at DATABASE_URL'
  const seen = `PostgreSQL ${version}, ${where}; ${applied} of ${shipped} migrations; clocks ${clockDifferenceMs} ms apart`
  if (clockDifferenceMs > maxClockDifferenceMs) {
    const limit = `with more than ${maxClockDifferenceMs / 1000} s jobs would run twice`
    return problem('database', `${seen}; ${limit}`, 'sudo timedatectl set-ntp true, on both machines')
  }
  if (applied > shipped) return problem('database', `${seen}: a newer Ship Panel has used it`, 'npm install ship-panel@latest')
  return ok('database', seen)
}

function checkQueue(outcome: StorageCheck['queue'], { redisUrl }: Pick<Config, 'redisUrl'>): Check {
  if (outcome.status === 'not-tried') return notChecked('queue', 'needs the database')
  if (outcome.status === 'ok') {
    return ok(
      'queue',
      outcome.seen === 'redis' ? 'BullMQ on Redis, with the settings that it needs' : 'BullMQ opens its tables in the database',
    )
  }
  const fix =
    redisUrl === null
      ? 'let the database user create schemas: GRANT CREATE ON DATABASE … TO …'
      : 'start Redis or fix its settings as said, or unset REDIS_URL'
  return problem('queue', describeError(outcome.error), fix)
}

/** One check a provider. Pure. */
export function checkProvider(answer: SeenProvider): Check {
  const { provider, status } = answer
  if (status === 'busy') return busy(provider, answer.reason)
  if (status === 'failed') return problem(provider, answer.reason, answer.fix)
  if (status === 'not-configured') return { name: provider, status: 'not configured', seen: answer.reason, fix: answer.fix }
  const count = answer.models.length
  return ok(provider, count === 1 ? `1 model: ${answer.models[0]?.name}` : `${count} models`)
}

/**
 * Why no model can be used; null when one can. Where no provider is configured nothing is broken: on a fresh install the demo, the desk and the
 * site work, and a model is a next step. Pure.
 */
export function checkNoModel(
  answers: readonly SeenProvider[],
  settings: Pick<ProviderSettings, 'providers'> = { providers: setUpProviders({}) },
): Check | null {
  if (answers.some(({ status }) => status === 'listed')) return null
  const working = answers.filter(({ status }) => status === 'busy').map(({ provider }) => provider)
  if (working.length > 0) return busy('models', `to be asked again: ${working.join(', ')}`)
  if (answers.every(({ status }) => status === 'not-configured'))
    return { name: 'models', status: 'not configured', seen: 'no model can be used yet', fix: anyModel(settings) }
  return problem('models', 'no model can be used', anyModel(settings))
}

/** The ways to a first model, in a line. */
function anyModel({ providers }: Pick<ProviderSettings, 'providers'>): string {
  const local = providers.flatMap(({ definition }) => (definition.kind === 'api' && definition.local !== null ? [definition.label] : []))
  const start = local.length === 0 ? '' : `start ${local.join(' or ')}, `
  return `set a hosted key, ${start}or name an endpoint in panel.config.yaml, each as above; without any model: panel demo`
}

/** Whether each configured juror can be named and is there; null when none is configured. Pure but for what `reader` throws. */
export function checkJurors(
  jurors: readonly string[],
  answers: readonly SeenProvider[],
  reader: (juror: string) => unknown,
  settings: Pick<ProviderSettings, 'providers'> = { providers: setUpProviders({}) },
): Check | null {
  return checkModels('jurors', jurors, { answers, reader, settings })
}

/** The same of the models of every jury, reserves too; null where there is none. */
export function checkJuries(juries: readonly Pick<Jury, 'jurors' | 'reserves'>[], seen: Seen): Check | null {
  return checkModels('juries', [...new Set(juries.flatMap(({ jurors, reserves }) => [...jurors, ...reserves]))], seen)
}

/** The same of the models that give second opinions; null where they are off. Where one model alone plays and reads, its seats get none. */
export function checkSecondOpinion({ models, jurors }: { models: readonly string[]; jurors: readonly string[] }, seen: Seen): Check | null {
  const check = checkModels('secondOpinion', models, seen)
  const isOwn = models.length > 0 && jurors.length > 0 && jurors.some((juror) => models.every((model) => model === juror))
  if (check?.status !== 'ok' || !isOwn) return check
  return problem(
    'secondOpinion',
    `${models.join(', ')} plays the personas too, and no model reads its own drafts`,
    'name another model in secondOpinion, in panel.config.yaml',
  )
}

function checkModels(name: 'jurors' | 'juries' | 'secondOpinion', models: readonly string[], seen: Seen): Check | null {
  if (models.length === 0) return null
  const found = models.flatMap((model) => jurorProblem(model, { ...seen, name }) ?? [])
  const [first] = found
  if (first === undefined) return ok(name, models.join(', '))
  return problem(name, found.map(({ what }) => what).join('\n'), first.fix)
}

type Seen = {
  answers: readonly SeenProvider[]
  reader: (juror: string) => unknown
  settings: Pick<ProviderSettings, 'providers'>
}

function jurorProblem(juror: string, { answers, reader, settings, name }: Seen & { name: string }): { what: string; fix: string } | null {
  try {
    reader(juror)
  } catch (error) {
    if (error instanceof UsageError)
      return { what: error.message, fix: `correct ${name} in panel.config.yaml; panel models lists what there is` }
    throw error
  }
  const colon = juror.indexOf(':')
  const [provider, model] = [juror.slice(0, colon), juror.slice(colon + 1)]
  const answer = answers.find((candidate) => candidate.provider === provider)
  if (answer === undefined || answer.status === 'failed' || answer.status === 'busy') return null
  if (answer.status === 'not-configured') return { what: `${juror}: ${answer.reason}`, fix: answer.fix }
  if (answer.models.some(({ name }) => isSameModel(name, model))) return null
  const fix = localCommands(provider, settings)?.getModel(model) ?? 'panel models, and name one of those'
  return { what: `${provider} does not list ${model} among its models`, fix }
}

const dated = /^-(?:\d{8}|\d{4}-\d{2}-\d{2})$/
const datedOrNumbered = /^-(?:\d{4}|\d{8}|\d{4}-\d{2}-\d{2})$/

/**
 * Whether a listed model is the one that was named. A name without its tag is Ollama's `latest`, which does not mind capitals; without its date
 * it is how hosted providers call the newest, `-latest` too; and OpenRouter takes `vendor/model:free` of a listed `vendor/model`. Pure.
 */
export function isSameModel(listed: string, named: string): boolean {
  const [has, wants] = [listed.toLowerCase(), named.toLowerCase()]
  if (has === wants || has === `${wants}:latest`) return true
  if (has.includes('/') && wants.startsWith(`${has}:`)) return true
  const stem = wants.replace(/-latest$/, '')
  return has.startsWith(`${stem}-`) && (stem === wants ? dated : datedOrNumbered).test(has.slice(stem.length))
}
