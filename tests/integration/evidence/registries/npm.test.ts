import { afterAll, afterEach, expect, test } from 'vitest'
import { readKnown } from '../../../../src/evidence/registries/read-known.js'
import { packageAddress } from '../../../../src/evidence/registries/recognise-address.js'
import { closeReadings, registryDeps } from '../../../support/evidence/read-from-server.js'
import { type RegistryAnswer, startRegistryServer } from '../../../support/evidence/registry-server.js'

const manifest = {
  name: '@acme/kiln',
  version: '2.4.1',
  description: 'Bakes services from one file.',
  license: 'Apache-2.0',
  homepage: 'https://kiln.example',
  repository: { type: 'git', url: 'git+https://github.com/acme/kiln.git' },
  keywords: ['queue', 'postgres'],
  author: { name: 'Ada Acme', email: 'ada@acme.example' },
  maintainers: [{ name: 'ada' }],
  engines: { node: '>=20' },
}
const document = {
  ...manifest,
  'dist-tags': { latest: '2.4.1', next: '3.0.0-rc.1' },
  versions: { '2.4.1': manifest, '3.0.0-rc.1': { ...manifest, license: 'BUSL-1.1' } },
  time: { created: '2024-01-01T00:00:00Z', modified: '2026-11-20T00:00:00Z', '2.4.1': '2026-11-02T10:00:00Z' },
  readme: '# Kiln\n\nKiln bakes services.',
}

const opened: { stop: () => Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop()
})
afterAll(closeReadings)

async function read(answers: Record<string, RegistryAnswer>, name = '@acme/kiln') {
  const server = await startRegistryServer({ answers })
  opened.push(server)
  const address = packageAddress('npm', name)
  if (address === null) throw new Error(`${name} is no name`)
  return { ...(await readKnown(address, registryDeps(server.url))), seen: server.seen }
}

test('a package becomes a text of lines and its README', async () => {
  const { sources, fields, links, problems } = await read({
    '/@acme/kiln': { body: document },
    '/downloads/point/last-month/@acme/kiln': { body: { downloads: 1_234_567, package: '@acme/kiln' } },
  })
  expect(problems).toEqual([])
  expect(sources.map(({ id, kind }) => [id, kind])).toEqual([
    ['npm-acme-kiln', 'registry'],
    ['npm-acme-kiln-readme', 'documentation'],
  ])
  expect(sources[0]?.text.split('\n\n')).toEqual([
    'Package: @acme/kiln',
    'License: Apache-2.0',
    'Description: Bakes services from one file.',
    'Homepage: https://kiln.example',
    'Repository: https://github.com/acme/kiln',
    'Author: Ada Acme',
    'Latest version: 2.4.1 of 2026-11-02',
    'Requires: Node >=20',
    'Keywords: queue, postgres',
    'Downloads: 1,200,000 in the last month',
  ])
  expect(fields.spdx?.value).toBe('Apache-2.0')
  expect(fields.releasedOn?.value).toBe('2026-11-02')
  expect(fields.downloads?.value).toEqual({ count: 1_200_000, period: 'the last month' })
  expect(links.map(({ kind, known }) => [kind, known?.registry ?? null])).toEqual([
    ['homepage', null],
    ['repository', 'github'],
  ])
})

test('a document over the limit is replaced by the manifest of the latest version', async () => {
  const { sources, fields, problems } = await read({
    '/@acme/kiln': { body: { ...document, readme: 'x'.repeat(10 * 1024 * 1024) } },
    '/@acme/kiln/latest': { body: manifest },
  })
  expect(problems).toEqual([])
  expect(sources.map(({ id }) => id)).toEqual(['npm-acme-kiln'])
  expect(fields.version?.value).toBe('2.4.1')
  expect(fields.releasedOn).toBeNull()
})

test('a deprecated package says so, and old forms of its fields are read', async () => {
  const old = {
    version: '1.0.0',
    license: { type: 'MIT', url: 'https://x.example' },
    repository: 'acme/kiln',
    author: 'Ada',
    deprecated: 'Use @acme/oven.',
  }
  const { fields } = await read({ '/kiln': { body: { 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': old } } } }, 'kiln')
  expect(fields.spdx?.value).toBe('MIT')
  expect(fields.repository?.value).toBe('https://github.com/acme/kiln')
  expect(fields.deprecated).toMatchObject({ value: 'Use @acme/oven.', found: { words: 'Deprecated: Use @acme/oven.' } })
})

test.each([
  ['SEE LICENSE IN LICENSE.txt', null],
  ['UNLICENSED', null],
  ['MIT License', 'MIT'],
  ['(MIT OR Apache-2.0)', '(MIT OR Apache-2.0)'],
  ['apache-2.0', 'Apache-2.0'],
  ['MIT OR Nonsense-1.0', null],
  ['GPL-2.0-or-later WITH Classpath-exception-2.0', 'GPL-2.0-or-later WITH Classpath-exception-2.0'],
])('of the licence %s the SPDX expression is %s', async (license, spdx) => {
  const { fields } = await read({ '/kiln': { body: { version: '1.0.0', license, 'dist-tags': { latest: '1.0.0' } } } }, 'kiln')
  expect(fields.license?.value).toBe(license)
  expect(fields.spdx?.value ?? null).toBe(spdx)
})
