import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReviewActions } from '../../../src/review/create-review-actions.js'
import { type Desk, editor, expectStatus, openDesk, otherReviewer, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const secret = 'Small teams pay nothing for it [1], whispers the model.'

test('blind-first: a reviewer sees nothing of a draft before a call of their own, and one made after seeing it is refused', async () => {
  const actions = desk.actions({ blindFirst: true })
  const { recordId, verdicts } = await desk.panel({ reply: { quote: secret } })
  const on = { recordId, verdictId: verdicts[0] ?? '' }
  expectStatus(await actions.comment({ actor: editor, ...on, text: `${secret} Is it so?` }), 'done')
  const content = sampleContent()
  const hidden = [
    await actions.verdict(on.recordId, on.verdictId, reviewer),
    await actions.record(recordId, reviewer),
    await actions.queue({ actor: reviewer, scope: 'all', recordId }),
    await actions.edit({ actor: reviewer, ...on, base: 1, content, reason: 'x' }),
    await actions.edit({ actor: reviewer, ...on, base: 3, content, reason: 'x' }),
    await actions.accept({ actor: reviewer, ...on, base: 1 }),
    await actions.saveDraft({ actor: reviewer, ...on, base: 1, content: { ...content, quote: '' } }),
  ]
  expect(JSON.stringify(hidden)).not.toMatch(/whispers|"call":"(ship|skip)"/)
  expect(hidden[0]).toMatchObject({
    isHidden: true,
    current: null,
    history: [],
    may: { edit: { allowed: false }, 'blind-call': { allowed: true } },
  })
  expect(hidden[1]).toMatchObject({ content: null, checklist: null, modelRecord: null, comments: [] })
  expect(hidden[2]).toMatchObject({
    items: [
      { work: 'call blind', call: null },
      { work: 'call blind', call: null },
    ],
  })

  expectStatus(await actions.blindCall({ actor: reviewer, ...on, call: 'skip' }), 'done')
  expect(await actions.blindCall({ actor: reviewer, ...on, call: 'ship' })).toMatchObject({
    status: 'refused',
    why: 'your call is on record already',
  })
  const seen = expectStatus(await actions.verdict(on.recordId, on.verdictId, reviewer), 'done')
  expect(seen).toMatchObject({ isHidden: false, current: { content: { quote: secret } }, ownBlindCall: { call: 'skip' } })

  const byEditor = expectStatus(await actions.record(recordId, editor), 'done')
  expect(byEditor.agreement.all).toMatchObject({ equal: 0, total: 1, percent: 0 })
  expect(await actions.blindCall({ actor: editor, ...on, call: 'ship' })).toMatchObject({
    status: 'refused',
    why: 'you have seen the draft',
  })
})

test('blind-first: in the queue hidden verdicts look alike whatever their state, and no filter tells them apart', async () => {
  const actions = desk.actions({ blindFirst: true })
  const { recordId, verdicts } = await desk.panel()
  const [accepted = '', drafted = ''] = verdicts
  for (const verdictId of verdicts) expectStatus(await actions.comment({ actor: editor, recordId, verdictId, text: 'Is it so?' }), 'done')
  expectStatus(await actions.accept({ actor: editor, recordId, verdictId: accepted, base: 1 }), 'done')
  const found = async (actor: typeof reviewer, work?: 'call blind' | 'review' | 'returned' | 'unscored' | 'comment') => {
    const page = expectStatus(await actions.queue({ actor, scope: 'all', recordId, ...(work === undefined ? {} : { work }) }), 'done')
    expect(page.total).toBe(page.items.length)
    return Object.fromEntries(page.items.map((item) => [item.verdictId, [item.work, item.state]]))
  }
  const hidden = ['call blind', 'drafted']
  expect(await found(reviewer)).toEqual({ [accepted]: hidden, [drafted]: hidden })
  expect(await found(reviewer, 'call blind')).toEqual({ [accepted]: hidden, [drafted]: hidden })
  for (const work of ['review', 'returned', 'unscored', 'comment'] as const) expect(await found(reviewer, work), work).toEqual({})
  expect(await found(editor, 'comment')).toEqual({ [accepted]: ['comment', 'accepted'] })
  expect(await found(editor, 'review')).toEqual({ [drafted]: ['review', 'drafted'] })
  expect(await found(editor, 'call blind')).toEqual({})
  expectStatus(await actions.blindCall({ actor: reviewer, recordId, verdictId: drafted, call: 'ship' }), 'done')
  expect(await found(reviewer, 'review')).toEqual({ [drafted]: ['review', 'drafted'] })
  expect(await found(reviewer, 'call blind')).toEqual({ [accepted]: hidden })
  expectStatus(await actions.accept({ actor: editor, recordId, verdictId: drafted, base: 1 }), 'done')
  expect(await found(reviewer, 'comment')).toEqual({ [drafted]: ['comment', 'accepted'] })
})

/** What a reviewer is told of a verdict, and answered by it, with its own names as one word. */
async function toldOf(actions: ReviewActions, on: { recordId: string; verdictId: string }): Promise<unknown> {
  const content = sampleContent()
  const act = { actor: reviewer, ...on, reason: 'x' }
  const view = await actions.verdict(on.recordId, on.verdictId, reviewer)
  const record = await actions.record(on.recordId, reviewer)
  const queue = await actions.queue({ actor: reviewer, scope: 'all', recordId: on.recordId })
  const answers: unknown[] = [
    await Promise.all(
      [{}, { has: 'comments' }, { has: 'mine' }, { has: 'unscored' }, { sort: 'waiting' }].map(async (asked) => {
        const page = expectStatus(await actions.records({ actor: reviewer, ...(asked as { has?: 'mine' }) }), 'done')
        return page.items.filter(({ id }) => id === on.recordId)
      }),
    ),
    await actions.changeVerdicts({ actor: reviewer, change: 'accept', verdictIds: [on.verdictId], to: null, countMarks: () => 0 }),
    await actions.changeRecords({ actor: reviewer, change: 'accept', recordIds: [on.recordId], to: null, countMarks: () => 0 }),
  ]
  for (const base of [1, 2, 9]) {
    answers.push(
      await actions.accept({ ...act, base }),
      await actions.edit({ ...act, base, content }),
      await actions.return({ ...act, base, note: 'x' }),
      await actions.restore({ ...act, base, restores: base }),
      await actions.saveDraft({ ...act, base, content }),
    )
  }
  answers.push(await actions.handWrite({ ...act, content }), await actions.retry(act), await actions.comment({ ...act, text: 'x' }))
  const { verdicts, decisions, editedBy, hands, waivers, comments } = expectStatus(record, 'done')
  const told = { view, verdicts, decisions, editedBy, hands, waivers, comments, queue, answers }
  const names = [...verdicts.map(({ verdictId }) => verdictId), on.recordId, on.recordId.replace('rec_', 'pnl_')]
  const text = names.reduce((written, name, index) => written.replaceAll(name, `name ${index}`), JSON.stringify(told))
  return JSON.parse(text.replaceAll(/"20\d\d-[^"]{16,21}Z"/g, '"then"'))
}

test('blind-first: a hidden verdict looks alike, and is answered for alike, whatever others did to it', async () => {
  const actions = desk.actions({ blindFirst: true })
  const work: Record<string, (on: { recordId: string; verdictId: string }) => Promise<unknown>> = {
    accepted: (on) => actions.accept({ actor: editor, ...on, base: 1 }),
    edited: (on) => actions.edit({ actor: editor, ...on, base: 1, content: sampleContent({ call: 'skip' }), reason: 'why' }),
    returned: (on) => actions.return({ actor: editor, ...on, base: 1, note: 'Which month?' }),
    'commented on': (on) => actions.comment({ actor: editor, ...on, text: 'Which month?' }),
  }
  const untouched = await desk.panel()
  const plain = await toldOf(actions, { recordId: untouched.recordId, verdictId: untouched.verdicts[0] ?? '' })
  for (const [name, act] of Object.entries(work)) {
    const { recordId, verdicts } = await desk.panel()
    const on = { recordId, verdictId: verdicts[0] ?? '' }
    const since = async () => {
      const { items } = expectStatus(await actions.queue({ actor: reviewer, scope: 'all', recordId }), 'done')
      return items.map((item) => [item.verdictId, item.since])
    }
    const before = await since()
    expectStatus((await act(on)) as { status: 'done' }, 'done')
    expect(await since(), name).toEqual(before)
    expect(await toldOf(actions, on), name).toEqual(plain)
    // Those from whom nothing is hidden are told.
    const open = expectStatus(await actions.record(recordId, editor), 'done')
    expect(open.verdicts[0], name).not.toMatchObject({ revision: 1, openComments: 0 })
    expectStatus(await actions.blindCall({ actor: reviewer, ...on, call: 'ship' }), 'done')
    expect(expectStatus(await actions.verdict(recordId, on.verdictId, reviewer), 'done')).toMatchObject({ isHidden: false })
  }
})

test('blind-first: the note of a hand-over and the reason of a void approval are kept back with the words they are about', async () => {
  const actions = desk.actions({ blindFirst: true, fourEyes: false })
  const { recordId, verdicts } = await desk.panel()
  const [verdictId = ''] = verdicts
  for (const each of verdicts) expectStatus(await actions.accept({ actor: editor, recordId, verdictId: each, base: 1 }), 'done')
  const { contentSha256 } = expectStatus(await actions.record(recordId, editor), 'done')
  expectStatus(await actions.approve({ actor: editor, recordId, seenSha256: contentSha256 ?? '' }), 'done')
  const returned = await actions.return({ actor: editor, recordId, verdictId, base: 2, note: secret, to: reviewer.userId })
  expect(returned).toMatchObject({ status: 'done', voided: true })
  const shown = [await actions.verdict(recordId, verdictId, reviewer), await actions.record(recordId, reviewer)]
  expect(shown).toMatchObject([{ assignment: { to: { userId: reviewer.userId }, note: null } }, { decisions: [{}, { kind: 'void' }] }])
  expect(JSON.stringify(shown)).not.toMatch(/whispers|revision 3/)
  for (const each of verdicts) expectStatus(await actions.blindCall({ actor: reviewer, recordId, verdictId: each, call: 'ship' }), 'done')
  expect(await actions.verdict(recordId, verdictId, reviewer)).toMatchObject({ assignment: { note: secret } })
  expect(JSON.stringify(await actions.record(recordId, reviewer))).toMatch(/revision 3 of dx[^"]*whispers/)
})

test('a reviewer who was shown a draft before blind-first was switched on makes no blind call', async () => {
  const { recordId, verdicts } = await desk.panel()
  const on = { recordId, verdictId: verdicts[0] ?? '' }
  expectStatus(await desk.actions().verdict(on.recordId, on.verdictId, otherReviewer), 'done')
  const actions = desk.actions({ blindFirst: true })
  expect(await actions.blindCall({ actor: otherReviewer, ...on, call: 'ship' })).toMatchObject({
    status: 'refused',
    why: 'you have seen the draft',
  })
  expectStatus(await actions.blindCall({ actor: otherReviewer, ...on, verdictId: verdicts[1] ?? '', call: 'ship' }), 'done')
})

test("in a record of version 1, another juror's draft is hidden by itself", async () => {
  const actions = desk.actions({ blindFirst: true })
  const { recordId, plan } = await desk.panel({ jurors: ['ollama:a', 'ollama:b'], perJuror: true })
  const [mine, theirs] = plan.seats.filter(({ persona }) => persona === 'dx')
  expectStatus(await actions.blindCall({ actor: reviewer, recordId, verdictId: mine?.id ?? '', call: 'ship' }), 'done')
  const view = expectStatus(await actions.verdict(recordId, mine?.id ?? '', reviewer), 'done')
  expect(view.siblings).toMatchObject([{ verdictId: theirs?.id, isHidden: true, content: null }])
  const open = expectStatus(await actions.verdict(recordId, mine?.id ?? '', editor), 'done')
  expect(open.siblings).toMatchObject([{ model: 'ollama:b', isHidden: false, content: { call: 'ship' } }])
})

test('a seat of two jurors has one verdict, and its other draft is hidden with it', async () => {
  const actions = desk.actions({ blindFirst: true })
  const { recordId, plan } = await desk.panel({ jurors: ['ollama:a', 'ollama:b'], reply: { quote: secret } })
  const drafts = plan.seats.filter(({ persona }) => persona === 'dx')
  expect(drafts.map(({ model }) => model)).toEqual(['ollama:a', 'ollama:b'])
  const overview = expectStatus(await actions.record(recordId, reviewer), 'done')
  const seats = overview.verdicts.filter(({ persona }) => persona.id === 'dx')
  expect(seats).toMatchObject([{ isHidden: true, call: null }])
  const on = { recordId, verdictId: seats[0]?.verdictId ?? '' }

  const hidden = expectStatus(await actions.verdict(recordId, on.verdictId, reviewer), 'done')
  expect(hidden).toMatchObject({ isHidden: true, verdict: null, siblings: [] })
  expect(JSON.stringify(hidden)).not.toMatch(/whispers|"call":"(ship|skip)"/)

  expectStatus(await actions.blindCall({ actor: reviewer, ...on, call: 'ship' }), 'done')
  const view = expectStatus(await actions.verdict(recordId, on.verdictId, reviewer), 'done')
  expect(view.verdict?.jury?.jurors.map(({ model, call }) => [model, call])).toEqual([
    ['ollama:a', 'ship'],
    ['ollama:b', 'ship'],
  ])
  expect(view.verdict?.jury?.drafts).toMatchObject([{ status: 'drafted', call: 'ship', quote: secret }])
})
