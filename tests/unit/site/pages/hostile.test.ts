import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { allPages } from '../../../support/site/pages/all-pages.js'
import { liveLinks, type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

let site: Sample
beforeAll(async () => {
  site = await sampleSite()
})

const attack = `<script>alert(1)</script></style></title></pre><!--"onload='x' ><img src=x onerror=y>]]>\u202E`
/** Fields whose values are not free text: ids, dates, hashes and choices, which a schema has already narrowed. */
const narrow =
  /^(schema|id|slug|persona|source|ask|field|sha256|\w*Sha256|recordId|verdictId|model|origin|call|callKey|kind|commercialUse|status|state|writtenBy|asOf|\w+On|deadline|at|\w+At|path|week|sort|a|b|tool)$/
const sentenceBy = ['model', 'edited', 'person']

/** The same view with another text in every free text of it, and an address that must not become a link. */
function spoil<T>(view: T, text: string): T {
  return JSON.parse(JSON.stringify(view), (key, value: unknown) => {
    // Where marks fall depends on how long a text is, and that is not in question here.
    if (key === 'fields') return []
    if (key === 'url') return 'javascript:alert(1)'
    if (typeof value !== 'string' || narrow.test(key) || sentenceBy.includes(value) || /^[0-9a-f]{64}$/.test(value)) return value
    // Slugs and models are in lists as well, where their key is a number.
    return /^\d+$/.test(key) && /^[a-z0-9:-]+$/.test(value) ? value : text
  })
}

const pagesOf = (text: string) => allPages(site, liveLinks, (view) => spoil(view, text))
/** The page's elements, in order, without what their attributes hold. */
const skeletonOf = (html: string) =>
  (
    html
      .replace(/(<script type="application\/ld\+json">)[^<]*/, '$1')
      .replace(/"[^"]*"/g, '""')
      .match(/<[^>]*>/g) ?? []
  ).join('')

test('text from outside is in every page many times over, and only as text', () => {
  const pages = Object.entries(pagesOf(attack)).filter(([name]) => name !== 'not found')
  for (const [name, html] of pages) {
    expect(html, name).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html.match(/<script/g)?.length ?? 0, name).toBe(html.includes('<script type="application/ld+json">') ? 1 : 0)
    expect(html.match(/<\/title>/g), name).toHaveLength(1)
    expect(html, name).not.toContain('javascript:')
    expect(html, name).not.toContain('\u202E')
  }
  expect(pages.find(([name]) => name === 'comparison')?.[1].match(/&lt;script&gt;/g)?.length).toBeGreaterThan(150)
})

test('JSON-LD stays whole and inside its element', () => {
  for (const html of Object.values(pagesOf(attack))) {
    const blocks = [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map(([, text]) => text ?? '')
    for (const block of blocks) {
      expect(() => JSON.parse(block)).not.toThrow()
      expect(block).not.toMatch(/[<>&\u2028\u2029]/)
    }
  }
})

test('no text changes which elements a page has', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(...'<>&"\'`=/!-;{}()\\ abc\u0000\u200b\u202e\ud800\u2028😀'.split('')),
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(hostile, (text) => {
      const [spoiled, plain] = [pagesOf(`x${text}x`), pagesOf('xx')]
      for (const name of ['comparison', 'tool', 'home', 'issue', 'persona', 'message'] as const) {
        expect(skeletonOf(spoiled[name] ?? '')).toBe(skeletonOf(plain[name] ?? ''))
      }
    }),
    { numRuns: 20 },
  )
})
