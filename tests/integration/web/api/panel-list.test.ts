import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type Listed = { panelId: string; status: string; askedBy: string | null; costUsd: number; draftsBy: Record<string, number> }
type Page = { items: Listed[]; next: string | null; total: number }

let api: TestApi
let finished: string
let started: string
let other: string

beforeAll(async () => {
  api = await openTestApi()
  finished = (await api.panel({ unscored: [1] })).panelId
  const kickOff = (as: typeof editor, key: string, body: object) =>
    bodyOf<{ panelId: string }>(api.as(as).post('/panels', { tools: ['ferrydoc'], ...body }, { headers: { 'idempotency-key': key } }), 201)
  started = (await kickOff(editor, 'one', { jurors: ['ollama:b'] })).panelId
  other = (await kickOff(otherEditor, 'two', { personas: ['dx'] })).panelId
})
afterAll(() => api.close())

const list = (query = '', as = reviewer) => bodyOf<Page>(api.as(as).get(`/panels${query}`))
const ids = async (query: string, as = reviewer) => (await list(query, as)).items.map(({ panelId }) => panelId)

test('panels come with how many match, who asked, how far each is and what it cost', async () => {
  const page = await list()
  expect([page.total, page.next]).toEqual([3, null])
  expect(page.items.map(({ panelId, askedBy }) => [panelId, askedBy])).toEqual([
    [other, otherEditor.userId],
    [started, editor.userId],
    [finished, null],
  ])
  expect(page.items[2]).toMatchObject({ status: 'finished', costUsd: 0, draftsBy: { planned: 0, drafting: 0, drafted: 1, unscored: 1 } })
  expect(page.items[1]?.draftsBy).toEqual({ planned: 2, drafting: 0, drafted: 0, unscored: 0 })
})

test('they are searched by tool, model and id, narrowed, and sorted', async () => {
  expect(await ids('?q=FERRYDOC&sort=oldest')).toEqual([finished, started, other])
  expect(await ids('?q=ollama:b')).toEqual([started])
  expect(await ids(`?q=${other}`)).toEqual([other])
  expect(await ids('?q=nothing%20ferrydoc')).toEqual([])
  expect(await ids('?status=running')).toEqual([other, started])
  expect(await ids('?unscored=true')).toEqual([finished])
  expect(await ids('?askedBy=me', editor)).toEqual([started])
  expect(await ids(`?askedBy=${otherEditor.userId}`)).toEqual([other])
  expect(await ids('?replies=recorded')).toEqual([])
  expect(await ids('?replies=live&status=finished')).toEqual([finished])
})

test('pages go on where the one before ended, in either order', async () => {
  for (const sort of ['newest', 'oldest']) {
    const whole = await ids(`?sort=${sort}`)
    const walked: string[] = []
    let at: string | null = `/panels?sort=${sort}&limit=1`
    while (at !== null && walked.length < 9) {
      const page: Page = await bodyOf<Page>(api.as(admin).get(at))
      expect(page.total).toBe(3)
      walked.push(...page.items.map(({ panelId }) => panelId))
      at = page.next
    }
    expect(walked).toEqual(whole)
  }
})

test.each([
  'status=ended',
  'unscored=yes',
  'replies=dead',
  'sort=name',
  'q=%00',
  `q=${'a'.repeat(201)}`,
  `askedBy=${'a'.repeat(201)}`,
  'tool=ferrydoc',
])('%s is refused, by the name of the parameter', async (query) => {
  const problem = await bodyOf<{ errors: { parameter: string }[] }>(api.as(editor).get(`/panels?${query}`), 400)
  expect(problem.errors).toMatchObject([{ parameter: query.split('=')[0] }])
})

test('tools and the log say how many match, too', async () => {
  expect(await bodyOf(api.as(editor).get('/tools?limit=1'))).toMatchObject({ total: 1 })
  expect(await bodyOf(api.as(editor).get('/tools?q=nothing'))).toMatchObject({ items: [], total: 0 })
  const log = await bodyOf<Page>(api.as(editor).get('/audit?action=kick%20off%20a%20panel&limit=1'))
  expect([log.items.length, log.total, log.next === null]).toEqual([1, 2, false])
})
