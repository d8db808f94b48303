import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subscribers } from '../../../../src/newsletter/store/schema.js'
import { admin, bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type Item = { outcome: string; detail?: string; fix?: string; verdictId?: string | null; [id: string]: unknown }

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

const ask = async (path: string, body: object, as = editor) => (await bodyOf<{ items: Item[] }>(api.as(as).post(path, body))).items
const outcomes = async (path: string, body: object, as = editor) => (await ask(path, body, as)).map(({ outcome }) => outcome)
/** Entries of the log that do this. */
const logged = async (action: string, subject = '') => {
  const { entries } = await api.review.audit.list({ limit: 200 })
  return entries.filter((entry) => entry.action === action && entry.subject.id.startsWith(subject)).length
}
const nowhere = { outcome: 'refused', detail: 'There is no such record.', fix: 'Look at the list as it is now.' }

describe('clean verdicts', () => {
  test('of records are accepted, each as an entry of its own; of the others it says why not', async () => {
    const [clean, open] = [await api.panel(), await api.panel({ unscored: [1] })]
    await bodyOf(api.as(reviewer).post(`/verdicts/${open.verdicts[0]}/comments`, { text: 'Is it?' }), 201)
    const items = await ask('/records/accept-clean', { recordIds: [clean.recordId, open.recordId, 'rec_0'] }, reviewer)
    const readIt = 'Read it, and accept it by itself.'
    expect(items).toEqual([
      { recordId: clean.recordId, verdictId: clean.verdicts[0], name: 'The Builder on Ferrydoc', outcome: 'done' },
      { recordId: clean.recordId, verdictId: clean.verdicts[1], name: 'The Founder on Ferrydoc', outcome: 'done' },
      expect.objectContaining({
        verdictId: open.verdicts[0],
        outcome: 'refused',
        detail: expect.stringMatching(/^[A-Z].*\.$/),
        fix: readIt,
      }),
      expect.objectContaining({ verdictId: open.verdicts[1], outcome: 'refused', detail: 'It has no verdict yet.', fix: readIt }),
      { recordId: 'rec_0', verdictId: null, name: null, ...nowhere },
    ])
    for (const verdictId of clean.verdicts) expect(await logged('verdict.accept', verdictId)).toBe(1)
    for (const verdictId of open.verdicts) expect(await logged('verdict.accept', verdictId)).toBe(0)
    expect(await ask('/records/accept-clean', { recordIds: [clean.recordId] })).toMatchObject([
      { verdictId: null, outcome: 'refused', detail: 'Each of its verdicts is accepted already.' },
    ])
  })

  test('are accepted one by one, in the order of the request', async () => {
    const { verdicts } = await api.panel()
    const items = await ask('/verdicts/accept-clean', { verdictIds: [verdicts[1], 'seat_0'] })
    expect(items.map(({ verdictId, outcome }) => [verdictId, outcome])).toEqual([
      [verdicts[1], 'done'],
      ['seat_0', 'refused'],
    ])
    expect(await bodyOf(api.as(editor).get(`/verdicts/${verdicts[0]}`))).toMatchObject({ state: 'drafted' })
  })

  test('are not accepted by who has to make a call of their own first, and nothing of the draft is told', async () => {
    const blind = await openTestApi({ settings: { blindFirst: true } })
    try {
      const { recordId, verdicts } = await blind.panel({ reply: { call: 'skip' } })
      const asked = await bodyOf<{ items: Item[] }>(blind.as(reviewer).post('/records/accept-clean', { recordIds: [recordId] }))
      expect(asked.items.map(({ outcome, detail }) => [outcome, detail])).toEqual(
        verdicts.map(() => ['refused', 'Its draft is hidden from you until you have made a call of your own.']),
      )
      expect(JSON.stringify(asked)).not.toMatch(/skip|Small teams/)
    } finally {
      await blind.close()
    }
  })
})

describe('assigning', () => {
  test('hands over all that waits of records, and single verdicts; another time it is so already', async () => {
    const { recordId, verdicts } = await api.panel()
    expect(await outcomes('/records/assign', { recordIds: [recordId], to: reviewer.userId })).toEqual(['done', 'done'])
    const mine = await bodyOf<{ total: number }>(api.as(reviewer).get(`/queue?recordId=${recordId}`))
    expect(mine.total).toBe(2)
    expect(await outcomes('/verdicts/assign', { verdictIds: [verdicts[0], verdicts[1]], to: reviewer.userId }, reviewer)).toEqual([
      'unchanged',
      'unchanged',
    ])
    expect(await ask('/verdicts/assign', { verdictIds: [verdicts[0]], to: null }, reviewer)).toEqual([
      { recordId, verdictId: verdicts[0], name: 'The Builder on Ferrydoc', outcome: 'done' },
    ])
    for (const [index, times] of [2, 1].entries()) expect(await logged('verdict.assign', verdicts[index])).toBe(times)
  })

  test('to no one that there is, or of nothing that waits, is refused of each', async () => {
    const { recordId } = await api.panel()
    const refused = await ask('/records/assign', { recordIds: [recordId, 'rec_0'], to: 'usr_gone' })
    expect(refused.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['refused', 'There is no such person.'],
      ['refused', 'There is no such person.'],
      ['refused', 'Nothing of it waits.'],
    ])
    expect(await outcomes('/records/accept-clean', { recordIds: [recordId] })).toEqual(['done', 'done'])
    expect(await ask('/records/assign', { recordIds: [recordId], to: null })).toMatchObject([{ detail: 'Nothing of it waits.' }])
  })
})

test('records are tried again where a seat has no verdict', async () => {
  const [whole, open] = [await api.panel(), await api.panel({ unscored: [0] })]
  const items = await ask('/records/retry', { recordIds: [whole.recordId, open.recordId] })
  expect(items.map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['refused', 'Each of its seats has a verdict.'],
    ['done', undefined],
  ])
  expect(api.retried.at(-1)).toBe(open.panelId)
  expect(await logged('verdict.retry', open.verdicts[0])).toBe(1)
})

test('records and tools are archived, leave the lists, and come back', async () => {
  const { recordId } = await api.panel()
  const body = { recordIds: [recordId, 'rec_0'] }
  const found = async () => (await bodyOf<{ total: number }>(api.as(editor).get(`/records?q=${recordId}`))).total
  expect(await outcomes('/records/archive', { ...body, archived: true })).toEqual(['done', 'refused'])
  expect(await outcomes('/records/archive', { ...body, archived: true })).toEqual(['unchanged', 'refused'])
  expect(await found()).toBe(0)
  expect(await outcomes('/records/archive', { ...body, archived: false })).toEqual(['done', 'refused'])
  expect([await found(), await logged('record.archive', recordId), await logged('record.unarchive', recordId)]).toEqual([1, 1, 1])
  expect(await ask('/tools/archive', { slugs: ['ferrydoc', 'nothing'], archived: true })).toEqual([
    { slug: 'ferrydoc', outcome: 'done' },
    { slug: 'nothing', outcome: 'refused', detail: 'There is no such tool.', fix: 'Look at the list of tools as it is now.' },
  ])
  expect(await outcomes('/tools/archive', { slugs: ['ferrydoc'], archived: true })).toEqual(['unchanged'])
  expect((await bodyOf<{ total: number }>(api.as(editor).get('/tools'))).total).toBe(0)
  expect(await outcomes('/tools/archive', { slugs: ['ferrydoc'], archived: false })).toEqual(['done'])
})

test('panels are cancelled and tried again, each with its own answer and entry', async () => {
  const asked = { tools: ['ferrydoc'], personas: ['dx'] }
  const { panelId } = await bodyOf<{ panelId: string }>(
    api.as(editor).post('/panels', asked, { headers: { 'idempotency-key': 'bulk' } }),
    201,
  )
  const ended = await api.panel()
  const panelIds = [panelId, ended.panelId, 'pnl_0']
  const cancelled = await ask('/panels/cancel', { panelIds, reason: 'not now' }, otherEditor)
  expect(cancelled).toEqual([
    { panelId, outcome: 'done' },
    expect.objectContaining({ panelId: ended.panelId, outcome: 'refused', fix: 'Look at the panel as it is now.' }),
    expect.objectContaining({ panelId: 'pnl_0', outcome: 'refused', detail: 'There is no such panel.' }),
  ])
  expect(await bodyOf(api.as(editor).get(`/panels/${panelId}`))).toMatchObject({ status: 'cancelled', reason: 'not now' })
  expect(await outcomes('/panels/retry', { panelIds })).toEqual(['done', 'refused', 'refused'])
  expect([await logged('cancel a panel', panelId), await logged('resume a panel', panelId)]).toEqual([1, 1])
})

test('subscriptions are ended, and their links mailed again, by editors', async () => {
  const askedAt = new Date('2026-11-01T08:00:00.000Z')
  await api.db.insert(subscribers).values([
    { id: 'sub_a1', email: 'ada@example.org', status: 'active', askedAt, confirmedAt: askedAt },
    {
      id: 'sub_b2',
      email: 'bo@example.org',
      status: 'pending',
      askedAt,
      confirmTokenSha256: 'b',
      confirmExpiresAt: new Date('2027-01-01'),
    },
  ])
  const ended = await ask('/subscribers/unsubscribe', { subscriberIds: ['sub_a1', 'sub_0'] }, admin)
  expect(ended).toMatchObject([
    { subscriberId: 'sub_a1', outcome: 'done' },
    { subscriberId: 'sub_0', address: null, outcome: 'refused' },
  ])
  expect(JSON.stringify(ended)).not.toContain('ada@')
  expect(await outcomes('/subscribers/remind', { subscriberIds: ['sub_b2'] })).toEqual(['done'])
  expect(await logged('unsubscribe a reader', 'sub_a1')).toBe(1)
})

describe('what is sent', () => {
  const tooMany = Array.from({ length: 501 }, (_, n) => `rec_${n}`)

  test.each([
    ['no record', { recordIds: [] }, '/recordIds'],
    ['more than 500', { recordIds: tooMany }, '/recordIds'],
    ['one twice', { recordIds: ['rec_0', 'rec_0'] }, '/recordIds'],
    ['what is no id', { recordIds: ['rec_0', 'rec_\0'] }, '/recordIds/1'],
    ['an id without an end', { recordIds: [`rec_${'0'.repeat(10_000)}`] }, '/recordIds/0'],
    ['a field that there is not', { recordIds: ['rec_0'], to: null }, '/to'],
  ])('%s is refused at its place, and nothing is done', async (_, body, pointer) => {
    const problem = await bodyOf<{ errors: { pointer: string }[] }>(api.as(editor).post('/records/accept-clean', body), 422)
    expect(problem.errors.map((error) => error.pointer)).toContain(pointer)
  })

  test.each(['/records/archive', '/records/retry', '/tools/archive', '/panels/retry', '/panels/cancel', '/subscribers/remind'])(
    '%s is not for reviewers',
    async (path) => {
      expect(await bodyOf(api.as(reviewer).post(path, {}), 403)).toMatchObject({ type: '/api/v1/problems/forbidden' })
    },
  )
})
