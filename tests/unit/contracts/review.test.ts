import { expect, test } from 'vitest'
import { boundedText } from '../../../src/contracts/bounded-text.js'
import { revisionSchema, verdictContentInputSchema } from '../../../src/contracts/revision.js'
import { content, editor, historyOf } from '../../support/review/rules/sample-review.js'

test('what people send has limits, and what a juror wrote is taken as it is', () => {
  const long = content({ quote: 'x'.repeat(10_001) })
  expect(verdictContentInputSchema.safeParse(content()).success).toBe(true)
  expect(verdictContentInputSchema.safeParse(long).error?.issues[0]).toMatchObject({
    path: ['quote'],
    message: 'write at most 10000 characters',
  })
  const [draft] = historyOf(long)
  expect(revisionSchema.safeParse(draft).success).toBe(true)
  const many = Array.from({ length: 51 }, () => ({ source: 'readme', quote: 'a', shows: 'b' }))
  expect(verdictContentInputSchema.safeParse(content({ evidence: many })).error?.issues[0]?.message).toBe(
    'keep at most 50 pieces of evidence',
  )
  expect(verdictContentInputSchema.safeParse({ ...content(), flags: [] }).success).toBe(false)
})

test.each([
  ['a NUL character', 'a\0b'],
  ['half of a surrogate pair', 'a\ud800b'],
  ['nothing', ' \n '],
])('%s is refused', (_name, text) => {
  expect(boundedText(10).safeParse(text).success).toBe(false)
  expect(boundedText(10).safeParse('ok 🎉').success).toBe(true)
})

test('a revision that could not have come about is refused', () => {
  const [first, second] = historyOf(content(), [{ kind: 'edit', content: content({ call: 'skip' }), by: editor }])
  expect(revisionSchema.safeParse(second).success).toBe(true)
  for (const change of [
    { parent: null },
    { kind: 'model' },
    { kind: 'restore' },
    { restores: 1 },
    { number: 1 },
    { kind: 'hand-written' },
  ]) {
    expect(revisionSchema.safeParse({ ...second, ...change }).success, JSON.stringify(change)).toBe(false)
  }
  expect(revisionSchema.safeParse({ ...first, author: { kind: 'person', ...editor } }).success).toBe(false)
})
