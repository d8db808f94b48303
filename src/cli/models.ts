import { chooseJurors, type JurorChoice } from '../app/choose-jurors.js'
import { loadConfig } from '../app/config.js'
import { openModels } from '../app/open-models.js'
import { UsageError } from '../platform/errors.js'
import { createRuntime } from '../platform/runtime.js'
import type { Catalog } from '../providers/catalog/catalog.js'
import { askProviders, type ProviderAnswer } from './ask-providers.js'
import { type ModelList, type ProviderModels, renderModels } from './models-table.js'

const defaultColumns = 80

/** Prints what can be used now: asked live, with what the catalog knows of each model. */
export async function models({ json = false }: { json?: boolean }): Promise<void> {
  const config = await loadConfig({ folder: process.cwd(), defaultLogLevel: 'error' })
  const opened = openModels(config, createRuntime({ logLevel: config.logLevel }))
  const answers = await askProviders({ config, models: opened })
  const { listModels } = opened
  const choice = await chooseJurors({ asked: undefined, config, recorded: undefined, listModels }).catch((error: unknown) => {
    if (error instanceof UsageError) return { jurors: [], why: null } satisfies JurorChoice
    throw error
  })
  const list = describeModels(answers, { catalog: opened.catalog, defaultJurors: choice.jurors, secondOpinion: config.secondOpinion ?? [] })
  const { stdout } = process
  stdout.write(
    json ? `${JSON.stringify(list, null, 2)}\n` : renderModels(list, { columns: stdout.columns ?? config.columns ?? defaultColumns }),
  )
}

/** What the providers list, with what the catalog knows. Pure. */
export function describeModels(
  answers: readonly ProviderAnswer[],
  {
    catalog,
    defaultJurors,
    secondOpinion = [],
  }: { catalog: Pick<Catalog, 'find'>; defaultJurors: readonly string[]; secondOpinion?: readonly string[] },
): ModelList {
  const providers = answers.map((answer): ProviderModels => {
    const { provider, status } = answer
    if (status !== 'listed') return { provider, status, reason: answer.reason, fix: answer.fix }
    const usable = answer.models.map(({ name, sizeBytes, contextTokens: stated }) => {
      const id = `${provider}:${name}`
      const { vendor, family, contextTokens, price, structuredOutput } = catalog.find(id)
      const known = { vendor, family, price, structuredOutput, sizeBytes }
      // What its server was started with, where it says so: a model could often have more.
      return { id, isDefault: defaultJurors.includes(id), ...known, contextTokens: stated ?? contextTokens }
    })
    return { provider, status, models: usable }
  })
  const second = secondOpinion.length === 0 ? {} : { secondOpinion: [...secondOpinion] }
  return { schema: 'panel.models/1', defaultJurors: [...defaultJurors], ...second, providers }
}
