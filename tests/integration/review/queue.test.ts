import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, editor, expectStatus, openDesk, otherReviewer, reviewer } from '../../support/review/desk.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

test('what waits comes oldest first: the own, what is no one’s, and everyone’s, each a list of its own', async () => {
  const actions = desk.actions()
  const first = await desk.panel()
  const second = await desk.panel({ unscored: [1] })
  const [a = '', b = ''] = first.verdicts
  const [c = '', d = ''] = second.verdicts
  const waiting = async (scope: 'mine' | 'unassigned' | 'all') => {
    const page = expectStatus(await actions.queue({ actor: reviewer, scope }), 'done')
    expect(page.total).toBe(page.items.length)
    expect(page.counts[scope]).toBe(page.total)
    return page.items.map(({ verdictId, work }) => [verdictId, work])
  }
  const all = [
    [a, 'review'],
    [b, 'review'],
    [c, 'review'],
    [d, 'unscored'],
  ]
  expect(await waiting('mine')).toEqual([])
  expect(await waiting('unassigned')).toEqual(all)
  expectStatus(await actions.assign({ actor: reviewer, recordId: second.recordId, verdictId: c, to: reviewer.userId }), 'done')
  expectStatus(await actions.assign({ actor: editor, recordId: first.recordId, verdictId: a, to: otherReviewer.userId }), 'done')
  expect(await waiting('mine')).toEqual([[c, 'review']])
  expect(await waiting('unassigned')).toEqual([
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
  expect(await waiting('unassigned')).toEqual([])
  expectStatus(await actions.comment({ actor: editor, recordId: first.recordId, verdictId: b, text: 'Why?' }), 'done')
  expect(await waiting('unassigned')).toEqual([[b, 'comment']])

  const one = expectStatus(await actions.queue({ actor: reviewer, scope: 'all', limit: 1 }), 'done')
  expect(one).toMatchObject({
    items: [{ verdictId: c, tool: { name: 'Ferrydoc' }, persona: { seat: 'The Builder' }, revision: 1, call: 'ship' }],
    total: 3,
    counts: { mine: 1, unassigned: 1, all: 3 },
  })
  const two = expectStatus(await actions.queue({ actor: reviewer, scope: 'all', limit: 1, cursor: one.next ?? '' }), 'done')
  expect(two).toMatchObject({ items: [{ verdictId: b }] })
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
  const waiting = async (scope: 'unassigned' | 'all') => {
    const page = expectStatus(await actions.queue({ actor: reviewer, scope }), 'done')
    expect(page.total).toBe(page.items.length)
    return page.items.map(({ verdictId, assignedTo }) => [verdictId, assignedTo?.name ?? null])
  }
  const theirs = [
    [b, null],
    [a, 'Rune'],
  ]
  expect([await waiting('unassigned'), await waiting('all')]).toEqual([[[b, null]], theirs])
  await deactivate(own.runtime.now())
  const unassigned = [
    [a, null],
    [b, null],
  ]
  expect([await waiting('unassigned'), await waiting('all')]).toEqual([unassigned, unassigned])
  const one = expectStatus(await actions.queue({ actor: reviewer, scope: 'unassigned', limit: 1 }), 'done')
  const two = expectStatus(await actions.queue({ actor: reviewer, scope: 'unassigned', limit: 1, cursor: one.next ?? '' }), 'done')
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

test('records and what waits of them are found by words, and a wildcard stands for itself', async () => {
  const actions = desk.actions()
  const found = async (q: string) => expectStatus(await actions.records({ actor: editor, q, limit: 1 }), 'done').total
  const { total } = expectStatus(await actions.records({ actor: editor }), 'done')
  const { recordId, verdicts } = await desk.panel()
  expect([
    await found('ferryDOC'),
    await found('%'),
    await found('f_rrydoc'),
    await found('ferrydoc nothere'),
    await found(recordId),
  ]).toEqual([total + 1, 0, 0, 0, 1])
  const waits = expectStatus(await actions.queue({ actor: editor, scope: 'all', q: `${recordId} business`, work: 'review' }), 'done')
  expect(waits.items.map(({ verdictId }) => verdictId)).toEqual([verdicts[1]])
  expect(expectStatus(await actions.queue({ actor: editor, scope: 'all', q: '%' }), 'done').total).toBe(0)
})

test('each sort goes page by page through all records once, also where one is added meanwhile', async () => {
  const own = await openDesk()
  const actions = own.actions()
  for (let n = 0; n < 4; n += 1) await own.panel({ unscored: n % 2 === 0 ? [0] : [] })
  for (const sort of ['newest', 'oldest', 'waiting', 'title'] as const) {
    const before = expectStatus(await actions.records({ actor: editor, sort, limit: 200 }), 'done').items.map(({ id }) => id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = expectStatus(
        await actions.records({ actor: editor, sort, limit: 1, ...(cursor === undefined ? {} : { cursor }) }),
        'done',
      )
      seen.push(...page.items.map(({ id }) => id))
      if (seen.length === 1) await own.panel({})
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size, sort).toBe(seen.length)
    expect(
      seen.filter((id) => before.includes(id)),
      sort,
    ).toEqual(before)
  }
  const other = expectStatus(await actions.records({ actor: editor, sort: 'title', limit: 1 }), 'done')
  expectStatus(await actions.records({ actor: editor, sort: 'newest', cursor: other.next ?? '' }), 'invalid')
  for (const place of [['newest', 9e18, 'rec_1'], ['newest', 1.5, 'rec_1'], ['newest', 1, "'"], [], null, ['title', 'x', 'rec_1']]) {
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url')
    expectStatus(await actions.records({ actor: editor, sort: 'newest', cursor }), 'invalid')
  }
  await own.close()
})
