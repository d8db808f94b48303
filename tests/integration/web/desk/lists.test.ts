import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../../../src/contracts/actor.js'
import { subscriberListDefinition } from '../../../../src/web/desk/newsletter/subscriber-list.js'
import { runSampleAtDesk } from '../../../support/web/desk/run-sample.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let edda: Actor
let editor: Browser
let reviewer: Browser
let recordId: string
beforeAll(async () => {
  desk = await openTestDesk()
  edda = await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  reviewer = await desk.signedIn('Rea')
  ;({ recordId } = await runSampleAtDesk(desk, editor))
})
afterAll(() => desk.close())

const textOf = async (answer: Promise<Response>) => (await answer).text()
const ids = (html: string) => [...html.matchAll(/name="pick" value="([^"]+)"/g)].map(([, id]) => id)
const logged = async (action: string) =>
  (await desk.review.audit.list({ limit: 200 })).entries.filter((entry) => entry.action === action).length

test('what narrows the list is in its address, shown, and can be taken away', async () => {
  const found = await textOf(editor.get('/desk/records?q=mistral&status=in_review'))
  expect(ids(found)).toEqual([recordId])
  expect(found).toContain('1 of 1 record<')
  expect(found).toContain('href="/desk/records?status=in_review" aria-label="Take away')
  expect(ids(await textOf(editor.get('/desk/records?q=%25')))).toEqual([])
  for (const address of ['status=open', 'sort=best', `q=${'x'.repeat(201)}`, 'cursor=x', 'has=all']) {
    const answer = await editor.get(`/desk/records?${address}`)
    expect(answer.status, address).toBe(400)
    expect(await answer.text()).toContain('The whole list')
  }
})

test('a view is saved, opened by default, shared by editors alone, and gone once it is deleted', async () => {
  const view = { list: 'records', query: 'q=mistral', name: 'Mistral' }
  expect((await reviewer.post('/desk/views', { ...view, shared: 'yes' })).status).toBe(403)
  expect((await editor.post('/desk/views', { ...view, query: '"><b>' })).status).toBe(422)
  const saved = await editor.post('/desk/views', { ...view, shared: 'yes' })
  expect(saved.headers.get('location')).toBe('/desk/records?q=mistral')
  expect(await textOf(reviewer.get('/desk/records'))).toContain('Mistral<span class="hide">, shared by ')
  const id = /action="\/desk\/views\/(view_[^"]+)"/.exec(await textOf(editor.get('/desk/records?q=mistral')))?.[1] ?? ''
  await editor.post(`/desk/views/${id}`, { do: 'default' })
  expect((await editor.get('/desk/records')).headers.get('location')).toBe('/desk/records?q=mistral')
  expect((await editor.get('/desk/records?view=all')).status).toBe(200)
  expect((await reviewer.post(`/desk/views/${id}`, { do: 'delete' })).status).toBe(403)
  expect((await editor.post(`/desk/views/${id}`, { do: 'delete' })).status).toBe(303)
  expect((await editor.get('/desk/records')).status).toBe(200)
  expect([await logged('save a view'), await logged('delete a view'), await logged('choose a default view')]).toEqual([1, 1, 1])
})

test('a default view that names no field, or encodes no text, is refused; one that was kept before leaves the list as it comes', async () => {
  for (const query of ['&', '&&&', '=x', '%zz', 'q=%00', 'q=%ff']) {
    expect((await editor.post('/desk/views', { list: 'records', name: 'Odd', query })).status, query).toBe(422)
  }
  await editor.post('/desk/views', { list: 'records', name: 'Odd', query: 'q=odd' })
  const id = /action="\/desk\/views\/(view_[^"]+)"/.exec(await textOf(editor.get('/desk/records?q=odd')))?.[1] ?? ''
  await editor.post(`/desk/views/${id}`, { do: 'default' })
  const views = await desk.app.savedViews()
  for (const query of ['&', '&&&', '=x', '%zz', 'q=%00', 'q=%ff', 'status=gone', `q=${'x'.repeat(201)}`]) {
    expect(await views.change({ actor: edda, id, query })).toMatchObject({ status: 'done' })
    const opened = await editor.get('/desk/records')
    const to = opened.headers.get('location')
    expect([opened.status, to === null ? 200 : (await editor.get(to)).status], query).toEqual([to === null ? 200 : 302, 200])
  }
  await views.setDefault({ actor: edda, list: 'records', id: null })
  for (const query of ['%zz', 'q=mistral&%zz', 'q=%00', 'status=gone&q=mistral', 'sort=gone', 'q=%ff', `q=${'x'.repeat(201)}&has=mine`]) {
    expect(await views.change({ actor: edda, id, query })).toMatchObject({ status: 'done' })
    const page = await textOf(editor.get('/desk/records?view=all'))
    const href = /<a href="([^"]*)"[^>]*>[^<]*Odd/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const opened = await editor.get(href)
    expect([href, opened.status]).toEqual([href, 200])
    expect(href.includes('q=mistral')).toBe(query.includes('mistral'))
  }
  await views.change({ actor: edda, id, query: 'status=gone&q=mistral' })
  const told = await textOf(editor.get('/desk/records?view=all'))
  expect(told).toContain('asks for something that this list does not have (any more), and opens without it: status.')
  expect(await textOf(reviewer.get('/desk/records?view=all'))).not.toContain('opens without it')
  const removed = await editor.post(`/desk/views/${id}`, { do: 'delete', back: 'all' })
  expect([removed.status, removed.headers.get('location')]).toEqual([303, '/desk/records?view=all'])
  const saved = await views.save({ actor: edda, list: 'records', name: 'Odd', query: 'q=odd', isShared: false })
  if (saved.status !== 'done') throw new Error('the view was not saved')
  await views.setDefault({ actor: edda, list: 'records', id: saved.id })
  await views.change({ actor: edda, id: saved.id, query: 'q=mistral&cursor=x' })
  expect((await editor.get('/desk/records')).headers.get('location')).toBe('/desk/records?q=mistral')
  expect((await editor.get('/desk/records?')).status).toBe(200)
  expect(await views.remove({ actor: edda, id: saved.id })).toMatchObject({ status: 'done' })
})

test('filters and orders of every list begin with a capital', async () => {
  for (const list of ['records', 'queue', 'tools', 'panels', 'audit']) {
    const page = await textOf(editor.get(`/desk/${list}?view=all`))
    // Categories are what dossiers call them.
    const fields = [...page.matchAll(/<select id="list-(?!category)[^>]*>(.*?)<\/select>/gs)].map(([, options = '']) => options)
    expect([list, fields.length > 0]).toEqual([list, true])
    const words = fields.flatMap((options) => [...options.matchAll(/<option[^>]*>([^<]*)</g)].map(([, word = '']) => word))
    expect(words.filter((word) => /^[a-z]/.test(word.replace(/[\u2066-\u2069]/g, '')))).toEqual([])
  }
  // Without a subscriber there is no list of them.
  const { filters, sorts } = subscriberListDefinition
  const words = [...filters.flatMap(({ any, options }) => [any, ...options.map(({ label }) => label)]), ...sorts.map(({ label }) => label)]
  expect(words.filter((word) => /^[a-z]/.test(word))).toEqual([])
})

test('who is no editor any more changes no view that others share, and may stop sharing it, change it then, and delete it', async () => {
  const ida = await desk.addPerson('editor', 'Ida')
  const before = await desk.signedIn('Ida')
  await before.post('/desk/views', { list: 'tools', name: 'Idas \u202eview', query: 'q=ida', shared: 'yes' })
  const page = await textOf(before.get('/desk/tools?q=ida'))
  expect(page).toContain('Idas [U+202E]view</a>')
  const id = /action="\/desk\/views\/(view_[^"]+)"/.exec(page)?.[1] ?? ''
  await desk.people.setRole({ actor: { system: 'test' }, userId: ida.userId, role: 'reviewer' })
  const after = await desk.signedIn('Ida')
  const shared = await textOf(after.get('/desk/tools?q=ida'))
  expect([shared.includes('value="rename"'), shared.includes('value="unshare"'), shared.includes('value="delete"')]).toEqual([
    false,
    true,
    true,
  ])
  const refused = await after.post(`/desk/views/${id}`, { do: 'rename', name: 'Other' })
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('stop sharing it first')])
  expect((await after.post('/desk/views', { list: 'tools', name: 'Idas \u202eview', query: 'q=other', shared: 'yes' })).status).toBe(403)
  for (const what of ['unshare', 'rename', 'delete']) {
    expect((await after.post(`/desk/views/${id}`, { do: what, name: 'Other' })).status, what).toBe(303)
  }
})

test('a view that is saved anew for oneself alone is no default of others any more', async () => {
  const view = { list: 'panels', name: 'Late', query: 'q=late' }
  await editor.post('/desk/views', { ...view, shared: 'yes' })
  const id = /action="\/desk\/views\/(view_[^"]+)"/.exec(await textOf(editor.get('/desk/panels?q=late')))?.[1] ?? ''
  for (const person of [editor, reviewer]) await person.post(`/desk/views/${id}`, { do: 'default' })
  expect((await reviewer.get('/desk/panels')).headers.get('location')).toBe('/desk/panels?q=late')
  await editor.post('/desk/views', view)
  expect((await editor.get('/desk/panels')).headers.get('location')).toBe('/desk/panels?q=late')
  await editor.post('/desk/views', { ...view, shared: 'yes' })
  expect((await reviewer.get('/desk/panels')).status).toBe(200)
})

test('records are assigned to someone by an id, and what can be none is refused', async () => {
  for (const to of ['a\0b', 'nobody', `usr_${'1'.repeat(81)}`]) {
    const refused = await editor.post('/desk/records/bulk', { do: 'assign', which: 'picked', pick: recordId, to })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('choose someone from the list')])
  }
})

test('archived records leave the lists and the queue, and come back; only for editors', async () => {
  const archive = (browser: Browser, what: string) =>
    textOf(browser.post('/desk/records/bulk', { do: what, which: 'picked', pick: recordId }))
  expect(await archive(reviewer, 'archive')).toContain('0 of 1 records archived')
  expect(await archive(editor, 'archive')).toContain('1 of 1 records archived')
  expect(ids(await textOf(editor.get('/desk/records')))).toEqual([])
  expect(ids(await textOf(editor.get('/desk/records?archived=only')))).toEqual([recordId])
  expect(await textOf(editor.get('/desk/queue'))).toContain('Nothing waits')
  expect(await archive(editor, 'unarchive')).toContain('1 of 1 records back')
  expect([await logged('record.archive'), await logged('record.unarchive')]).toEqual([1, 1])
})

test('a bulk action on all that match is refused once another number matches, and one on nothing says so', async () => {
  const stale = await editor.post('/desk/records/bulk', { do: 'archive', which: 'match', query: 'q=mistral', seen: '7' })
  expect(stale.status).toBe(422)
  expect(await stale.text()).toContain('7 matched when you looked, and 1 match now')
  const none = await editor.post('/desk/records/bulk', { do: 'archive', which: 'picked' })
  expect([none.status, (await none.text()).includes('tick at least one row')]).toEqual([422, true])
  expect(await logged('record.archive')).toBe(1)
})

test('clean verdicts are accepted each as a revision with its own entry; of the others it says why not', async () => {
  const taken = await textOf(editor.post('/desk/records/bulk', { do: 'assign', which: 'picked', pick: recordId, to: edda.userId }))
  expect(taken).toContain('8 of 8 verdicts assigned')
  expect(await textOf(editor.get('/desk/queue'))).toContain('8 wait for you')
  const waits = ids(await textOf(editor.get('/desk/queue')))
  expect(waits).toHaveLength(8)
  const handed = await textOf(
    editor.post('/desk/queue/bulk', { do: 'assign', which: 'picked', pick: waits.slice(0, 2) as string[], to: '' }),
  )
  expect(handed).toContain('2 of 2 verdicts assigned')
  expect(await textOf(editor.get('/desk/queue'))).toContain('6 wait for you')
  expect(await textOf(editor.post('/desk/queue/bulk', { do: 'take', which: 'picked', pick: [waits[0] ?? '', 'seat_0'] }))).toContain(
    '1 of 2 verdicts taken',
  )
  await editor.post('/desk/queue/bulk', { do: 'take', which: 'picked', pick: waits as string[] })
  const before = await logged('verdict.accept')
  const button = /Accept the (\d+ )?clean verdicts?/.exec(await textOf(editor.get(`/desk/records/${recordId}`)))
  const report = await textOf(editor.post(`/desk/records/${recordId}/accept-clean`, {}))
  const [, done = '', all = ''] = /<h1>(\d+) of (\d+) verdicts accepted/.exec(report) ?? []
  expect(Number(all)).toBe(8)
  expect(Number(button?.[1] ?? (button === null ? 0 : 1)), 'clean verdicts, as the button says').toBe(Number(done))
  expect(await textOf(editor.get(`/desk/records/${recordId}`))).not.toContain('Accept the')
  expect((await logged('verdict.accept')) - before).toBe(Number(done))
  const queue = await desk.review.queue({ actor: edda, recordId })
  expect(queue).toMatchObject({ status: 'done', total: 8 - Number(done) })
  expect(report.match(/To do about it/g)?.length ?? 0).toBe(8 - Number(done))
})
