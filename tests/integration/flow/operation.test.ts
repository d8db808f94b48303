import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { openDatabase } from '../../../src/platform/db/database.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, runOnServer, type TestDatabase } from '../../support/database.js'
import { readDoc, tableRows } from '../../support/docs/read-docs.js'
import { type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { queryRows } from '../../support/flow/test-app.js'
import { writePersonas } from '../../support/one-persona.js'
import { environmentWith, runPanelCommand } from '../../support/run-panel-command.js'
import { replyToSample } from '../../support/samples.js'

/*
 * What docs/operate.md says of connections and of the log, held to a real run: a server, a worker and a command, each with a user of its own whom
 * PostgreSQL lets have as many connections as the page says, and no more.
 */

const page = await readDoc('docs/operate.md')
const [dossier = ''] = packageFiles.sampleDossiers
/** What a provider says back with its refusal: a part of the prompt. */
const quotedPrompt = (await readFile(dossier, 'utf8')).slice(2_000, 2_400)
const owner = `operated_${randomBytes(4).toString('hex')}`
const password = randomBytes(16).toString('hex')

type Connected = { user: string; connections: number }
type Started = { name: string; child: ChildProcess; logged: () => string }

let folder: string
let database: TestDatabase
let chat: ChatServer
let limits: Record<'serve' | 'work' | 'compare', number>
/** Counted while every process was at work. */
let connected: Connected[]
let record: unknown
let codes: Record<string, number | null>
let log: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-operated-'))
  database = await createTestDatabase({ empty: true })
  limits = { serve: documented('serve --no-worker'), work: documented('work'), compare: documented('compare') }
  await createUsers()
  const counted = new Promise<void>((resolve) => {
    void whenAsked.then(async () => {
      connected = await countConnections()
      resolve()
    })
  })
  chat = await startChatServer(({ persona, visit }) => {
    asked()
    const hold = { headers: counted }
    const message = `I will not read this: ${quotedPrompt}`
    if (persona === 'refused' && visit === 1) return { kind: 'status', status: 429, message, headers: { 'retry-after': '1' }, hold }
    if (persona === 'refused') return { kind: 'status', status: 400, message, hold }
    const text = JSON.stringify(replyToSample())
    return { kind: 'reply', text, usage: { prompt_tokens: 900, completion_tokens: 90 }, hold }
  })
  await writeFile(join(folder, 'panel.config.yaml'), `endpoints:\n  lab: { baseUrl: '${chat.url}' }\n`)
  await writePersonas(folder, ['dx', 'refused'])
  await runAll()
})
afterAll(async () => {
  await chat.stop()
  await database.drop()
  await runOnServer(database, ...Object.keys(limits).map((name) => `drop role ${userOf(name)}`), `drop role ${owner}`)
  await rm(folder, { recursive: true })
})

let asked: () => void = () => {}
const whenAsked = new Promise<void>((resolve) => {
  asked = resolve
})

/** How many connections the page lets a command have here: it names a number, providers, and panels that someone follows. */
function documented(command: string): number {
  const row = tableRows(page).find(([first = '']) => first.split(', ').includes(`\`${command}\``))
  const words = (row?.[2] ?? '').split(' + ')
  // The endpoint of the panel, and for a worker Ollama; the command line follows its panel, and no one follows one on the desk.
  const known: Record<string, number> = { providers: command === 'work' ? 2 : 1, followers: command === 'compare' ? 1 : 0 }
  const sum = words.reduce((total, word) => total + (known[word] ?? Number(word)), 0)
  if (!(sum > 0)) throw new Error(`docs/operate.md does not say how many connections ${command} needs`)
  return sum
}

const userOf = (name: string) => `${owner}_${name}`

/** Each acts as the owner of the database, and counts for itself. */
async function createUsers(): Promise<void> {
  const name = new URL(database.connectionString).pathname.slice(1)
  await runOnServer(database, `create role ${owner} nologin`, `alter database ${name} owner to ${owner}`)
  for (const [command, limit] of Object.entries(limits)) {
    const user = userOf(command)
    await runOnServer(
      database,
      `create role ${user} login password '${password}' connection limit ${limit} in role ${owner}`,
      `alter role ${user} set role = ${owner}`,
    )
  }
}

function countConnections(): Promise<Connected[]> {
  return queryRows<Connected>(
    database,
    `select usename as user, count(*)::int as connections from pg_stat_activity where usename like '${owner}_%' group by 1 order by 1`,
  )
}

const environmentOf = (name: string) => ({
  DATABASE_URL: Object.assign(new URL(database.connectionString), { username: userOf(name), password }).href,
  PANEL_HOME: join(folder, 'home'),
  LOG_LEVEL: 'trace',
})

/** Starts a command that runs until it is stopped, and waits until it says that it is ready. */
async function start(name: keyof typeof limits, args: readonly string[], ready: string): Promise<Started> {
  const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
  const env = environmentWith(environmentOf(name))
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes(ready)) resolve()
    })
    child.once('exit', () => reject(new Error(`panel ${args.join(' ')} ended: ${text}`)))
  })
  return { name, child, logged: () => text }
}

async function stop({ child }: Started): Promise<number | null> {
  child.removeAllListeners('exit')
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const [code]: (number | null)[] = await ended
  return code ?? null
}

async function runAll(): Promise<void> {
  const serve = await start('serve', ['serve', '--no-worker', '--port', '0'], 'serving; stop with Ctrl-C')
  const work = await start('work', ['work'], 'working; stop with Ctrl-C')
  const args = ['compare', dossier, '--model', 'lab:good', '--personas', join(folder, 'some-personas'), '--json']
  const compared = await runPanelCommand(args, { env: environmentOf('compare'), cwd: folder })
  record = JSON.parse(compared.stdout)
  const address = /"address":"([^"]+)"/.exec(serve.logged())?.[1] ?? ''
  for (const path of ['/', '/tools/none', '/admin/none', '/healthz']) await (await fetch(`${address}${path}`)).text()
  codes = { compare: compared.code, serve: await stop(serve), work: await stop(work) }
  log = [serve.logged(), work.logged(), compared.stderr].join('\n')
}

const logLines = () => log.split('\n').flatMap((line): Record<string, unknown>[] => (line.startsWith('{') ? [JSON.parse(line)] : []))

test('server, worker and command line run a panel with as many connections as docs/operate.md says', () => {
  expect(codes).toEqual({ compare: 3, serve: 0, work: 0 })
  expect(recordSchema.parse(record).totals).toMatchObject({ drafted: 1, unscored: 1 })
  expect(connected.map(({ user }) => user)).toEqual(['compare', 'serve', 'work'].map(userOf))
  for (const { user, connections } of connected)
    expect(connections, user).toBeLessThanOrEqual(limits[user.slice(owner.length + 1) as keyof typeof limits])
  // What PostgreSQL says to one more than a user may have.
  expect(log).not.toMatch(/too many connections/)
})

test('the pool of the database has the size that docs/operate.md goes by', async () => {
  const { pool } = openDatabase({ connectionString: database.connectionString, log: createRuntime({ logLevel: 'silent' }).log })
  const [, , , withRedis = ''] = tableRows(page).find(([first]) => first === '`serve --no-worker`') ?? []
  expect(`${pool.options.max} + followers`).toBe(withRedis)
  await pool.end()
})

test('every field of the log is one that docs/operate.md names', () => {
  const table = tableRows(page.slice(page.indexOf('## Logs')))
  const fields = new Set(table.flatMap(([cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)))
  const lines = logLines()
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['seat finished', 'stopping', 'a provider asked to wait: its queue pauses']),
  )
  expect(lines.flatMap((line) => Object.keys(line).filter((name) => !fields.has(name)))).toEqual([])
  const errors = lines.flatMap(({ err }) => (typeof err === 'object' && err !== null ? Object.keys(err) : []))
  expect(errors.filter((name) => !['name', 'message', 'stack', 'code', 'cause'].includes(name))).toEqual([])
})

test('no prompt and no reply is in the log, not even where a provider repeats one', async () => {
  const calls = await queryRows<{ request: unknown; raw: unknown }>(database, 'select request, raw from model_calls')
  const texts = [quotedPrompt, ...calls.flatMap(({ request, raw }) => [...stringsIn(request), ...stringsIn(raw)])]
  const sentences = texts.flatMap((text) => text.split(/[\n"\\]+/)).flatMap((line) => line.trim().match(/.{40}/g) ?? [])
  expect(sentences.length).toBeGreaterThan(50)
  // What a command tells the person who runs it is no log.
  const logged = log.split('\n').filter((line) => line.startsWith('{'))
  expect(logged.filter((line) => sentences.some((sentence) => line.includes(sentence)))).toEqual([])
})

/** Every text within a JSON value. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
