import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/cli/ask-providers.js'
import { type JuryList, renderJuries } from '../../../src/cli/juries-table.js'
import { listJury } from '../../../src/cli/jury.js'
import { createCatalog } from '../../../src/providers/catalog/catalog.js'
import { catalogEntries } from '../../../src/providers/catalog/catalog-data.js'
import { setUpProviders } from '../../../src/providers/setup.js'
import { testConfig } from '../../support/test-config.js'

const model = (name: string) => ({ name, sizeBytes: null, parameterSize: null })
const answers: ProviderAnswer[] = [
  { provider: 'anthropic', status: 'not-configured', reason: 'ANTHROPIC_API_KEY is not set', fix: 'export ANTHROPIC_API_KEY=<a key>' },
  { provider: 'ollama', status: 'listed', models: [model('llama3.1:8b')] },
  { provider: 'lab', status: 'failed', reason: 'lab answered with 404', fix: 'curl lab', statusCode: 404 },
]
const jury = {
  name: 'careful',
  jurors: ['ollama:llama3.1:8b', 'anthropic:claude-haiku-5-5', 'ollama:absent'],
  reserves: ['lab:mystery', 'nobody:x'],
  repeat: 2,
}
const config = testConfig('postgres://nowhere/nothing', { providers: setUpProviders({}) })
const listed = listJury(jury, { answers, config, catalog: createCatalog(catalogEntries) })

test('each model has its price, where it runs, and whether it can be called now, else what fixes that', () => {
  expect(listed.jurors).toMatchObject([
    { model: 'ollama:llama3.1:8b', price: { kind: 'local' }, runsOn: 'this machine', status: 'ready', reason: null, fix: null },
    {
      model: 'anthropic:claude-haiku-5-5',
      price: { usdPerMillionTokens: { input: 0.1, output: 0.5 } },
      runsOn: 'Anthropic',
      status: 'not-configured',
      reason: 'ANTHROPIC_API_KEY is not set',
      fix: 'export ANTHROPIC_API_KEY=<a key>',
    },
    { model: 'ollama:absent', status: 'not-listed', reason: 'ollama does not list it', fix: 'ollama pull absent' },
  ])
  expect(listed.reserves).toMatchObject([
    { model: 'lab:mystery', price: { kind: 'unknown' }, runsOn: 'lab', status: 'unknown', fix: null },
    { model: 'nobody:x', status: 'failed', reason: 'no provider is called "nobody"' },
  ])
})

const total = {
  seats: 4,
  drafts: 24,
  cacheReads: 0,
  calls: 24,
  fromLedger: 0,
  durationMs: 125_000,
  inputTokens: 1,
  outputTokens: 1,
  withoutCacheUsd: 0.5,
  withCacheUsd: 0.25,
  worstCaseUsd: 1.5,
}
const tool = { slug: 'a', name: 'Ferrydoc', isSample: true }
const list: JuryList = { schema: 'panel.juries/1', tool, personas: 4, juries: [{ ...listed, estimate: total }] }

test('people read what one tool costs and takes, of which tool that is, and what to do about a model that is not there', () => {
  const text = renderJuries(list, { columns: 140 })
  expect(text).toContain('careful: 3 jurors, 2 reserves, each seat drafted 2 times\n')
  expect(text).toContain('One tool: 24 calls, about $0.2500 (at most $1.5000), about 2 min\n')
  expect(text).toMatch(/ollama:llama3\.1:8b\s+no charge\s+this machine\s+ready\n/)
  expect(text).toMatch(
    /anthropic:claude-haiku-5-5\s+0\.1 \/ 0\.5\s+Anthropic\s+ANTHROPIC_API_KEY is not set\. Fix: export ANTHROPIC_API_KEY/,
  )
  expect(text).toMatch(/reserve: lab:mystery\s+unknown\s+lab\s+lab has no list of its models\.\n/)
  expect(text.replace(/\s+/g, ' ')).toContain(
    'One tool is Ferrydoc, the sample that comes with Ship Panel, as no tool is known yet, with 4 personas',
  )
})

test('a price and a time that are not known are never 0', () => {
  const unknown = { ...total, withCacheUsd: null, worstCaseUsd: null, durationMs: null }
  const render = (estimate: typeof unknown | null) => renderJuries({ ...list, juries: [{ ...listed, estimate }] }, { columns: 140 })
  expect(render(unknown)).toContain('One tool: 24 calls, cost unknown, time unknown\n')
  expect(render(null)).toContain('One tool: cost and time unknown, as a provider is not there yet\n')
})

test('at 80 columns no line is wider than the terminal', () => {
  for (const line of renderJuries(list, { columns: 80 }).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
})

test('without a jury it says how to name one', () => {
  expect(renderJuries({ ...list, juries: [] }, { columns: 80 })).toContain('juries: { quick: [')
})
