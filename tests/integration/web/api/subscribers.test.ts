import { afterAll, beforeAll, expect, test } from 'vitest'
import { subscribers } from '../../../../src/newsletter/store/schema.js'
import { admin, bodyOf, editor, openTestApi, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type Page = { items: { id: string; address: string }[]; next: string | null; total: number }

const day = (number: number) => new Date(`2026-11-${String(number).padStart(2, '0')}T08:00:00.000Z`)
const rows = [
  { id: 'sub_a1', email: 'Ada@Example.org', status: 'active' as const, askedAt: day(1), confirmedAt: day(2) },
  {
    id: 'sub_b2',
    email: 'bo@other.example',
    status: 'pending' as const,
    askedAt: day(5),
    confirmTokenSha256: 'b',
    confirmExpiresAt: day(30),
  },
  { id: 'sub_c3', email: 'cy@example.org', status: 'unsubscribed' as const, askedAt: day(3), confirmedAt: day(3), endedAt: day(9) },
]

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.db.insert(subscribers).values(rows)
})
afterAll(() => api.close())

const list = (query = '', as = editor) => bodyOf<Page>(api.as(as).get(`/subscribers${query}`))
const found = async (query: string) => (await list(query)).items.map(({ id }) => id.at(4)).join('')

test('subscribers are listed with masked addresses and how many match', async () => {
  const page = await list('', admin)
  expect([page.total, page.next]).toEqual([3, null])
  expect(page.items[2]).toEqual({
    ...{ id: 'sub_a1', status: 'active', softBounces: 0, endedAt: null },
    ...{ address: page.items[2]?.address, askedAt: day(1).toISOString(), confirmedAt: day(2).toISOString() },
  })
  for (const { email } of rows) expect(JSON.stringify(page).toLowerCase()).not.toContain(email.toLowerCase())
})

test('they are searched by whole address, domain and id, narrowed, sorted and paged', async () => {
  expect(await found('')).toBe('bca')
  expect(await found('?sort=oldest')).toBe('acb')
  expect(await found('?sort=left')).toBe('cba')
  expect(await found('?status=pending')).toBe('b')
  expect(await found('?q=ADA%40example.org')).toBe('a')
  expect(await found('?q=%40example.org')).toBe('ca')
  expect(await found('?q=sub_b2')).toBe('b')
  for (const part of ['ada', 'da%40example.org', '%25']) expect(await found(`?q=${part}`)).toBe('')
  const first = await list('?limit=2&sort=left')
  expect([first.items.length, first.total]).toEqual([2, 3])
  expect((await bodyOf<Page>(api.as(editor).get(first.next ?? ''))).items.map(({ id }) => id)).toEqual(['sub_a1'])
})

test('they are for editors and admins alone', async () => {
  expect(await bodyOf(api.as(reviewer).get('/subscribers'), 403)).toMatchObject({ type: '/api/v1/problems/forbidden' })
})

test.each(['status=gone', 'sort=name', 'q=%00', `q=${'a'.repeat(201)}`, 'cursor=nonsense', 'email=a'])('%s is refused', async (query) => {
  const problem = await bodyOf<{ errors: { parameter: string }[] }>(api.as(editor).get(`/subscribers?${query}`), 400)
  expect(problem.errors).toMatchObject([{ parameter: query.split('=')[0] }])
})
