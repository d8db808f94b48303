import type { Config } from '../app/config.js'
import { estimateCost } from '../app/estimate-cost.js'
import type { App } from '../app/open-app.js'
import { type OpenModels, openModels } from '../app/open-models.js'
import type { KickOff } from '../panels/panel-actions.js'
import { UsageError } from '../platform/errors.js'
import type { Runtime } from '../platform/runtime.js'
import { withoutSecrets } from '../platform/text/provider-text.js'
import type { LocalServerCommands } from '../providers/definition.js'
import { redactionsOf } from '../providers/setup.js'
import { type AskSettings, failure, localCommands, missingKey } from './ask-providers.js'
import { isSameModel } from './doctor-checks.js'

/** How long a provider may take to say what it has, in milliseconds. One that takes longer may still draft. */
const askDeadlineMs = 4_000

/** Why jurors cannot be called, and what fixes it. */
export type Uncallable = { jurors: string[]; what: string; fix: string }

type Session = { app: Pick<App, 'calls' | 'catalog' | 'registry'>; config: Config; runtime: Pick<Runtime, 'fetch'> }
type Panel = Pick<KickOff, 'dossiers' | 'personas' | 'jurors' | 'recordings'>

/**
 * Before a live panel is stored: whether each juror that would be called can be. A replay asks no one, and a juror whose replies all are in
 * the ledger is not called, so neither needs a key or a server. Throws `UsageError` with what is wrong with any of them, and what fixes it.
 */
export async function checkCallable({ app, config, runtime }: Session, panel: Panel): Promise<void> {
  if (panel.recordings !== null) return
  const known = panel.jurors.filter((juror) => isKnown(juror, app.registry))
  const estimate = await estimateCost(app, { ...panel, jurors: known }, config)
  const called = panel.jurors.filter(
    (juror) => !known.includes(juror) || estimate.jurors.some(({ model, calls }) => model === juror && calls > 0),
  )
  const readers = called.length === 0 ? [] : (estimate.secondOpinion ?? []).map(({ model }) => model)
  const found = await findUncallable({
    jurors: [...new Set([...called, ...readers])],
    config,
    models: openModels(config, runtime, askDeadlineMs),
  })
  if (found.length > 0) throw new UsageError(withoutSecrets(uncallableText(found), redactionsOf(config)))
}

type Asking = {
  jurors: readonly string[]
  config: AskSettings
  models: Pick<OpenModels, 'registry' | 'listModels'>
}

/**
 * Asks each provider of the jurors once what it has. Only what is certain counts: a missing key, nothing that listens, a model that is not in
 * the list. A provider that has no list, or answers with another error, or too late, is left to the panel.
 */
export async function findUncallable({ jurors, config, models }: Asking): Promise<Uncallable[]> {
  const unknown = jurors.filter((juror) => !isKnown(juror, models.registry))
  const known = jurors.filter((juror) => !unknown.includes(juror))
  const providers = [...new Set(known.map(providerOf))]
  const asked = await Promise.all(
    providers.map((provider) =>
      askFor(provider, {
        // To name a model of a local server is to say that there is one.
        config: { ...config, jurors },
        models,
        jurors: known.filter((juror) => providerOf(juror) === provider),
      }),
    ),
  )
  return [...unknown.map((juror) => unknownProvider(juror, { config, models })), ...asked.flat()]
}

function isKnown(juror: string, { providers }: Pick<OpenModels['registry'], 'providers'>): boolean {
  return juror.includes(':') && providers.includes(providerOf(juror))
}

/** What comes before the first colon, and after it. */
const providerOf = (juror: string) => juror.slice(0, Math.max(0, juror.indexOf(':')))
const modelOf = (juror: string) => juror.slice(juror.indexOf(':') + 1)

function unknownProvider(juror: string, { config, models }: Pick<Asking, 'config' | 'models'>): Uncallable {
  // A vendor that has a name, and is there once its key is.
  const missing = juror.includes(':') ? missingKey(providerOf(juror), config) : null
  if (missing !== null) return { jurors: [juror], what: missing.reason, fix: missing.fix }
  try {
    models.registry.reader(juror)
    throw new Error(`the provider of ${juror} is known after all`)
  } catch (error) {
    if (error instanceof UsageError) return { jurors: [juror], what: error.message, fix: 'panel models, and name one of those' }
    throw error
  }
}

async function askFor(provider: string, { jurors, config, models }: Asking): Promise<Uncallable[]> {
  const missing = missingKey(provider, config)
  if (missing !== null) return [{ jurors: [...jurors], what: missing.reason, fix: missing.fix }]
  const listing = await models.listModels(provider).catch(() => null)
  if (listing === null) return []
  if ('error' in listing) {
    if (listing.error.kind !== 'unreachable') return []
    const { reason, fix } = failure(provider, listing.error, config)
    return [{ jurors: [...jurors], what: reason, fix }]
  }
  const names = listing.models.map(({ name }) => name)
  const local = localCommands(provider, config)
  // Some gateways have a list and leave it empty. That of a local vendor's server is never more than what it can run.
  if (names.length === 0 && local === null) return []
  const absent = jurors.filter((juror) => !names.some((name) => isSameModel(name, modelOf(juror))))
  return absent.map((juror) => notListed(juror, { names, local }))
}

const mostNames = 12

function notListed(juror: string, { names, local }: { names: readonly string[]; local: LocalServerCommands | null }): Uncallable {
  const [provider, model] = [providerOf(juror), modelOf(juror)]
  const more = names.length > mostNames ? `, and ${names.length - mostNames} more` : ''
  const has = names.length === 0 ? 'It has none yet' : `It has: ${names.slice(0, mostNames).join(', ')}${more}`
  const fix = local?.getModel(model) ?? 'name one of those with --model; panel models lists them all'
  return { jurors: [juror], what: `${provider} has no model ${model}. ${has}`, fix }
}

/** Everything that is in the way of a panel, for people. Pure. */
export function uncallableText(found: readonly Uncallable[]): string {
  const blocks = found.map(({ jurors, what, fix }) => `  ${jurors.join(', ')}: ${what}\n    fix: ${fix}`)
  return ['the panel was not started, and nothing was stored, because not every model can be called:', ...blocks].join('\n')
}
