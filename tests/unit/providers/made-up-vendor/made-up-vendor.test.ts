import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Attributes, Span, Tracer } from '@opentelemetry/api'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { chooseJurors } from '../../../../src/app/choose-jurors.js'
import { loadConfig } from '../../../../src/app/config.js'
import { createJurorChoices } from '../../../../src/app/juror-choices.js'
import { createLocalLimits } from '../../../../src/app/local-limits.js'
import { createModelReadiness } from '../../../../src/app/observe/model-readiness.js'
import { traceChatModel } from '../../../../src/app/observe/trace-chat-model.js'
import { openModels } from '../../../../src/app/open-models.js'
import { askProviders } from '../../../../src/cli/ask-providers.js'
import { findUncallable } from '../../../../src/cli/check-callable.js'
import { examineModels } from '../../../../src/cli/doctor.js'
import { describeModels } from '../../../../src/cli/models.js'
import { findSecrets } from '../../../../src/panels/ledger/find-secrets.js'
import { InputError } from '../../../../src/platform/errors.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { withoutSecrets } from '../../../../src/platform/text/provider-text.js'
import { providerDefinitions } from '../../../../src/providers/definitions.js'
import { createOfflineReaders } from '../../../../src/providers/offline-readers.js'
import { limitsOf, redactionsOf, secretShapesOf, secretsOf, telemetryNameOf, usableProviders } from '../../../../src/providers/setup.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { aviary, parrot } from './definition.js'
import { parrotKey, startParrots } from './server.js'

/** The list with one line more: nothing else of the program knows of this vendor. */
const definitions = [...providerDefinitions, parrot]
const runtime = createRuntime({ logLevel: 'silent' })
const deadlineMs = 600_000
const reply = { said: '{"call":"ship"}', over: 'full stop', seeds: [1_000_000, 100_000] }

let folder: string
let server: Awaited<ReturnType<typeof startParrots>>

beforeAll(async () => {
  server = await startParrots()
})
afterAll(() => server.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-parrot-'))
  for (const { environment } of definitions)
    for (const name of [environment.key, environment.address]) if (name !== null) vi.stubEnv(name, undefined)
  // Nothing listens there, whatever runs on this machine.
  vi.stubEnv('OLLAMA_HOST', 'http://127.0.0.1:9')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const load = () => loadConfig({ folder, defaultLogLevel: 'silent', definitions })

/** The configuration with the vendor's key and address in the environment. */
function loadWithKey(key = parrotKey) {
  vi.stubEnv('PARROT_KEY', key)
  vi.stubEnv('PARROT_URL', server.url)
  return load()
}

const look = (config: Awaited<ReturnType<typeof load>>) => openModels(config, runtime, deadlineMs)

test('its key and address are read from its variables, and a wrong address is refused with the name of its variable', async () => {
  const setup = (await loadWithKey()).providers.find(({ definition }) => definition.id === 'parrot')
  expect(setup).toMatchObject({ apiKey: parrotKey, baseUrl: server.url })
  vi.stubEnv('PARROT_URL', 'up in the tree')
  await expect(load()).rejects.toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ message: expect.stringContaining('PARROT_URL: ') })] }),
  )
  vi.stubEnv('PARROT_URL', '')
  await writeFile(join(folder, 'panel.config.yaml'), 'endpoints: { parrot: { baseUrl: "http://127.0.0.1:1/v1" } }')
  await expect(load()).rejects.toThrow(InputError)
})

test('a call goes out in its own wire format, and its reply is read, live and offline', async () => {
  const { registry, catalog } = look(await loadWithKey())
  const model = registry.chatModel('parrot:grey-2')
  const raw = await model.complete(chatRequest(), { signal: AbortSignal.timeout(deadlineMs) })
  expect(server.asked.at(-1)).toMatchObject({ bird: 'grey-2', breath: 700, words: ['You review tools.', expect.stringContaining('Acme')] })
  expect(model.read(raw)).toMatchObject({ text: '{"echo":"2"}', finishReason: 'stop', usage: { inputTokens: 120, outputTokens: 30 } })
  const offline = createOfflineReaders(definitions)('parrot:grey-2').read(reply)
  expect(offline).toMatchObject({ text: '{"call":"ship"}', finishReason: 'stop' })
  // 1,000,000 tokens at 2 dollars and 100,000 at 10 dollars a million.
  expect(catalog.costUsd({ model: 'parrot:grey-2', usage: offline.usage })).toBe(3)
})

test('its models are listed with what its catalog entries say, and its small one is the default', async () => {
  const config = await loadWithKey()
  const models = look(config)
  const { jurors, why } = await chooseJurors({ asked: undefined, recorded: undefined, config, listModels: models.listModels })
  expect(jurors).toEqual(['parrot:grey-2'])
  expect(why).toContain('PARROT_KEY is set')
  const answers = await askProviders({ config, models })
  const { providers } = describeModels(answers, { catalog: models.catalog, defaultJurors: jurors })
  const known = { vendor: 'Parrot Works', structuredOutput: 'json-object' }
  expect(providers.find(({ provider }) => provider === 'parrot')).toMatchObject({
    status: 'listed',
    models: [
      { ...known, id: 'parrot:grey-2', isDefault: true, family: 'Grey', contextTokens: 32_000, price: parrot.catalogEntries[1]?.price },
      { ...known, id: 'parrot:macaw', isDefault: false, contextTokens: null, price: { kind: 'unknown' } },
    ],
  })
})

test('it may be chosen as a juror, and counts as a model that can be used', async () => {
  const config = await loadWithKey()
  const { registry } = look(config)
  expect(usableProviders(registry.providers, config)).toContain('parrot')
  const offers = await createJurorChoices({ app: { registry }, config, runtime })()
  expect(offers.filter(({ missingKey }) => missingKey === null)).toMatchObject([
    { model: 'parrot:grey-2', isDefault: true, providerName: 'Parrot', runsOn: 'Parrot', contextTokens: 32_000 },
    { model: 'parrot:macaw', isDefault: false, price: { kind: 'unknown' } },
  ])
  // What the catalog knows of vendors without a key is shown with the variable that is missing.
  expect(offers.find(({ model }) => model === 'anthropic:claude-haiku-5-5')).toMatchObject({
    missingKey: 'ANTHROPIC_API_KEY',
    isDefault: false,
  })
  const { check } = createModelReadiness({ registry, providers: ['parrot'], runtime, deadlineMs })
  expect(await check(AbortSignal.timeout(deadlineMs))).toEqual({ isReady: true, detail: 'parrot: 2 models' })
})

const noStorage = { database: { status: 'not-tried' }, queue: { status: 'not-tried' }, dataFolder: null } as const
/** What `panel doctor` says of the vendor. */
async function diagnosed(config: Awaited<ReturnType<typeof load>>) {
  const checks = await examineModels(config, runtime, Promise.resolve(noStorage))
  return checks.find(({ name }) => name === 'parrot')
}

test('the doctor says how to get a key, that it works, and what fixes a key that is refused, which it does not repeat', async () => {
  expect(await diagnosed(await load())).toEqual({
    name: 'parrot',
    status: 'not configured',
    seen: 'PARROT_KEY is not set',
    fix: 'export PARROT_KEY=<a key from parrots.example>',
  })
  expect(await diagnosed(await loadWithKey())).toMatchObject({ status: 'ok', seen: '2 models' })
  const wrong = 'prt_ffffffffffffffff'
  const refused = await diagnosed(await loadWithKey(wrong))
  expect(refused).toMatchObject({ status: 'problem', fix: 'export PARROT_KEY=<a key from parrots.example>' })
  expect(refused?.seen).toContain('Set PARROT_KEY to a key')
  expect(JSON.stringify(refused)).not.toContain(wrong)
})

test('before a panel, a missing key and a model that it does not have are said', async () => {
  const without = await load()
  expect(await findUncallable({ jurors: ['parrot:grey-2'], config: { ...without }, models: look(without) })).toEqual([
    { jurors: ['parrot:grey-2'], what: 'PARROT_KEY is not set', fix: 'export PARROT_KEY=<a key from parrots.example>' },
  ])
  const config = await loadWithKey()
  expect(await findUncallable({ jurors: ['parrot:grey-2', 'parrot:owl'], config, models: look(config) })).toMatchObject([
    { jurors: ['parrot:owl'], what: 'parrot has no model owl. It has: grey-2, macaw, grey-embed' },
  ])
})

test('without any model, its key is among the ways to get one', async () => {
  const config = await load()
  const listModels = look(config).listModels
  await expect(chooseJurors({ asked: undefined, recorded: undefined, config, listModels })).rejects.toThrow('or PARROT_KEY')
})

test('its key is kept out of recordings and messages, the configured one and whatever looks like one', async () => {
  const config = await loadWithKey()
  const other = 'prt_00ff00ff00ff00ff'
  expect(secretsOf(config)).toEqual([parrotKey])
  const known = { known: secretsOf(config), shapes: secretShapesOf(config) }
  expect(findSecrets({ raw: { said: `it was ${other}` } }, known)).toEqual([{ path: 'raw.said', kind: 'a Parrot key (prt_…)' }])
  expect(findSecrets({ raw: `it was ${parrotKey}` }, known).map(({ kind }) => kind)).toContain('a key of your configuration')
  expect(withoutSecrets(`${parrotKey}, ${other} and prt_short`, redactionsOf(config))).toBe('[redacted], [redacted] and prt_short')
})

test("a key that looks like the vendor's is in no message, though it is not ours and another provider repeats it", async () => {
  const foreign = 'prt_00ff00ff00ff00ff'
  const fetch = async () => Response.json({ error: { message: `the key ${foreign} is over its limit` } }, { status: 400 })
  for (const { environment } of definitions) if (environment.key !== null) vi.stubEnv(environment.key, 'plain')
  const { registry } = openModels(await loadWithKey(), { fetch }, deadlineMs)
  for (const provider of registry.providers) {
    const error = await registry
      .chatModel(`${provider}:m`)
      .complete(chatRequest(), { signal: AbortSignal.timeout(deadlineMs) })
      .catch(String)
    expect(error, provider).toContain('[redacted]')
    expect(error, provider).not.toContain(foreign)
  }
})

/** A tracer that keeps the attributes of each span. */
function keepingTracer() {
  const kept: Attributes[] = []
  const span = new Proxy({} as Span, { get: () => () => span })
  const startActiveSpan = (_name: string, { attributes }: { attributes: Attributes }, work: (span: Span) => unknown) => {
    kept.push(attributes)
    return work(span)
  }
  return { kept, tracer: { startActiveSpan } as unknown as Tracer }
}

test('its spans carry the name that the conventions give it', async () => {
  const config = await loadWithKey()
  const { kept, tracer } = keepingTracer()
  const telemetryName = (name: string) => telemetryNameOf(name, config)
  const model = traceChatModel(look(config).registry.chatModel('parrot:macaw'), { tracer, telemetryName })
  await model.complete(chatRequest(), { signal: AbortSignal.timeout(deadlineMs) })
  expect(kept).toMatchObject([{ 'gen_ai.provider.name': 'parrot_works', 'gen_ai.request.model': 'macaw' }])
})

test('its own limits hold where the configuration has none, each by itself', async () => {
  await writeFile(join(folder, 'panel.config.yaml'), 'limits: { parrot: { requestsPerMinute: 7 }, mistral: { concurrency: 2 } }')
  const config = await loadWithKey()
  const limits = createLocalLimits({ registry: look(config).registry, limits: limitsOf(config), runtime })
  expect(limits.limitsOf('parrot')).toEqual({ concurrency: 3, requestsPerMinute: 7 })
  expect(limits.limitsOf('mistral')).toEqual({ concurrency: 2 })
  expect(limits.limitsOf('anthropic')).toEqual({})
})

test('a vendor whose server runs on this machine is looked for there, and its own commands fix what is wrong', async () => {
  vi.stubEnv('AVIARY_URL', 'http://127.0.0.1:9')
  const config = await loadConfig({ folder, defaultLogLevel: 'silent', definitions: [aviary] })
  expect(await examineModels(config, runtime, Promise.resolve(noStorage))).toMatchObject([
    { name: 'aviary', status: 'problem', fix: 'aviary open' },
    { name: 'models', fix: expect.stringContaining('start Aviary') },
  ])
  const models = look(config)
  const listModels = async (provider: string) => ({ provider, models: [{ name: 'owl', sizeBytes: 5, parameterSize: null }] })
  const { jurors, why } = await chooseJurors({ asked: undefined, recorded: undefined, config, listModels })
  expect(jurors).toEqual(['aviary:owl'])
  expect(why).toContain('no hosted key is set and Aviary runs')
  const found = await findUncallable({ jurors: ['aviary:jay'], config, models: { ...models, listModels } })
  expect(found).toMatchObject([{ fix: 'aviary hatch jay' }])
  const limits = createLocalLimits({ registry: models.registry, limits: limitsOf(config), runtime })
  await limits.learn('aviary')
  expect(limits.limitsOf('aviary')).toEqual({ concurrency: 2 })
})
