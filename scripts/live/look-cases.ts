import { openModels } from '../../src/app/open-models.js'
import { askProviders } from '../../src/cli/ask-providers.js'
import { examineModels } from '../../src/cli/doctor.js'
import { isSameModel } from '../../src/cli/doctor-checks.js'
import { describeModels } from '../../src/cli/models.js'
import { parseModelId } from '../../src/providers/catalog/model-id.js'
import { type Case, type Live, type Seen, seen } from './case.js'

/** What `panel doctor` and `panel models` make of the server. */
export const lookCases: readonly Case[] = [
  { name: 'doctor', title: '`panel doctor`', run: doctor },
  { name: 'models', title: '`panel models`', run: models },
]

async function doctor(live: Live): Promise<Seen> {
  const { config, runtime } = await live.target()
  const untried = { status: 'not-tried' } as const
  const storage = Promise.resolve({ database: untried, queue: untried, dataFolder: null })
  const checks = await examineModels({ ...config, jurors: [live.model], secondOpinion: [] }, runtime, storage)
  const own = checks.filter(({ name }) => name === live.provider || name === 'jurors')
  const isGood = own.length === 2 && own.every(({ status }) => status === 'ok')
  return seen(isGood, ...own.map(({ name, status, seen: what }) => `${name} ${status}: ${what}`))
}

async function models(live: Live): Promise<Seen> {
  const { config, runtime, catalog } = await live.target()
  const answers = await askProviders({ config: { ...config, jurors: [live.model] }, models: openModels(config, runtime) })
  const own = answers.filter(({ provider }) => provider === live.provider)
  const [listed] = describeModels(own, { catalog, defaultJurors: [] }).providers
  if (listed?.status !== 'listed') return seen(false, `no list: ${listed?.reason ?? 'not asked'}`)
  const { model } = parseModelId(live.model)
  const found = listed.models.find(({ id }) => isSameModel(parseModelId(id).model, model))
  const count = `${listed.models.length} listed`
  if (found === undefined) return seen(false, count, `${model} is not among them`)
  return seen(true, count, `a context of ${found.contextTokens?.toLocaleString('en') ?? 'unknown'} tokens`)
}
