import { expect, test } from 'vitest'
import { findLinks } from '../../../../src/evidence/fields/find-links.js'
import { chooseLinks, mostLinksRead } from '../../../../src/evidence/intake/choose-links.js'
import { siteOf } from '../../../../src/evidence/site-of.js'

const links = (...pairs: [text: string, url: string][]) => ({
  url: 'https://tool.example/',
  links: pairs.map(([text, url]) => ({ text, url, rel: null, inNavigation: true })),
})

test.each([
  ['pricing', 'Pricing', 'https://tool.example/pricing'],
  ['pricing', 'Plans', 'https://tool.example/plans/'],
  ['pricing', 'Preise', 'https://tool.example/de/preise'],
  ['pricing', 'Tarifs', 'https://tool.example/fr/tarifs'],
  ['pricing', 'Precios', 'https://tool.example/es/precios'],
  ['pricing', '料金', 'https://tool.example/ja/price'],
  ['pricing', '定价', 'https://tool.example/zh/p'],
  ['license', 'License', 'https://tool.example/license'],
  ['license', 'Terms of Service', 'https://tool.example/legal/terms-of-service'],
  ['license', 'AGB', 'https://tool.example/agb'],
  ['license', '利用規約', 'https://tool.example/tos'],
  ['documentation', 'Docs', 'https://docs.tool.example/'],
  ['documentation', 'Read the docs', 'https://tool.example/docs/start'],
  ['documentation', 'Dokumentation', 'https://tool.example/hilfe'],
  ['documentation', 'Docs', 'https://tool.readthedocs.io/en/latest/'],
  ['changelog', "What's new", 'https://tool.example/news'],
  ['changelog', 'Changelog', 'https://tool.example/changelog'],
  ['changelog', 'Releases', 'https://github.com/example/tool/releases'],
  ['repository', 'GitHub', 'https://github.com/example/tool'],
  ['repository', 'Star us', 'https://codeberg.org/example/tool'],
  ['registry', 'npm', 'https://www.npmjs.com/package/@example/tool'],
  ['registry', 'PyPI', 'https://pypi.org/project/tool/'],
  ['registry', 'crates.io', 'https://crates.io/crates/tool'],
  ['model-card', 'Weights', 'https://huggingface.co/example/tool-8b'],
  ['security', 'Security', 'https://tool.example/security'],
  ['comparison', 'Tool vs Rival', 'https://tool.example/compare/rival'],
])('a link to %s: %s', (kind, text, url) => {
  expect(findLinks(links([text, url]))).toEqual([{ kind, text, url }])
})

test.each([
  ['Log in', 'https://tool.example/login'],
  ['Docs login', 'https://tool.example/docs/sign-in'],
  ['Careers', 'https://tool.example/careers'],
  ['Blog', 'https://tool.example/blog'],
  ['Status', 'https://status.tool.example/'],
  ['Privacy', 'https://tool.example/privacy'],
  ['X', 'https://x.com/tool'],
  ['Pricing', 'https://other.example/pricing'],
  ['Pricing', 'https://tool.example/#pricing'],
  ['Home', 'https://tool.example/'],
  ['Sponsor', 'https://github.com/sponsors/example'],
  ['GitHub', 'https://github.com/'],
  ['Data', 'https://huggingface.co/datasets/example/data'],
  ['Pricing', 'mailto:pricing@tool.example'],
  ['Pricing', 'not an address'],
  ['Pricing', 'https://user:secret@tool.example/pricing'],
])('no link worth reading: %s, %s', (text, url) => {
  expect(findLinks(links([text, url]))).toEqual([])
})

const choose = (page: Parameters<typeof findLinks>[0]) =>
  chooseLinks(findLinks(page), { read: new Set(), kindsRead: new Set(), most: mostLinksRead })

test('one of each kind is chosen, the nearest to its kind; the rest is offered', () => {
  const { chosen, rest: others } = choose(
    links(
      ['How we think about pricing', 'https://tool.example/docs/concepts/pricing'],
      ['Pricing', 'https://tool.example/pricing'],
      ['Rival', 'https://github.com/other/rival'],
      ['GitHub', 'https://github.com/example/tool'],
      ['Docs', 'https://tool.example/docs'],
      ['Docs', 'https://tool.example/docs'],
    ),
  )
  expect(chosen.map(({ url }) => url)).toEqual([
    'https://tool.example/pricing',
    'https://github.com/example/tool',
    'https://tool.example/docs',
  ])
  expect(others.map(({ url }) => url)).toContain('https://github.com/other/rival')
})

test('eight at most are chosen', () => {
  const many = Array.from({ length: 300 }, (_, index): [string, string] => ['Docs', `https://tool.example/docs/${index}`])
  const { chosen, rest: others } = choose(links(...many))
  expect(chosen).toHaveLength(1)
  expect(others.length).toBeLessThanOrEqual(24)
})

test('a site is its registrable domain', () => {
  expect(siteOf('https://docs.tool.example/a')).toBe('tool.example')
  expect(siteOf('https://www.tool.co.uk/')).toBe('tool.co.uk')
  expect(siteOf('https://a.github.io/')).toBe('a.github.io')
  expect(siteOf('https://tool.eu.org/docs')).toBe('tool.eu.org')
  expect(siteOf('http://localhost:8080/')).toBe('localhost')
  expect(siteOf('http://127.0.0.1:8080/')).toBe('127.0.0.1')
  expect(siteOf('nothing')).toBeNull()
})
