import { beforeAll, expect, test } from 'vitest'
import { renderNewsletterMail } from '../../../../src/newsletter/newsletter-mail.js'
import { atomFeed, jsonFeed, rssFeed } from '../../../../src/site/pages/pages.js'
import { renderComparePage } from '../../../../src/site/pages/record/compare-page.js'
import { renderVoteMail } from '../../../../src/voting/vote-mail.js'
import { unisolated } from '../../../support/foreign-text.js'
import { allPages, unusualPages } from '../../../support/site/pages/all-pages.js'
import { sampleRecord } from '../../../support/site/pages/record/sample-record.js'
import { issue, liveLinks, type Sample, sampleSite, siteChanges, staticLinks } from '../../../support/site/pages/sample-views.js'

let site: Sample
beforeAll(async () => {
  site = await sampleSite()
})

/** Fields whose values are not free text: ids, dates, hashes and choices, which a schema has already narrowed. */
const narrow =
  /^(schema|id|slug|persona|source|ask|field|sha256|\w*Sha256|recordId|verdictId|model|origin|call|callKey|kind|commercialUse|status|state|writtenBy|asOf|\w+On|deadline|at|\w+At|path|week|sort|a|b|tool|url|by)$/

/** The same view with every free text of it in Hebrew, digits at both ends. */
function inHebrew<T>(view: T): T {
  return JSON.parse(JSON.stringify(view), (key, value: unknown) => {
    if (key === 'fields') return []
    if (typeof value !== 'string' || (narrow.test(key) && key !== 'by') || /^[0-9a-f]{64}$/.test(value)) return value
    return /^\d+$/.test(key) && /^[a-z0-9:-]+$/.test(value) ? value : `7 כלי (${value.length}). סוף 3`
  })
}

test('on every page of the site, served and as files, each text from outside has a direction of its own', () => {
  for (const links of [liveLinks, staticLinks('https://live.example'), staticLinks(null)]) {
    const pages = allPages(site, links, inHebrew)
    for (const [name, html] of Object.entries(pages)) {
      expect([name, unisolated(html)]).toEqual([name, []])
      if (name !== 'not found') expect([name, html.includes('סוף')]).toEqual([name, true])
    }
    expect(pages.comparison?.match(/<bdi>|dir="auto"/g)?.length).toBeGreaterThan(100)
  }
})

test('so it has in unusual states, and where names alone are in letters from right to left', () => {
  for (const [name, html] of Object.entries(unusualPages(inHebrew(site)))) expect([name, unisolated(html)]).toEqual([name, []])
})

test('so it has in the record’s own page, in mails and in feeds', () => {
  expect(unisolated(renderComparePage(inHebrew(sampleRecord()), { subscribeUrl: null, fonts: [] }))).toEqual([])
  const { content } = inHebrew(issue(site))
  const places = { weekText: 'week 47', siteUrl: 'https://x.example', sender: 'סוף 3', unsubscribeUrl: 'https://x.example/u' }
  expect(unisolated(renderNewsletterMail({ content, ...places }))).toEqual([])
  const mail = renderVoteMail({
    ...{ toolName: 'כלי 3', choice: 'ship', confirmUrl: 'https://x.example/c', toolUrl: 'https://x.example/t', validHours: 24 },
  })
  expect(unisolated(mail.html)).toEqual([])
  expect(mail.subject).toBe('Confirm your vote on \u2068כלי 3\u2069')
  expect(mail.text).toContain('voted ship on \u2068כלי 3\u2069 and gave')
  expect(mail.text).toContain('\u2068כלי 3\u2069: https://x.example/t')
  const changes = inHebrew(siteChanges(site)).map((change) => ({ ...change, kind: 'changed' as const, title: 'כלי 3' }))
  for (const feed of [rssFeed, atomFeed, jsonFeed]) expect(feed(changes, liveLinks)).toContain('Changed: \u2068כלי 3\u2069')
})

test('the same pages in letters from left to right have no isolate in them', () => {
  for (const html of Object.values(allPages(site))) expect(html).not.toMatch(/[\u2066-\u2069]/)
})
