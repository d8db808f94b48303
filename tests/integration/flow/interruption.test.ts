import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterIn } from '../../../src/platform/db/embedded/cluster.js'
import { readServerState } from '../../../src/platform/db/embedded/server-state.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { writePersonas } from '../../support/one-persona.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { replyToSample } from '../../support/samples.js'
import { makeTemporaryHome } from '../../support/temporary-home.js'

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
const good: ChatAnswer = {
  kind: 'reply',
  text: JSON.stringify(replyToSample()),
  usage: { prompt_tokens: 100, completion_tokens: 20 },
}
let database: TestDatabase
let server: ChatServer
let folder: string
let env: Record<string, string>
let isHeld = false

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startChatServer(({ persona }) =>
    isHeld && persona !== 'dx' ? { ...good, hold: { headers: new Promise(() => {}) } } : good,
  )
  folder = await mkdtemp(join(tmpdir(), 'panel-interruption-'))
  const personas = await writePersonas(folder, ['dx', 'competitor', 'thesis', 'business'])
  const config = { personas, endpoints: { gateway: { baseUrl: server.url, local: true } }, limits: { gateway: { perWorker: 4 } } }
  await writeFile(join(folder, 'panel.config.yaml'), JSON.stringify(config))
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home'), COLUMNS: '200' }
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

const dossier = packageFiles.sampleDossiers[0] ?? ''
const command = (args: readonly string[]) => runPanelCommand(args, { env, cwd: folder })

test('Ctrl-C cancels the panel, says how to go on, and ends with 130; no one works on it until it is resumed', async () => {
  isHeld = true
  const child = spawn(process.execPath, [main, 'compare', dossier, '--model', 'gateway:one'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  await server.until(() => server.arrivals().length === 4 && server.events.filter(({ event }) => event === 'ended').length === 1)
  child.kill('SIGINT')
  expect((await once(child, 'close'))[0]).toBe(130)
  const panelId = /Panel (pnl_[0-9a-f]+) is cancelled; what is drafted stays\. Go on with it: panel resume pnl_/.exec(stderr)?.[1] ?? ''
  expect(panelId).not.toBe('')

  const shown = await command(['status', panelId])
  expect(shown.stdout).toContain(`Panel ${panelId}: cancelled (the panel was stopped at the command line)`)
  expect(shown.stdout).toContain('1 drafted, 3 unscored, 0 drafting, 0 waiting')
  isHeld = false
  const asked = server.arrivals().length
  const other = await command(['compare', packageFiles.sampleDossiers[1] ?? '', '--model', 'gateway:one'])
  expect(other.code).toBe(0)
  expect(server.arrivals()).toHaveLength(asked + 4)

  const resumed = await command(['resume', panelId])
  expect(resumed.code).toBe(0)
  expect(server.arrivals()).toHaveLength(asked + 4 + 3)
  expect((await command(['resume', panelId])).code).toBe(2)
})

test('what waits in the queue is left to the fleet with --detach, is seen by status and queue, and can be cancelled', async () => {
  const started = await command(['compare', dossier, '--model', 'gateway:later', '--detach', '--background', '--json'])
  expect(started.code).toBe(0)
  const { panelId, isNew } = JSON.parse(started.stdout)
  expect(isNew).toBe(true)
  const again = await command(['compare', dossier, '--model', 'gateway:later', '--detach'])
  expect(again.stdout).toContain(`Panel ${panelId}: the same panel is running already`)
  const queues = JSON.parse((await command(['queue', '--json'])).stdout)
  expect(queues.queues).toContainEqual(
    expect.objectContaining({ name: 'seats-gateway', state: expect.objectContaining({ waiting: 4, workers: 0 }) }),
  )
  expect((await command(['queue'])).stdout).toContain('no one works on it: start panel work where its provider can be called')
  expect((await command(['status'])).stdout).toMatch(new RegExp(`${panelId}\\s+running \\(background\\)\\s+0 of 4`))
  expect((await command(['requeue'])).stdout).toBe('The queue has lost no panel.\n')
  expect((await command(['cancel', panelId])).code).toBe(0)
  const cancelled = await command(['cancel', panelId])
  expect(cancelled).toMatchObject({ code: 2, stderr: `panel: panel ${panelId} is cancelled already\n` })
  const tied = await command(['compare', packageFiles.sampleDossiers[1] ?? '', '--model', 'gateway:mistral-later', '--detach', '--json'])
  expect(tied.stderr).toContain('Warning: gateway:mistral-later judges mistral-3-instruct, a tool of its own vendor, Mistral AI.')
  expect(JSON.parse(tied.stdout).conflicts).toMatchObject([{ kind: 'vendor', model: 'gateway:mistral-later' }])
  expect((await command(['cancel', JSON.parse(tied.stdout).panelId])).code).toBe(0)
  const unknown = await command(['status', 'pnl_0'])
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('there is no panel pnl_0. The newest:')
})

test('a reader that goes away is no failure: the panel ends, its record is kept, and the embedded database is stopped', async () => {
  const temporary = await makeTemporaryHome()
  const child = spawn(process.execPath, [main, 'demo'], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PANEL_HOME: temporary.home },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.stdout.destroy()
  expect((await once(child, 'close'))[0]).toBe(0)
  const { stdout } = await runPanelCommand(['show', '--json'], { env: { PANEL_HOME: temporary.home } })
  expect(JSON.parse(stdout).totals.drafted).toBe(8)
  expect((await readServerState(clusterIn(await dataFolder(temporary.home)), { now: () => new Date() })).status).toBe('absent')
  await temporary.remove()
})

/** Root keeps its database elsewhere, and says where. */
async function dataFolder(home: string): Promise<string> {
  return (await readFile(join(home, 'postgres-location'), 'utf8').catch(() => home)).trim()
}
