import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleDossier } from '../../../support/samples.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser

const { tool } = sampleDossier()
const dossierOf = (slug: string, name: string, { category = 'Search', rivals = ['No Such'] } = {}) =>
  sampleDossier({ tool: { ...tool, slug, name, category }, rivals })
const attack = '<script>alert(1)</script>'

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('editor', 'Otto')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  const many = Array.from({ length: 60 }, (_, index) => dossierOf(`crowd-${index}`, `Crowd ${index}`, { category: `Crowd ${index % 30}` }))
  const few = [
    dossierOf('ferry', 'Ferry', { rivals: ['Quay 2', 'Nothing Else'] }),
    dossierOf('quay', 'Quay', { category: 'Queues' }),
    dossierOf('gull', 'Gull', { category: 'Birds', rivals: ['FERRY'] }),
    dossierOf('harbour', 'Harbour'),
    dossierOf('harbour-two', 'Harbour two'),
    dossierOf('hostile', attack, { category: attack }),
  ]
  const store = await storeOf()
  for (const [index, dossier] of [...many, ...few].entries()) await store.add(dossier, { at: new Date(Date.UTC(2026, 10, 1, 0, index)) })
})
afterAll(() => desk.close())

async function storeOf() {
  const { createDossierStore } = await import('../../../../src/panels/store/dossiers.js')
  return createDossierStore(desk.app.db)
}

const textOf = async (answer: Promise<Response> | Response) => (await (await answer).text()).replaceAll('&#39;', "'")
const find = (address: string, headers: Record<string, string> = {}) =>
  textOf(editor.get(`/desk/panels/tools?${address}`, { 'hx-request': 'true', ...headers }))
/** The tools that are offered, in their order; those chosen with a mark. */
const toolsOf = (page: string) =>
  [...page.matchAll(/<input[^>]*name="tool" value="([^"]*)"[^>]*>/g)].map(([tag, slug]) => (tag.includes(' checked') ? `${slug} ✓` : slug))

test('a form offers those added last, at most a score of tools, and weighs little', async () => {
  const page = await textOf(editor.get('/desk/panels/new'))
  expect(toolsOf(page)).toEqual(['hostile', 'harbour-two', 'harbour', 'gull', 'quay', 'ferry', 'crowd-59', 'crowd-58'])
  expect(page).toContain('None chosen yet of 66 tools.')
  expect(page).not.toContain('<script>alert')
  expect(gzipSync(page).length).toBeLessThan(12_000)
})

test('a search finds by words in any order, keeps what is chosen on top, and says how many there are', async () => {
  const found = await find('toolQuery=two+HARB&tool=ferry&tool=quay')
  expect(toolsOf(found).slice(0, 2)).toEqual(['ferry ✓', 'quay ✓'])
  expect(toolsOf(found)).toContain('harbour-two')
  expect(found).toContain('id="tools-said" hx-swap-oob="innerHTML">2 chosen. 1 more tool matches.')
  const many = await find('toolQuery=crowd')
  expect(toolsOf(many)).toHaveLength(16)
  expect(many).toContain('60 more tools match; the first 16 are shown.')
  expect(await find(`toolQuery=${'x'.repeat(3_000)}`)).toContain('No other tool matches.')
})

test('categories are offered with their counts, and narrow the list', async () => {
  const page = await textOf(editor.get('/desk/panels/new'))
  expect(page).toMatch(/<option value="Search">[^<]*Search[^<]* \(3\)/)
  expect(toolsOf(await find('category=Birds'))).toEqual(['gull'])
  expect(toolsOf(await find('category=None'))).toEqual([])
})

test('with one chosen, its rivals either way and its category are suggested, each with why, and nothing that is chosen', async () => {
  const page = await find('tool=ferry')
  const suggested = page.slice(page.indexOf('To compare with'), page.indexOf('Tools to choose from'))
  expect(toolsOf(suggested)).toEqual(['gull', 'quay', 'harbour', 'harbour-two'])
  expect(suggested).toMatch(/id="tool-gull-note"><strong>names it as a rival ·/)
  expect(suggested).toMatch(/id="tool-quay-note"><strong>named as a rival ·/)
  expect(suggested).toMatch(/id="tool-harbour-note"><strong>same category ·/)
  const two = await find('tool=ferry&tool=gull')
  expect(toolsOf(two.slice(two.indexOf('To compare with')))).not.toContain('gull')
  expect(await find('')).not.toContain('To compare with')
})

test('one that was taken out just now stays in its place, to be put back; it is not offered twice', async () => {
  const page = await find('tool=ferry', { 'hx-source': 'input#tool-hostile' })
  expect(toolsOf(page).slice(0, 2)).toEqual(['ferry ✓', 'hostile'])
  expect(toolsOf(page).filter((slug) => slug === 'hostile')).toHaveLength(1)
  expect(page).toContain('taken out; choose it again to put it back')
})

test('the tools of one’s own last panels come first; another person’s are not among them', async () => {
  const asked = { tool: ['crowd-3', 'crowd-5'], persona: 'dx', replies: 'models', priority: 'editor', budget: '', otherJurors: 'ollama:a' }
  const started = await editor.post('/desk/panels', asked)
  expect(started.status).toBe(303)
  await desk.app.cancel(started.headers.get('location')?.split('/').at(-1) ?? '', 'the test has ended')
  const mine = await textOf(editor.get('/desk/panels/new'))
  expect(mine.indexOf('In your last panels')).toBeLessThan(mine.indexOf('Added last'))
  expect(toolsOf(mine).slice(0, 2)).toEqual(['crowd-3', 'crowd-5'])
  const otto = await desk.signedIn('Otto')
  expect(await textOf(otto.get('/desk/panels/new'))).not.toContain('In your last panels')
})

test('without scripts a button searches, and everything stays as it was sent', async () => {
  const page = await textOf(
    editor.post('/desk/panels/estimate', { tool: 'quay', toolQuery: 'gull', category: 'Birds', persona: 'dx', budget: '3' }),
  )
  expect(toolsOf(page).slice(0, 1)).toEqual(['quay ✓'])
  expect(toolsOf(page)).toContain('gull')
  expect(page).toMatch(/<input[^>]*id="toolQuery"[^>]*value="gull"/)
  expect(page).toMatch(/<option value="Birds" selected/)
  expect(page).toMatch(/<input[^>]*id="budget"[^>]*value="3"/)
})

test('the search is for htmx and for editors alone', async () => {
  const plain = await editor.get('/desk/panels/tools?toolQuery=x')
  expect([plain.status, plain.headers.get('location')]).toEqual([303, '/desk/panels/new'])
  const reviewer = await desk.signedIn('Rea')
  expect((await reviewer.get('/desk/panels/tools', { 'hx-request': 'true' })).status).toBe(403)
})
