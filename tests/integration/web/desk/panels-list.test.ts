import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let edda: Browser
let otto: Browser
let reviewer: Browser
const panels: string[] = []

beforeAll(async () => {
  desk = await openTestDesk()
  for (const [role, name] of [
    ['editor', 'Edda'],
    ['editor', 'Otto'],
    ['reviewer', 'Rea'],
  ] as const)
    await desk.addPerson(role, name)
  ;[edda, otto, reviewer] = await Promise.all([desk.signedIn('Edda'), desk.signedIn('Otto'), desk.signedIn('Rea')])
  await edda.post('/desk/tools/samples', {})
  const kickOff = async (as: Browser, tool: string[]) => {
    const wish = { persona: ['dx'], replies: 'recordings', priority: 'editor', budget: '' }
    const started = await as.post('/desk/panels', { ...wish, tool })
    panels.push(started.headers.get('location')?.split('/').at(-1) ?? '')
  }
  await kickOff(edda, ['mistral-3-instruct'])
  await kickOff(otto, ['claude-haiku-open-weights'])
  await kickOff(edda, ['mistral-3-instruct', 'claude-haiku-open-weights'])
})
afterAll(() => desk.close())

const list = async (query = '', as = edda) => {
  const answer = await as.get(`/desk/panels${query}`)
  const html = await answer.text()
  const ids = [...html.matchAll(/<th scope="row"><a href="\/desk\/panels\/(pnl_[0-9a-z]+)"/g)].map(([, id]) => panels.indexOf(id ?? ''))
  return { status: answer.status, html, ids }
}
const bulk = async (fields: Record<string, string | string[]>, as = edda) => {
  const answer = await as.post('/desk/panels/bulk', { query: '', seen: '0', which: 'picked', ...fields })
  return { status: answer.status, html: await answer.text() }
}

test('panels are found by tool, model and id, and narrowed by state, person and replies', async () => {
  expect((await list()).ids).toEqual([2, 1, 0])
  expect((await list('?sort=oldest')).ids).toEqual([0, 1, 2])
  expect((await list('?q=HAIKU')).ids).toEqual([2, 1])
  expect((await list('?q=haiku+mistral')).ids.at(0)).toBe(2)
  expect((await list(`?q=${panels[1]}`)).ids).toEqual([1])
  expect((await list('?person=me')).ids).toEqual([2, 0])
  expect((await list('?person=me', otto)).ids).toEqual([1])
  expect((await list('?replies=live')).html).toContain('No panel matches')
  expect((await list('?state=running')).ids).toEqual([2, 1, 0])
  expect((await list('?seats=unscored')).ids).toEqual([])
  expect((await list('?cursor=nonsense')).status).toBe(400)
  expect((await list()).html).toContain('Edda')
})

test('editors cancel several panels and try what is missing again, each with its own answer', async () => {
  expect((await list('', reviewer)).html).not.toContain('data-bulk')
  expect((await bulk({ do: 'cancel', pick: panels }, reviewer)).status).toBe(403)
  const stale = await bulk({ do: 'cancel', which: 'match', query: 'person=me', seen: '3' })
  expect([stale.status, stale.html.includes('2 panels match by now, and you saw 3')]).toEqual([422, true])
  expect((await bulk({ do: 'cancel', which: 'match', query: 'person=me', seen: '2' })).html).toContain('2 of 2 panels cancelled')
  expect((await list('?state=cancelled')).ids).toEqual([2, 0])
  expect((await list('?seats=unscored')).ids).toEqual([2, 0])
  const again = await bulk({ do: 'cancel', pick: panels })
  expect(again.html).toContain('1 of 3 panels cancelled')
  expect(again.html).toContain('To do about it: look at the panel as it is now')
  expect((await bulk({ do: 'retry', pick: [panels[0] ?? ''] })).html).toContain('1 of 1 panels try their missing drafts again')
  expect((await list('?state=running')).ids).toEqual([0])
  expect((await bulk({ do: 'retry', pick: 'pnl_0000' })).html).toContain('there is no such panel')
  for (const pick of ['<b>', '']) expect((await bulk({ do: 'retry', pick })).status).toBe(422)
})
