import { beforeAll, expect, test } from 'vitest'
import type { SiteLinks } from '../../../../src/site/pages/links.js'
import type { RenderedParts } from '../../../../src/site/pages/rendered-parts.js'
import { allPages } from '../../../support/site/pages/all-pages.js'
import { liveLinks, type Sample, sampleSite, staticLinks } from '../../../support/site/pages/sample-views.js'

let site: Sample
beforeAll(async () => {
  site = await sampleSite()
})

const withParts = (links: SiteLinks): SiteLinks => {
  const parts: RenderedParts = new WeakMap()
  return { ...links, parts }
}

/** Every text of a site's tools in letters from right to left, or with one that is hidden, in the places where the other texts are too. */
const changed = (change: (text: string) => string): Sample => {
  const texts = new Set(['name', 'tagline', 'quote', 'answer', 'shows', 'statement', 'description', 'title', 'publisher', 'seat'])
  const fields = (value: unknown) =>
    JSON.parse(JSON.stringify(value), (key, each: unknown) => (texts.has(key) && typeof each === 'string' ? change(each) : each))
  return { ...site, tools: fields(site.tools), content: fields(site.content) }
}

test('pages that share the parts they show alike are byte for byte as pages that are rendered each by itself', () => {
  const samples = [site, changed((text) => `כלי ${text}`), changed((text) => (text.length % 2 === 0 ? `כלי ${text}` : text))]
  for (const sample of [...samples, changed((text) => `${text}\u202e`)]) {
    for (const links of [liveLinks, staticLinks('https://live.example'), staticLinks(null)]) {
      const sharing = withParts(links)
      const alone = allPages(sample, links)
      expect(allPages(sample, sharing)).toEqual(alone)
      expect(allPages(sample, sharing)).toEqual(alone)
    }
  }
})

test('a part that pages show alike is rendered once', () => {
  let asked = 0
  const to = (path: string) => {
    asked += 1
    return path
  }
  const links = { ...staticLinks('https://live.example'), to }
  const countOf = (given: SiteLinks) => {
    const before = asked
    allPages(site, given)
    return asked - before
  }
  const sharing = withParts(links)
  const alone = countOf(links)
  countOf(sharing)
  expect(countOf(sharing)).toBeLessThan(alone - 40)
})
