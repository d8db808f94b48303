import { describe, expect, test } from 'vitest'
import type { Acting } from '../../../../src/contracts/actor.js'
import { recordStates } from '../../../../src/review/rules/record-state-machine.js'
import {
  decideVerdict,
  type VerdictAction,
  type VerdictContext,
  type VerdictState,
  verdictActions,
  verdictStates,
} from '../../../../src/review/rules/verdict-state-machine.js'

const roles: readonly Acting['role'][] = ['admin', 'editor', 'reviewer', 'system']
const fine: VerdictContext = {
  record: 'in_review',
  reason: 'because',
  baseRevision: 2,
  currentRevision: 2,
  becomesModelText: false,
  blockers: [],
  blindFirst: true,
  hasBlindCall: true,
  hasSeenDraft: false,
  unwaived: null,
  assignedTo: 'user_1',
  assignTo: 'user_2',
}
const blind: VerdictContext = { ...fine, hasBlindCall: false }

type Expected = { roles: string; next: Record<VerdictState, VerdictState | '-'> }
const row = (unscored: VerdictState | '-', drafted: VerdictState | '-', edited: VerdictState | '-', accepted: VerdictState | '-') => ({
  planned: '-' as const,
  drafting: '-' as const,
  unscored,
  drafted,
  edited,
  accepted,
})
const people = 'admin editor reviewer'

/** Written by hand from the words of the product, apart from the tables under test: where each action leads when nothing stands in its way. */
const expected: Record<VerdictAction, Expected> = {
  edit: { roles: people, next: row('-', 'edited', 'edited', 'edited') },
  accept: { roles: people, next: row('-', 'accepted', 'accepted', '-') },
  return: { roles: people, next: row('-', 'edited', 'edited', 'edited') },
  restore: { roles: people, next: row('-', 'edited', 'edited', 'edited') },
  'hand-write': { roles: people, next: row('edited', '-', '-', '-') },
  retry: { roles: 'admin editor', next: row('drafting', '-', '-', '-') },
  comment: { roles: people, next: row('unscored', 'drafted', 'edited', 'accepted') },
  'resolve-comment': { roles: people, next: row('unscored', 'drafted', 'edited', 'accepted') },
  assign: { roles: people, next: row('unscored', 'drafted', 'edited', 'accepted') },
  'blind-call': { roles: people, next: row('-', 'drafted', 'edited', 'accepted') },
  waive: { roles: 'admin editor', next: row('unscored', 'drafted', 'edited', 'accepted') },
  'withdraw-waiver': { roles: 'admin editor', next: row('unscored', 'drafted', 'edited', 'accepted') },
  'see-draft': { roles: people, next: row('-', 'drafted', 'edited', 'accepted') },
}

const cases = verdictActions.flatMap((action) => verdictStates.flatMap((state) => roles.map((role) => ({ role, state, action }))))

test('there are 13 actions, 6 states and 4 roles, and a rule for each of their 312 combinations', () => {
  expect(cases).toHaveLength(312)
})

test.each(cases)('$role, $state, $action', ({ role, state, action }) => {
  const context = { ...(action === 'blind-call' ? blind : fine), assignedTo: 'user_1' }
  const decision = decideVerdict({ state, action, actor: { userId: 'user_1', role }, context })
  const next = expected[action].roles.split(' ').includes(role) ? expected[action].next[state] : '-'
  if (next === '-') {
    expect(decision).toEqual({ status: 'refused', why: expect.stringMatching(/\w+ \w+/), fix: expect.stringMatching(/\w+/) })
  } else expect(decision).toEqual({ status: 'allowed', next, record: 'in_review' })
})

const onRecords: Record<VerdictAction, string> = {
  edit: 'in_review approved→in_review',
  accept: 'in_review',
  return: 'in_review approved→in_review',
  restore: 'in_review approved→in_review',
  'hand-write': 'in_review approved→in_review',
  retry: 'in_review approved→in_review',
  comment: 'in_review approved published retracted',
  'resolve-comment': 'in_review approved published retracted',
  assign: 'in_review approved published retracted',
  'blind-call': 'in_review',
  waive: 'in_review approved→in_review',
  'withdraw-waiver': 'in_review approved→in_review',
  'see-draft': 'in_review approved published retracted',
}

test.each(verdictActions.flatMap((action) => recordStates.map((record) => ({ action, record }))))(
  '$action on a record that is $record is refused, or leads the record where it must',
  ({ action, record }) => {
    const state = action === 'hand-write' || action === 'retry' ? 'unscored' : 'drafted'
    const context = { ...(action === 'blind-call' ? blind : fine), record }
    const decision = decideVerdict({ state, action, actor: { userId: 'user_1', role: 'editor' }, context })
    const entry = onRecords[action].split(' ').find((candidate) => candidate.startsWith(record))
    if (entry === undefined) expect(decision.status).toBe('refused')
    else expect(decision).toMatchObject({ status: 'allowed', record: entry.split('→').at(-1) })
  },
)

describe('what stands in the way of one who may', () => {
  const decide = (
    action: VerdictAction,
    change: Partial<VerdictContext>,
    role: Acting['role'] = 'reviewer',
    state: VerdictState = 'drafted',
  ) => decideVerdict({ state, action, actor: { userId: 'user_1', role }, context: { ...fine, ...change } })

  test.each(['edit', 'return', 'restore', 'accept'] as const)('a stale start: %s', (action) => {
    expect(decide(action, { baseRevision: 1 })).toEqual({
      status: 'refused',
      why: 'you started from revision 1, and revision 2 is current',
      fix: 'look at both versions, merge them, and save again',
    })
  })
  test('a stale start: a second person writes the same seat by hand', () => {
    expect(decide('hand-write', { baseRevision: null, currentRevision: 1 }, 'reviewer', 'unscored')).toMatchObject({
      why: 'you started from a seat without a verdict, and revision 1 is current',
    })
  })
  test.each(['edit', 'return', 'restore', 'hand-write', 'waive', 'comment'] as const)('no reason: %s', (action) => {
    const state = action === 'hand-write' ? 'unscored' : 'drafted'
    for (const reason of [null, '', ' \n ']) expect(decide(action, { reason }, 'editor', state)).toMatchObject({ status: 'refused' })
  })
  test.each(['edit', 'accept', 'return', 'restore', 'comment', 'see-draft'] as const)(
    'blind-first mode: a reviewer without a call of their own is refused %s, an editor is not',
    (action) => {
      expect(decide(action, { hasBlindCall: false })).toMatchObject({ fix: 'read the sources and call ship, skip or abstain' })
      expect(decide(action, { hasBlindCall: false }, 'editor')).toMatchObject({ status: 'allowed' })
      expect(decide(action, { hasBlindCall: false, blindFirst: false })).toMatchObject({ status: 'allowed' })
    },
  )
  test.each(verdictActions)(
    'blind-first mode: %s is answered alike to a reviewer without a call of their own, whatever was done to the verdict',
    (action) => {
      const actor = { userId: 'user_1', role: 'reviewer' } as const
      const answers = (['drafted', 'edited', 'accepted'] as const).map((state) => {
        const { next, ...answer } = { next: null, ...decideVerdict({ state, action, actor, context: blind }) }
        return answer
      })
      expect(answers).toEqual([answers[0], answers[0], answers[0]])
    },
  )
  test('acceptance waits for its passages', () => {
    expect(decide('accept', { blockers: ['evidence 1 is not in its source', 'the quote has 200 words'] })).toMatchObject({
      status: 'refused',
      why: 'evidence 1 is not in its source; the quote has 200 words',
    })
  })
  test('a reviewer takes any verdict and hands over their own, and an editor moves any', () => {
    expect(decide('assign', { assignedTo: 'user_9', assignTo: 'user_8' })).toMatchObject({ status: 'refused' })
    expect(decide('assign', { assignedTo: null, assignTo: null })).toMatchObject({ status: 'refused' })
    expect(decide('assign', { assignedTo: 'user_9', assignTo: 'user_1' })).toMatchObject({ status: 'allowed' })
    expect(decide('assign', { assignedTo: 'user_1', assignTo: null })).toMatchObject({ status: 'allowed' })
    expect(decide('assign', { assignedTo: 'user_9', assignTo: 'user_8' }, 'editor')).toMatchObject({ status: 'allowed' })
  })
  test('a blind call is made once, and by no one who has seen the draft, and only in that mode', () => {
    expect(decide('blind-call', { hasBlindCall: true })).toMatchObject({ why: 'your call is on record already' })
    expect(decide('blind-call', { hasBlindCall: false, hasSeenDraft: true })).toMatchObject({ why: 'you have seen the draft' })
    expect(decide('blind-call', { hasBlindCall: false, blindFirst: false })).toMatchObject({ why: 'blind-first mode is off' })
  })
})

test.each(['edit', 'restore', 'return'] as const)('%s that leaves the words of the model leads to drafted', (action) => {
  const step = { action, state: 'accepted' as const, actor: { userId: 'user_1', role: 'reviewer' as const } }
  expect(decideVerdict({ ...step, context: { ...fine, becomesModelText: true } })).toMatchObject({ next: 'drafted' })
})
