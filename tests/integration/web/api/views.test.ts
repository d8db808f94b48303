import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, bodyOf, editor, openTestApi, otherEditor, otherReviewer, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type View = { id: string; name: string; query: string; isShared: boolean; isOwn: boolean; isDefault: boolean; owner: string }
type Page = { items: View[]; next: null }

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

const save = (as: typeof editor, view: object) => api.as(as).post('/views', { list: 'records', query: 'q=ferry', ...view })
const names = async (as: typeof editor, query = '?list=records') =>
  (await bodyOf<Page>(api.as(as).get(`/views${query}`))).items.map(({ name }) => name)
const logged = async (action: string) =>
  (await api.review.audit.list({ limit: 200 })).entries.filter((entry) => entry.action === action).length

test('a view is saved for oneself, read, renamed, made to look at something else, and deleted', async () => {
  const saved = await save(reviewer, { name: 'Ferries' })
  const view = await bodyOf<View>(saved, 201)
  const path = `/views/${view.id}`
  expect(saved.headers.get('location')).toBe(`/api/v1${path}`)
  expect(view).toMatchObject({ list: 'records', query: 'q=ferry', isShared: false, isOwn: true, isDefault: false, owner: 'Rea' })
  expect(await bodyOf(save(reviewer, { name: 'Ferries', query: 'q=other' }), 409)).toMatchObject({
    ...{ type: '/api/v1/problems/refused', detail: 'Another view has that name.', fix: 'Choose another name.' },
  })
  const as = api.as(reviewer)
  const first = await as.tag(path)
  expect(first).toBe(saved.headers.get('etag'))
  const changed = await as.call('PATCH', path, { body: { name: ' Boats ', query: 'q=boat&sort=title' }, ifMatch: first })
  expect(await bodyOf<View>(changed)).toMatchObject({ name: 'Boats', query: 'q=boat&sort=title' })
  expect(await bodyOf(as.call('PATCH', path, { body: { name: 'Late' }, ifMatch: first }), 412)).toMatchObject({
    ...{ current: { name: 'Boats' }, yours: { name: 'Late' }, etag: await as.tag(path) },
  })
  expect((await as.call('DELETE', path, { ifMatch: first })).status).toBe(412)
  expect((await as.call('DELETE', path)).status).toBe(428)
  expect((await as.call('DELETE', path, { ifMatch: await as.tag(path) })).status).toBe(204)
  expect((await as.get(path)).status).toBe(404)
  expect([await logged('save a view'), await logged('change a view'), await logged('delete a view')]).toEqual([1, 1, 1])
})

test('a view of someone else is not there: not to be read, changed, deleted, opened with or counted', async () => {
  const { id } = await bodyOf<View>(save(editor, { name: 'Private' }), 201)
  for (const person of [reviewer, otherEditor, admin]) {
    const as = api.as(person)
    expect(await names(person)).not.toContain('Private')
    expect((await as.get(`/views/${id}`)).status).toBe(404)
    expect((await as.call('PATCH', `/views/${id}`, { body: { name: 'Mine' }, ifMatch: '*' })).status).toBe(404)
    expect((await as.call('DELETE', `/views/${id}`, { ifMatch: '*' })).status).toBe(404)
    expect(await bodyOf(as.post('/views/default', { list: 'records', viewId: id }), 422)).toMatchObject({
      errors: [{ pointer: '/viewId', detail: 'there is no such view of this list' }],
    })
  }
})

test('sharing is for editors, who may also change what others shared; reviewers may open their list with it', async () => {
  expect(await bodyOf(save(reviewer, { name: 'For all', isShared: true }), 403)).toMatchObject({
    ...{ type: '/api/v1/problems/forbidden', detail: 'Sharing a view is for editors.' },
  })
  const { id } = await bodyOf<View>(save(editor, { name: 'For all', isShared: true }), 201)
  const path = `/views/${id}`
  expect(await bodyOf(api.as(reviewer).get(path))).toMatchObject({ isOwn: false, isShared: true, owner: 'Edda' })
  for (const [method, body] of [
    ['PATCH', { name: 'Mine' }],
    ['DELETE', undefined],
  ] as const) {
    const refused = api.as(reviewer).call(method, path, { ifMatch: '*', ...(body === undefined ? {} : { body }) })
    expect(await bodyOf(refused, 403)).toMatchObject({ detail: 'The view is someone else’s.' })
  }
  await bodyOf(api.as(otherReviewer).post('/views/default', { list: 'records', viewId: id }))
  expect(await bodyOf(api.as(otherReviewer).get(path))).toMatchObject({ isDefault: true })
  expect(await bodyOf(api.as(otherReviewer).post('/views/default', { list: 'tools', viewId: id }), 422)).toMatchObject({
    errors: [{ pointer: '/viewId' }],
  })
  const kept = api.as(otherEditor).call('PATCH', path, { body: { isShared: false }, ifMatch: '*' })
  expect(await bodyOf(kept)).toMatchObject({ name: 'For all', isShared: false })
  expect((await api.as(otherReviewer).get(path)).status).toBe(404)
  expect(await names(editor, '?list=tools')).toEqual([])
  expect(await names(editor, '')).toContain('For all')
})

test.each([
  ['another list', { list: 'people' }, '/list'],
  ['no name', { name: ' ' }, '/name'],
  ['a name of two lines', { name: 'a\nb' }, '/name'],
  ['a long name', { name: 'a'.repeat(61) }, '/name'],
  ['NUL in a name', { name: 'a\0' }, '/name'],
  ['what is no query', { query: '"><script>' }, '/query'],
  ['a query that names no field', { query: '&&&' }, '/query'],
  ['a percent sign that encodes nothing', { query: 'q=%zz' }, '/query'],
  ['NUL in a query', { query: 'q=%00' }, '/query'],
  ['a long query', { query: 'a'.repeat(2001) }, '/query'],
  ['an owner', { owner: 'Edda' }, '/owner'],
])('a view with %s is refused', async (_, more, pointer) => {
  const problem = await bodyOf<{ errors: { pointer: string }[] }>(save(editor, { name: 'A view', ...more }), 422)
  expect(problem.errors.map((error) => error.pointer)).toEqual([pointer])
})

test('a list has fifty views of a person, and no more', async () => {
  for (let n = 0; n < 50; n += 1) await bodyOf(save(otherReviewer, { list: 'queue', name: `View ${n}` }), 201)
  expect(await bodyOf(save(otherReviewer, { list: 'queue', name: 'One more' }), 409)).toMatchObject({
    ...{ detail: 'You have 50 views of this list.', fix: 'Delete one you no longer use.' },
  })
})

test('of two who change a view at the same moment, one is done and the other told', async () => {
  const { id } = await bodyOf<View>(save(editor, { name: 'Crowded', isShared: true }), 201)
  const both = [editor, otherEditor].map((person) => api.as(person))
  const tags = await Promise.all(both.map((as) => as.tag(`/views/${id}`)))
  const answers = await Promise.all(
    both.map((as, n) => as.call('PATCH', `/views/${id}`, { body: { name: `By ${n}` }, ifMatch: tags[n] ?? '' })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412])
})
