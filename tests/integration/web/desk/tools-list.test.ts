import { afterAll, beforeAll, expect, test } from 'vitest'
import { freezeDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { sampleDossier } from '../../../support/samples.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
let reviewer: Browser

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  reviewer = await desk.signedIn('Rea')
  const store = createDossierStore(desk.app.db)
  for (let n = 1; n <= 60; n += 1) {
    const { tool, sha256: _hash, ...rest } = sampleDossier()
    const about = {
      slug: `tool-${n}`,
      name: `Tool ${String(n).padStart(2, '0')}`,
      category: n % 2 === 0 ? 'Caches' : 'Logs',
      vendor: 'Pier',
    }
    const dossier = freezeDossier({ ...rest, tool: { ...tool, ...about } })
    await store.add(dossier, { at: new Date(Date.UTC(2026, 10, 1, 0, n)) })
  }
})
afterAll(() => desk.close())

const page = async (query: string, as = editor) => {
  const answer = await as.get(`/desk/tools${query}`)
  return { status: answer.status, html: await answer.text() }
}
const named = (html: string) => [...html.matchAll(/href="\/desk\/tools\/(tool-\d+)"/g)].map(([, slug]) => slug)
const bulk = async (fields: Record<string, string | string[]>, as = editor) => {
  const answer = await as.post('/desk/tools/bulk', { query: '', seen: '0', which: 'picked', ...fields })
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() }
}

test('the tools and the page of one have a dark button for what they are for, and no other', async () => {
  const dark = (html: string) =>
    [...html.matchAll(/<(?:button type="submit"|a class="button" href="[^"]*")>([^<]*)</g)].map(([, words]) => words)
  expect(dark((await page('')).html)).toEqual(['Write a dossier'])
  expect(dark((await page('/tool-1')).html)).toEqual(['Kick off a panel over it'])
})

test('tools come in pages, and each page leads to the next', async () => {
  const first = await page('')
  expect(first.html).toContain('60 tools')
  expect(named(first.html)).toHaveLength(50)
  const [, next = ''] = first.html.match(/rel="next" href="([^"]+)"/) ?? []
  const second = await page(next.replaceAll('&amp;', '&').replace('/desk/tools', ''))
  expect(named(second.html)).toHaveLength(10)
  expect(new Set([...named(first.html), ...named(second.html)]).size).toBe(60)
  expect((await page('?cursor=nonsense')).status).toBe(400)
  expect((await page('?sort=price')).status).toBe(400)
})

test('a search and filters narrow the list and stay in its address', async () => {
  const found = await page('?q=tool+07')
  expect(named(found.html)).toEqual(['tool-7'])
  expect(found.html).toContain('1 of 60 tools')
  expect(named((await page('?category=Caches&sort=newest')).html).slice(0, 2)).toEqual(['tool-60', 'tool-58'])
  expect((await page('?category=Gone')).html).toContain('No tool matches')
  expect(named((await page('?record=none')).html)).toHaveLength(50)
  expect(named((await page('?sources=changed')).html)).toEqual([])
})

test('editors archive tools and take them back; reviewers see no such button and are refused', async () => {
  expect((await page('', reviewer)).html).not.toContain('data-bulk')
  expect((await bulk({ do: 'archive', pick: 'tool-1' }, reviewer)).status).toBe(403)
  const done = await bulk({ do: 'archive', pick: ['tool-1', 'tool-2'] })
  expect(done.html).toContain('2 of 2 tools archived')
  expect((await bulk({ do: 'archive', pick: 'tool-1' })).html).toContain('it is in the archive already')
  expect((await page('')).html).toContain('58 tools')
  expect(named((await page('?archived=only')).html)).toEqual(['tool-1', 'tool-2'])
  expect((await page('/tool-1')).status).toBe(200)
  const own = await (await editor.get('/desk/tools/tool-1')).text()
  expect([own.includes('This tool is in the archive'), own.includes('/desk/panels/new?tool=tool-1"')]).toEqual([true, false])
  const wish = { tool: 'tool-1', persona: 'dx', replies: 'recordings', priority: 'editor', budget: '' }
  expect(await (await editor.post('/desk/panels', wish)).text()).toContain('in the archive: Tool 01')
  expect((await bulk({ do: 'unarchive', pick: ['tool-1', 'tool-2'] })).html).toContain('2 of 2 tools taken out of the archive')
  const { entries } = await desk.review.audit.list({ limit: 4 })
  expect(entries.map(({ action, subject }) => `${action} ${subject.id}`)).toEqual([
    'take a tool out of the archive tool-2',
    'take a tool out of the archive tool-1',
    'archive a tool tool-2',
    'archive a tool tool-1',
  ])
})

test('all that match are taken only while as many match as were seen', async () => {
  const stale = await bulk({ do: 'archive', which: 'match', query: 'category=Caches', seen: '29' })
  expect([stale.status, stale.html.includes('30 tools match by now, and you saw 29')]).toEqual([422, true])
  const done = await bulk({ do: 'archive', which: 'match', query: 'category=Caches', seen: '30' })
  expect(done.html).toContain('30 of 30 tools archived')
  await bulk({ do: 'unarchive', which: 'match', query: 'archived=only', seen: '30' })
  expect((await page('?archived=only')).html).toContain('No tool matches')
})

test('several tools lead to a kick-off over them, and what is no tool is refused', async () => {
  expect(await bulk({ do: 'kick-off', pick: ['tool-3', 'tool-4'] })).toMatchObject({
    status: 303,
    location: '/desk/panels/new?tool=tool-3&tool=tool-4',
  })
  const many = Array.from({ length: 21 }, (_, n) => `tool-${n + 1}`)
  expect((await bulk({ do: 'kick-off', pick: many })).html).toContain('these are 21 tools')
  expect((await bulk({ do: 'archive' })).status).toBe(422)
  expect((await bulk({ do: 'archive', pick: '<b>' })).status).toBe(422)
  expect((await bulk({ do: 'explode', pick: 'tool-3' })).status).toBe(422)
  expect((await bulk({ do: 'archive', pick: 'unheard-of' })).html).toContain('there is no such tool')
})
