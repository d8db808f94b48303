import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { chooseJurors } from '../app/choose-jurors.js'
import type { Config } from '../app/config.js'
import { loadConfig } from '../app/config.js'
import { configFileName } from '../app/config-file.js'
import { lookDeadlineMs, type OpenModels, openModels } from '../app/open-models.js'
import { proxyNote } from '../app/proxy-note.js'
import { checkStorage, maxClockDifferenceMs, type StorageCheck } from '../app/storage-check.js'
import { ProviderError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { withDeadline } from '../platform/observe/with-deadline.js'
import { createRuntime, type Runtime } from '../platform/runtime.js'
import { type Secret, withoutSecrets } from '../platform/text/provider-text.js'
import { redactionsOf } from '../providers/setup.js'
import { askProviders, mayBeBusy, noListStatuses, type ProviderAnswer } from './ask-providers.js'
import { busyInstead, type SeenProvider } from './busy-server.js'
import { type Check, notChecked, ok, problem, renderChecks } from './check.js'
import { checkMail } from './check-mail.js'
import {
  checkBrokenConfiguration,
  checkJuries,
  checkJurors,
  checkNode,
  checkNoModel,
  checkProvider,
  checkSecondOpinion,
  checkStorageOutcome,
} from './doctor-checks.js'
import { describeError, exitCodes } from './exit.js'

/** Starting the embedded PostgreSQL the first time makes its database. It has deadlines of its own, whose errors say more. */
const embeddedDeadlineMs = 150_000
const defaultColumns = 80

/** Checks what is configured, each with one real, tiny action, and says what fixes what is broken. Repeats no key. */
export async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const { engines } = z
    .object({ engines: z.object({ node: z.string().max(200) }) })
    .parse(JSON.parse(readFileSync(join(packageFiles.root, 'package.json'), 'utf8')))
  const { checks, secrets, columns } = await examine(process.cwd())
  const all = [checkNode(process.version, engines.node), ...checks].map((check) => redact(check, secrets))
  const isHealthy = all.every(({ status }) => status === 'ok' || status === 'busy' || status === 'not configured')
  const { stdout } = process
  if (json) stdout.write(`${JSON.stringify({ schema: 'panel.doctor/1', isHealthy, checks: all }, null, 2)}\n`)
  else stdout.write(renderChecks(all, { columns: stdout.columns ?? columns ?? defaultColumns, color: stdout.isTTY && stdout.hasColors() }))
  process.exitCode = isHealthy ? exitCodes.done : exitCodes.failed
}

function redact({ seen, fix, ...check }: Check, secrets: readonly Secret[]): Check {
  return { ...check, seen: withoutSecrets(seen, secrets), fix: fix === null ? null : withoutSecrets(fix, secrets) }
}

async function examine(folder: string): Promise<{ checks: Check[]; secrets: Secret[]; columns: number | null }> {
  let config: Config
  try {
    config = await loadConfig({ folder, defaultLogLevel: 'silent' })
  } catch (error) {
    const rest = ['database', 'queue', 'mail', 'models'].map((name) => notChecked(name, 'fix the configuration first'))
    return { checks: [checkBrokenConfiguration(error), ...rest], secrets: [], columns: null }
  }
  const runtime = createRuntime({ logLevel: config.logLevel })
  const hasFile = existsSync(join(folder, configFileName))
  const stored = lookAtStorage(config, runtime)
  const [storage, mail, models] = await Promise.all([
    stored.then((outcome) => checkStorageOutcome(outcome, config, { maxClockDifferenceMs })),
    checkMail(config, runtime),
    examineModels(config, runtime, stored),
  ])
  const configuration = ok('configuration', hasFile ? `${configFileName} is good` : `no ${configFileName} here, so the defaults hold`)
  const proxy = await checkProxy(config)
  return {
    checks: [configuration, ...storage, ...(proxy === null ? [] : [proxy]), mail, ...models],
    secrets: redactionsOf(config),
    columns: config.columns,
  }
}

/** Whether the server that runs here could read what the proxy in front writes; null where no header is named. */
async function checkProxy({ proxyHeader: header, home }: Config): Promise<Check | null> {
  if (header === null) return null
  const note = await proxyNote.read(home)
  if (note === null || note.header !== header) return ok('proxy', `clients' addresses are read from ${header}`)
  const seen = `${header} held no address that can be read, at ${note.at}, but something like ${note.form}: all such readers count as one`
  return problem(
    'proxy',
    seen,
    `let the proxy write the client's address into ${header}, or name another with PANEL_PROXY_HEADER; then restart panel serve`,
  )
}

async function lookAtStorage(config: Config, runtime: Runtime): Promise<StorageCheck> {
  const { databaseUrl, timeoutFactor = 1 } = config
  const deadlineMs = timeoutFactor * (databaseUrl === null ? embeddedDeadlineMs : lookDeadlineMs)
  const work = checkStorage(config, runtime, { timeoutMs: timeoutFactor * (lookDeadlineMs - 1_000) })
  return withDeadline(work, { runtime, deadlineMs }).catch(
    (error: unknown) => ({ database: { status: 'failed', error }, queue: { status: 'not-tried' }, dataFolder: null }) as const,
  )
}

/** The checks of each provider, of the configured jurors, and whether a panel could start now without --model. */
export async function examineModels(config: Config, runtime: Runtime, stored: Promise<StorageCheck>): Promise<Check[]> {
  const models = openModels(config, runtime)
  const { jurors: configured, juries = [], secondOpinion = [] } = config
  const inJuries = juries.flatMap(({ jurors, reserves }) => [...jurors, ...reserves])
  const named = { ...config, jurors: [...configured, ...inJuries, ...secondOpinion] }
  const listed = await askProviders({ config: named, models })
  const { registry } = models
  const deadlineMs = lookDeadlineMs * (config.timeoutFactor ?? 1)
  const callsUnderWay = () => stored.then(({ database }) => (database.status === 'ok' ? database.seen.callsUnderWay : {}))
  const answers = await Promise.all(
    listed.map(async (answer) => busyInstead(await pingWhereNoList(answer, named, models), { registry, callsUnderWay, deadlineMs })),
  )
  const jurors = checkJurors(config.jurors, answers, registry.reader, config)
  const seen = { answers, reader: registry.reader, settings: config }
  const jury = checkJuries(juries, seen)
  const second = checkSecondOpinion({ models: secondOpinion, jurors: configured }, seen)
  return [
    ...answers.map(checkProvider),
    ...[jurors, jury, second].filter((check) => check !== null),
    await checkUsable(config, models, answers),
  ]
}

/** Whether a panel could start now without --model, and on what. */
async function checkUsable(config: Config, { listModels, registry }: OpenModels, answers: readonly SeenProvider[]): Promise<Check> {
  const none = checkNoModel(answers, config)
  if (none !== null) return none
  try {
    const { jurors } = await chooseJurors({ asked: undefined, config, recorded: undefined, listModels })
    const missing = checkJurors(jurors, answers, registry.reader, config)
    if (missing?.status === 'problem' && config.jurors.length === 0) return { ...missing, name: 'models' }
    return ok('models', `without --model, a panel is played by ${jurors.join(', ')}`)
  } catch (error) {
    return problem('models', describeError(error), 'panel models')
  }
}

/** A provider without a list is asked for a reply of one token, by a configured juror of its. */
async function pingWhereNoList(answer: ProviderAnswer, config: Config, { registry }: OpenModels): Promise<ProviderAnswer> {
  if (answer.status !== 'failed' || answer.statusCode === null || !noListStatuses.includes(answer.statusCode)) return answer
  const { provider } = answer
  const juror = config.jurors.find((id) => id.startsWith(`${provider}:`))
  if (juror === undefined) return answer
  try {
    await registry.chatModel(juror).complete(tinyRequest, { signal: AbortSignal.timeout(2 * lookDeadlineMs * (config.timeoutFactor ?? 1)) })
    return { provider, status: 'listed', models: [{ name: juror.slice(provider.length + 1), sizeBytes: null, parameterSize: null }] }
  } catch (error) {
    return { ...answer, reason: error instanceof ProviderError ? error.message : describeError(error), mayBeBusy: mayBeBusy(error) }
  }
}

const tinyRequest = {
  messages: [{ role: 'user' as const, parts: [{ text: 'Reply with {}', cacheable: false }] }],
  replySchema: { name: 'nothing', schema: { type: 'object', properties: {}, required: [], additionalProperties: false } },
  sampling: { temperature: 0, maxOutputTokens: 1 },
}
