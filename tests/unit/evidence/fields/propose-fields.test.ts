import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Found } from '../../../../src/contracts/proposal.js'
import { proposedFieldsSchema } from '../../../../src/contracts/proposal.js'
import { findIdentity } from '../../../../src/evidence/fields/find-identity.js'
import { proposeFields } from '../../../../src/evidence/fields/propose-fields.js'
import type { ReadSource } from '../../../../src/evidence/fields/read-source.js'
import { createFactSheet } from '../../../../src/evidence/registries/fact-sheet.js'
import { type KnownFields, nothingSaid } from '../../../../src/evidence/registries/known-outcome.js'
import { page, source } from '../../../support/evidence/read-source.js'

const require = createRequire(import.meta.url)
const textOf = (id: string): string =>
  (JSON.parse(readFileSync(require.resolve(`spdx-license-list/licenses/${id}.json`), 'utf8')) as { licenseText: string }).licenseText

/** A registry's source and fields, as registries make them. */
function registryOf(said: {
  name?: string
  description?: string
  license?: string
  spdx?: string | null
  homepage?: string
  requires?: string
  isArchived?: boolean
}) {
  const sheet = createFactSheet('registry')
  const license = sheet.state('License', said.license ?? null)
  const known: KnownFields = {
    ...nothingSaid,
    name: sheet.state('Package', said.name ?? null),
    description: sheet.state('Description', said.description ?? null),
    license,
    spdx: license === null || said.spdx === null ? null : { ...license, value: said.spdx ?? license.value },
    homepage: sheet.state('Homepage', said.homepage ?? null),
    requires: sheet.state('Requires', said.requires ?? null),
    isArchived: sheet.state('Archived', said.isArchived ?? null, (is) => (is ? 'yes' : 'no')),
    version: sheet.state('Version', '1.2.3'),
    stars: sheet.state('Stars', 12_000),
  }
  return {
    known,
    source: source(sheet.text(), { id: 'registry', kind: 'registry', how: 'registry', url: 'https://registry.example/tool' }),
  }
}

const licenseOf = (text: string): ReadSource => source(text, { id: 'license', kind: 'license', url: 'https://tool.example/license' })

function everyFound(fields: object): Found[] {
  return Object.values(fields)
    .flatMap((field) => (field === null ? [] : Array.isArray(field) ? field : [field]))
    .map(({ found }) => found)
}

function expectVerbatim(sources: readonly ReadSource[], founds: readonly Found[]): void {
  for (const { source: id, start, end, words } of founds) {
    expect(words).toBe(sources.find((one) => one.id === id)?.text.slice(start, end))
    expect(words.trim()).not.toBe('')
  }
}

test('a package: its registry, its README and its license', () => {
  const registry = registryOf({
    name: 'shipper',
    description: 'Ships things',
    license: 'MIT',
    homepage: 'https://shipper.example',
    requires: 'Node >=20',
  })
  const readme = source(
    '# shipper\n\nShipper sends things from one place to another, and tells you when they arrive.\n\nUnlike Hauler, it needs no server.\n\n## License\n\nMIT\n',
    { id: 'readme', kind: 'documentation' },
  )
  const sources = [registry.source, readme, licenseOf(textOf('MIT'))]
  const { fields, missing } = proposeFields(sources, { registries: [registry.known] })
  expect(fields.name).toMatchObject({ value: 'shipper', how: 'registry' })
  expect(fields.license).toMatchObject({
    how: 'registry',
    value: { spdx: 'MIT', isOpen: true, commercialUse: 'yes' },
    found: { words: 'License: MIT' },
  })
  expect(fields.entryPrice?.value).toEqual({ label: 'Free', amount: 0, currency: null, per: null, note: 'Open source (MIT)' })
  expect(fields.description?.value).toBe('Ships things')
  expect(fields.tagline?.value).toBe('Ships things')
  expect(fields.rivals.map(({ value }) => value)).toEqual(['Hauler'])
  expect(fields.facts.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['It requires Node >=20.', 'The latest release is 1.2.3.', 'Its license is MIT License.']),
  )
  expect(missing.map(({ field }) => field)).toEqual(['vendor', 'category', 'repository'])
  expectVerbatim(sources, everyFound(fields))
  expect(proposedFieldsSchema.parse(fields)).toEqual(fields)
})

describe('the license', () => {
  test('of the text wins over the registry, and a fact says so', () => {
    const registry = registryOf({ name: 'shipper', license: 'MIT' })
    const { fields } = proposeFields([registry.source, licenseOf(textOf('BUSL-1.1'))], { registries: [registry.known] })
    expect(fields.license).toMatchObject({ how: 'text', value: { spdx: 'BUSL-1.1', isOpen: false } })
    expect(fields.facts[0]?.value).toBe("The license's own text is Business Source License 1.1, while the registry says MIT.")
    expect(fields.entryPrice).toBeNull()
  })
  test('of a changed text is not the one of the registry', () => {
    const registry = registryOf({ name: 'shipper', license: 'MIT' })
    const text = `${textOf('MIT')}\n\nThe Software may not be offered to others as a managed service.`
    const { fields } = proposeFields([registry.source, licenseOf(text)], { registries: [registry.known] })
    expect(fields.license).toMatchObject({ how: 'text', value: { spdx: null, isOpen: null, commercialUse: 'unknown' } })
    expect(fields.entryPrice).toBeNull()
  })
  test("-or-later is the registry's to say: the text is the same", () => {
    const registry = registryOf({ name: 'shipper', license: 'GPL-3.0-or-later' })
    const { fields } = proposeFields([registry.source, licenseOf(textOf('GPL-3.0-only'))], { registries: [registry.known] })
    expect(fields.license).toMatchObject({ how: 'registry', value: { spdx: 'GPL-3.0-or-later' } })
  })
  test('that the registry does not recognise is read from the text', () => {
    const registry = registryOf({ name: 'shipper', license: 'not recognised by GitHub', spdx: null })
    const { fields } = proposeFields([registry.source, licenseOf(textOf('Elastic-2.0'))], { registries: [registry.known] })
    expect(fields.license).toMatchObject({ how: 'text', value: { spdx: 'Elastic-2.0', isOpen: false } })
  })
  test('either of two whose texts are in two files', () => {
    const readme = source('# shipper\n\nLicensed under either of Apache-2.0 or MIT at your option.', {
      id: 'readme',
      kind: 'documentation',
    })
    const sources = [readme, licenseOf(textOf('MIT')), source(textOf('Apache-2.0'), { id: 'license-2', kind: 'license' })]
    expect(proposeFields(sources, { registries: [] }).fields.license?.value.spdx).toBe('Apache-2.0 OR MIT')
  })
  test('of a model that one may only study', () => {
    const card = source('# Tool 8B\n\nThe weights are released under the CC-BY-NC-4.0 license for research.', {
      id: 'card',
      kind: 'model-card',
    })
    const { fields } = proposeFields([card], { registries: [] })
    expect(fields.license?.value).toMatchObject({ spdx: 'CC-BY-NC-4.0', isOpen: false, commercialUse: 'no' })
    expect(fields.entryPrice).toBeNull()
  })
})

test('a website: name, vendor and tagline of its data, prices of its own page', () => {
  const home = source(
    '# Ship faster with less\n\nShipper – Ship faster\n\nShipper sends your things to every place on earth within a day or two.\n\n© 2026 Example Freight Ltd. All rights reserved.',
    {
      id: 'home',
      kind: 'website',
      url: 'https://shipper.example/',
      page: page({ siteName: 'Shipper', description: 'not in the text' }, 'Shipper – Ship faster'),
    },
  )
  const pricing = source('## Free\n\n$0\n\n## Pro\n\n$20 / user / month\n', { id: 'pricing' })
  const { fields, missing } = proposeFields([home, pricing], { registries: [], toolsInCategory: () => ['Shipper', 'Hauler'] })
  expect(fields.name?.value).toBe('Shipper')
  expect(fields.vendor?.value).toBe('Example Freight Ltd')
  expect(fields.tagline?.value).toBe('Ship faster')
  expect(fields.website?.value).toBe('https://shipper.example/')
  expect(fields.entryPrice?.value.label).toBe('Free')
  expect(fields.facts.map(({ value }) => value)).toEqual(['The Free plan is free.', 'The Pro plan costs $20 / user / month.'])
  expect(missing.map(({ field }) => field)).toEqual(['category', 'license', 'rivals', 'repository'])
  expectVerbatim([home, pricing], everyFound(fields))
})

test('nothing at all: all is missing, with where one would look', () => {
  const { fields, missing } = proposeFields([], { registries: [] })
  expect(everyFound(fields)).toEqual([])
  expect(missing).toHaveLength(10)
  expect(missing.find(({ field }) => field === 'entryPrice')?.where).toContain('pricing page')
})

test('tools of the category that a page names are rivals by that sentence', () => {
  const home = source('Shipper works beside Hauler and imports its files.', { id: 'home', kind: 'website' })
  const { fields } = proposeFields([home], { registries: [], toolsInCategory: () => ['Hauler', 'Haul'] })
  expect(fields.rivals.map(({ value, found }) => [value, found.words])).toEqual([
    ['Hauler', 'Shipper works beside Hauler and imports its files.'],
  ])
})

const words = fc.constantFrom(
  ...[
    '# Tool',
    '## Pro',
    '## Free',
    '$20 / month',
    '€9',
    'Free',
    'Contact us',
    '| Plan | Price |',
    '|---|---|',
    '| Pro | $20 |',
    'Unlike Hauler and Lift, it is small.',
  ],
  ...[
    'It requires Node 20 or later.',
    'Licensed under the MIT License.',
    'Free for up to 3 users.',
    '© 2026 Example Ltd.',
    'The model has 8B parameters.',
    '😀',
    '\u202e',
    ' ',
    '',
  ],
  ...[
    'An open-source alternative to Hauler.',
    'It costs 1.234,50 € per year, billed annually.',
    'This project is no longer maintained.',
    '- Team: $5 per seat',
    '￥1,200 /月',
  ],
)

test("every passage is the source's own words, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 25 }),
      fc.constantFrom('\n', '\n\n', ' ', '\r\n'),
      fc.constantFrom('website', 'pricing', 'documentation'),
      (pieces, between, kind) => {
        const read = source(pieces.join(between), { kind, page: page({ name: 'Tool', publisher: 'Example Ltd' }, 'Tool – for all') })
        const { fields } = proposeFields([read], { registries: [], toolsInCategory: () => ['Lift'] })
        expectVerbatim([read], everyFound(fields))
        proposedFieldsSchema.parse(fields)
      },
    ),
    { numRuns: 150 },
  )
})

test('a README of badges and code has its first real paragraph', () => {
  const readme = source(
    '<p align="center"><img src="a.svg"></p>\n\n# tool\n\n[![npm](https://img.example/a.svg)](https://registry.example/tool)\n\n```ts\nconst a = 1\n```\n\n> A quote of someone else, which is long enough to be read.\n\nA small **library** that does [one thing](https://tool.example) and does it well.\n',
    { kind: 'documentation' },
  )
  const { description, name } = findIdentity([readme], [])
  expect(description?.value).toBe('A small library that does one thing and does it well.')
  expect(name?.value).toBe('tool')
})

describe('the name of a page', () => {
  const nameOf = (title: string, text: string, others: string[] = []) => {
    const kind = 'website' as const
    const home = source(text, { id: 'home', kind, url: 'https://192.0.2.1/', page: page({}, title) })
    const more = others.map((other, at) => source(text, { id: `more ${at}`, url: `https://192.0.2.1/${at}`, page: page({}, other) }))
    return findIdentity([home, ...more], []).name?.value ?? null
  }

  test('is the part of the title that sentences begin with, and not its slogan', () => {
    expect(nameOf('Deploy faster - Orbit', '# Deploy faster\n\nOrbit deploys your apps with one command.')).toBe('Orbit')
  })
  test('is the part of the title that other pages have too', () => {
    expect(nameOf('Deploy More | Orbit', '# Deploy More\n\nWith Orbit.', ['Pricing | Orbit'])).toBe('Orbit')
    const text = '# Inference for open models\n\nTokenflow runs open models.'
    expect(nameOf('Tokenflow API', text, ['Pricing - Tokenflow'])).toBe('Tokenflow')
  })
  test('is not a heading that is a phrase', () => {
    expect(nameOf('Home', '# Inference for open models\n\nBilled for what you use.')).toBeNull()
  })
})

test('a paragraph without spaces between its words describes a tool', () => {
  const text = '# 任务队列\n\n任务队列是一个为开发者设计的轻量级任务调度工具，支持分布式部署和自动重试。'
  expect(findIdentity([source(text, { kind: 'website' })], []).description?.value).toContain('轻量级')
})
