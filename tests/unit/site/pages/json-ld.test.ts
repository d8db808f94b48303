import { beforeAll, expect, test } from 'vitest'
import { allPages, unusualPages } from '../../../support/site/pages/all-pages.js'
import { graphOf, ofType } from '../../../support/site/pages/json-ld.js'
import { type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

type Issue = { issueMessage: string; severity: string; rootType: string }

let site: Sample
beforeAll(async () => {
  site = await sampleSite()
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
    creditText: 'Written by people as a sample in the place of ollama:ship-panel-sample, prompt version 3, and approved by people.',
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
