import { afterAll, afterEach, expect, test } from 'vitest'
import { readKnown } from '../../../../src/evidence/registries/read-known.js'
import type { ModelAddress } from '../../../../src/evidence/registries/recognise-address.js'
import { closeReadings, registryDeps, valuesOf } from '../../../support/evidence/read-from-server.js'
import { type RegistryAnswer, startRegistryServer } from '../../../support/evidence/registry-server.js'

const model = {
  id: 'acme/kiln-7b',
  author: 'acme',
  private: false,
  disabled: false,
  gated: 'manual',
  downloads: 123_456,
  likes: 1_239,
  lastModified: '2026-10-01T09:00:00.000Z',
  pipeline_tag: 'text-generation',
  library_name: 'transformers',
  tags: ['license:other'],
  siblings: [{ rfilename: 'README.md' }, { rfilename: 'LICENSE.txt' }, { rfilename: 'model.safetensors' }],
  cardData: { license: 'other', license_name: 'kiln-community', license_link: 'LICENSE.txt', base_model: ['acme/base'] },
}
const card = '---\nlicense: other\ntags:\n- text\n---\n# Kiln 7B\n\nKiln writes.'
const asked: ModelAddress = { registry: 'hugging-face', owner: 'acme', name: 'kiln-7b', url: 'https://models.example/acme/kiln-7b' }

const opened: { stop: () => Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop()
})
afterAll(closeReadings)

async function read(answers: Record<string, RegistryAnswer>) {
  const server = await startRegistryServer({ answers })
  opened.push(server)
  return { ...(await readKnown(asked, registryDeps(server.url))), seen: server.seen }
}

test('a model becomes a text of lines, its card without front matter, and its licence', async () => {
  const outcome = await read({
    '/api/models/acme/kiln-7b': { body: model },
    '/acme/kiln-7b/raw/main/README.md': { body: card },
    '/acme/kiln-7b/raw/main/LICENSE.txt': { body: 'Kiln Community License' },
  })
  expect(outcome.problems).toEqual([])
  expect(valuesOf(outcome)).toEqual({
    name: 'kiln-7b',
    vendor: 'acme',
    license: 'kiln-community',
    isGated: true,
    category: 'text-generation',
    requires: 'transformers',
    updatedOn: '2026-10-01',
    downloads: { count: 120_000, period: 'the last 30 days' },
  })
  expect(outcome.sources[0]?.text).toContain('Gated: yes, one has to ask for access')
  expect(outcome.sources.slice(1).map(({ id, kind, text }) => [id, kind, text])).toEqual([
    ['hugging-face-acme-kiln-7b-readme', 'model-card', '# Kiln 7B\n\nKiln writes.'],
    ['hugging-face-acme-kiln-7b-license', 'license', 'Kiln Community License'],
  ])
})

test.each([
  [{ license: 'apache-2.0' }, [], 'apache-2.0', 'Apache-2.0'],
  [{ license: ['mit', 'apache-2.0'] }, [], 'mit', 'MIT'],
  [{ license: 'llama3.1' }, [], 'llama3.1', undefined],
  [{}, ['region:us', 'license:cc-by-nc-4.0'], 'cc-by-nc-4.0', 'CC-BY-NC-4.0'],
  [null, [], undefined, undefined],
])('of the card %j and the tags %j the licence is %s', async (cardData, tags, license, spdx) => {
  const outcome = await read({ '/api/models/acme/kiln-7b': { body: { ...model, cardData, tags } } })
  expect(outcome.fields.license?.value).toBe(license)
  expect(outcome.fields.spdx?.value).toBe(spdx)
})

test('an open model is not gated', async () => {
  const { fields } = await read({ '/api/models/acme/kiln-7b': { body: { ...model, gated: false } } })
  expect(fields.isGated).toMatchObject({ value: false, found: { words: 'Gated: no' } })
})

test('a model that no one may read is one problem', async () => {
  const { problems, sources } = await read({
    '/api/models/acme/kiln-7b': { status: 401, body: { error: 'Invalid username or password.' } },
  })
  expect(sources).toEqual([])
  expect(problems).toHaveLength(1)
  expect(problems[0]?.message).toMatch(/^Hugging Face has nothing that anyone may read at .* \(HTTP 401\)\.$/)
})
