import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { allPages, unusualPages } from '../../../support/site/pages/all-pages.js'
import { type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

type Item = Record<string, unknown> & { '@type': string }
type Issue = { issueMessage: string; severity: string; rootType: string }

let site: Sample
let folder: string
beforeAll(async () => {
  site = await sampleSite()
  folder = await mkdtemp(join(tmpdir(), 'panel-json-ld-'))
  await symlink(join(packageFiles.root, 'node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The objects that a page tells machines, parsed out of its HTML. */
function graphOf(html: string): Item[] {
  const [, text] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? []
  const graph = JSON.parse(text ?? '{"@graph":[]}') as { '@context'?: string; '@graph': Item[] }
  if (text !== undefined) expect(graph['@context']).toBe('https://schema.org')
  return graph['@graph']
}

const ofType = (items: readonly Item[], type: string) => items.filter((item) => item['@type'] === type)

/** What the compiler says of those objects, each held against schema.org's definition of its own type. */
async function compile(name: string, items: readonly Item[]): Promise<string> {
  const types = [...new Set(items.map((item) => item['@type']))]
  const checks = items.map((item, index) => `export const item${index}: ${item['@type']} = ${JSON.stringify(item, null, 1)}`)
  await writeFile(join(folder, `${name}.ts`), [`import type { ${types.join(', ')} } from 'schema-dts'`, ...checks].join('\n'))
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node']
  const tsc = join(packageFiles.root, 'node_modules', 'typescript', 'bin', 'tsc')
  const run = promisify(execFile)(process.execPath, [tsc, ...flags, `${name}.ts`], { cwd: folder })
  return run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
}

test('what every page says fits schema.org’s own definitions', async () => {
  const items = Object.values({ ...allPages(site), ...unusualPages(site) }).flatMap(graphOf)
  expect(new Set(items.map((item) => item['@type']))).toEqual(new Set(['Organization', 'Product', 'ItemList', 'BreadcrumbList']))
  expect(await compile('pages', items)).toBe('')
})

test('that check refuses what schema.org does not define', async () => {
  const [product] = ofType(graphOf(allPages(site).tool ?? ''), 'Product')
  if (product === undefined) throw new Error('the tool is a product')
  expect(await compile('unknown', [{ ...product, stars: 5 }])).toContain('stars')
  expect(await compile('wrong', [{ ...product, review: [{ '@type': 'Review', reviewBody: 7 }] }])).toContain('reviewBody')
})

test('a comparison has both tools as products, each with a review by each persona, and a list of the two', () => {
  const graph = graphOf(allPages(site).comparison ?? '')
  const products = ofType(graph, 'Product')
  expect(products.map(({ name }) => name)).toEqual(['Claude Haiku Open Weights', 'Mistral 3 8B & 70B Instruct'])
  for (const { review } of products) expect(review).toHaveLength(4)
  const [list] = ofType(graph, 'ItemList')
  expect(list).toMatchObject({ numberOfItems: 2, itemListElement: [{ position: 1, name: 'Claude Haiku Open Weights' }, { position: 2 }] })
})

test('a review says whose it is and who wrote it, holds the words of the page, and claims no stars', () => {
  const [product] = ofType(graphOf(allPages(site).tool ?? ''), 'Product')
  const [review] = (product?.review ?? []) as Record<string, unknown>[]
  expect(review).toMatchObject({
    '@type': 'Review',
    name: 'The Builder on Claude Haiku Open Weights: ship',
    datePublished: '2026-11-22T15:04:00.000Z',
    author: { '@type': 'Organization', name: 'The Builder, a reviewer persona of Ship Panel', url: 'https://panel.example/personas/dx' },
    creditText: 'Written by people as a sample in the place of ollama:ship-panel-sample, prompt version 2, and approved by people.',
  })
  expect(review?.reviewBody).toMatch(
    /^I get files, and two runtimes I already know will open them: vLLM and llama\.cpp, neither one patched\. /,
  )
  expect(JSON.stringify(product)).not.toMatch(/reviewRating|aggregateRating|offers|positiveNotes/)
})

test('a tool without a drafted verdict is no product', () => {
  const [left, right] = site.tools
  const empty = { ...left, tool: { ...left.tool, verdicts: [] } }
  const graph = graphOf(allPages({ ...site, tools: [empty, right] }).tool ?? '')
  expect(ofType(graph, 'Product')).toEqual([])
})

test('without an address of its own the site names none', () => {
  const graph = graphOf(unusualPages(site)['a comparison as a file of no site'] ?? '')
  expect(JSON.stringify(graph)).not.toContain('http')
  expect(ofType(graph, 'BreadcrumbList')).toEqual([])
})

// Image and offers are asked of shops' listings; the rating is what stars are drawn from. The site sells nothing and gives no stars.
test('a search engine’s rules miss what is left out on purpose, and find nothing else', async () => {
  const validatorModule: string = '@adobe/structured-data-validator'
  const { default: Validator } = (await import(validatorModule)) as {
    default: new (schema: null) => { validate: (data: object) => Promise<Issue[]> }
  }
  const items = Object.values(allPages(site)).flatMap(graphOf)
  const jsonld = Object.fromEntries([...new Set(items.map((item) => item['@type']))].map((type) => [type, ofType(items, type)]))
  const issues = await new Validator(null).validate({ jsonld, microdata: {}, rdfa: {} })
  const errors = issues.filter(({ severity }) => severity === 'ERROR').map(({ issueMessage, rootType }) => `${rootType}: ${issueMessage}`)
  expect([...new Set(errors)].toSorted()).toEqual([
    'Product: Required attribute "image" is missing',
    'Product: Required attribute "offers" is missing',
    'Product: Required attribute "reviewRating" is missing',
  ])
  expect(issues.some(({ rootType }) => rootType === 'BreadcrumbList')).toBe(false)
})
