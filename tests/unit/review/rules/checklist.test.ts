import { expect, test } from 'vitest'
import type { Waiver } from '../../../../src/contracts/review.js'
import { applyReviews, type ReviewInput } from '../../../../src/review/rules/apply-reviews.js'
import { checklist } from '../../../../src/review/rules/checklist.js'
import { recordContext, verdictContext } from '../../../../src/review/rules/contexts.js'
import { decideRecord } from '../../../../src/review/rules/record-state-machine.js'
import { decideVerdict } from '../../../../src/review/rules/verdict-state-machine.js'
import {
  admin,
  check,
  commentOn,
  content,
  editor,
  historyOf,
  modelRecord,
  otherEditor,
  reviewer,
  reviewInput,
  seats,
} from '../../../support/review/rules/sample-review.js'

const ids = seats.map(({ id }) => id)
const [firstId = '', secondId = '', thirdId = '', lastId = ''] = ids
const accepted = (id: string) => historyOf(content({ call: id === secondId ? 'skip' : 'ship' }), [{ kind: 'accept', by: editor }], id)
const allAccepted = () => new Map([firstId, secondId, thirdId].map((id) => [id, accepted(id)]))
const waived: Waiver = {
  verdictId: lastId,
  waives: { kind: 'unscored-seat' },
  by: editor,
  at: '2026-11-22T10:00:00.000Z',
  reason: 'no reply',
}
const list = (change: Partial<ReviewInput>, comments = [] as Parameters<typeof checklist>[1]) =>
  checklist(applyReviews(reviewInput(change)), comments)
/** The first verdict with these words, accepted by an edit's author. */
const withWords = (words: Parameters<typeof content>[0]) => {
  const changes = [
    { kind: 'edit' as const, content: content(words), by: editor },
    { kind: 'accept' as const, by: editor },
  ]
  return { histories: allAccepted().set(firstId, historyOf(content(), changes, firstId)), waivers: [waived] }
}

test('a fresh record waits for its unscored seat and for each acceptance', () => {
  const { blocking } = list({})
  expect(blocking.map(({ kind, verdictId }) => [kind, verdictId])).toEqual(
    expect.arrayContaining([
      ['not-accepted', firstId],
      ['not-accepted', secondId],
      ['not-accepted', thirdId],
      ['unscored-seat', lastId],
    ]),
  )
  expect(blocking).toHaveLength(4)
  for (const item of blocking) expect(item.fix.length).toBeGreaterThan(10)
})

test('all accepted and the unscored seat waived: nothing blocks, and the waiver is shown with its reason', () => {
  const { blocking, waived: shown } = list({ histories: allAccepted(), waivers: [waived] })
  expect(blocking).toEqual([])
  expect(shown).toMatchObject([{ kind: 'unscored-seat', verdictId: lastId, reason: 'no reply' }])
})

test.each([
  [
    'a passage that is in no source',
    { evidence: [{ source: 'readme', quote: 'runs on the moon', shows: 'Far.' }] },
    { kind: 'evidence-not-found', part: 'evidence 1', what: expect.stringContaining('is not in its source') },
  ],
  [
    'a marker that names no evidence',
    { quote: 'Small teams pay nothing [1], and it is fast [4].' },
    { kind: 'marker-without-evidence', part: 'quote', what: 'the marker [4] names no evidence' },
  ],
  [
    'a quote over the limit',
    { quote: `${'word '.repeat(35)}[1].` },
    { kind: 'quote-too-long', part: 'quote', what: 'the quote has 35 words, and 30 are allowed', fix: 'cut 5' },
  ],
  [
    'an ask without an answer',
    { answers: [{ ask: 'primitive', answer: 'An index.' }] },
    { kind: 'fault', what: 'answers: the ask "moat" has no answer.' },
  ],
  [
    'a word the persona forbids',
    { quote: 'A game-changing index for small teams [1].' },
    { kind: 'flag', what: 'quote: "game-changing" may not stand in it.' },
  ],
])('%s blocks, once', (_name, words, item) => {
  const { blocking } = list(withWords(words))
  expect(blocking).toHaveLength(1)
  expect(blocking[0]).toMatchObject({ verdictId: firstId, tool: 'ferrydoc', persona: 'dx', ...item })
})

test('a flag can be waived by its exact words, and no other', () => {
  const flag = 'the source addresses the reviewer'
  const waive = (words: string): Waiver => ({ ...waived, verdictId: firstId, waives: { kind: 'flag', flag: words }, reason: 'we read it' })
  const record = modelRecord([flag])
  const flagged = (waivers: Waiver[]) => list({ record, histories: allAccepted(), waivers: [waived, ...waivers] })
  expect(flagged([]).blocking).toHaveLength(3)
  expect(flagged([waive(flag)]).blocking.map(({ verdictId }) => verdictId)).not.toContain(firstId)
  expect(flagged([waive('another flag')]).blocking).toHaveLength(3)
})

test('an open comment blocks, a resolved one does not, also on an unscored seat', () => {
  const fine = { histories: allAccepted(), waivers: [waived] }
  expect(list(fine, [commentOn(firstId), commentOn(lastId, { id: 'cmt_2' })]).blocking).toMatchObject([
    { kind: 'open-comment', part: 'cmt_1', what: 'Rea asks: Is that so?' },
    { kind: 'open-comment', part: 'cmt_2' },
  ])
  const resolved = { by: editor, at: '2026-11-22T10:00:00.000Z' }
  expect(list(fine, [commentOn(firstId, { resolved })]).blocking).toEqual([])
})

const settings = { fourEyes: true, blindFirst: false }
const facts = (change: Partial<ReviewInput>) => {
  const input = reviewInput(change)
  return {
    reviewed: applyReviews(input),
    histories: input.histories,
    waivers: input.waivers,
    comments: [],
    settings,
    approval: null,
    standing: 'none' as const,
    isStale: false,
  }
}

test('who edited cannot approve and another can, worked out of what is stored', () => {
  const stored = facts(withWords({ call: 'abstain' }))
  const context = recordContext(stored, { seenSha256: stored.reviewed.contentSha256, reason: null })
  expect(context).toMatchObject({ blockers: 0, hands: [{ userId: 'user_ed', did: ['wrote', 'accepted', 'waived'] }] })
  const approve = (actor: typeof editor) => decideRecord({ state: 'in_review', action: 'approve', actor, context })
  expect(approve(editor)).toMatchObject({ status: 'refused', why: 'you edited one of its verdicts' })
  expect(approve(otherEditor)).toMatchObject({ status: 'allowed', next: 'approved' })
  expect(approve(admin)).toMatchObject({ status: 'allowed' })
  expect(approve(reviewer)).toMatchObject({ status: 'refused' })
})

test('an approval is worth nothing once any word has changed', () => {
  const before = facts(withWords({ call: 'abstain' }))
  const approvedSha256 = before.reviewed.contentSha256
  const after = { ...facts(withWords({ call: 'skip' })), approval: { contentSha256: approvedSha256, by: admin } }
  const context = recordContext(after, { seenSha256: after.reviewed.contentSha256, reason: null })
  expect(decideRecord({ state: 'approved', action: 'publish', actor: otherEditor, context })).toMatchObject({
    status: 'refused',
    why: expect.stringContaining('the approval was given to another content'),
  })
})

test('a verdict is accepted only when it was checked, and nothing in it blocks', () => {
  const history = historyOf(content({ evidence: [{ source: 'readme', quote: 'runs on the moon', shows: 'Far.' }] }))
  const stored = {
    actor: reviewer,
    record: 'in_review' as const,
    settings,
    history,
    blindCalls: [],
    wasShown: true,
    assignedTo: null,
    unwaived: null,
  }
  const request = { reason: null, baseRevision: 1, content: null, assignTo: null }
  const accept = (context: ReturnType<typeof verdictContext>) =>
    decideVerdict({ state: 'drafted', action: 'accept', actor: reviewer, context })
  expect(accept(verdictContext(stored, { ...request, check: null }))).toMatchObject({ why: 'it has not been checked against its sources' })
  const checked = check({ tool: 'ferrydoc', persona: 'dx', content: history[0]?.content ?? content() })
  expect(accept(verdictContext(stored, { ...request, check: checked }))).toMatchObject({
    why: expect.stringContaining('evidence 1 is not in its source'),
  })
  const good = historyOf(content())
  const fine = check({ tool: 'ferrydoc', persona: 'dx', content: content() })
  expect(accept(verdictContext({ ...stored, history: good }, { ...request, check: fine }))).toMatchObject({ next: 'accepted' })
})

test('an edit back to the model’s words, and its restoration, are known as such', () => {
  const history = historyOf(content(), [{ kind: 'edit', content: content({ call: 'skip' }), by: editor }])
  const stored = {
    actor: editor,
    record: 'in_review' as const,
    settings,
    history,
    blindCalls: [],
    wasShown: false,
    assignedTo: null,
    unwaived: null,
  }
  const request = { reason: 'r', baseRevision: 2, assignTo: null, check: null }
  expect(verdictContext(stored, { ...request, content: content() }).becomesModelText).toBe(true)
  expect(verdictContext(stored, { ...request, content: { restores: 1 } }).becomesModelText).toBe(true)
  expect(verdictContext(stored, { ...request, content: null })).toMatchObject({ becomesModelText: false, hasSeenDraft: true })
})
