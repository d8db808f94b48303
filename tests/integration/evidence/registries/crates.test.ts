import { afterAll, afterEach, expect, test } from 'vitest'
import { readKnown } from '../../../../src/evidence/registries/read-known.js'
import { packageAddress } from '../../../../src/evidence/registries/recognise-address.js'
import { closeReadings, registryDeps, stillRuntime, valuesOf } from '../../../support/evidence/read-from-server.js'
import { startRegistryServer } from '../../../support/evidence/registry-server.js'

const document = {
  crate: {
    name: 'kiln',
    description: 'Bakes services.',
    homepage: null,
    documentation: 'https://docs.kiln.example',
    repository: 'https://github.com/acme/kiln',
    downloads: 9_999_999,
    recent_downloads: 154_321,
    max_stable_version: '1.2.0',
    max_version: '2.0.0-rc.1',
    keywords: ['queue'],
    categories: ['database'],
  },
  versions: [
    { num: '2.0.0-rc.1', license: 'BUSL-1.1', yanked: false, created_at: '2026-11-01T00:00:00Z' },
    {
      num: '1.2.0',
      license: 'MIT/Apache-2.0',
      yanked: false,
      created_at: '2026-09-01T00:00:00Z',
      rust_version: '1.75',
      published_by: { login: 'ada' },
    },
  ],
}

const opened: { stop: () => Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop()
})
afterAll(closeReadings)

test('a crate becomes a text of lines and its README, asked for a second apart', async () => {
  const server = await startRegistryServer({
    answers: { '/api/v1/crates/kiln': { body: document }, '/api/v1/crates/kiln/1.2.0/readme': { body: '<h1>Kiln</h1>' } },
  })
  opened.push(server)
  const runtime = stillRuntime()
  const address = packageAddress('crates', 'kiln')
  if (address === null) throw new Error('no name')
  const outcome = await readKnown(address, registryDeps(server.url, {}, runtime))
  expect(outcome.problems).toEqual([])
  expect(valuesOf(outcome)).toEqual({
    name: 'kiln',
    license: 'MIT/Apache-2.0',
    spdx: 'MIT OR Apache-2.0',
    version: '1.2.0',
    releasedOn: '2026-09-01',
    description: 'Bakes services.',
    vendor: 'ada',
    repository: 'https://github.com/acme/kiln',
    documentation: 'https://docs.kiln.example',
    requires: 'Rust 1.75',
    topics: ['queue'],
    category: 'database',
    downloads: { count: 150_000, period: 'the last 90 days' },
  })
  expect(outcome.sources.map(({ id }) => id)).toEqual(['crates-kiln', 'crates-kiln-readme'])
  expect(runtime.slept).toEqual([1_000])
})

test('two readings at once share the pace of their registry', async () => {
  const server = await startRegistryServer({ answers: {} })
  opened.push(server)
  const runtime = stillRuntime()
  const deps = registryDeps(server.url, {}, runtime)
  const [one, other] = [packageAddress('crates', 'kiln'), packageAddress('crates', 'oven')]
  if (one === null || other === null) throw new Error('no name')
  const outcomes = await Promise.all([readKnown(one, deps), readKnown(other, deps)])
  expect(outcomes.map(({ problems }) => problems.length)).toEqual([1, 1])
  expect(runtime.slept).toEqual([1_000])
})
