import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

/*
 * A database that version 0.1.0 wrote, as plain SQL: the demo's panel, a person, a comparison that is published and one in review, two
 * subscribers and three votes. This version opens it, brings it up to date and serves it.
 */

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
const published = 'rec_25be09b2ecad85abba21f858'

let folder: string
let database: TestDatabase
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-older-'))
  database = await createTestDatabase({ empty: true })
  env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DATABASE_URL: database.connectionString,
    PANEL_HOME: folder,
    PANEL_SECRET: 's'.repeat(40),
    OLLAMA_HOST: 'http://127.0.0.1:1',
  }
  const dump = await readFile(join(packageFiles.root, 'tests', 'support', 'platform', 'db', 'version-0.1.0.sql.gz'))
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  await client.query(gunzipSync(dump).toString('utf8')).finally(() => client.end())
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

test('a database of version 0.1.0 is migrated and read by the command line, its audit log whole', async () => {
  const panels = await runPanelCommand(['status', '--json'], { env })
  expect([panels.code, panels.stderr]).toEqual([0, ''])
  const shown = await runPanelCommand(['show', published, '--json'], { env })
  expect(shown.code).toBe(0)
  expect(recordSchema.parse(JSON.parse(shown.stdout)).tools.map(({ slug, panelShip }) => [slug, panelShip.percent])).toEqual([
    ['claude-haiku-open-weights', 50],
    ['mistral-3-instruct', 75],
  ])
  expect(await runPanelCommand(['audit', 'verify'], { env })).toMatchObject({ code: 0, stdout: expect.stringContaining('12 entries') })
})

test('a database of version 0.1.0 is served: its comparison, its votes, its people', async () => {
  const child = spawn(process.execPath, [main, 'serve', '--no-worker', '--port', '0'], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  try {
    let printed = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      printed += String(chunk)
      if (/^Ship Panel at .+\n/m.test(printed)) break
    }
    const origin = /^Ship Panel at (http:\/\/127\.0\.0\.1:\d+)\/desk$/m.exec(printed)?.[1] ?? 'none'
    const comparison = await (await fetch(`${origin}/compare/claude-haiku-open-weights-vs-mistral-3-instruct`)).text()
    expect(comparison).toContain('The panel leans to Mistral 3, 3 ships to 2.')
    const home = await (await fetch(`${origin}/`)).text()
    expect(home).toContain('/compare/claude-haiku-open-weights-vs-mistral-3-instruct')
    const vote = await (await fetch(`${origin}/vote/mistral-3-instruct`)).text()
    expect(/Readers so far:[^<]*/.exec(vote)?.[0]).toContain('3 votes')
    expect((await fetch(`${origin}/desk`, { redirect: 'manual' })).status).toBe(303)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
})
