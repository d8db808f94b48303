import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/cli/ask-providers.js'
import { describeModels } from '../../../src/cli/models.js'
import { renderModels } from '../../../src/cli/models-table.js'
import { createCatalog } from '../../../src/providers/catalog/catalog.js'
import { catalogEntries } from '../../../src/providers/catalog/catalog-data.js'

const model = (name: string, sizeBytes: number | null = null) => ({ name, sizeBytes, parameterSize: null })
const answers: ProviderAnswer[] = [
  {
    provider: 'anthropic',
    status: 'listed',
    models: [model('claude-haiku-5-5'), model('claude-sonnet-4-5-20250929-with-a-name-that-goes-on-and-on')],
  },
  { provider: 'mistral', status: 'not-configured', reason: 'MISTRAL_API_KEY is not set', fix: 'export MISTRAL_API_KEY=…' },
  { provider: 'ollama', status: 'listed', models: [model('llama3.1:8b', 5e9), model('模型:8b')] },
  { provider: 'lab', status: 'listed', models: [model('mystery')] },
]
const catalog = createCatalog([...catalogEntries, { match: 'lab:*', vendor: 'The Laboratory of Long Names' }])
const list = describeModels(answers, { catalog, defaultJurors: ['anthropic:claude-haiku-5-5'] })
const lineWith = (text: string, part: string) => text.split('\n').find((line) => line.includes(part))

test('every model with what the catalog knows, as data', () => {
  expect(list.providers[0]).toMatchObject({
    provider: 'anthropic',
    status: 'listed',
    models: [
      {
        id: 'anthropic:claude-haiku-5-5',
        isDefault: true,
        vendor: 'Anthropic',
        contextTokens: 1_000_000,
        structuredOutput: 'json-schema',
        price: { kind: 'metered', usdPerMillionTokens: { input: 0.1, output: 0.5 } },
      },
      { isDefault: false },
    ],
  })
  expect(list.providers[2]).toMatchObject({ models: [{ id: 'ollama:llama3.1:8b', price: { kind: 'local' }, sizeBytes: 5e9 }, {}] })
  expect(list.providers[1]).toEqual(answers[1])
})

test('the table marks the default, and tells a price, no charge and an unknown price apart', () => {
  const text = renderModels(list, { columns: 80 })
  expect(lineWith(text, 'claude-haiku')).toMatch(/^\* anthropic:claude-haiku-5-5\s+1M\s+0\.1 \/ 0\.5\s+schema\s+Anthropic$/)
  expect(lineWith(text, 'llama3.1')).toMatch(/^ {2}ollama:llama3\.1:8b\s+131k\s+no charge\s+schema\s+Meta$/)
  expect(lineWith(text, 'lab:mystery')).toMatch(/^ {2}lab:mystery\s+unknown\s+unknown\s+prompt\s+The Laborat…$/)
  expect(text).toContain('read on 2026-11-22')
})

test.each([80, 100])('at %i columns no line is wider than the terminal, and the columns are under each other', (columns) => {
  const text = renderModels(list, { columns })
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
  const start = (part: string, column: string) => {
    const line = lineWith(text, part) ?? ''
    return stringWidth(line.slice(0, line.indexOf(column)))
  }
  expect(start('llama3.1', 'schema')).toBe(start('MODEL', 'OUTPUT'))
  expect(start('模型', 'schema')).toBe(start('MODEL', 'OUTPUT'))
})

test('an id too long for its column is whole, with its facts on the next line', () => {
  const lines = renderModels(list, { columns: 80 }).split('\n')
  const at = lines.indexOf('  anthropic:claude-sonnet-4-5-20250929-with-a-name-that-goes-on-and-on')
  expect(lines[at + 1]).toMatch(/^\s+200k\s+3 \/ 15\s+schema\s+Anthropic$/)
})

test('a provider that cannot be asked says why and what fixes it', () => {
  const text = renderModels(list, { columns: 80 })
  expect(text).toContain('mistral  MISTRAL_API_KEY is not set\n    fix: export MISTRAL_API_KEY=…')
})

test('without any model the list says so', () => {
  const none = describeModels([answers[1] as ProviderAnswer], { catalog, defaultJurors: [] })
  expect(renderModels(none, { columns: 80 })).toMatch(/^No model can be used now\./)
})

test('who gives second opinions is said below the table, and in the list, where someone does', () => {
  const second = describeModels(answers, { catalog, defaultJurors: [], secondOpinion: ['mistral:b', 'ollama:c'] })
  expect(renderModels(second, { columns: 100 })).toContain('Gives second opinions: mistral:b, else ollama:c.')
  expect(second.secondOpinion).toEqual(['mistral:b', 'ollama:c'])
  expect(list).not.toHaveProperty('secondOpinion')
  expect(renderModels(list, { columns: 100 })).not.toContain('second opinion')
})
