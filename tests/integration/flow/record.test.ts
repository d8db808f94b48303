import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { readRecordings } from '../../../src/panels/ledger/recording-files.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { writeOnePersona } from '../../support/one-persona.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { replyToSample } from '../../support/samples.js'

let database: TestDatabase
let folder: string
let env: Record<string, string>
let personas: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'panel-record-'))
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home') }
  personas = await writeOnePersona(folder)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await database.drop()
})

/** Runs the command in the test's folder while an Ollama answers every question with that reply. */
async function withOllama<T>(
  content: string,
  use: (run: (args: string[], more?: Record<string, string>) => ReturnType<typeof runPanelCommand>) => T,
) {
  const server = new LLMock({ port: 0, host: '127.0.0.1' })
  await server.start()
  for (const model of ['recorded', 'kept', 'prose', 'secret-16', 'secret-27']) server.on({ model }, { content })
  try {
    return await use((args, more) => runPanelCommand(args, { env: { ...env, ...more, OLLAMA_HOST: server.url }, cwd: folder }))
  } finally {
    await server.stop()
  }
}

const panelArgs = (model: string) => [...packageFiles.sampleDossiers, '--model', model, '--personas', personas, '--json']
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

test('what a live panel was answered is written to files, and they replay to the same record with the model gone', async () => {
  const recorded = await withOllama(JSON.stringify(replyToSample()), (run) => run(['record', 'compare', ...panelArgs('ollama:recorded')]))
  expect(recorded.stderr).toContain('2 recordings in recordings; replay with --replay recordings')
  expect(recorded.code).toBe(0)
  const record = recordSchema.parse(JSON.parse(recorded.stdout))
  const { recordings } = await readRecordings(join(folder, 'recordings'))
  const keys = record.tools.flatMap((tool) => tool.verdicts.flatMap((verdict) => verdict.callKeys))
  expect(recordings.map(({ key }) => key)).toEqual(keys.sort())
  for (const recording of recordings) {
    expect(recording).toMatchObject({ model: 'ollama:recorded', sample: 1, origin: 'recorded', costUsd: 0 })
    expect(recording.raw).toMatchObject({ message: { content: JSON.stringify(replyToSample()) } })
    expect(recording.latencyMs).toEqual(expect.any(Number))
  }
  const files = await readdir(join(folder, 'recordings', 'ollama'))
  for (const file of files) expect(await readFile(join(folder, 'recordings', 'ollama', file), 'utf8')).not.toMatch(/header|authorization/i)

  const args = ['compare', ...packageFiles.sampleDossiers, '--personas', personas, '--replay', 'recordings', '--json']
  const replayed = await runPanelCommand(args, { env: { ...env, OLLAMA_HOST: 'http://127.0.0.1:9' }, cwd: folder })
  expect(replayed.stderr).toContain('No model was called: 2 replies came from recordings.')
  expect(recordSchema.parse(JSON.parse(replayed.stdout)).contentSha256).toBe(record.contentSha256)
})

test('replies that were in the ledger already are written too', async () => {
  const to = join(folder, 'kept')
  const second = await withOllama(JSON.stringify(replyToSample()), async (run) => {
    await run(['compare', ...panelArgs('ollama:kept')])
    return run(['record', 'compare', ...panelArgs('ollama:kept'), '--to', to])
  })
  expect(second.stderr).toContain('No model was called: 2 replies came from the ledger.')
  expect(second.code).toBe(0)
  expect((await readRecordings(to)).recordings).toHaveLength(2)
})

test('both replies of a seat that stays unscored are written, and the exit code is that of compare', async () => {
  const to = join(folder, 'prose')
  const { code } = await withOllama('The weather is fine.', (run) => run(['record', 'compare', ...panelArgs('ollama:prose'), '--to', to]))
  expect(code).toBe(3)
  expect((await readRecordings(to)).recordings).toHaveLength(4)
})

// Put together here, so that this file holds nothing a scanner would take for a key.
test.each([
  ['looks like a key', `sk-${'ant'}-api03-a1B2c3D4e5F6g7H8i9J0`, 'an Anthropic key'],
  ['is a key of the configuration', 'plum-9-orchard-key', 'a key of your configuration'],
])('a reply with something that %s: nothing is written, exit 1, and the secret is not printed', async (_name, secret, kind) => {
  const to = join(folder, `secret-${kind.length}`)
  const home = join(folder, `home-${kind.length}`)
  const reply = JSON.stringify(replyToSample({ quote: `Small teams pay nothing for it [1], says ${secret} to me.` }))
  const args = ['record', 'compare', ...panelArgs(`ollama:secret-${kind.length}`), '--to', to]
  const { code, stdout, stderr } = await withOllama(reply, (run) => run(args, { PANEL_HOME: home, MISTRAL_API_KEY: 'plum-9-orchard-key' }))
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(new RegExp(`ollama/[0-9a-f]{64}\\.json, at raw\\.message\\.content: ${kind}`))
  expect(stderr).not.toContain(secret)
  expect(await exists(to)).toBe(false)
  expect(await exists(join(home, 'records'))).toBe(false)

  const id = /as (rec_[0-9a-z]+)/.exec(stderr)?.[1] ?? ''
  const file = join(folder, `secret-${kind.length}.bundle.json`)
  const bundled = await runPanelCommand(['bundle', id, '--to', file], { env: { ...env, MISTRAL_API_KEY: 'plum-9-orchard-key' } })
  expect(bundled.code).toBe(1)
  expect(bundled.stderr).toMatch(new RegExp(`the record ${id}, at tools\\[0\\]\\.verdicts\\[0\\]\\.quote: ${kind}`))
  expect(`${bundled.stdout}${bundled.stderr}`).not.toContain(secret)
  expect(await exists(file)).toBe(false)
})

test('a replay cannot be recorded', async () => {
  const { code, stderr } = await runPanelCommand(['record', 'compare', ...panelArgs('ollama:a'), '--replay', 'recordings'], {
    env,
    cwd: folder,
  })
  expect(code).toBe(2)
  expect(stderr).toContain("unknown option '--replay'")
})
