import { afterAll, beforeAll, expect, test } from 'vitest'
import { reviewedContentSchema } from '../../../src/contracts/reviewed-content.js'
import { hashJson } from '../../../src/platform/hash.js'
import { type Desk, editor, expectStatus, openDesk, otherEditor, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const quoteOf = (end: string) => `Small teams pay nothing for it [1], so I try it ${end}.`

test('a record lives: edited, merged, accepted, approved by another, published, reopened, voided by an edit, retracted', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const [first = '', second = ''] = verdicts
  const onFirst = { recordId, verdictId: first }

  const edited = await actions.edit({
    actor: editor,
    ...onFirst,
    base: 1,
    content: sampleContent({ quote: quoteOf('this week') }),
    reason: 'plainer',
  })
  expect(expectStatus(edited, 'done')).toMatchObject({
    state: 'edited',
    record: 'in_review',
    voided: false,
    revision: { number: 2, kind: 'edit' },
  })

  const mine = sampleContent({ quote: quoteOf('today'), call: 'skip' })
  const stale = expectStatus(await actions.edit({ actor: reviewer, ...onFirst, base: 1, content: mine, reason: 'a skip' }), 'stale')
  expect(stale).toMatchObject({ base: { number: 1 }, current: { number: 2 }, yours: { call: 'skip' } })
  expect(stale.merge).toMatchObject({ status: 'clean', content: { call: 'skip', quote: quoteOf('this week') } })
  const merged = await actions.merge({ actor: reviewer, ...onFirst, base: 2, content: stale.merge?.content, reason: 'both' })
  expect(expectStatus(merged, 'done').revision).toMatchObject({ number: 3, kind: 'merge', parent: 2 })

  const comment = expectStatus(await actions.comment({ actor: otherEditor, ...onFirst, text: 'Is that so?' }), 'done').comment
  expectStatus(await actions.accept({ actor: reviewer, ...onFirst, base: 3 }), 'done')
  expectStatus(await actions.accept({ actor: editor, recordId, verdictId: second, base: 1 }), 'done')

  const view = expectStatus(await actions.record(recordId, otherEditor), 'done')
  expect(view.checklist?.blocking.map(({ kind }) => kind)).toEqual(['open-comment'])
  expect(view.editedBy).toEqual([editor.userId, reviewer.userId])
  expect(view.verdicts.map(({ state, writtenBy }) => [state, writtenBy])).toEqual([
    ['accepted', 'model and people'],
    ['accepted', 'model'],
  ])
  const seen = { recordId, seenSha256: view.contentSha256 ?? '' }
  expect(await actions.approve({ actor: otherEditor, ...seen })).toMatchObject({ status: 'refused', why: '1 thing blocks it' })
  expectStatus(await actions.resolveComment({ actor: reviewer, recordId, commentId: comment.id }), 'done')
  expect(await actions.approve({ actor: editor, ...seen })).toMatchObject({ status: 'refused', why: 'you edited one of its verdicts' })
  expect(await actions.publish({ actor: otherEditor, ...seen })).toMatchObject({ status: 'refused', why: 'it is not approved' })
  expect(expectStatus(await actions.approve({ actor: otherEditor, ...seen }), 'done')).toMatchObject({
    record: 'approved',
    decision: { kind: 'approve', contentSha256: seen.seenSha256, fourEyes: true },
  })
  expect(await actions.published(recordId)).toBeNull()
  expectStatus(await actions.publish({ actor: otherEditor, ...seen }), 'done')
  const published = await actions.published(recordId)
  expect(published).toMatchObject({ standing: 'published', contentSha256: seen.seenSha256, fourEyes: true, publishedBy: otherEditor })
  expect(hashJson(reviewedContentSchema.parse(published?.content))).toBe(seen.seenSha256)

  const content = sampleContent({ quote: quoteOf('tomorrow') })
  const late = { actor: editor, ...onFirst, base: 4, content, reason: 'later' }
  expect(await actions.edit(late)).toMatchObject({ status: 'refused', why: 'the record is published' })
  expectStatus(await actions.reopen({ actor: editor, recordId, reason: 'a typing error' }), 'done')
  const again = expectStatus(await actions.record(recordId, otherEditor), 'done')
  const approvedAgain = { actor: otherEditor, recordId, seenSha256: again.contentSha256 ?? '' }
  expectStatus(await actions.approve(approvedAgain), 'done')
  expect(expectStatus(await actions.edit(late), 'done')).toMatchObject({ record: 'in_review', voided: true, state: 'edited' })
  expect((await actions.published(recordId))?.contentSha256).toBe(seen.seenSha256)
  expect(await actions.publish(approvedAgain)).toMatchObject({ status: 'refused' })

  expect(await actions.retract({ actor: editor, recordId, publicReason: '  ' })).toMatchObject({ status: 'refused' })
  expectStatus(await actions.retract({ actor: editor, recordId, publicReason: 'It was wrong.' }), 'done')
  expect(await actions.published(recordId)).toMatchObject({ standing: 'retracted', retraction: { publicReason: 'It was wrong.' } })
  const end = expectStatus(await actions.record(recordId, editor), 'done')
  expect(end.decisions.map(({ kind }) => kind)).toEqual(['approve', 'publish', 'reopen', 'approve', 'void', 'retract'])
  const followed = await actions.decisionsAfter(0, 10)
  expect(followed.map(({ decision }) => decision)).toEqual(end.decisions)
  expect(await actions.decisionsAfter(followed[3]?.seq ?? 0, 10)).toHaveLength(2)
  expect(await actions.audit.verify()).toMatchObject({ status: 'ok' })
  expect(await actions.audit.verify({ recordId })).toMatchObject({ status: 'ok', head: { entries: end.version } })
})

test('what the model wrote stays, each revision can come back, and the first one has the same id before and after it is kept', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const on = { actor: reviewer, recordId, verdictId: verdicts[0] ?? '' }
  const before = expectStatus(await actions.verdict(recordId, on.verdictId, reviewer), 'done')
  expect(before).toMatchObject({ state: 'drafted', current: { number: 1, author: { kind: 'model', model: 'ollama:a' } } })
  expectStatus(await actions.edit({ ...on, base: 1, content: sampleContent({ call: 'abstain' }), reason: 'unsure' }), 'done')
  const restored = expectStatus(await actions.restore({ ...on, base: 2, restores: 1, reason: 'it was right' }), 'done')
  expect(restored).toMatchObject({ state: 'drafted', revision: { number: 3, restores: 1 } })
  expect(await actions.restore({ ...on, base: 3, restores: 1, reason: 'again' })).toMatchObject({ status: 'unchanged' })
  expect(await actions.restore({ ...on, base: 3, restores: 9, reason: 'what' })).toEqual({ status: 'not found', what: 'revision' })
  const after = expectStatus(await actions.verdict(recordId, on.verdictId, reviewer), 'done')
  expect(after.history.map(({ kind }) => kind)).toEqual(['model', 'edit', 'restore'])
  expect(after.history[0]).toEqual(before.current)
  expect(after.verdict).toMatchObject({ status: 'drafted', review: { writtenBy: 'model', revision: 3 } })
})

test('a returned verdict leaves a note to answer, and goes to whom it was given', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const on = { recordId, verdictId: verdicts[0] ?? '' }
  const returned = await actions.return({ actor: editor, ...on, base: 1, note: 'Say what it costs.', to: reviewer.userId })
  expect(expectStatus(returned, 'done')).toMatchObject({ state: 'drafted', revision: { kind: 'return' } })
  const { items } = expectStatus(await actions.queue({ actor: reviewer, recordId }), 'done')
  expect(items[0]).toMatchObject({ verdictId: on.verdictId, work: 'returned', openComments: 1, assignedTo: { userId: reviewer.userId } })
  const view = expectStatus(await actions.verdict(recordId, on.verdictId, reviewer), 'done')
  expect(view.comments).toMatchObject([{ text: 'Say what it costs.', resolved: null, revision: 2 }])
})
