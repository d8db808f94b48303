import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailSuppressions, subscribers } from '../../../../src/newsletter/store/schema.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let home: string
let desk: TestDesk
let edda: Browser
let admin: Browser
let reviewer: Browser

const day = (number: number) => new Date(`2026-11-${String(number).padStart(2, '0')}T08:00:00.000Z`)
const later = new Date(Date.now() + 3_600_000)
const rows = [
  { id: 'sub_a1', email: 'Ada@Example.org', status: 'active' as const, askedAt: day(1), confirmedAt: day(2) },
  {
    id: 'sub_b2',
    email: 'bo@other.example',
    status: 'pending' as const,
    askedAt: day(5),
    confirmTokenSha256: 'b',
    confirmExpiresAt: later,
  },
  { id: 'sub_c3', email: 'cy@example.org', status: 'unsubscribed' as const, askedAt: day(3), confirmedAt: day(3), endedAt: day(9) },
  {
    ...{ id: 'sub_d4', email: 'di@example.org', status: 'bounced' as const, askedAt: day(4), endedAt: day(7) },
    problem: 'no mailbox di@example.org here',
  },
]

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'panel-subscribers-'))
  desk = await openTestDesk({}, { home })
  for (const [role, name] of [
    ['editor', 'Edda'],
    ['admin', 'Ann'],
    ['reviewer', 'Rea'],
  ] as const)
    await desk.addPerson(role, name)
  ;[edda, admin, reviewer] = await Promise.all([desk.signedIn('Edda'), desk.signedIn('Ann'), desk.signedIn('Rea')])
  await desk.app.db.insert(subscribers).values(rows)
})
afterAll(async () => {
  await desk.close()
  await rm(home, { recursive: true })
})

const path = '/desk/newsletter/subscribers'
const list = async (query = '', as = edda) => {
  const answer = await as.get(`${path}${query}`)
  const html = await answer.text()
  const ids = [...html.matchAll(/name="pick" value="(sub_[0-9a-z]+)"/g)].map(([, id]) => id?.at(4))
  return { status: answer.status, html, ids: ids.join('') }
}
const bulk = async (fields: Record<string, string | string[]>, as = edda) => {
  const answer = await as.post(`${path}/bulk`, { query: '', seen: '0', which: 'picked', ...fields })
  return { status: answer.status, html: await answer.text() }
}
const stateOf = async (id: string) => (await desk.app.db.select().from(subscribers)).find((row) => row.id === id)?.status
const logged = async () => {
  const { entries } = await desk.review.audit.list({ limit: 100 })
  return entries.filter(({ subject }) => subject.kind === 'subscriber').map(({ action, subject }) => `${action} ${subject.id}`)
}

test('subscribers are listed by state and in order, with no address of theirs', async () => {
  const whole = await list()
  expect([whole.status, whole.ids]).toEqual([200, 'bdca'])
  expect((await list('', admin)).ids).toBe('bdca')
  expect(whole.html).toContain('A•••@')
  for (const { email } of rows) expect(whole.html.toLowerCase()).not.toContain(email.toLowerCase())
  expect((await list('?sort=oldest')).ids).toBe('acdb')
  expect((await list('?sort=left')).ids).toBe('cdba')
  expect((await list('?state=pending')).ids).toBe('b')
  expect((await list('?state=nothing')).status).toBe(400)
  expect((await list('?cursor=nonsense')).status).toBe(400)
})

test('a search finds a whole address or a domain, and never part of what is masked', async () => {
  expect((await list('?q=ADA%40example.org')).ids).toBe('a')
  expect((await list('?q=other.ex')).ids).toBe('b')
  expect((await list('?q=%40example.org')).ids).toBe('dca')
  expect((await list('?q=sub_d4')).ids).toBe('d')
  for (const part of ['ada', 'ad', 'da%40example.org', '%25', '_da%40example.org']) expect((await list(`?q=${part}`)).ids).toBe('')
})

test('pages go on where the one before ended, in every order', async () => {
  const { desk: store } = await desk.app.subscriptions()
  const actor = { userId: 'usr_ed', name: 'Ed', role: 'editor' as const }
  for (const [sort, order] of [
    ['newest', 'bdca'],
    ['oldest', 'acdb'],
    ['left', 'cdba'],
  ] as const) {
    let seen = ''
    let cursor: string | null = null
    do {
      const page = await store.list(actor, { sort, limit: 1, ...(cursor === null ? {} : { cursor }) })
      if (page.status === 'refused') throw new Error(page.why)
      expect(page.total).toBe(4)
      seen += page.items.map(({ id }) => id.at(4)).join('')
      cursor = page.next
    } while (cursor !== null && seen.length < 10)
    expect(seen).toBe(order)
  }
})

test('reviewers see how many there are, and neither the list nor its actions', async () => {
  expect((await list('', reviewer)).status).toBe(403)
  expect((await bulk({ do: 'unsubscribe', pick: 'sub_a1' }, reviewer)).status).toBe(403)
  expect(await (await reviewer.get('/desk/newsletter')).text()).not.toContain(path)
  expect(await (await edda.get('/desk/newsletter')).text()).toContain(`${path}?state=pending`)
  const { desk: store } = await desk.app.subscriptions()
  const actor = { userId: 'usr_re', name: 'Rea', role: 'reviewer' as const }
  expect(await store.list(actor, { limit: 1 })).toMatchObject({ status: 'refused' })
  expect(await store.change(actor, 'unsubscribe', ['sub_a1'])).toMatchObject({ status: 'refused' })
  expect(await stateOf('sub_a1')).toBe('active')
})

test('the link to confirm is mailed again once, to those who wait alone', async () => {
  const { backlog } = await desk.app.subscriptions()
  const sent = await bulk({ do: 'remind', pick: ['sub_a1', 'sub_b2', 'sub_c3'] })
  expect(sent.html).toContain('1 of 3 links are mailed again')
  await backlog.settled()
  const mails = await readdir(join(home, 'outbox'))
  expect(mails).toHaveLength(1)
  expect(await readFile(join(home, 'outbox', mails[0] ?? ''), 'utf8')).toContain('bo@other.example')
  expect((await bulk({ do: 'remind', pick: 'sub_b2' })).html).toContain('it was mailed again before')
  await backlog.settled()
  expect(await readdir(join(home, 'outbox'))).toHaveLength(1)
  expect(await logged()).toEqual(['remind a reader sub_b2'])
})

test('editors end several subscriptions, each with its answer and its entry in the log', async () => {
  const stale = await bulk({ do: 'unsubscribe', which: 'match', query: 'state=active', seen: '2' })
  expect([stale.status, stale.html.includes('1 subscribers match by now, and you saw 2')]).toEqual([422, true])
  const ended = await bulk({ do: 'unsubscribe', which: 'match', query: 'state=active', seen: '1' })
  expect(ended.html).toContain('1 of 1 subscribers unsubscribed')
  expect(await stateOf('sub_a1')).toBe('unsubscribed')
  const again = await bulk({ do: 'unsubscribe', pick: ['sub_a1', 'sub_d4', 'sub_none'] })
  expect(again.html).toContain('1 of 3 subscribers unsubscribed')
  for (const why of ['There is nothing to end', 'There is no such subscriber'])
    expect(again.html.toLowerCase()).toContain(why.toLowerCase())
  expect((await logged()).slice(0, 2)).toEqual(['unsubscribe a reader sub_d4', 'unsubscribe a reader sub_a1'])
  for (const fields of [{ do: 'nothing', pick: 'sub_a1' }, { do: 'unsubscribe', pick: '<b>' }, { do: 'unsubscribe' }])
    expect((await bulk(fields as unknown as Record<string, string>)).status).toBe(422)
  const log = await (await edda.get('/desk/audit')).text()
  expect(log).toContain('unsubscribed a reader')
  for (const { email } of rows) expect(log.toLowerCase()).not.toContain(email.toLowerCase())
})

test('who complained once and was deleted is mailed no link by the desk', async () => {
  const { db } = desk.app
  const before = (await readdir(join(home, 'outbox'))).length
  await db.insert(subscribers).values({
    ...{ id: 'sub_e5', email: 'eve@example.org', status: 'active', askedAt: day(6) },
  })
  const { store, remove, backlog } = await desk.app.subscriptions()
  await store.complain('sub_e5', { id: 'sev_e', at: day(7), event: 'complained' })
  await remove('eve@example.org')
  expect(await db.select().from(mailSuppressions)).toHaveLength(1)
  await db.insert(subscribers).values({
    ...{ id: 'sub_e6', email: 'eve@example.org', status: 'pending', askedAt: day(8), confirmTokenSha256: 'e', confirmExpiresAt: later },
  })
  expect((await bulk({ do: 'remind', pick: 'sub_e6' })).html).toContain('0 of 1 links are mailed again')
  await backlog.settled()
  expect(await readdir(join(home, 'outbox'))).toHaveLength(before)
})
