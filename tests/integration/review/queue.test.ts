import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, editor, expectStatus, openDesk, otherReviewer, reviewer } from '../../support/review/desk.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

test('what waits comes oldest first: the own before what is no one’s, and others’ only when asked for', async () => {
  const actions = desk.actions()
  const first = await desk.panel()
  const second = await desk.panel({ unscored: [1] })
  const [a = '', b = ''] = first.verdicts
  const [c = '', d = ''] = second.verdicts
  const waiting = async (scope: 'mine' | 'all' = 'mine') => {
    const page = expectStatus(await actions.queue({ actor: reviewer, scope }), 'done')
    expect(page.total).toBe(page.items.length)
    return page.items.map(({ verdictId, work }) => [verdictId, work])
  }
  const all = [
    [a, 'review'],
    [b, 'review'],
    [c, 'review'],
    [d, 'unscored'],
  ]
  expect(await waiting()).toEqual(all)
  expectStatus(await actions.assign({ actor: reviewer, recordId: second.recordId, verdictId: c, to: reviewer.userId }), 'done')
  expectStatus(await actions.assign({ actor: editor, recordId: first.recordId, verdictId: a, to: otherReviewer.userId }), 'done')
  expect(await waiting()).toEqual([
    [c, 'review'],
    [b, 'review'],
    [d, 'unscored'],
  ])
  expect(await waiting('all')).toEqual([
    [c, 'review'],
    [b, 'review'],
    [d, 'unscored'],
    [a, 'review'],
  ])

  expectStatus(await actions.accept({ actor: reviewer, recordId: first.recordId, verdictId: b, base: 1 }), 'done')
  expectStatus(
    await actions.waive({ actor: editor, recordId: second.recordId, verdictId: d, waives: { kind: 'unscored-seat' }, reason: 'enough' }),
    'done',
  )
  expect(await waiting()).toEqual([[c, 'review']])
  expectStatus(await actions.comment({ actor: editor, recordId: first.recordId, verdictId: b, text: 'Why?' }), 'done')
  expect(await waiting()).toEqual([
    [c, 'review'],
    [b, 'comment'],
  ])

  const one = expectStatus(await actions.queue({ actor: reviewer, limit: 1 }), 'done')
  expect(one).toMatchObject({
    items: [{ verdictId: c, tool: { name: 'Ferrydoc' }, persona: { seat: 'The Builder' }, revision: 1, call: 'ship' }],
    total: 2,
  })
  const two = expectStatus(await actions.queue({ actor: reviewer, limit: 1, cursor: one.next ?? '' }), 'done')
  expect(two).toMatchObject({ items: [{ verdictId: b }], next: null })
})

test('what was assigned to someone deactivated since is no one’s until they are back', async () => {
  const own = await openDesk()
  const actions = own.actions()
  const { recordId, verdicts } = await own.panel()
  const [a = '', b = ''] = verdicts
  await own.pool.query(
    `insert into users (id, name, email, email_verified, role, created_at, updated_at)
    values ($1, 'Rune', 'rune@example.org', true, 'reviewer', now(), now())`,
    [otherReviewer.userId],
  )
  const deactivate = (at: Date | null) => own.pool.query('update users set deactivated_at = $1', [at])
  expectStatus(await actions.assign({ actor: editor, recordId, verdictId: a, to: otherReviewer.userId }), 'done')
  const waiting = async (scope: 'mine' | 'all') => {
    const page = expectStatus(await actions.queue({ actor: reviewer, scope }), 'done')
    expect(page.total).toBe(page.items.length)
    return page.items.map(({ verdictId, assignedTo }) => [verdictId, assignedTo?.name ?? null])
  }
  const theirs = [
    [b, null],
    [a, 'Rune'],
  ]
  expect([await waiting('mine'), await waiting('all')]).toEqual([[[b, null]], theirs])
  await deactivate(own.runtime.now())
  const unassigned = [
    [a, null],
    [b, null],
  ]
  expect([await waiting('mine'), await waiting('all')]).toEqual([unassigned, unassigned])
  const one = expectStatus(await actions.queue({ actor: reviewer, limit: 1 }), 'done')
  const two = expectStatus(await actions.queue({ actor: reviewer, limit: 1, cursor: one.next ?? '' }), 'done')
  expect([...one.items, ...two.items].map(({ verdictId }) => verdictId)).toEqual([a, b])
  await deactivate(null)
  expect(await waiting('all')).toEqual(theirs)
  await own.close()
})

test('records are listed newest first with how far they are, page by page', async () => {
  const actions = desk.actions()
  const { recordId } = await desk.panel({ unscored: [0] })
  const newest = expectStatus(await actions.records({ actor: editor, limit: 1 }), 'done')
  expect(newest.items).toMatchObject([
    { id: recordId, title: 'Ferrydoc', seats: 2, unscored: 1, waiting: 1, accepted: 0, drafting: 0, standing: 'none' },
  ])
  const rest = expectStatus(await actions.records({ actor: editor, cursor: newest.next ?? '' }), 'done')
  expect(rest.items).toHaveLength(2)
  expect(rest.next).toBeNull()
  expect(expectStatus(await actions.records({ actor: editor, status: 'published' }), 'done').items).toEqual([])
})
