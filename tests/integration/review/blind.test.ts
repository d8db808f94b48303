import { afterAll, beforeAll, expect, test } from 'vitest'
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
