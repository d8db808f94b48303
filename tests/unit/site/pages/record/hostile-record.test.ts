import { expect, test } from 'vitest'
import type { PanelRecord } from '../../../../../src/contracts/record.js'
import { renderComparePage } from '../../../../../src/site/pages/record/compare-page.js'
import { sampleRecord } from '../../../../support/site/pages/record/sample-record.js'

const attack = `<script>alert(1)</script></style></title>"onload='x' ><img src=x onerror=y>\u202E`
/** Fields whose values are not free text: ids, dates, hashes and choices, which the schema has already narrowed. */
const narrow =
  /^(schema|id|panelId|status|createdAt|slug|persona|source|ask|sha256|\w*Sha256|model|origin|call|callKey|kind|commercialUse|asOf|\w+On|deadline|tool|\w+At)$/

/** The sample with the attack in every free text, and an address that must not become a link. */
function hostileRecord(): PanelRecord {
  return JSON.parse(JSON.stringify(sampleRecord()), (key, value: unknown) => {
    if (key === 'url') return 'javascript:alert(1)'
    return typeof value === 'string' && !narrow.test(key) && !/^[0-9a-f]{64}$/.test(value) ? attack : value
  })
}

const html = renderComparePage(hostileRecord(), { subscribeUrl: null, fonts: [] })

test('the attack is in the page many times over, as text', () => {
  expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/g)?.length).toBeGreaterThan(60)
})

test('no text opens an element or an attribute', () => {
  const tags = html.match(/<[a-z][^>]*>/g) ?? []
  expect(tags.length).toBeGreaterThan(300)
  expect(tags.filter((tag) => /^<(script|img)|\son\w+=/.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([])
  expect(html.match(/<\/style>/g)).toHaveLength(1)
  expect(html.match(/<\/title>/g)).toHaveLength(1)
})

test('only places on the page become links, and no address of another scheme', () => {
  const hrefs = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href ?? '')
  expect(hrefs.length).toBeGreaterThan(10)
  expect(hrefs.filter((href) => !/^#[\w-]+$/.test(href))).toEqual([])
  expect(html).not.toContain('javascript:')
})

test('a character that reorders text is written out, wherever it came from', () => {
  expect(html).not.toContain('\u202E')
  expect(html).toContain('[U+202E]')
})
