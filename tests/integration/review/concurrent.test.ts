import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../../src/contracts/actor.js'
import { numbers } from '../../support/flow/test-app.js'
import { type Desk, editor, expectStatus, openDesk, otherEditor, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const person = (n: number): Actor => ({ userId: `user_${n}`, name: `Person ${n}`, role: 'editor' })
const words = (n: number) => sampleContent({ quote: `Small teams pay nothing for it [1], says person ${n}.` })

test('50 people save on one record at once: each save is kept or answered with what it missed, and the log holds', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const results = await Promise.all(
    numbers(50).map((n) =>
      actions.edit({ actor: person(n), recordId, verdictId: verdicts[n % 2] ?? '', base: 1, content: words(n), reason: `from ${n}` }),
    ),
  )
  const done = results.filter(({ status }) => status === 'done')
  expect(done).toHaveLength(2)
  expect(results.filter(({ status }) => status === 'stale')).toHaveLength(48)
  for (const result of results) {
    if (result.status === 'stale') expect(result.current.number).toBe(2)
  }
  expect(await revisionsOf(recordId)).toBe(2 + done.length)
  expect(await actions.audit.verify()).toMatchObject({ status: 'ok' })
})

test('50 people who merge and save until it is kept lose nothing: as many revisions as saves', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const saveUntilKept = async (n: number) => {
    let base = 1
    for (;;) {
      const save = { actor: person(n), recordId, verdictId: verdicts[n % 2] ?? '', base, content: words(n), reason: `from ${n}` }
      const saved = await actions.edit(save)
      if (saved.status !== 'stale') return expectStatus(saved, 'done').revision
      base = saved.current.number
    }
  }
  const kept = await Promise.all(numbers(50).map(saveUntilKept))
  expect(new Set(kept.map(({ verdictId, number }) => `${verdictId} ${number}`)).size).toBe(50)
  expect(await revisionsOf(recordId)).toBe(2 + 50)
  const view = expectStatus(await actions.verdict(recordId, verdicts[0] ?? '', editor), 'done')
  expect(view.history.map(({ number }) => number)).toEqual(numbers(26))
  expect(view.history.slice(1).map(({ reason }) => reason)).toHaveLength(25)
  expect(await actions.audit.verify()).toMatchObject({ status: 'ok' })
  expect(await actions.audit.verify({ recordId })).toMatchObject({ status: 'ok', head: { entries: 50 } })
})

test('two who write an unscored seat by hand at once: one verdict stands, the other author gets both', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel({ unscored: [0] })
  const on = { recordId, verdictId: verdicts[0] ?? '', reason: 'by hand' }
  const results = await Promise.all([
    actions.handWrite({ actor: editor, ...on, content: words(1) }),
    actions.handWrite({ actor: reviewer, ...on, content: words(2) }),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['done', 'stale'])
  const stale = results.find((result) => result.status === 'stale')
  expect(stale).toMatchObject({ base: null, current: { kind: 'hand-written' }, merge: null })
  expect(stale?.status === 'stale' && stale.yours.quote).not.toBe(stale?.status === 'stale' && stale.current.content.quote)
})

test('an approval and an edit at once: never an approval of words the approver did not see', async () => {
  const actions = desk.actions()
  for (const n of numbers(6)) {
    const { recordId, verdicts } = await desk.panel()
    for (const verdictId of verdicts) expectStatus(await actions.accept({ actor: reviewer, recordId, verdictId, base: 1 }), 'done')
    const seenSha256 = expectStatus(await actions.record(recordId, otherEditor), 'done').contentSha256 ?? ''
    const [approved] = await Promise.all([
      actions.approve({ actor: otherEditor, recordId, seenSha256 }),
      actions.edit({ actor: editor, recordId, verdictId: verdicts[0] ?? '', base: 2, content: words(n), reason: 'at once' }),
    ])
    const after = expectStatus(await actions.record(recordId, otherEditor), 'done')
    expect(after).toMatchObject({ recordStatus: 'in_review', approval: null })
    expect(after.decisions.map(({ kind }) => kind)).toEqual(approved.status === 'done' ? ['approve', 'void'] : [])
  }
})

async function revisionsOf(recordId: string): Promise<number> {
  const { rows } = await desk.pool.query('select count(*)::int as count from verdict_revisions where record_id = $1', [recordId])
  return rows[0].count
}
