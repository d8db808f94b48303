import { beforeAll, expect, test } from 'vitest'
import { renderComparison, renderHome, renderRetracted, renderTool } from '../../../../src/site/pages/pages.js'
import { comparisonView, homeView, liveLinks, type Sample, sampleSite, toolView } from '../../../support/site/pages/sample-views.js'

let site: Sample
beforeAll(async () => {
  site = await sampleSite()
})

test('the history of a pair tells each tool by its name, and compares a tool with itself alone', () => {
  const [own] = toolView(site).history
  if (own === undefined) throw new Error('the sample has a history')
  const other = { ...own, slug: 'other', name: 'Other', calls: own.calls.map((each) => ({ ...each, call: 'skip' as const })) }
  const history = [{ ...own, kind: 'retracted' as const, publicReason: 'Wrong.' }, own, other]
  const view = { kind: 'retracted' as const, title: 'Both', at: own.at, publicReason: 'Wrong.', history }
  const page = renderRetracted(view, { path: '/compare/a-vs-other', links: liveLinks })
  expect(page).toContain('Other: <b>Changed</b>')
  expect(page).not.toContain('Since the publication before')
  expect(renderRetracted(view, { path: '/tools/a', links: liveLinks })).not.toContain('Other: <b>')
})

test('a comparison says once where the recordings are, with a link that no crawler follows', () => {
  const page = renderComparison(comparisonView(site), liveLinks)
  expect(page.match(/Rebuild it/g)).toHaveLength(1)
  expect(page).toContain('<a href="/records/rec_5a/bundle" rel="nofollow">')
})

test('a tool that is beside none says whether any other is published', () => {
  const alone = renderTool(toolView(site, { comparisons: [], others: [] }), liveLinks)
  const oneOfItsKind = renderTool(toolView(site, { comparisons: [] }), liveLinks)
  expect(alone).toContain('No other tool is published yet')
  expect(oneOfItsKind).toContain('No other tool of its kind is published yet')
})

test('a site that does not know its own address names no feeds', () => {
  const page = renderHome(homeView(site), { ...liveLinks, absolute: () => null })
  expect(page).not.toMatch(/feed\.xml|atom\.xml|feed\.json|Feeds:/)
  expect(renderHome(homeView(site), liveLinks)).toContain('Feeds:')
})
