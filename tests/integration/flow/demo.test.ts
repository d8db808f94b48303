import { cp, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordingSchema } from '../../../src/contracts/model-call.js'
import { recordSchema } from '../../../src/contracts/record.js'
import { replySchema } from '../../../src/contracts/verdict.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

let database: TestDatabase
let folder: string
let env: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  folder = await mkdtemp(join(tmpdir(), 'panel-demo-'))
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home') }
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await database.drop()
})

// A change to what models are asked leaves these recordings unanswered. Record them again, on an Ollama with the model that they name:
// panel record compare fixtures/dossiers/*.yaml --model <it> --to fixtures/real-recordings
test('demo --real replays what a real model said, names it, and says that no one was asked now', async () => {
  const { stdout, stderr } = await runPanelCommand(['demo', '--real', '--json'], { env })
  const record = recordSchema.parse(JSON.parse(stdout))
  const verdicts = record.tools.flatMap((tool) => tool.verdicts)
  expect(verdicts).toHaveLength(8)
  for (const verdict of verdicts) expect(verdict).toMatchObject({ model: 'ollama:smollm2:135m-instruct-q4_1', origin: 'recorded' })
  expect(verdicts.filter((verdict) => verdict.status === 'unscored' && verdict.kind === 'no-recording')).toEqual([])
  expect(record.totals.modelCalls).toMatchObject({ authored: 0 })
  expect(stderr).toContain('No model was called')
  const shown = await runPanelCommand(['demo', '--real'], { env })
  expect(shown.stdout).toContain('A replay: what ollama:smollm2:135m-instruct-q4_1 said when it was asked (origin: recorded).')
  expect(shown.stdout).not.toContain('people wrote these reviews')
  const both = await runPanelCommand(['demo', '--real', '--recordings', folder], { env })
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('leave one out')])
})

/** A copy of the sample's recordings for a test to change; returns the folder and the file of one seat's recording. */
async function copyRecordings(name: string, personaMark: string, toolMark: string) {
  const copy = join(folder, name)
  await cp(packageFiles.sampleRecordings, copy, { recursive: true })
  for (const file of await readdir(join(copy, 'ollama'))) {
    const path = join(copy, 'ollama', file)
    const recording = recordingSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    const text = JSON.stringify(recording.request)
    if (text.includes(`<brief persona=\\"${personaMark}\\"`) && text.includes(`<dossier tool=\\"${toolMark}\\"`))
      return { copy, path, recording }
  }
  throw new Error('the sample holds no such recording')
}

test('demo --json prints exactly one record: 2 of 4 and 3 of 4, eight verdicts, in review', async () => {
  const { code, stdout, stderr } = await runPanelCommand(['demo', '--json'], { env })
  expect(stderr).toContain('No model was called: 8 replies came from recordings.')
  expect(code).toBe(0)
  const record = recordSchema.parse(JSON.parse(stdout))
  expect(record.status).toBe('in_review')
  const [haiku, mistral] = record.tools
  expect(haiku).toMatchObject({
    slug: 'claude-haiku-open-weights',
    panelShip: { ships: 2, calls: 4, abstained: 0, unscored: 0, percent: 50 },
  })
  expect(mistral).toMatchObject({ slug: 'mistral-3-instruct', panelShip: { ships: 3, calls: 4, abstained: 0, unscored: 0, percent: 75 } })
  expect(record.lean).toEqual({ kind: 'leans', tool: 'mistral-3-instruct' })
  const calls = record.tools.map((tool) => tool.verdicts.map((verdict) => [verdict.persona, verdict.call]))
  expect(calls).toEqual([
    [
      ['dx', 'ship'],
      ['competitor', 'skip'],
      ['thesis', 'ship'],
      ['business', 'skip'],
    ],
    [
      ['dx', 'ship'],
      ['competitor', 'ship'],
      ['thesis', 'ship'],
      ['business', 'skip'],
    ],
  ])
  for (const tool of record.tools) {
    expect(tool.community.percent).toBeNull()
    expect(tool.entryPrice.label).toBe('Free')
    for (const verdict of tool.verdicts) {
      expect(verdict).toMatchObject({ status: 'drafted', model: 'ollama:ship-panel-sample', origin: 'authored', flags: [] })
      expect(verdict.callKey).toMatch(/^[0-9a-f]{64}$/)
      expect(verdict.status === 'drafted' && verdict.evidence.every((item) => item.status === 'found')).toBe(true)
    }
  }
})

test('demo prints the scorecard, and writes the record and a page that holds it', async () => {
  const { code, stdout } = await runPanelCommand(['demo'], { env })
  expect(code).toBe(0)
  expect(stdout).toContain('Claude Haiku Open Weights vs Mistral 3 8B & 70B Instruct')
  expect(stdout).toMatch(/Panel ship {3}50 %.*Panel ship {3}75 %/)
  expect(stdout).toMatch(/Community {4}— .*Community {4}— /)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110)
  const page = /Page +(\S+\.html)/.exec(stdout)?.[1] ?? ''
  const html = await readFile(page, 'utf8')
  expect(html).toContain('<!DOCTYPE html>')
  expect(html).toContain('Mistral 3 8B &amp; 70B Instruct')
  const record = recordSchema.parse(JSON.parse(await readFile(page.replace('.html', '.json'), 'utf8')))
  const shown = await runPanelCommand(['show', record.id, '--json'], { env })
  expect(JSON.parse(shown.stdout)).toEqual(record)
})

test('two demos have the same content', async () => {
  const [first, second] = await Promise.all([runPanelCommand(['demo', '--json'], { env }), runPanelCommand(['demo', '--json'], { env })])
  const hashes = [first, second].map(({ stdout }) => recordSchema.parse(JSON.parse(stdout)).contentSha256)
  expect(hashes[0]).toBe(hashes[1])
})

test('with one recording removed the seat is unscored with the nearest recording and the difference, the other seven stand, exit 3', async () => {
  const { copy, path, recording } = await copyRecordings('removed', 'thesis', 'mistral-3-instruct')
  await unlink(path)
  const { code, stdout, stderr } = await runPanelCommand(['demo', '--json', '--recordings', copy], { env })
  expect(code).toBe(3)
  const record = recordSchema.parse(JSON.parse(stdout))
  expect(record.tools.map((tool) => tool.panelShip)).toEqual([
    { ships: 2, calls: 4, abstained: 0, unscored: 0, percent: 50 },
    { ships: 2, calls: 3, abstained: 0, unscored: 1, percent: 67 },
  ])
  const seat = record.tools[1]?.verdicts.find((verdict) => verdict.persona === 'thesis')
  expect(seat).toMatchObject({ status: 'unscored', kind: 'no-recording', call: null, quote: null, callKey: null })
  const reason = seat?.status === 'unscored' ? seat.reason : ''
  expect(reason).toContain(recording.key.slice(0, 12))
  expect(reason).toMatch(/Nearest: ollama\/[0-9a-f]{64}\.json, alike in \d+ % of its lines\. Difference: recorded “.+”, asked “.+”/)
  expect(stderr).toContain('thesis on mistral-3-instruct')
  expect(record.totals).toMatchObject({ seats: 8, drafted: 7, unscored: 1 })
})

test('a citation of a sentence that its source does not have is left out, and said so in record, scorecard and page', async () => {
  const { copy, path, recording } = await copyRecordings('miscited', 'dx', 'mistral-3-instruct')
  const { message } = recording.raw as { message: { content: string } }
  const reply = replySchema.parse(JSON.parse(message.content))
  const evidence = reply.evidence.map((item, index) => (index === 1 ? { ...item, from: 99, to: 99 } : item))
  const content = JSON.stringify({ ...reply, evidence })
  await writeFile(path, JSON.stringify({ ...recording, raw: { ...(recording.raw as object), message: { ...message, content } } }))
  const { code, stdout } = await runPanelCommand(['demo', '--recordings', copy], { env })
  expect(code).toBe(0)
  // The scorecard has two columns.
  expect(stdout.replace(/\s+/g, ' ')).toContain('flagged: Evidence 2 of the reply was left')
  const [, file = ''] = /Page +(\S+\.html)/.exec(stdout) ?? []
  const why = 'Evidence 2 of the reply was left out: the source "running-locally" has the numbers 1 to'
  expect((await readFile(file, 'utf8')).replaceAll('&quot;', '"')).toContain(why)
  expect(await readFile(file.replace(/html$/, 'json'), 'utf8')).toContain(JSON.stringify(why).slice(1, -1))
})

test('a recording whose request was edited by hand is refused, with the file and the fix', async () => {
  const { copy, path, recording } = await copyRecordings('edited', 'dx', 'mistral-3-instruct')
  await writeFile(path, JSON.stringify({ ...recording, sample: 2 }))
  const { code, stderr } = await runPanelCommand(['demo', '--recordings', copy], { env })
  expect(code).toBe(2)
  expect(stderr).toContain(`${recording.key}.json:1:1: its key is not the key of its request`)
})

test('a fifth persona dropped into the folder takes part, with no code changed', async () => {
  const personas = join(folder, 'personas')
  await cp(packageFiles.personas, personas, { recursive: true })
  const fifth = (await readFile(join(personas, 'dx.md'), 'utf8'))
    .replace('id: dx', 'id: security')
    .replace('seat: The Builder', 'seat: The Guard')
    .replace('order: 1', 'order: 9')
  await writeFile(join(personas, 'security.md'), fifth)
  const args = ['compare', ...packageFiles.sampleDossiers, '--personas', personas, '--replay', packageFiles.sampleRecordings, '--json']
  const { code, stdout } = await runPanelCommand(args, { env })
  const record = recordSchema.parse(JSON.parse(stdout))
  expect(record.personas.map((persona) => persona.seat)).toEqual(['The Builder', 'The Skeptic', 'The Futurist', 'The Founder', 'The Guard'])
  // No one recorded the guard's replies: its two seats are there, unscored, and the eight others stand.
  expect(code).toBe(3)
  expect(record.totals).toMatchObject({ seats: 10, drafted: 8, unscored: 2 })
  expect(record.tools.map((tool) => tool.panelShip.percent)).toEqual([50, 75])
})
