import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { writeOnePersona } from '../../support/one-persona.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { replyToSample } from '../../support/samples.js'

let database: TestDatabase
let folder: string
let server: LLMock
let env: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'panel-compare-'))
  server = new LLMock({ port: 0, host: '127.0.0.1' })
  await server.start()
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home'), OLLAMA_HOST: server.url }
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

/** A persona that the sample reply satisfies, alone in a folder of its own. */
const writePersona = async (name: string) => writeOnePersona(await mkdtemp(join(folder, `${name}-`)))

async function countRows(table: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`)
    return rows[0]?.n ?? Number.NaN
  } finally {
    await client.end()
  }
}

test('a live panel asks Ollama once a seat with the reply schema; the same comparison again makes no call and says so', async () => {
  server.on({ model: 'llama3.1:8b' }, { content: JSON.stringify(replyToSample()) })
  const args = [
    'compare',
    ...packageFiles.sampleDossiers,
    '--model',
    'ollama:llama3.1:8b',
    '--personas',
    await writePersona('live'),
    '--json',
  ]
  const first = await runPanelCommand(args, { env })
  expect(first.stderr).toContain('2 model calls made.')
  expect(first.code).toBe(0)
  const chats = () => server.getRequests().filter((entry) => entry.path === '/api/chat')
  expect(chats()).toHaveLength(2)
  const record = recordSchema.parse(JSON.parse(first.stdout))
  expect(record.run).toMatchObject({ replies: { called: 2, fromLedger: 0, replayed: 0 }, spentUsd: 0 })
  expect(record.tools[0]?.verdicts[0]).toMatchObject({
    status: 'drafted',
    call: 'ship',
    origin: 'recorded',
    model: 'ollama:llama3.1:8b',
    costUsd: 0,
  })

  const second = await runPanelCommand(args, { env })
  expect(second.stderr).toContain('No model was called: 2 replies came from the ledger.')
  expect(chats()).toHaveLength(2)
  expect(recordSchema.parse(JSON.parse(second.stdout)).contentSha256).toBe(record.contentSha256)
})

test('a model that answers with prose twice leaves its seats unscored, with what it wrote kept in the database', async () => {
  server.clearFixtures()
  server.on({ model: 'chatty' }, { content: 'I would rather talk about the weather.' })
  const args = [
    'compare',
    packageFiles.sampleDossiers[0] ?? '',
    '--model',
    'ollama:chatty',
    '--personas',
    await writePersona('prose'),
    '--json',
  ]
  const { code, stdout } = await runPanelCommand(args, { env })
  expect(code).toBe(3)
  const record = recordSchema.parse(JSON.parse(stdout))
  expect(record.tools[0]?.panelShip).toEqual({ ships: 0, calls: 0, abstained: 0, unscored: 1, percent: null })
  expect(record.tools[0]?.verdicts[0]).toMatchObject({ status: 'unscored', kind: 'malformed-reply' })
  expect(record.tools[0]?.verdicts[0]?.callKeys).toHaveLength(2)
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  const { rows } = await client.query("select outcome ->> 'rawText' as text from seats where model = 'ollama:chatty'")
  await client.end()
  expect(rows).toEqual([{ text: 'I would rather talk about the weather.' }])
})

test('dossiers with problems: all of them at once with file, line and column, exit 2, nothing stored', async () => {
  const before = [await countRows('panels'), await countRows('dossiers')]
  const bad = join(folder, 'bad.yaml')
  await writeFile(bad, 'schema: panel.dossier/1\nasOf: someday\ntool:\n  slug: Not A Slug\nnonsense: true\n')
  const args = ['compare', bad, join(folder, 'absent.yaml'), '--model', 'ollama:llama3.1:8b']
  const { code, stdout, stderr } = await runPanelCommand(args, { env })
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(`${bad}:2:7: `)
  expect(stderr).toContain(`${bad}:4:9: `)
  expect(stderr).toContain(`${bad}:5:1: `)
  expect(stderr).toContain('absent.yaml')
  expect(stderr).toMatch(/fix: /)
  expect([await countRows('panels'), await countRows('dossiers')]).toEqual(before)
})

test.each([
  ['an unknown provider', [packageFiles.sampleDossiers[0] ?? '', '--model', 'nobody:x'], 'no provider is called "nobody"'],
  [
    'a budget that is no number',
    [packageFiles.sampleDossiers[0] ?? '', '--model', 'ollama:a', '--budget', 'lots'],
    '--budget takes US dollars',
  ],
  ['no dossier', [], "missing required argument 'dossier'"],
])('%s is wrong usage: exit 2 and a message that helps', async (_name, args, message) => {
  const { code, stdout, stderr } = await runPanelCommand(['compare', ...args], { env })
  expect(stderr).toContain(message)
  expect(code).toBe(2)
  expect(stdout).toBe('')
})

test('an Ollama that is not there is found before anything is stored: exit 2, its address, and how to start it', async () => {
  const args = ['compare', packageFiles.sampleDossiers[0] ?? '', '--model', 'ollama:gone', '--personas', await writePersona('gone')]
  const before = await countRows('panels')
  const { code, stdout, stderr } = await runPanelCommand(args, { env: { ...env, OLLAMA_HOST: 'http://127.0.0.1:9' }, cwd: folder })
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('http://127.0.0.1:9')
  expect(stderr).toContain('Start Ollama (ollama serve)')
  expect(await countRows('panels')).toBe(before)
})

test('a model that is not there is found before anything is stored; one whose replies all are in the ledger need not be there', async () => {
  server.clearFixtures()
  server.on({ model: 'kept' }, { content: JSON.stringify(replyToSample()) })
  const args = ['compare', packageFiles.sampleDossiers[0] ?? '', '--personas', await writePersona('kept'), '--json', '--model']
  expect((await runPanelCommand([...args, 'ollama:kept'], { env })).code).toBe(0)
  const before = await countRows('panels')
  const refused = await runPanelCommand([...args, 'ollama:kept', 'ollama:absent:1b'], { env })
  expect([refused.code, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toContain('ollama has no model absent:1b. It has: kept\n    fix: ollama pull absent:1b')
  expect(await countRows('panels')).toBe(before)
  const again = await runPanelCommand([...args, 'ollama:kept'], { env: { ...env, OLLAMA_HOST: 'http://127.0.0.1:9' } })
  expect(again.stderr).toContain('No model was called: 1 reply came from the ledger.')
  expect(again.code).toBe(0)
})
