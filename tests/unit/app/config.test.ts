import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadConfig } from '../../../src/app/config.js'
import { InputError } from '../../../src/platform/errors.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { callTimeouts } from '../../../src/providers/http/call-timeouts.js'
import { createProviders } from '../../../src/providers/providers.js'
import { secretsOf } from '../../../src/providers/setup.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-config-'))
  for (const name of ['DATABASE_URL', 'PANEL_HOME', 'PANEL_PUBLIC_URL', 'OLLAMA_HOST', 'LOG_LEVEL']) vi.stubEnv(name, undefined)
  for (const vendor of ['ANTHROPIC', 'MISTRAL', 'OPENAI']) {
    vi.stubEnv(`${vendor}_API_KEY`, undefined)
    vi.stubEnv(`${vendor}_BASE_URL`, undefined)
  }
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const load = () => loadConfig({ folder, defaultLogLevel: 'error' })
const writeConfig = (...lines: string[]) => writeFile(join(folder, 'panel.config.yaml'), lines.join('\n'))

test('with nothing set, everything has a default and no key is known', async () => {
  const config = await load()
  expect(config).toMatchObject({
    databaseUrl: null,
    home: join(folder, '.panel'),
    logLevel: 'error',
    jurors: [],
    endpoints: [],
    catalog: [],
    budgetUsd: null,
    concurrency: 8,
  })
  expect(secretsOf(config)).toEqual([])
  expect(Object.isFrozen(config)).toBe(true)
})

test('what retention leaves out is kept for ever; days are whole and at least one', async () => {
  expect((await load()).retention).toEqual({})
  await writeConfig('retention: { repliesDays: 180 }')
  expect((await load()).retention).toEqual({ repliesDays: 180 })
  for (const bad of ['repliesDays: 0', 'eventsDays: 1.5', 'jobsDays: 7d', 'logsDays: 1']) {
    await writeConfig(`retention: { ${bad} }`)
    await expect(load()).rejects.toThrow(InputError)
  }
})

test('every problem of the environment and of the file is reported at once, with its place', async () => {
  vi.stubEnv('DATABASE_URL', 'mysql://x')
  vi.stubEnv('LOG_LEVEL', 'loud')
  await writeConfig('jurors: llama', 'concurrency: 0', 'colour: red')
  let problems: string[] = []
  try {
    await load()
  } catch (error) {
    if (error instanceof InputError)
      problems = error.problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
  }
  expect(problems).toHaveLength(5)
  expect(problems[0]).toContain('environment:1:1 DATABASE_URL')
  expect(problems[1]).toContain('environment:1:1 LOG_LEVEL')
  expect(problems.slice(2).map((problem) => problem.split(' ')[0])).toEqual([
    'panel.config.yaml:1:9',
    'panel.config.yaml:2:14',
    'panel.config.yaml:3:1',
  ])
})

test('an empty variable counts as unset, and a home may begin with a tilde', async () => {
  vi.stubEnv('DATABASE_URL', '')
  vi.stubEnv('PANEL_HOME', '~/panels')
  expect(await load()).toMatchObject({ databaseUrl: null, home: join(homedir(), 'panels') })
})

test('a slow machine may wait longer for what it looks at, and never shorter', async () => {
  vi.stubEnv('PANEL_PATIENCE', '2.5')
  expect((await load()).timeoutFactor).toBe(2.5)
  for (const wrong of ['0.5', '1001', 'long', '-1']) {
    vi.stubEnv('PANEL_PATIENCE', wrong)
    await expect(load()).rejects.toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ message: expect.stringContaining('PANEL_PATIENCE: write how many') })],
      }),
    )
  }
})

test('an endpoint takes its key from the variable it names, and every key is known as a secret', async () => {
  vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-anthropic')
  vi.stubEnv('VLLM_KEY', 'key-of-vllm')
  await writeConfig(
    'endpoints:',
    '  vllm: { baseUrl: "http://127.0.0.1:8000/v1", apiKeyEnv: VLLM_KEY, local: true }',
    '  studio: { baseUrl: "http://127.0.0.1:1234/v1" }',
  )
  const config = await load()
  expect(config.endpoints).toEqual([
    { name: 'vllm', baseUrl: 'http://127.0.0.1:8000/v1', local: true, apiKey: 'key-of-vllm', apiKeyEnv: 'VLLM_KEY' },
    { name: 'studio', baseUrl: 'http://127.0.0.1:1234/v1', local: false, apiKey: null, apiKeyEnv: null },
  ])
  expect(secretsOf(config)).toEqual(['key-of-anthropic', 'key-of-vllm'])
})

test('a key for OpenAI makes an endpoint of that name, unless the file has its own', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'key-of-openai')
  expect((await load()).endpoints).toMatchObject([{ name: 'openai', baseUrl: 'https://api.openai.com/v1', apiKey: 'key-of-openai' }])
  await writeConfig('endpoints: { openai: { baseUrl: "https://gateway.example/v1" } }')
  expect((await load()).endpoints).toMatchObject([{ name: 'openai', baseUrl: 'https://gateway.example/v1', apiKey: null }])
})

test('how long calls may take is set by provider, in seconds, over what a hosted and a local one have', async () => {
  await writeConfig('timeouts:', '  vllm: { firstByteSeconds: 7200, totalSeconds: 20000 }', '  anthropic: { totalSeconds: 90 }')
  const { timeouts } = await load()
  expect(callTimeouts(timeouts.vllm, { isLocal: true })).toEqual({ firstByteMs: 7_200_000, idleMs: 600_000, deadlineMs: 20_000_000 })
  expect(callTimeouts(timeouts.anthropic, { isLocal: false })).toEqual({ deadlineMs: 90_000 })
  expect(callTimeouts(undefined, { isLocal: false })).toEqual({ deadlineMs: 600_000 })
  for (const wrong of ['{ idleSeconds: 0 }', '{ idleSeconds: 1.5 }', '{ totalSeconds: 86401 }', '{ idleMs: 5 }']) {
    await writeConfig(`timeouts: { vllm: ${wrong} }`)
    await expect(load(), wrong).rejects.toThrow(InputError)
  }
})

test.each(['anthropic', 'ollama', 'Vllm', '9lives'])('an endpoint cannot be called %s', async (name) => {
  await writeConfig(`endpoints: { ${name}: { baseUrl: "http://127.0.0.1:1/v1" } }`)
  await expect(load()).rejects.toThrow(InputError)
})

test('what the file says of a model stands over what the package knows', async () => {
  await writeConfig(
    'catalog:',
    '  - match: ollama:llama3.1:8b',
    '    price: { kind: metered, usdPerMillionTokens: { input: 1, cachedInput: null, output: 2 }, readOn: 2026-11-22, source: "https://example.com/price" }',
  )
  const { catalog } = createProviders(await load(), { runtime: createRuntime({ logLevel: 'silent' }), deadlineMs: 1000 })
  const usage = { inputTokens: 1_000_000, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 500_000 }
  expect(catalog.costUsd({ model: 'ollama:llama3.1:8b', usage })).toBe(2)
  expect(catalog.costUsd({ model: 'ollama:other', usage })).toBe(0)
  expect(catalog.costUsd({ model: 'nobody:knows', usage })).toBeNull()
})

test('second opinions are off unless a model is named: one, or several in their order; its provider has to be known', async () => {
  expect((await load()).secondOpinion).toEqual([])
  await writeConfig('secondOpinion: { model: anthropic:claude-haiku-5-5 }')
  expect((await load()).secondOpinion).toEqual(['anthropic:claude-haiku-5-5'])
  await writeConfig(
    'endpoints: { lab: { baseUrl: "http://127.0.0.1:8000/v1" } }',
    'secondOpinion: { model: [lab:a, "openai:b", lab:a, ollama:c] }',
  )
  expect((await load()).secondOpinion).toEqual(['lab:a', 'openai:b', 'ollama:c'])
  for (const [line, message] of [
    ['secondOpinion: { model: nobody:x }', 'name a model of anthropic, mistral, ollama, openai; no provider is called "nobody"'],
    ['secondOpinion: { model: x }', ''],
    ['secondOpinion: { model: [] }', ''],
    ['secondOpinion: {}', ''],
    ['secondOpinion: anthropic:x', ''],
    ['secondOpinion: { model: anthropic:x, always: true }', ''],
  ] as const) {
    await writeConfig(line)
    const error = await load().catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).problems.map(({ fix }) => fix).join('\n')).toContain(message)
  }
})

test('a jury is a list of jurors, or jurors with reserves and repeats; ties are handled as usual unless the file says how', async () => {
  expect(await load()).toMatchObject({ juries: [], conflictPolicy: null })
  await writeConfig(
    'juries:',
    '  quick: [ollama:a, ollama:b]',
    '  careful: { jurors: [anthropic:claude-haiku-5-5], reserves: [mistral:x, openai:y], repeat: 3 }',
    'conflictOfInterest: replace',
  )
  expect(await load()).toMatchObject({
    juries: [
      { name: 'quick', jurors: ['ollama:a', 'ollama:b'], reserves: [], repeat: 1 },
      { name: 'careful', jurors: ['anthropic:claude-haiku-5-5'], reserves: ['mistral:x', 'openai:y'], repeat: 3 },
    ],
    conflictPolicy: 'replace',
  })
})

test.each([
  ['juries: { quick: [ollama:a, nobody:x] }', '1:29 juries.quick[1] is "nobody:x"', 'no provider is called "nobody"'],
  ['juries: { quick: { jurors: [ollama:a], reserves: [nobody:x] } }', '1:51 juries.quick.reserves[0] is "nobody:x"', 'name a model of'],
  ['juries: { quick: [ollama:a, ollama:a] }', '1:29 juries.quick[1] is "ollama:a"', 'once'],
  ['juries: { quick: { jurors: [ollama:a], reserves: [ollama:a] } }', '1:51 juries.quick.reserves[0] is "ollama:a"', 'once'],
  ['juries: { quick: [llama] }', '1:19 juries.quick[0] is "llama"', 'write provider:model'],
  ['juries: { quick: [] }', '1:18 juries.quick is an empty list', 'at least 1'],
  ['juries: { quick: { jurors: [] } }', '1:28 juries.quick.jurors is an empty list', 'at least 1'],
  ['juries: { quick: { reserves: [ollama:a] } }', '1:18 the key "jurors" is missing in juries.quick', 'add "jurors:"'],
  ['juries: { quick: { jurors: [ollama:a], reserve: [ollama:b] } }', '1:40 the key "reserve" is unknown in juries.quick', 'reserves'],
  ['juries: { quick: { jurors: [ollama:a], repeat: 10 } }', '1:48 juries.quick.repeat is the number 10', 'at most 9'],
  ['juries: { quick: 3 }', '1:18 juries.quick is the number 3', 'a list of at least 1'],
  ['juries: { Quick Look: [ollama:a] }', '1:11 the key "Quick Look" in juries', 'use lower-case letters'],
  ['conflictOfInterest: ban', '1:21 conflictOfInterest is "ban"', 'one of "label", "replace" or "bar"'],
])('%s is refused where it is wrong', async (line, place, fix) => {
  await writeConfig(line)
  const error = await load().catch((problem: unknown) => problem)
  if (!(error instanceof InputError)) throw error
  expect(error.problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`).join('\n')).toContain(place)
  expect(error.problems.map((problem) => problem.fix).join('\n')).toContain(fix)
})
