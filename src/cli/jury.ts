import type { Config } from '../app/config.js'
import { findReferenceTool, priceJury } from '../app/jury-prices.js'
import { openModels } from '../app/open-models.js'
import type { Jury } from '../panels/named-juries.js'
import { createDossierStore } from '../panels/store/dossiers.js'
import type { Catalog } from '../providers/catalog/catalog.js'
import { describeModel, providerOf } from '../providers/model-facts.js'
import { askProviders, localCommands, noListStatuses, type ProviderAnswer } from './ask-providers.js'
import { isSameModel } from './doctor-checks.js'
import { exitCodes } from './exit.js'
import { answer, type JsonOption } from './json-option.js'
import { type JuryList, type ListedJuror, type ListedJury, renderJuries } from './juries-table.js'
import { type Session, withApp } from './session.js'

const defaultColumns = 80

/** Prints each jury of the configuration: who is on it, what it costs for one tool, and whether its models can be called now. */
export async function listJuries(options: JsonOption): Promise<void> {
  process.exitCode = await withApp(async (session) => {
    const { stdout } = process
    const document = await describeJuries(session)
    const text = renderJuries(document, { columns: stdout.columns ?? session.config.columns ?? defaultColumns })
    answer((written) => stdout.write(written), options, { document, text })
    return exitCodes.done
  })
}

async function describeJuries({ app, config, runtime }: Session): Promise<JuryList> {
  const { juries = [] } = config
  const [reference, personas] = await Promise.all([findReferenceTool(createDossierStore(app.db)), app.personas()])
  const opened = openModels(config, runtime)
  const models = juries.flatMap((jury) => [...jury.jurors, ...jury.reserves])
  // To name a model of a local server is to say that there is one.
  const asked = { config: { ...config, jurors: models }, models: opened, only: [...new Set(models.map(providerOf))] }
  const answers = await askProviders(asked)
  const priced = juries.map(async (jury): Promise<ListedJury> => {
    const estimate = await priceJury({ app, config }, jury, { dossier: reference.dossier, personas })
    return { ...listJury(jury, { answers, config, catalog: opened.catalog }), estimate: estimate?.total ?? null }
  })
  const { slug, name } = reference.dossier.tool
  return {
    schema: 'panel.juries/1',
    tool: { slug, name, isSample: reference.isSample },
    personas: personas.length,
    juries: await Promise.all(priced),
  }
}

type Seen = { answers: readonly ProviderAnswer[]; config: Config; catalog: Pick<Catalog, 'find'> }

/** A jury with what is known of each model, and whether its provider has it now. Pure. */
export function listJury({ name, jurors, reserves, repeat }: Jury, seen: Seen): Omit<ListedJury, 'estimate'> {
  const listed = (model: string): ListedJuror => {
    const { vendor, contextTokens, price, runsOn } = describeModel(model, { catalog: seen.catalog, settings: seen.config })
    return { model, vendor, contextTokens, price, runsOn, ...stateOf(model, seen) }
  }
  return { name, repeat, jurors: jurors.map(listed), reserves: reserves.map(listed) }
}

function stateOf(model: string, { answers, config }: Seen): Pick<ListedJuror, 'status' | 'reason' | 'fix'> {
  const provider = providerOf(model)
  const found = answers.find((each) => each.provider === provider)
  if (found === undefined)
    return { status: 'failed', reason: `no provider is called "${provider}"`, fix: 'panel models, and name one of those' }
  if (found.status === 'listed') {
    const name = model.slice(provider.length + 1)
    if (found.models.some((each) => isSameModel(each.name, name))) return { status: 'ready', reason: null, fix: null }
    const fix = localCommands(provider, config)?.getModel(name) ?? 'panel models, and name one of those in panel.config.yaml'
    return { status: 'not-listed', reason: `${provider} does not list it`, fix }
  }
  if (found.status === 'failed' && found.statusCode !== null && noListStatuses.includes(found.statusCode))
    return { status: 'unknown', reason: `${provider} has no list of its models`, fix: null }
  return { status: found.status, reason: found.reason, fix: found.fix }
}
