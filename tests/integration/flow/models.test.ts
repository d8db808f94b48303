import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { queryRows } from '../../support/flow/test-app.js'
import { writeOnePersona } from '../../support/one-persona.js'
import { json, startWireServer, type WireServer } from '../../support/providers/wire-server.js'
import { type CommandResult, runPanelCommand } from '../../support/run-panel-command.js'
import { replyToSample } from '../../support/samples.js'
import { makeTemporaryHome } from '../../support/temporary-home.js'

const key = 'sk-a-key-that-nobody-may-see'
let database: TestDatabase
let folder: string
let personas: string
let aimock: LLMock
let wire: WireServer
/** Nothing but a database, and an Ollama that is not there. */
let bare: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'panel-models-'))
  personas = await writeOnePersona(folder)
  aimock = new LLMock({ port: 0, host: '127.0.0.1' })
  await aimock.start()
  wire = await startWireServer()
  const gone = await startWireServer()
  await gone.stop()
  bare = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home'), OLLAMA_HOST: gone.url }
})
afterEach(() => {
  aimock.clearFixtures()
  aimock.clearRequests()
  wire.reset()
})
afterAll(async () => {
  await aimock.stop()
  await wire.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

const [dossier = ''] = packageFiles.sampleDossiers
const compare = (options: string[], run: { env: Record<string, string>; cwd?: string }) =>
  runPanelCommand(['compare', dossier, '--personas', personas, ...options, '--json'], { cwd: folder, ...run })
const chats = () => aimock.getRequests().filter(({ path }) => /\/(chat|messages)/.test(path ?? ''))

/** A working folder of its own with that configuration. */
async function folderWith(config: string): Promise<string> {
  const own = await mkdtemp(join(folder, 'work-'))
  await mkdir(own, { recursive: true })
  await writeFile(join(own, 'panel.config.yaml'), config)
  return own
}

const endpointConfig = (baseUrl: string, more = '') => `endpoints:\n  lab: { baseUrl: "${baseUrl}", local: true }\n${more}`

test('with no model named and no key, the largest model of Ollama plays, and stderr says so', async () => {
  aimock.on({ model: 'nomic-embed-text' }, { content: 'x' })
  aimock.on({ model: 'tiny:1b' }, { content: JSON.stringify(replyToSample()) })
  const { code, stdout, stderr } = await compare([], { env: { ...bare, OLLAMA_HOST: aimock.url } })
  expect(stderr).toContain('No model was named: ollama:tiny:1b plays the personas (no hosted key is set and Ollama runs')
  expect(code).toBe(0)
  expect(recordSchema.parse(JSON.parse(stdout)).tools[0]?.verdicts[0]?.model).toBe('ollama:tiny:1b')
  expect(chats()).toHaveLength(1)
})

test('an endpoint of the configuration comes before Ollama, with the first model that it lists', async () => {
  aimock.on({ model: 'lab-model' }, { content: JSON.stringify(replyToSample()) })
  const cwd = await folderWith(endpointConfig(`${aimock.url}/v1`))
  const { code, stdout } = await compare([], { env: { ...bare, OLLAMA_HOST: aimock.url }, cwd })
  expect(code).toBe(0)
  expect(recordSchema.parse(JSON.parse(stdout)).tools[0]?.verdicts[0]?.model).toBe('lab:lab-model')
})

test('with nothing to play: exit 2, the three ways to get a model, and the demo', async () => {
  const { code, stdout, stderr } = await compare([], { env: bare })
  expect(code).toBe(2)
  expect(stdout).toBe('')
  for (const part of ['ANTHROPIC_API_KEY', 'MISTRAL_API_KEY', 'ollama pull', 'endpoints:', 'panel demo']) expect(stderr).toContain(part)
})

const estimateSchema = z.object({
  schema: z.literal('panel.estimate/1'),
  jurors: z.array(z.object({ model: z.string(), basedOnCalls: z.number(), outputTokensPerCall: z.number() }).loose()),
  total: z
    .object({ calls: z.number(), fromLedger: z.number(), withoutCacheUsd: z.number().nullable(), withCacheUsd: z.number().nullable() })
    .loose(),
})
const estimateOf = ({ stdout }: CommandResult) => estimateSchema.parse(JSON.parse(stdout))

const countRows = async () => {
  const tables = ['panels', 'seats', 'dossiers', 'personas', 'model_calls', 'model_call_attempts', 'records']
  const counts = tables.map((table) => `(select count(*) from ${table})`).join(' + ')
  return (await queryRows<{ n: number }>(database, `select (${counts})::int as n`))[0]?.n
}

test('an estimate calls no one and stores nothing; with a hosted key it takes the default model, and its cached cost is lower', async () => {
  const all = ['compare', ...packageFiles.sampleDossiers, '--estimate', '--json']
  const env = { ...bare, ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: aimock.url }
  // The first command of all makes the tables.
  await runPanelCommand(all, { env, cwd: folder })
  const before = await countRows()
  const result = await runPanelCommand(all, { env, cwd: folder })
  expect(result.code).toBe(0)
  expect(await countRows()).toBe(before)
  expect(aimock.getRequests()).toEqual([])
  const { jurors, total } = estimateOf(result)
  expect(jurors).toMatchObject([{ model: 'anthropic:claude-haiku-5-5', basedOnCalls: 0, outputTokensPerCall: 1_000 }])
  expect(total).toMatchObject({ calls: 8, fromLedger: 0, durationMs: null })
  expect(total.withoutCacheUsd).toBeGreaterThan(0)
  expect(total.withCacheUsd).toBeLessThan(total.withoutCacheUsd ?? 0)
  expect(JSON.parse(result.stdout).conflicts).toEqual([
    { tool: 'claude-haiku-open-weights', model: 'anthropic:claude-haiku-5-5', kind: 'vendor', maker: 'Anthropic', named: 'Anthropic' },
  ])
  const forPeople = await runPanelCommand(all.slice(0, -1), { env, cwd: folder })
  expect(forPeople.stdout.replace(/\s+/g, ' ')).toContain(
    'Warning: anthropic:claude-haiku-5-5 judges claude-haiku-open-weights, a tool of its own vendor, Anthropic.',
  )
})

test('an estimate knows what is in the ledger, and learns from it how long a reply is', async () => {
  const reply = (outputTokens: number) => ({
    message: { content: JSON.stringify(replyToSample()) },
    done_reason: 'stop',
    prompt_eval_count: 5_000,
    eval_count: outputTokens,
  })
  wire.answerWith(json(reply(345)))
  const env = { ...bare, OLLAMA_HOST: wire.url }
  expect((await compare(['--model', 'ollama:known'], { env })).code).toBe(0)
  wire.reset()
  const two = ['compare', ...packageFiles.sampleDossiers, '--personas', personas, '--model', 'ollama:known', '--estimate']
  const { jurors, total } = estimateOf(await runPanelCommand([...two, '--json'], { env, cwd: folder }))
  expect(total).toMatchObject({ calls: 1, fromLedger: 1, withoutCacheUsd: 0, worstCaseUsd: 0, durationMs: expect.any(Number) })
  expect(jurors).toMatchObject([{ basedOnCalls: 1, outputTokensPerCall: 345, price: 'local' }])
  const { stdout } = await runPanelCommand([...two, '--budget', '1'], { env, cwd: folder })
  expect(stdout).toContain('1 to make; 1 of 2 are in the ledger already and cost nothing')
  expect(stdout).toContain('no charge (local)')
  expect(stdout).toContain('An estimate: no model was called and nothing stored.')
  expect(wire.requests).toEqual([])
})

test('an estimate says unknown for a price that no one knows, and --replay has none', async () => {
  const cwd = await folderWith('endpoints:\n  lab: { baseUrl: "http://127.0.0.1:9/v1" }\n')
  const { code, stdout } = await runPanelCommand(['compare', dossier, '--estimate', '--model', 'lab:m', '--budget', '1'], {
    env: bare,
    cwd,
  })
  expect(code).toBe(0)
  expect(stdout).toMatch(/cost +unknown/)
  expect(stdout).toContain('cannot be held to it')
  expect((await runPanelCommand(['compare', dossier, '--estimate', '--replay', folder], { env: bare, cwd })).code).toBe(2)
})

const doctorSchema = z.object({
  schema: z.literal('panel.doctor/1'),
  isHealthy: z.boolean(),
  checks: z.array(z.object({ name: z.string(), status: z.string(), seen: z.string(), fix: z.string().nullable() })),
})

async function doctor(env: Record<string, string>, cwd = folder) {
  const { code, stdout, stderr } = await runPanelCommand(['doctor', '--json'], { env, cwd })
  const { isHealthy, checks } = doctorSchema.parse(JSON.parse(stdout))
  return { code, text: stdout + stderr, isHealthy, status: Object.fromEntries(checks.map(({ name, status }) => [name, status])), checks }
}

test('a doctor finds all well: database, queue and every configured provider, and says who is not configured', async () => {
  for (const model of ['claude-haiku-5-5', 'llama3.1:8b']) aimock.on({ model }, { content: 'x' })
  const env = { ...bare, OLLAMA_HOST: aimock.url, ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: aimock.url }
  const { code, status, isHealthy, text, checks } = await doctor(env)
  expect(status).toEqual({
    Node: 'ok',
    configuration: 'ok',
    database: 'ok',
    queue: 'ok',
    mail: 'not configured',
    anthropic: 'ok',
    mistral: 'not configured',
    ollama: 'ok',
    openai: 'not configured',
    models: 'ok',
  })
  expect([code, isHealthy]).toEqual([0, true])
  expect(text).not.toContain(key)
  expect(checks.find(({ name }) => name === 'database')?.seen).toMatch(/PostgreSQL \d+.*migrations; clocks \d+ ms apart/)
  expect(checks.find(({ name }) => name === 'anthropic')?.seen).toBe('2 models')
})

test('each thing that is broken is found beside the others, with its fix, and exit 1; no key and no password is printed', async () => {
  wire.answerWith(json({ type: 'error', error: { type: 'authentication_error', message: `invalid x-api-key ${key}` } }, { status: 401 }))
  const cwd = await folderWith('jurors: [nobody:x]\nendpoints:\n  lab: { baseUrl: "http://127.0.0.1:9/v1", apiKeyEnv: LAB_KEY }\n')
  const address = new URL(database.connectionString)
  address.pathname = '/no-such-database'
  const env = { ...bare, DATABASE_URL: address.href, ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: wire.url }
  const { code, status, text, checks } = await doctor(env, cwd)
  expect(status).toEqual({
    Node: 'ok',
    configuration: 'ok',
    database: 'problem',
    queue: 'not checked',
    mail: 'not configured',
    anthropic: 'problem',
    mistral: 'not configured',
    ollama: 'problem',
    lab: 'problem',
    openai: 'not configured',
    jurors: 'problem',
    models: 'problem',
  })
  expect(code).toBe(1)
  for (const { name, status: found, fix } of checks) if (found === 'problem') expect(fix, name).toMatch(/\S/)
  expect(text).not.toContain(key)
  expect(address.password).not.toBe('')
  expect(text).not.toContain(address.password)
})

test('with a configuration that cannot be read, the doctor says what is wrong with it and leaves the rest', async () => {
  const { code, status, checks } = await doctor(bare, await folderWith('concurency: 4\n'))
  expect(status).toEqual({
    Node: 'ok',
    configuration: 'problem',
    database: 'not checked',
    queue: 'not checked',
    mail: 'not checked',
    models: 'not checked',
  })
  expect(checks.find(({ name }) => name === 'configuration')?.seen).toContain('panel.config.yaml:1:1: ')
  expect(code).toBe(1)
})

test('a server without a list of models is asked for a reply of one token by a configured juror', async () => {
  wire.answerWith((response) => {
    const isChat = wire.requests.at(-1)?.path.endsWith('/chat/completions')
    const reply = { choices: [{ message: { content: '{' }, finish_reason: 'length' }] }
    json(isChat ? reply : { error: { message: 'not here' } }, { status: isChat ? 200 : 404 })(response)
  })
  const cwd = await folderWith(endpointConfig(`${wire.url}/v1`, 'jurors: [lab:m]\n'))
  const { OLLAMA_HOST: _, ...env } = bare
  const { status } = await doctor({ ...env, OLLAMA_HOST: aimock.url }, cwd)
  expect(status).toMatchObject({ lab: 'ok', jurors: 'ok', models: 'ok' })
  const asked = wire.requests.map(({ body }) => body).find((body) => body !== null)
  expect(asked).toMatchObject({ model: 'm', max_tokens: 1 })
})

test('a default model that its provider does not list is a problem: a panel would fail', async () => {
  aimock.on({ model: 'another' }, { content: 'x' })
  const { code, status, checks } = await doctor({ ...bare, OLLAMA_HOST: aimock.url, MISTRAL_API_KEY: key, MISTRAL_BASE_URL: aimock.url })
  expect(status).toMatchObject({ mistral: 'ok', models: 'problem' })
  expect(checks.at(-1)?.seen).toContain('mistral does not list mistral-small-2603 among its models')
  expect(code).toBe(1)
})

test('a DATABASE_URL that leads nowhere: every command says which server, without its password, and what to do', async () => {
  const { port } = new URL(bare.OLLAMA_HOST ?? '')
  const env = { ...bare, DATABASE_URL: `postgres://somebody:a-password@127.0.0.1:${port}/panels` }
  for (const command of [['show'], ['bundle', 'rec_0'], ['demo']]) {
    const { code, stdout, stderr } = await runPanelCommand(command, { env, cwd: folder })
    expect([code, stdout]).toEqual([1, ''])
    const what = `cannot open the database "panels" at 127.0.0.1:${port} (DATABASE_URL): connect ECONNREFUSED 127.0.0.1:${port}`
    const fix = 'start that server, or correct DATABASE_URL; to use the embedded PostgreSQL: unset DATABASE_URL'
    expect(stderr).toBe(`panel: ${what}\n    fix: ${fix}\n`)
  }
  const { checks, text } = await doctor(env)
  expect(checks.find(({ name }) => name === 'database')).toMatchObject({
    status: 'problem',
    fix: expect.stringContaining('unset DATABASE_URL'),
  })
  expect(text).not.toContain('a-password')
})

test('the doctor says where the embedded database really lies', async () => {
  const { home, remove } = await makeTemporaryHome({ isPrivate: true })
  const { DATABASE_URL: _, ...env } = bare
  const { checks } = await doctor({ ...env, PANEL_HOME: home })
  const location = (await readFile(join(home, 'postgres-location'), 'utf8').catch(() => home)).trim()
  await remove()
  expect(checks.find(({ name }) => name === 'database')?.seen).toContain(`embedded, in ${location}/`)
})

test('the doctor speaks to people, too', async () => {
  const { code, stdout } = await runPanelCommand(['doctor'], { env: bare, cwd: folder })
  expect(code).toBe(1)
  expect(stdout).toMatch(/^ok +Node +v/)
  expect(stdout).toMatch(/^not configured +mistral +MISTRAL_API_KEY is not set\n {4}fix: export MISTRAL_API_KEY=/m)
})

test.each(['40', '80'])('piped, the doctor is as wide as COLUMNS=%s says; a fix alone is never broken', async (COLUMNS) => {
  const { stdout } = await runPanelCommand(['doctor'], { env: { ...bare, COLUMNS }, cwd: folder })
  const lines = stdout.split('\n').filter((line) => !line.startsWith('    fix: '))
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Number(COLUMNS))
})

test('panel models lists what can be used now, with prices and the default, as a table and as one document', async () => {
  for (const model of ['claude-haiku-5-5', 'llama3.1:8b']) aimock.on({ model }, { content: 'x' })
  const env = { ...bare, OLLAMA_HOST: aimock.url, ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: aimock.url }
  const table = await runPanelCommand(['models'], { env, cwd: folder })
  expect(table.code).toBe(0)
  expect(table.stdout).toMatch(/^\* anthropic:claude-haiku-5-5 +1M +0\.1 \/ 0\.5 +schema +Anthropic$/m)
  expect(table.stdout).toMatch(/^ {2}ollama:llama3\.1:8b +131k +no charge +schema +Meta$/m)
  expect(table.stdout).toContain('mistral  MISTRAL_API_KEY is not set')
  for (const line of table.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  const { stdout } = await runPanelCommand(['models', '--json'], { env, cwd: folder })
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'panel.models/1', defaultJurors: ['anthropic:claude-haiku-5-5'] })
  expect(table.stdout + stdout).not.toContain(key)
})
