import { afterAll, afterEach, expect, test } from 'vitest'
import { readKnown } from '../../../../src/evidence/registries/read-known.js'
import { packageAddress } from '../../../../src/evidence/registries/recognise-address.js'
import { closeReadings, registryDeps, valuesOf } from '../../../support/evidence/read-from-server.js'
import { startRegistryServer } from '../../../support/evidence/registry-server.js'

const info = {
  name: 'kiln-ml',
  summary: 'Bakes models from one file.',
  description: '# Kiln\n\nKiln bakes models.',
  description_content_type: 'text/markdown; charset=UTF-8; variant=GFM',
  license: null,
  license_expression: 'Apache-2.0',
  classifiers: ['Development Status :: 4 - Beta', 'Topic :: Scientific/Engineering :: Artificial Intelligence'],
  project_urls: {
    Homepage: 'https://kiln.example',
    'Source Code': 'https://github.com/acme/kiln',
    Docs: 'https://docs.kiln.example',
    "What's New": 'https://kiln.example/news',
    Funding: 'javascript:alert(1)',
  },
  home_page: null,
  requires_python: '>=3.10',
  version: '1.6.0',
  author: null,
  author_email: '"Ada Acme" <ada@acme.example>, Bob <bob@acme.example>',
  yanked: false,
}

const opened: { stop: () => Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop()
})
afterAll(closeReadings)

async function read(change: Record<string, unknown> = {}) {
  const urls = [{ upload_time_iso_8601: '2026-10-05T12:00:00.000000Z', filename: 'kiln.whl' }]
  const server = await startRegistryServer({ answers: { '/pypi/kiln-ml/json': { body: { info: { ...info, ...change }, urls } } } })
  opened.push(server)
  const address = packageAddress('pypi', 'kiln-ml')
  if (address === null) throw new Error('no name')
  return await readKnown(address, registryDeps(server.url))
}

test('a project becomes a text of lines, its README and its links', async () => {
  const outcome = await read()
  expect(outcome.problems).toEqual([])
  expect(valuesOf(outcome)).toEqual({
    name: 'kiln-ml',
    license: 'Apache-2.0',
    spdx: 'Apache-2.0',
    version: '1.6.0',
    releasedOn: '2026-10-05',
    description: 'Bakes models from one file.',
    vendor: 'Ada Acme',
    homepage: 'https://kiln.example',
    repository: 'https://github.com/acme/kiln',
    documentation: 'https://docs.kiln.example',
    changelog: 'https://kiln.example/news',
    requires: 'Python >=3.10',
    topics: ['Scientific/Engineering :: Artificial Intelligence'],
  })
  expect(outcome.sources[0]?.text).toContain('Latest version: 1.6.0 of 2026-10-05')
  expect(outcome.sources[1]).toMatchObject({ id: 'pypi-kiln-ml-readme', kind: 'documentation', text: '# Kiln\n\nKiln bakes models.' })
  expect(outcome.links.map(({ kind, known }) => [kind, known?.registry ?? null])).toEqual([
    ['homepage', null],
    ['repository', 'github'],
    ['documentation', null],
    ['changelog', null],
  ])
})

test('a licence field that holds the whole text is a source, and the classifier names the licence', async () => {
  const text = `Business Source License 1.1\n\n${'Terms. '.repeat(100)}End.`
  const classifiers = ['License :: Other/Proprietary License']
  const outcome = await read({ license_expression: null, license: text, classifiers })
  expect(outcome.fields.license?.value).toBe('Other/Proprietary License')
  expect(outcome.fields.spdx).toBeNull()
  expect(outcome.sources.at(-1)).toMatchObject({ id: 'pypi-kiln-ml-license', kind: 'license', text })
})

test('a version that was taken back is said to be', async () => {
  const { fields } = await read({ yanked: true, yanked_reason: 'Loses data.' })
  expect(fields.deprecated).toMatchObject({ value: 'Loses data.', found: { words: 'Yanked: Loses data.' } })
})
