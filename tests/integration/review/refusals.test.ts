import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, type Desk, editor, expectStatus, openDesk, otherEditor, otherReviewer, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const tables = [
  'verdict_revisions',
  'verdict_states',
  'verdict_comments',
  'blind_calls',
  'waivers',
  'record_reviews',
  'record_decisions',
  'audit_log',
  'audit_heads',
  'autosaves',
]

/** Every row of review, and how records stand. */
async function everything(): Promise<string> {
  const rows = await Promise.all(tables.map((table) => desk.pool.query(`select * from ${table} order by 1, 2`)))
  const records = await desk.pool.query('select id, status from records order by 1')
  return JSON.stringify([...rows, records].map((result) => result.rows))
}

const bad = (change: object) => ({ ...sampleContent(), ...change })

const prediction = {
  statement: 'Ferry Works sells a hosted index to the public.',
  deadline: '2027-11-20',
  probability: 0.4,
  resolution: 'Look for a price for hosting on its pricing page.',
}

test.each([
  ['a deadline before the date of the dossier', [{ ...prediction, deadline: '2020-01-01' }], ['content.predictions.0.deadline']],
  ['a deadline that no one will see', [{ ...prediction, deadline: '9999-12-31' }], ['content.predictions.0.deadline']],
  ['a resolution of three words', [{ ...prediction, resolution: 'We will see.' }], ['content.predictions.0.resolution']],
  ['the same prediction twice', [prediction, prediction], ['content.predictions.1.statement']],
  ['forty copies', Array.from({ length: 40 }, () => prediction), ['content.predictions']],
])('%s is refused at its field, in an edit and in a verdict by hand', async (_name, predictions, paths) => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel({ unscored: [1] })
  const [verdictId = '', unscored = ''] = verdicts
  const content = sampleContent({ call: 'skip', predictions })
  const before = await everything()
  const edited = expectStatus(await actions.edit({ actor: editor, recordId, verdictId, base: 1, content, reason: 'x' }), 'invalid')
  expect(edited.problems.map(({ path }) => path)).toEqual(paths)
  const written = expectStatus(await actions.handWrite({ actor: editor, recordId, verdictId: unscored, content, reason: 'x' }), 'invalid')
  expect(written.problems.map(({ path }) => path)).toEqual(paths)
  expect(await everything()).toBe(before)
})

test('nothing is written where anything is refused, unknown or wrong, and each answer says why', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel({ unscored: [1] })
  const [drafted = '', unscored = ''] = verdicts
  const other = await desk.panel()
  const foreign = other.verdicts[0] ?? ''
  const on = { recordId, verdictId: drafted }
  const content = sampleContent({ call: 'skip' })
  const seenSha256 = expectStatus(await actions.record(recordId, admin), 'done').contentSha256 ?? ''
  const before = await everything()
  const answers = {
    'no such record': await actions.edit({ actor: editor, recordId: 'rec_0', verdictId: drafted, base: 1, content, reason: 'x' }),
    "another record's verdict": await actions.edit({ actor: editor, recordId, verdictId: foreign, base: 1, content, reason: 'x' }),
    'no reason': await actions.edit({ actor: editor, ...on, base: 1, content, reason: ' ' }),
    'a reason too long': await actions.edit({ actor: editor, ...on, base: 1, content, reason: 'x'.repeat(2001) }),
    'no such base': await actions.edit({ actor: editor, ...on, base: 7, content, reason: 'x' }),
    'a base of nothing': await actions.edit({ actor: editor, ...on, base: 0, content, reason: 'x' }),
    'the same words': await actions.edit({ actor: editor, ...on, base: 1, content: sampleContent(), reason: 'x' }),
    'content with more fields': await actions.edit({ actor: editor, ...on, base: 1, content: bad({ status: 'accepted' }), reason: 'x' }),
    'content too long': await actions.edit({ actor: editor, ...on, base: 1, content: bad({ quote: 'x'.repeat(10_001) }), reason: 'x' }),
    'content with NUL': await actions.edit({ actor: editor, ...on, base: 1, content: bad({ quote: 'a\u0000b' }), reason: 'x' }),
    'no content': await actions.edit({ actor: editor, ...on, base: 1, content: null, reason: 'x' }),
    'hand-written over a draft': await actions.handWrite({ actor: editor, ...on, content, reason: 'x' }),
    'accepting nothing': await actions.accept({ actor: editor, recordId, verdictId: unscored, base: 1 }),
    'an empty comment': await actions.comment({ actor: editor, ...on, text: '' }),
    'no such comment': await actions.resolveComment({ actor: editor, recordId, commentId: 'cmt_0' }),
    "handing over another's": await actions.assign({ actor: reviewer, ...on, to: otherReviewer.userId }),
    'no such person': await actions.assign({ actor: editor, ...on, to: 'user_0' }),
    'assigned to no one again': await actions.assign({ actor: editor, ...on, to: null }),
    'blind mode is off': await actions.blindCall({ actor: reviewer, ...on, call: 'ship' }),
    'a reviewer waives': await actions.waive({
      actor: reviewer,
      recordId,
      verdictId: unscored,
      waives: { kind: 'unscored-seat' },
      reason: 'x',
    }),
    'waiving a seat with a verdict': await actions.waive({ actor: editor, ...on, waives: { kind: 'unscored-seat' }, reason: 'x' }),
    'waiving what is not flagged': await actions.waive({ actor: editor, ...on, waives: { kind: 'flag', flag: 'none' }, reason: 'x' }),
    'withdrawing no waiver': await actions.unwaive({ actor: editor, ...on, waives: { kind: 'unscored-seat' }, reason: 'x' }),
    'a reviewer retries': await actions.retry({ actor: reviewer, recordId, verdictId: unscored }),
    'retrying a draft': await actions.retry({ actor: editor, ...on }),
    'a reviewer approves': await actions.approve({ actor: reviewer, recordId, seenSha256 }),
    'approving another content': await actions.approve({ actor: editor, recordId, seenSha256: 'a'.repeat(64) }),
    'approving what is blocked': await actions.approve({ actor: editor, recordId, seenSha256 }),
    'publishing what is not approved': await actions.publish({ actor: admin, recordId, seenSha256 }),
    'voiding no approval': await actions.voidApproval({ actor: editor, recordId, reason: 'x' }),
    'reopening what is in review': await actions.reopen({ actor: editor, recordId, reason: 'x' }),
    'retracting what is not public': await actions.retract({ actor: editor, recordId, publicReason: 'x' }),
    'clearing no mark': await actions.clearStale({ actor: editor, recordId, reason: 'x' }),
    'an autosave of anything': await actions.saveDraft({ actor: editor, ...on, base: 1, content: { quote: 'x' } }),
    'an autosave on no revision': await actions.saveDraft({
      actor: editor,
      ...on,
      base: 4,
      content: { quote: '', evidence: [], answers: [], predictions: [], call: null },
    }),
    'discarding no draft': await actions.discardDraft({ actor: editor, ...on }),
    'a limit of nothing': await actions.queue({ actor: editor, limit: 0 }),
    'a cursor of nothing': await actions.queue({ actor: editor, cursor: 'x' }),
  }
  expect(await everything()).toBe(before)
  const said = Object.entries(answers).map(
    ([name, answer]) => `${name}: ${JSON.stringify(answer, ['status', 'what', 'why', 'problems', 'path', 'message'])}`,
  )
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "no such record: {"status":"not found","what":"record"}
    another record's verdict: {"status":"not found","what":"verdict"}
    no reason: {"status":"refused","why":"a reason is missing"}
    a reason too long: {"status":"invalid","problems":[{"path":"reason","message":"write at most 2000 characters"}]}
    no such base: {"status":"not found","what":"revision"}
    a base of nothing: {"status":"invalid","problems":[{"path":"base","message":"Too small: expected number to be >0"}]}
    the same words: {"status":"unchanged"}
    content with more fields: {"status":"invalid","problems":[{"path":"content","message":"Unrecognized key: \\"status\\""}]}
    content too long: {"status":"invalid","problems":[{"path":"content.quote","message":"write at most 10000 characters"}]}
    content with NUL: {"status":"invalid","problems":[{"path":"content.quote","message":"remove the characters that are no text (NUL, or half of a pair)"}]}
    no content: {"status":"invalid","problems":[{"path":"content","message":"Invalid input: expected object, received null"}]}
    hand-written over a draft: {"status":"refused","why":"the seat has a verdict"}
    accepting nothing: {"status":"not found","what":"revision"}
    an empty comment: {"status":"refused","why":"the comment is missing"}
    no such comment: {"status":"not found","what":"comment"}
    handing over another's: {"status":"refused","why":"it is not yours to hand over"}
    no such person: {"status":"not found","what":"person"}
    assigned to no one again: {"status":"unchanged"}
    blind mode is off: {"status":"refused","why":"blind-first mode is off"}
    a reviewer waives: {"status":"refused","why":"a reviewer may not waive an unscored seat or a flag"}
    waiving a seat with a verdict: {"status":"refused","why":"the seat has a verdict"}
    waiving what is not flagged: {"status":"invalid","problems":[{"path":"waives.flag","message":"the verdict carries no such flag: name it by its exact words"}]}
    withdrawing no waiver: {"status":"not found","what":"waiver"}
    a reviewer retries: {"status":"refused","why":"a reviewer may not retry a seat, which may cost money,"}
    retrying a draft: {"status":"refused","why":"the seat has a verdict"}
    a reviewer approves: {"status":"refused","why":"a reviewer may not approve a record"}
    approving another content: {"status":"refused","why":"the record has changed since you opened it"}
    approving what is blocked: {"status":"refused","why":"2 things block it"}
    publishing what is not approved: {"status":"refused","why":"it is not approved"}
    voiding no approval: {"status":"refused","why":"it is not approved"}
    reopening what is in review: {"status":"refused","why":"it is in review"}
    retracting what is not public: {"status":"refused","why":"nothing of it is public"}
    clearing no mark: {"status":"refused","why":"the record carries no such mark"}
    an autosave of anything: {"status":"invalid","problems":[{"path":"content.evidence","message":"Invalid input: expected array, received undefined"},{"path":"content.answers","message":"Invalid input: expected array, received undefined"},{"path":"content.predictions","message":"Invalid input: expected array, received undefined"},{"path":"content.call","message":"Invalid option: expected one of \\"ship\\"|\\"skip\\"|\\"abstain\\""}]}
    an autosave on no revision: {"status":"not found","what":"revision"}
    discarding no draft: {"status":"unchanged"}
    a limit of nothing: {"status":"invalid","problems":[{"path":"limit","message":"ask for at least 1"}]}
    a cursor of nothing: {"status":"invalid","problems":[{"path":"cursor","message":"it is not one that was given out: begin at the first page"}]}"
  `)
})

test('a comment too many, a stale source and a running panel each keep a record from being approved', async () => {
  const actions = desk.actions()
  const { recordId, verdicts, panelId, plan } = await desk.panel({ unscored: [1] })
  const [drafted = '', unscored = ''] = verdicts
  expectStatus(await actions.accept({ actor: reviewer, recordId, verdictId: drafted, base: 1 }), 'done')
  const waive = { actor: editor, recordId, verdictId: unscored, waives: { kind: 'unscored-seat' as const }, reason: 'one is enough' }
  expectStatus(await actions.waive(waive), 'done')
  expect(await actions.waive(waive)).toEqual({ status: 'unchanged' })
  const approve = async () => {
    const view = expectStatus(await actions.record(recordId, otherEditor), 'done')
    return actions.approve({ actor: otherEditor, recordId, seenSha256: view.contentSha256 ?? '' })
  }
  expectStatus(await actions.markStale({ recordId, by: 'watch', reason: 'the license changed' }), 'done')
  expect(await actions.markStale({ recordId, by: 'watch', reason: 'the license changed' })).toEqual({ status: 'unchanged' })
  expect(await approve()).toMatchObject({ status: 'refused', why: 'a source of the record has changed' })
  expectStatus(await actions.clearStale({ actor: editor, recordId, reason: 'nothing to do with us' }), 'done')
  expectStatus(await actions.retry({ actor: editor, recordId, verdictId: unscored }), 'done')
  expect(desk.retried).toContain(panelId)
  expect(await approve()).toMatchObject({ status: 'refused', why: 'its panel is running again' })
  await desk.finish(plan, 2, [1])
  expectStatus(await approve(), 'done')
  expect(expectStatus(await actions.unwaive({ ...waive, reason: 'two are better' }), 'done')).toEqual({
    status: 'done',
    record: 'in_review',
    voided: true,
  })
  expect(await approve()).toMatchObject({ status: 'refused', why: '1 thing blocks it' })
})

test('with four eyes off an editor of the text may approve, and the record says so', async () => {
  const { recordId, verdicts } = await desk.panel()
  const actions = desk.actions({ fourEyes: false })
  const [first = '', second = ''] = verdicts
  const on = { actor: editor, recordId }
  expectStatus(await actions.edit({ ...on, verdictId: first, base: 1, content: sampleContent({ call: 'skip' }), reason: 'x' }), 'done')
  expectStatus(await actions.accept({ ...on, verdictId: first, base: 2 }), 'done')
  expectStatus(await actions.accept({ ...on, verdictId: second, base: 1 }), 'done')
  const seenSha256 = expectStatus(await actions.record(recordId, editor), 'done').contentSha256 ?? ''
  expect(expectStatus(await actions.approve({ ...on, seenSha256 }), 'done').decision).toMatchObject({ fourEyes: false })
  expectStatus(await actions.publish({ ...on, seenSha256 }), 'done')
  expect(await actions.published(recordId)).toMatchObject({ fourEyes: false })
})

test('one person who accepted, waived or chose the words never approves, however the steps are ordered', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel({ unscored: [1] })
  const [drafted = '', unscored = ''] = verdicts
  const on = { actor: editor, recordId }
  const waives = { kind: 'unscored-seat' as const }
  const approveAs = async (actor: typeof editor) => {
    const view = expectStatus(await actions.record(recordId, actor), 'done')
    return {
      may: view.may.approve,
      hands: view.hands,
      approved: await actions.approve({ actor, recordId, seenSha256: view.contentSha256 ?? '' }),
    }
  }
  expectStatus(await actions.accept({ ...on, verdictId: drafted, base: 1 }), 'done')
  expectStatus(await actions.waive({ ...on, verdictId: unscored, waives, reason: 'no one could' }), 'done')
  const both = await approveAs(editor)
  expect(both).toMatchObject({ may: { allowed: false }, approved: { status: 'refused', why: 'you accepted one of its verdicts' } })
  expect(both.hands).toEqual([{ userId: editor.userId, name: editor.name, did: ['accepted', 'waived'] }])

  // Another accepts instead: the waiver alone is still a hand in it.
  expectStatus(await actions.return({ ...on, verdictId: drafted, base: 2, note: 'look again' }), 'done')
  const [asked] = expectStatus(await actions.record(recordId, reviewer), 'done').comments
  expectStatus(await actions.resolveComment({ actor: reviewer, recordId, commentId: asked?.id ?? '' }), 'done')
  expectStatus(await actions.accept({ actor: reviewer, recordId, verdictId: drafted, base: 3 }), 'done')
  expect((await approveAs(editor)).approved).toMatchObject({ status: 'refused', why: 'you kept something in it that blocked' })

  // Words brought back to the model's own were still chosen by someone.
  expectStatus(await actions.edit({ ...on, verdictId: drafted, base: 4, content: sampleContent({ call: 'skip' }), reason: 'x' }), 'done')
  expectStatus(await actions.restore({ ...on, verdictId: drafted, base: 5, restores: 1, reason: 'no' }), 'done')
  expectStatus(await actions.accept({ actor: reviewer, recordId, verdictId: drafted, base: 6 }), 'done')
  expect((await approveAs(editor)).approved).toMatchObject({ status: 'refused', why: 'you edited one of its verdicts' })
  expect((await approveAs(otherEditor)).approved).toMatchObject({ status: 'done', decision: { fourEyes: true } })
})

test('a record of which every seat is waived cannot be approved by anyone', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel({ unscored: [0, 1] })
  for (const verdictId of verdicts) {
    const waives = { kind: 'unscored-seat' as const }
    expectStatus(await actions.waive({ actor: editor, recordId, verdictId, waives, reason: 'no one could' }), 'done')
  }
  const view = expectStatus(await actions.record(recordId, otherEditor), 'done')
  expect(view.checklist?.blocking).toEqual([])
  const approved = await actions.approve({ actor: otherEditor, recordId, seenSha256: view.contentSha256 ?? '' })
  expect(approved).toMatchObject({ status: 'refused', why: 'no seat of it has a verdict' })
})
