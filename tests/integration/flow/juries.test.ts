import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { writeOnePersona } from '../../support/one-persona.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { replyToSample } from '../../support/samples.js'

let database: TestDatabase
let folder: string
let personas: string
let server: ChatServer
let env: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'panel-juries-'))
  personas = await writeOnePersona(folder)
  const usage = { prompt_tokens: 1_000, completion_tokens: 500 }
  server = await startChatServer(() => ({ kind: 'reply', text: JSON.stringify(replyToSample()), usage }))
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home'), OLLAMA_HOST: '127.0.0.1:9' }
  const price = { kind: 'metered', readOn: '2026-11-20', source: 'https://example.com/prices' }
  const config = {
    personas,
    endpoints: { lab: { baseUrl: server.url }, hosted: { baseUrl: server.url, apiKeyEnv: 'HOSTED_KEY' } },
    catalog: [{ match: 'lab:*', price: { ...price, usdPerMillionTokens: { input: 0, cachedInput: null, output: 1_000 } } }],
    juries: {
      quick: ['lab:a'],
      careful: { jurors: ['lab:a', 'lab:b'], reserves: ['hosted:c'] },
      tied: { jurors: ['lab:claude-x'], reserves: ['lab:b'] },
      thrice: { jurors: ['lab:a'], repeat: 3 },
    },
  }
  await writeFile(join(folder, 'panel.config.yaml'), JSON.stringify(config))
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

const panel = (...args: string[]) => runPanelCommand(args, { cwd: folder, env })
const [dossier = ''] = packageFiles.sampleDossiers

const juriesSchema = z.object({
  schema: z.literal('panel.juries/1'),
  tool: z.object({ slug: z.string(), isSample: z.boolean() }).loose(),
  personas: z.int(),
  juries: z.array(
    z
      .object({
        name: z.string(),
        jurors: z.array(z.object({ model: z.string(), status: z.string(), runsOn: z.string() }).loose()),
        reserves: z.array(z.object({ model: z.string(), status: z.string(), fix: z.string().nullable() }).loose()),
        estimate: z
          .object({ calls: z.int(), fromLedger: z.int(), withCacheUsd: z.number().nullable(), durationMs: z.number().nullable() })
          .loose(),
      })
      .loose(),
  ),
})
const list = async () => {
  const { code, stdout, stderr } = await panel('jury', 'list', '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return juriesSchema.parse(JSON.parse(stdout))
}

test('panel jury list prices each jury on the sample until there is a tool, and names the key that a reserve lacks', async () => {
  const { tool, personas: played, juries } = await list()
  expect([tool.isSample, played]).toEqual([true, 1])
  // A thousand tokens out are assumed of each call, at a dollar.
  expect(juries.map(({ name, estimate }) => [name, estimate.calls, estimate.withCacheUsd, estimate.durationMs])).toEqual([
    ['quick', 1, 1, null],
    ['careful', 2, 2, null],
    ['tied', 1, 1, null],
    ['thrice', 3, 3, null],
  ])
  expect(juries[1]?.reserves).toMatchObject([{ model: 'hosted:c', status: 'failed', fix: 'export HOSTED_KEY=<the key>' }])
  const { stdout } = await panel('jury', 'list')
  expect(stdout).toContain('quick: 1 juror\n  One tool: 1 call, about $1.0000')
  expect(stdout).toContain('HOSTED_KEY')
  expect(stdout.replace(/\s+/g, ' ')).toContain('the sample that comes with Ship Panel, as no tool is known yet')
})

test('a jury is estimated and kicked off by its name; what ran is priced as if it had not, with the time that it took', async () => {
  const estimate = await panel('compare', dossier, '--jury', 'careful', '--estimate', '--json')
  expect(JSON.parse(estimate.stdout)).toMatchObject({ jurors: [{ model: 'lab:a' }, { model: 'lab:b' }], total: { calls: 2 } })
  const run = await panel('compare', dossier, '--jury', 'careful', '--json')
  expect({ code: run.code, stderr: run.stderr.includes('Error') }).toEqual({ code: 0, stderr: false })
  expect(
    server
      .arrivals()
      .map(({ model }) => model)
      .toSorted(),
  ).toEqual(['a', 'b'])
  const again = await panel('compare', dossier, '--jury', 'careful', '--estimate', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ total: { calls: 0, fromLedger: 2 } })
  const { tool, juries } = await list()
  expect(tool).toMatchObject({ slug: 'claude-haiku-open-weights', isSample: false })
  // 500 tokens out are the median now, at half a dollar.
  expect(juries.map(({ estimate: { calls, fromLedger, withCacheUsd } }) => [calls, fromLedger, withCacheUsd])).toEqual([
    [1, 0, 0.5],
    [2, 0, 1],
    [1, 0, 1],
    [3, 0, 1.5],
  ])
  expect(juries.map(({ estimate: { durationMs } }) => durationMs !== null)).toEqual([true, true, false, true])
})

test('a tie is handled as --conflicts says, and stderr says what was done; repeats are drafts of their own', async () => {
  const detach = async (...options: string[]) => {
    const { code, stdout, stderr } = await panel('compare', dossier, '--detach', '--json', ...options)
    expect(code).toBe(0)
    const { panelId, ...kickedOff } = z.object({ panelId: z.string(), seats: z.int() }).loose().parse(JSON.parse(stdout))
    await panel('cancel', panelId)
    return { ...kickedOff, stderr }
  }
  const named = ['--model', 'lab:claude-x', 'lab:a']
  const tie = { tool: 'claude-haiku-open-weights', model: 'lab:claude-x', kind: 'vendor' }
  expect(await detach(...named, '--repeat', '3')).toMatchObject({ seats: 6, conflicts: [tie], stderr: expect.stringContaining('Warning:') })
  expect(await detach(...named, '--conflicts', 'bar')).toMatchObject({
    seats: 1,
    conflicts: [],
    barred: [{ ...tie, replacedBy: null }],
    stderr: expect.stringContaining('lab:claude-x does not judge claude-haiku-open-weights'),
  })
  expect(await detach('--jury', 'tied', '--conflicts', 'replace')).toMatchObject({ seats: 1, barred: [{ ...tie, replacedBy: 'lab:b' }] })
})

test.each([
  [['--jury', 'slow'], 'there is no jury "slow". Take one of quick, careful'],
  [['--conflicts', 'ban'], 'label, replace, bar'],
])('%j is wrong usage, and starts nothing', async (options, text) => {
  const before = server.arrivals().length
  const { code, stdout, stderr } = await panel('compare', dossier, ...options)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(text)
  expect(server.arrivals()).toHaveLength(before)
})
