import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type EchoServer, echoNames, startEchoServer } from '../../support/flow/echo-server.js'
import { queryRows } from '../../support/flow/test-app.js'
import { writeOnePersona } from '../../support/one-persona.js'
import { draftsOf, draftTotals } from '../../support/record-drafts.js'
import { type CommandResult, runPanelCommand } from '../../support/run-panel-command.js'

/** One key a provider: two in the vendors' own form, which patterns could find, and two that nothing but their value gives away. */
const keys = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-canary0anthropic0canary0anthropic-AA',
  MISTRAL_API_KEY: 'canary0mistral0canary0mistral00',
  OPENAI_API_KEY: 'sk-proj-canary0openai0canary0openai',
  VLLM_KEY: 'canary0/vllm+canary0/vllm+0canary0vllm$1==',
}
/** Meant for Ollama's own cloud: a server elsewhere does not even get it. */
const ollamaKey = 'canary0ollama0canary0ollama'
const providers = ['anthropic', 'mistral', 'openai', 'vllm']

let database: TestDatabase
let folder: string
let personas: string
let server: EchoServer
let env: Record<string, string>
/** Everything that any command printed. */
const printed: { args: string[]; result: CommandResult }[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startEchoServer()
  folder = await mkdtemp(join(tmpdir(), 'panel-secrets-'))
  env = {
    ...keys,
    DATABASE_URL: database.connectionString,
    PANEL_HOME: join(folder, 'home'),
    LOG_LEVEL: 'trace',
    ANTHROPIC_BASE_URL: `${server.url}/anthropic`,
    MISTRAL_BASE_URL: `${server.url}/mistral`,
    OPENAI_BASE_URL: `${server.url}/openai/v1`,
    OLLAMA_HOST: server.url,
    OLLAMA_API_KEY: ollamaKey,
    // The SDKs' own logs, which print requests with their headers.
    ANTHROPIC_LOG: 'debug',
    OPENAI_LOG: 'debug',
    MISTRAL_DEBUG: 'true',
    DEBUG: '*',
  }
  await writeFile(
    join(folder, 'panel.config.yaml'),
    `concurrency: 64\njurors: [vllm:good]\nendpoints:\n  vllm: { baseUrl: '${server.url}/vllm/v1', apiKeyEnv: VLLM_KEY }\n`,
  )
  personas = await writeOnePersona(folder)
  await runEverything()
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

async function run(...args: string[]): Promise<CommandResult> {
  const result = await runPanelCommand(args, { env, cwd: folder })
  printed.push({ args, result })
  return result
}

/** Each command that calls a model, names one, or shows what one said. */
async function runEverything(): Promise<void> {
  const [dossier = ''] = packageFiles.sampleDossiers
  const good = [...providers, 'ollama'].map((provider) => `${provider}:good`)
  const all = [...good, ...[...providers, 'ollama'].flatMap((provider) => echoNames.map((echo) => `${provider}:${echo}`))]
  const panel = [dossier, '--personas', personas, '--model']
  const compared = await run('compare', '--json', ...panel, ...all)
  const { id } = recordSchema.parse(JSON.parse(compared.stdout))
  for (const form of [[], ['--json'], ['--html']]) await run('show', id, ...form)
  await run('compare', '--estimate', ...panel, ...all)
  const recorded = await run('record', 'compare', '--json', '--to', 'recordings', ...panel, ...good)
  const { id: recordedId } = recordSchema.parse(JSON.parse(recorded.stdout))
  await run('bundle', recordedId, '--to', 'recorded.bundle.json')
  await run('bundle', id, '--to', 'failures.bundle.json')
  await run('verify', 'recorded.bundle.json')
  for (const areGood of [true, false]) {
    server.answerListings(areGood)
    for (const command of ['models', 'doctor']) {
      await run(command)
      await run(command, '--json')
    }
  }
}

/** Every row of every table that is ours or the queue's, as text, under the table's name. */
async function dumpDatabase(): Promise<Map<string, string>> {
  const tables = await queryRows<{ name: string }>(
    database,
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1",
  )
  const dump = new Map<string, string>()
  for (const { name } of tables) {
    const rows = await queryRows<{ row: string }>(database, `select t::text as row from ${name} t`)
    dump.set(`table ${name}`, rows.map(({ row }) => row).join('\n'))
  }
  return dump
}

async function readFiles(): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(paths.map(async (path) => [`file ${path.slice(folder.length)}`, await readFile(path, 'utf8')] as const)))
}

/** Everything that was printed, written or stored, under where it is. */
async function everyText(): Promise<Map<string, string>> {
  const output = printed.flatMap(({ args, result }, index) => [
    [`stdout of command ${index + 1}, ${args[0]}`, result.stdout] as const,
    [`stderr of command ${index + 1}, ${args[0]}`, result.stderr] as const,
  ])
  return new Map([...output, ...(await readFiles()), ...(await dumpDatabase())])
}

/** A key in the forms in which a text may hold it, and half of it: a key cut short is still worth stealing. */
function formsOf(key: string): string[] {
  const half = key.slice(-Math.ceil(key.length / 2))
  const base64 = Buffer.from(key).toString('base64').replace(/=+$/, '')
  return [
    key,
    half,
    encodeURIComponent(key),
    encodeURIComponent(half),
    JSON.stringify(key).slice(1, -1),
    base64,
    Buffer.from(key).toString('hex'),
  ]
}

test('the commands did call every provider with its key, and got it back', async () => {
  expect([...server.keysSeen].sort()).toEqual(Object.values(keys).sort())
  expect(printed.map(({ args, result }) => `${args[0]} ${result.code}`)).toEqual([
    'compare 3',
    'show 3',
    'show 3',
    'show 0',
    'compare 0',
    'record 0',
    'bundle 0',
    'bundle 0',
    'verify 0',
    ...['models 0', 'models 0', 'doctor 0', 'doctor 0'],
    // With every list of models refused.
    ...['models 0', 'models 0', 'doctor 1', 'doctor 1'],
  ])
  const record = recordSchema.parse(JSON.parse(printed[0]?.result.stdout ?? ''))
  expect(draftTotals(record)).toMatchObject({ drafted: 5, unscored: 5 * echoNames.length })
  const reasons = record.tools.flatMap((tool) =>
    draftsOf(tool).flatMap((verdict) => (verdict.status === 'unscored' ? [verdict.reason] : [])),
  )
  expect(reasons.filter((reason) => /ECHO.*\[redacted\]/.test(reason)).length).toBeGreaterThanOrEqual(providers.length * 4)
})

test('what is searched holds logs, records, recordings, bundles and rows', async () => {
  const texts = await everyText()
  expect(printed[0]?.result.stderr).toMatch(/"level":\d+.*"a job failed"/)
  const files = [...texts.keys()].filter((name) => name.startsWith('file '))
  expect(files.filter((name) => /^file \/recordings\/\w+\/[0-9a-f]{64}\.json$/.test(name))).toHaveLength(5)
  expect(files.filter((name) => /\.bundle\.json$|^file \/home\/records\//.test(name)).length).toBeGreaterThanOrEqual(6)
  for (const table of ['seats', 'records', 'model_calls', 'model_call_attempts', 'panel_stops'])
    expect(texts.get(`table public.${table}`), table).toMatch(/./)
  expect(texts.get('table bullmq.event')).toContain('seats')
})

test.each(Object.entries({ ...keys, OLLAMA_API_KEY: ollamaKey }))(
  '%s is nowhere: in no output, file, recording or row',
  async (_name, key) => {
    const found = [...(await everyText())].flatMap(([place, text]) => {
      // A scorecard breaks long words over its lines.
      const unbroken = text.replace(/\s+/g, '')
      const at = Math.max(...formsOf(key).map((form) => unbroken.indexOf(form)))
      return at < 0 ? [] : [`${place}: …${unbroken.slice(Math.max(0, at - 120), at)}`]
    })
    expect(found).toEqual([])
  },
)
