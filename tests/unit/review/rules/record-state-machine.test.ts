import { expect, test } from 'vitest'
import type { Acting } from '../../../../src/contracts/actor.js'
import {
  decideRecord,
  type RecordAction,
  type RecordContext,
  type RecordState,
  recordActions,
  recordStates,
} from '../../../../src/review/rules/record-state-machine.js'
import { decideVerdict, voidingActions } from '../../../../src/review/rules/verdict-state-machine.js'

const roles: readonly Acting['role'][] = ['admin', 'editor', 'reviewer', 'system']
const hash = 'a'.repeat(64)
const fine: RecordContext = {
  seenSha256: hash,
  currentSha256: hash,
  approvedSha256: hash,
  standing: 'published',
  isStale: false,
  blockers: 0,
  fourEyes: true,
  hands: [
    { userId: 'user_2', name: 'Two', did: ['wrote', 'accepted'] },
    { userId: 'user_3', name: 'Three', did: ['accepted', 'waived'] },
    { userId: 'user_4', name: 'Four', did: ['waived'] },
  ],
  approvedBy: 'user_9',
  calls: 1,
  reason: 'because',
}

const editors = 'admin editor'
type Expected = { roles: string; next: Record<RecordState, RecordState | '-'> }
const row = (in_review: RecordState | '-', approved: RecordState | '-', published: RecordState | '-', retracted: RecordState | '-') => ({
  in_review,
  approved,
  published,
  retracted,
})
/** Written by hand, apart from the tables under test: where each action leads when nothing stands in its way. */
const expected: Record<RecordAction, Expected> = {
  approve: { roles: editors, next: row('approved', '-', '-', '-') },
  void: { roles: editors, next: row('-', 'in_review', '-', '-') },
  publish: { roles: editors, next: row('-', 'published', '-', '-') },
  retract: { roles: editors, next: row('retracted', 'retracted', 'retracted', '-') },
  reopen: { roles: editors, next: row('-', '-', 'in_review', 'in_review') },
  change: { roles: 'admin editor reviewer system', next: row('in_review', 'in_review', '-', '-') },
  'mark-stale': { roles: 'system', next: row('in_review', 'in_review', 'published', 'retracted') },
  'clear-stale': { roles: `${editors} system`, next: row('in_review', 'approved', 'published', 'retracted') },
}

const cases = recordActions.flatMap((action) => recordStates.flatMap((state) => roles.map((role) => ({ role, state, action }))))

test('there are 8 actions, 4 states and 4 roles, and a rule for each of their 128 combinations', () => {
  expect(cases).toHaveLength(128)
})

test.each(cases)('$role, $state, $action', ({ role, state, action }) => {
  const context = { ...fine, isStale: action === 'clear-stale' }
  const decision = decideRecord({ state, action, actor: { userId: 'user_1', role }, context })
  const next = expected[action].roles.split(' ').includes(role) ? expected[action].next[state] : '-'
  if (next === '-') {
    expect(decision).toEqual({ status: 'refused', why: expect.stringMatching(/\w+ \w+/), fix: expect.stringMatching(/\w+/) })
  } else expect(decision).toMatchObject({ status: 'allowed', next })
})

const decide = (
  action: RecordAction,
  state: RecordState,
  change: Partial<RecordContext> = {},
  userId = 'user_1',
  role: Acting['role'] = 'editor',
) => decideRecord({ state, action, actor: { userId, role }, context: { ...fine, ...change } })

test.each([
  ['approve', 'in_review'],
  ['publish', 'approved'],
] as const)('%s: a person who edited a verdict may not, editor or admin; with four eyes off they may', (action, state) => {
  expect(decide(action, state, {}, 'user_2')).toEqual({
    status: 'refused',
    why: 'you edited one of its verdicts',
    fix: expect.stringContaining('ask an editor who'),
  })
  expect(decide(action, state, {}, 'user_2', 'admin')).toMatchObject({ status: 'refused', why: 'you edited one of its verdicts' })
  expect(decide(action, state, { fourEyes: false }, 'user_2')).toMatchObject({ status: 'allowed' })
})

test.each([
  ['approve', 'in_review'],
  ['publish', 'approved'],
] as const)('%s: refused for a page that has changed, an open item, a changed source', (action, state) => {
  expect(decide(action, state, { seenSha256: 'b'.repeat(64) })).toMatchObject({ why: 'the record has changed since you opened it' })
  expect(decide(action, state, { seenSha256: null })).toMatchObject({ status: 'refused' })
  expect(decide(action, state, { blockers: 1 })).toMatchObject({ why: '1 thing blocks it' })
  expect(decide(action, state, { blockers: 3 })).toMatchObject({ why: '3 things block it' })
  expect(decide(action, state, { isStale: true })).toMatchObject({ why: 'a source of the record has changed' })
})

test('a person who accepted or waived may not approve, editor or admin; with four eyes off they may; they may publish what another approved', () => {
  const fix = 'ask an editor who wrote and accepted nothing in it, and kept nothing that blocked'
  for (const role of ['editor', 'admin'] as const) {
    expect(decide('approve', 'in_review', {}, 'user_3', role)).toEqual({ status: 'refused', why: 'you accepted one of its verdicts', fix })
    expect(decide('approve', 'in_review', {}, 'user_4', role)).toEqual({
      status: 'refused',
      why: 'you kept something in it that blocked',
      fix,
    })
  }
  expect(decide('approve', 'in_review', { fourEyes: false }, 'user_3')).toMatchObject({ status: 'allowed' })
  expect(decide('publish', 'approved', {}, 'user_3')).toMatchObject({ status: 'allowed' })
})

test('an approval by someone with a hand in the record is not published while four eyes are on', () => {
  expect(decide('publish', 'approved', { approvedBy: 'user_4' })).toMatchObject({ status: 'refused', fix: expect.stringMatching(/^void/) })
  expect(decide('publish', 'approved', { approvedBy: 'user_4', fourEyes: false })).toMatchObject({ status: 'allowed' })
})

test('a record without a single call is neither approved nor published, four eyes or not', () => {
  for (const fourEyes of [true, false]) {
    expect(decide('approve', 'in_review', { calls: 0, fourEyes })).toMatchObject({ why: 'no seat of it has a verdict' })
    expect(decide('publish', 'approved', { calls: 0, fourEyes })).toMatchObject({ why: 'no seat of it has a verdict' })
  }
})

test('only the approved bytes are published', () => {
  for (const approvedSha256 of ['b'.repeat(64), null]) {
    expect(decide('publish', 'approved', { approvedSha256 })).toMatchObject({
      why: expect.stringContaining('the approval was given to another content'),
    })
  }
})

test.each(['void', 'retract', 'reopen'] as const)('%s needs a reason', (action) => {
  const state = action === 'void' ? 'approved' : 'published'
  expect(decide(action, state, { reason: ' ' })).toMatchObject({ status: 'refused', fix: 'write one sentence' })
})

test('what was never public cannot be retracted', () => {
  for (const state of ['in_review', 'approved'] as const) {
    expect(decide('retract', state, { standing: 'none' })).toMatchObject({ why: 'nothing of it is public' })
  }
})

test('there is no mark to clear on a record whose sources stand as they did', () => {
  expect(decide('clear-stale', 'in_review')).toMatchObject({ status: 'refused' })
})

test('the site shows what was published until it is published again or retracted', () => {
  expect(decide('publish', 'approved', { standing: 'none' })).toMatchObject({ standing: 'published', voidsApproval: false })
  expect(decide('reopen', 'published')).toMatchObject({ next: 'in_review', standing: 'published' })
  expect(decide('change', 'in_review')).toMatchObject({ standing: 'published' })
  expect(decide('retract', 'in_review')).toMatchObject({ next: 'retracted', standing: 'retracted' })
  expect(decide('reopen', 'retracted', { standing: 'retracted' })).toMatchObject({ standing: 'retracted' })
})

test('a change and a changed source void an approval', () => {
  expect(decide('change', 'approved')).toMatchObject({ next: 'in_review', voidsApproval: true })
  expect(decide('mark-stale', 'approved', {}, 'worker', 'system')).toMatchObject({ next: 'in_review', voidsApproval: true })
  expect(decide('change', 'in_review')).toMatchObject({ voidsApproval: false })
})

test.each(recordStates)('what a change of words does to a record that is %s is the same told by the verdict and by the record', (state) => {
  const told = decide('change', state)
  for (const action of voidingActions) {
    const context = { record: state, reason: 'r', baseRevision: 1, currentRevision: 1, becomesModelText: false, blockers: [] }
    const blind = { blindFirst: false, hasBlindCall: false, hasSeenDraft: false, assignedTo: null, assignTo: null, unwaived: null }
    const verdictState = action === 'hand-write' || action === 'retry' ? 'unscored' : 'drafted'
    const actor = { userId: 'user_1', role: 'editor' as const }
    const decision = decideVerdict({ state: verdictState, action, actor, context: { ...context, ...blind } })
    if (told.status === 'refused') expect(decision.status, action).toBe('refused')
    else expect(decision, action).toMatchObject({ record: told.next })
  }
})
