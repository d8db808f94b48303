import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, editor, expectStatus, openDesk, otherReviewer, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

test('a record made again after a retry keeps the histories there are, and the new draft begins one of its own', async () => {
  const actions = desk.actions()
  const { recordId, verdicts, plan } = await desk.panel({ unscored: [1] })
  const [edited = '', unscored = ''] = verdicts
  const edit = { actor: reviewer, recordId, verdictId: edited, base: 1, content: sampleContent({ call: 'skip' }), reason: 'x' }
  expectStatus(await actions.edit(edit), 'done')
  expectStatus(await actions.retry({ actor: editor, recordId, verdictId: unscored }), 'done')
  expect(await actions.handWrite({ ...edit, verdictId: unscored })).toMatchObject({ status: 'refused', why: 'the seat has no draft yet' })
  expectStatus(await actions.edit({ ...edit, base: 2, content: sampleContent({ call: 'abstain' }) }), 'done')
  await desk.finish(plan, 2)
  const view = expectStatus(await actions.record(recordId, editor), 'done')
  expect(view.verdicts.map(({ state, revision, call }) => [state, revision, call])).toEqual([
    ['edited', 3, 'abstain'],
    ['drafted', 1, 'ship'],
  ])
  expectStatus(await actions.accept({ actor: editor, recordId, verdictId: unscored, base: 1 }), 'done')
})

test('a seat that a person wrote by hand is not drafted again, and costs nothing', async () => {
  const actions = desk.actions()
  const { recordId, verdicts, panelId, plan } = await desk.panel({ unscored: [0, 1] })
  const [byHand = '', unscored = ''] = verdicts
  const content = sampleContent({ call: 'skip' })
  expectStatus(await actions.handWrite({ actor: reviewer, recordId, verdictId: byHand, content, reason: 'I read it' }), 'done')
  expectStatus(await actions.retry({ actor: editor, recordId, verdictId: unscored }), 'done')
  expect((await desk.panels.find(panelId)).seats.map(({ status }) => status)).toEqual(['unscored', 'planned'])
  await desk.finish(plan, 2)
  const view = expectStatus(await actions.verdict(recordId, byHand, editor), 'done')
  expect(view).toMatchObject({
    state: 'edited',
    modelDraft: null,
    lateDraft: null,
    verdict: { callKey: null, origin: null, review: { writtenBy: 'people' } },
  })
})

test("a draft that comes after a person wrote by hand is beside the person's words", async () => {
  const actions = desk.actions()
  const { recordId, verdicts, panelId, plan } = await desk.panel({ unscored: [0] })
  const verdictId = verdicts[0] ?? ''
  // A call that was under way when its panel was cancelled still counts when it ends.
  await desk.panels.reopen({ panelId, from: ['finished'], at: desk.runtime.now() })
  await desk.panels.startSeat({ seatId: verdictId, run: 2, at: desk.runtime.now() })
  await desk.panels.cancel(panelId, { reason: 'not now', at: desk.runtime.now() })
  const content = sampleContent({ call: 'skip' })
  expectStatus(await actions.handWrite({ actor: reviewer, recordId, verdictId, content, reason: 'I read it' }), 'done')
  const { outcome } = (await desk.panels.find((await desk.panel()).panelId)).seats[0] ?? {}
  if (outcome === undefined || outcome === null) throw new Error('the sample has no draft')
  await desk.panels.finishSeat({ seatId: verdictId, outcome, at: desk.runtime.now() })
  await desk.panels.reopen({ panelId, from: ['cancelled'], at: desk.runtime.now() })
  await desk.finish(plan, 3)
  const view = expectStatus(await actions.verdict(recordId, verdictId, editor), 'done')
  expect(view).toMatchObject({
    state: 'edited',
    current: { number: 1, kind: 'hand-written' },
    lateDraft: { call: 'ship' },
    verdict: { call: 'skip' },
  })
  expectStatus(await actions.accept({ actor: editor, recordId, verdictId, base: 1 }), 'done')
})

test('a draft of one’s own is kept for oneself, may be half-done, and goes with the next revision', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const on = { recordId, verdictId: verdicts[0] ?? '' }
  const half = { quote: 'Small te', evidence: [{ source: '', quote: '', shows: '' }], answers: [], predictions: [], call: null }
  expectStatus(await actions.saveDraft({ actor: reviewer, ...on, base: 1, content: { ...half, quote: '' } }), 'done')
  expectStatus(await actions.saveDraft({ actor: reviewer, ...on, base: 1, content: half }), 'done')
  const autosaveOf = async (actor: typeof reviewer) =>
    expectStatus(await actions.verdict(on.recordId, on.verdictId, actor), 'done').autosave
  expect(await autosaveOf(reviewer)).toMatchObject({ base: 1, content: half, isBehind: false })
  expect(await autosaveOf(otherReviewer)).toBeNull()
  const content = sampleContent({ call: 'skip' })
  expectStatus(await actions.edit({ actor: otherReviewer, ...on, base: 1, content, reason: 'x' }), 'done')
  expect(await autosaveOf(reviewer)).toMatchObject({ content: half, isBehind: true })
  expectStatus(await actions.restore({ actor: reviewer, ...on, base: 2, restores: 1, reason: 'x' }), 'done')
  expect(await autosaveOf(reviewer)).toBeNull()
  expectStatus(await actions.saveDraft({ actor: reviewer, ...on, base: 3, content: half }), 'done')
  expectStatus(await actions.discardDraft({ actor: reviewer, ...on }), 'done')
  expect(await autosaveOf(reviewer)).toBeNull()
})
