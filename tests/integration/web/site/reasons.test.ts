import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { publishPanel, reviewer, reviewOf } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const reason =
  'gateway did not answer at http://gpu-7.corp.internal:8000/v1 (ECONNREFUSED 10.7.7.7:8000). Check endpoints in /srv/panel/panel.config.yaml'
const details = /gpu-7|corp\.internal|10\.7\.7\.7|ECONNREFUSED|panel\.config\.yaml/

let site: TestSite
let recordId: string
let seatId: string
beforeAll(async () => {
  site = await openTestSite()
  const personas = [samplePersona(), samplePersona({ id: 'business', order: 2 })]
  const published = await publishPanel(site.app.db, {
    dossiers: [sampleDossier(), sampleDossier({ tool: { ...sampleDossier().tool, slug: 'quaylog', name: 'Quaylog' } })],
    personas,
    replyFor: ({ persona }) => (persona === 'business' ? null : {}),
    reason,
  })
  recordId = published.recordId
  seatId = published.seats.find(({ persona }) => persona === 'business')?.id ?? ''
  await site.site.refresh()
})
afterAll(() => site.close())

test('no public page, feed or file tells the details of why a seat has no call; pages tell its kind', async () => {
  const seen = new Set<string>()
  const waiting = [
    '/',
    '/tools/ferrydoc',
    '/compare/ferrydoc-vs-quaylog',
    '/sitemap.xml',
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
    `/records/${recordId}/bundle`,
  ]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(path)) continue
    seen.add(path)
    const text = await (await site.get(path)).text()
    expect(text, path).not.toMatch(details)
    for (const [, to = ''] of text.matchAll(/(?:href|src)="(\/[^"#?]*)/g)) waiting.push(to)
  }
  expect(await (await site.get('/tools/ferrydoc')).text()).toContain('The reply broke off before its end. The seat is unscored')
})

test('what is approved and published holds the kind, and the desk still tells the details', async () => {
  const review = reviewOf(site.app.db)
  expect(JSON.stringify(await review.published(recordId))).not.toMatch(details)
  const view = await review.record(recordId, reviewer)
  if (view.status !== 'done') throw new Error(view.status)
  expect(JSON.stringify(view.content)).not.toMatch(details)
  expect(view.checklist?.waived.map(({ what }) => what)).toContain(`the seat is unscored: ${reason}`)
  expect(view.verdicts.find(({ verdictId }) => verdictId === seatId)?.unscoredReason).toBe(reason)
  expect(await review.verdict(recordId, seatId, reviewer)).toMatchObject({ unscored: { kind: 'truncated', reason } })
})
