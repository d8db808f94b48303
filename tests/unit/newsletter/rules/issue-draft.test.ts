import { describe, expect, test } from 'vitest'
import { issueContentSchema } from '../../../../src/contracts/newsletter-issue.js'
import { draftIssue, weekText } from '../../../../src/newsletter/rules/draft-issue.js'
import { type Change, sampleChange } from '../../../support/newsletter/rules/issue-sample.js'

const draft = (changes: Change[]) => draftIssue({ week: '2026-W47', timeZone: 'UTC', changes })

test('a week in which nothing happened has no issue', () => {
  expect(draft([])).toBeNull()
  expect(draft([sampleChange(1, { at: '2026-11-15T23:59:59.999Z' }), sampleChange(2, { at: '2026-11-23T00:00:00.000Z' })])).toBeNull()
})

test('published, changed and retracted are in this order, each oldest first', () => {
  const issue = draft([
    sampleChange(4, { kind: 'retracted', title: 'Old vs New', publicReason: 'The prices were wrong.' }),
    sampleChange(3),
    sampleChange(2, { kind: 'changed', title: 'Vite vs Webpack' }),
    sampleChange(1),
  ])
  expect(issue?.items.map(({ kind, recordId }) => `${kind} ${recordId}`)).toEqual([
    'published rec_1',
    'published rec_3',
    'changed rec_2',
    'retracted rec_4',
  ])
  expect(issue?.subject).toBe('Week 47: Bun vs Deno, and 3 more')
  expect(issue?.intro).toBe('From 16 to 22 November 2026: 2 published, 1 changed, 1 retracted.')
  expect(issue?.items[3]).toMatchObject({ line: 'It was retracted and no longer holds.', publicReason: 'The prices were wrong.' })
  expect(issueContentSchema.parse(issue)).toEqual(issue)
})

describe('a record that was decided about several times in the week comes once, as it was at its end', () => {
  const kindsOf = (...kinds: Change['kind'][]) =>
    draft(kinds.map((kind, index) => sampleChange(index + 1, { kind, recordId: 'rec_1', title: `as of ${kind}` })))?.items
  test('published and changed: published, with the newest words', () => {
    expect(kindsOf('published', 'changed')).toMatchObject([{ kind: 'published', title: 'as of changed' }])
  })
  test('changed twice: changed', () => expect(kindsOf('changed', 'changed')).toMatchObject([{ kind: 'changed' }]))
  test('published and retracted: retracted', () => expect(kindsOf('published', 'retracted')).toMatchObject([{ kind: 'retracted' }]))
  test('retracted and changed, that is published again: changed', () =>
    expect(kindsOf('retracted', 'changed')).toMatchObject([{ kind: 'changed' }]))
})

describe('the line says how the panel leans, with the counts it rests on', () => {
  const lineOf = (parts: Partial<Change>) => draft([sampleChange(1, parts)])?.items[0]?.line
  const [bun, deno] = sampleChange(1).tools
  if (bun === undefined || deno === undefined) throw new Error('the sample has two tools')
  const none = { ships: 0, calls: 0, abstained: 4, unscored: 0, percent: null }
  test('to one', () => expect(lineOf({})).toBe('The panel leans to Bun: 3 of 4 reviewers ship Bun, 2 of 4 ship Deno.'))
  test('to the second', () =>
    expect(lineOf({ lean: { kind: 'leans', tool: 'deno' } })).toBe('The panel leans to Deno: 2 of 4 reviewers ship Deno, 3 of 4 ship Bun.'))
  test('level', () => expect(lineOf({ lean: { kind: 'level' } })).toBe('The panel is level: 3 of 4 reviewers ship Bun, 2 of 4 ship Deno.'))
  test('of one tool alone', () => expect(lineOf({ tools: [bun], lean: { kind: 'none' } })).toBe('3 of 4 reviewers ship Bun.'))
  test('of two, one of them without calls', () =>
    expect(lineOf({ tools: [bun, { ...deno, panelShip: none }], lean: { kind: 'none' } })).toBe(
      'The panel has no lean: 3 of 4 reviewers ship Bun.',
    ))
  test('without any call', () =>
    expect(lineOf({ tools: [{ ...bun, panelShip: none }], lean: { kind: 'none' } })).toBe('The panel made no call that counts.'))
  test('and that a source has changed since, but not of what was taken back', () => {
    const marked = [bun, { ...deno, staleSince: '2026-11-21T10:00:00.000Z' }]
    expect(lineOf({ tools: marked })).toBe(
      'The panel leans to Bun: 3 of 4 reviewers ship Bun, 2 of 4 ship Deno. A source has changed since this was published.',
    )
    expect(lineOf({ tools: marked, kind: 'retracted' })).not.toContain('A source has changed')
  })
  test('a percentage no one knows is a dash', () => {
    const tools = draft([sampleChange(1, { tools: [{ ...bun, panelShip: none }, deno] })])?.items[0]?.tools
    expect(tools?.map(({ panelShip }) => panelShip)).toEqual(['—', '50% (2 of 4)'])
  })
})

test('foreign names cannot break the subject’s line, or turn what is beside them around', () => {
  const issue = draft([sampleChange(1, { title: 'A\r\nBcc: everyone@example.org\u202e vs B' })])
  expect(issue?.subject).toBe('Week 47: A Bcc: everyone@example.org vs B')
})

test('a subject that would not fit is cut in its title, between whole characters', () => {
  const issue = draft([sampleChange(1, { title: '🚢'.repeat(300) }), sampleChange(2, { recordId: 'rec_2' })])
  expect(issue?.subject).toMatch(/^Week 47: 🚢+…, and 1 more$/u)
  expect([...(issue?.subject ?? '')].length).toBeLessThanOrEqual(120)
})

test('a week’s days in words, over a month’s end and a year’s', () => {
  expect(weekText('2026-W47')).toBe('16 to 22 November 2026')
  expect(weekText('2026-W49')).toBe('30 November to 6 December 2026')
  expect(weekText('2026-W53')).toBe('28 December 2026 to 3 January 2027')
})
