import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { VerdictContent } from '../../../../src/contracts/revision.js'
import { tokenize } from '../../../../src/review/rules/tokens.js'
import { type DiffPart, diffVerdicts, diffWords } from '../../../../src/review/rules/word-diff.js'
import { content } from '../../../support/review/rules/sample-review.js'

const join = (parts: readonly DiffPart[], ...kinds: DiffPart['kind'][]) =>
  parts
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('')

const word = fc.constantFrom('small', 'teams', 'pay', 'nothing', "don't", '3.5', '[1]', '.', ',', '🇳🇱', '日本', 'é', '\n\n', ' ')
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
)

test('tokens joined are the text', () => {
  fc.assert(fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (given) => tokenize(given).join('') === given))
})

test('what stayed and was removed is the old text, what stayed and was added is the new one', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = diffWords(before, after)
      expect(join(parts, 'same', 'removed')).toBe(before)
      expect(join(parts, 'same', 'added')).toBe(after)
      expect(parts.every((part) => part.text !== '')).toBe(true)
    }),
  )
})

test('words are cut as people read them', () => {
  expect(tokenize("It don't  cost $3.50, or 日本 [2].")).toEqual([
    'It',
    ' ',
    "don't",
    '  ',
    'cost',
    ' ',
    '$',
    '3.50',
    ',',
    ' ',
    'or',
    ' ',
    '日',
    '本',
    ' ',
    '[',
    '2',
    ']',
    '.',
  ])
})

test('neighbouring changed words are one change, removed before added', () => {
  expect(diffWords('two clicks of reading and no lawyers.', 'two clicks of reading and one short meeting.')).toEqual([
    { kind: 'same', text: 'two clicks of reading and ' },
    { kind: 'removed', text: 'no lawyers' },
    { kind: 'added', text: 'one short meeting' },
    { kind: 'same', text: '.' },
  ])
})

test('ten thousand characters of another text are compared in one piece', () => {
  const before = 'a!b@'.repeat(2500)
  const after = 'c#d%'.repeat(2500)
  expect(diffWords(`Same ${before} end`, `Same ${after} end`)).toEqual([
    { kind: 'same', text: 'Same ' },
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
    { kind: 'same', text: ' end' },
  ])
})

test('a verdict against itself is the same', () => {
  expect(diffVerdicts(content(), content()).isSame).toBe(true)
})

const evidence = (...quotes: string[]): VerdictContent['evidence'] =>
  quotes.map((quote) => ({ source: 'readme', quote, shows: `It shows ${quote}.` }))

test('a passage put in front leaves the others as they were', () => {
  const diff = diffVerdicts(content({ evidence: evidence('one', 'two') }), content({ evidence: evidence('new', 'one', 'two') }))
  expect(diff.evidence.map(({ kind, before, after }) => ({ kind, before, after }))).toEqual([
    { kind: 'added', before: null, after: 1 },
    { kind: 'same', before: 1, after: 2 },
    { kind: 'same', before: 2, after: 3 },
  ])
  expect(diff.isSame).toBe(false)
})

test('a removed passage is behind the one it followed, and a moved one is said to have moved', () => {
  const diff = diffVerdicts(content({ evidence: evidence('one', 'two', 'three') }), content({ evidence: evidence('three', 'one') }))
  expect(diff.evidence.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ['same', 3, 1],
    ['moved', 1, 2],
    ['removed', 2, null],
  ])
})

test('a reworded prediction is recognised, and its words compared', () => {
  const prediction = {
    statement: 'A second release documents the format.',
    deadline: '2027-06-30',
    probability: 0.4,
    resolution: 'Read the notes.',
  }
  const reworded = { ...prediction, statement: 'A third release documents the format.', probability: 0.5 }
  const diff = diffVerdicts(content({ predictions: [prediction] }), content({ predictions: [reworded] }))
  expect(diff.predictions).toHaveLength(1)
  expect(diff.predictions[0]).toMatchObject({ kind: 'changed', before: 1, after: 1 })
  expect(diff.predictions[0]?.fields.find(({ field }) => field === 'probability')?.parts).toEqual([
    { kind: 'removed', text: '0.4' },
    { kind: 'added', text: '0.5' },
  ])
})

test('an answer is compared with the answer to the same ask', () => {
  const diff = diffVerdicts(
    content(),
    content({
      answers: [
        { ask: 'moat', answer: 'real' },
        { ask: 'primitive', answer: 'A search index.' },
      ],
    }),
  )
  expect(diff.answers.map(({ kind, before }) => [kind, before])).toContainEqual(['changed', 2])
})

test('what was written for a repaired quote is compared as well, also where it goes', () => {
  const repaired = evidence('the words of the source').map((item) => ({ ...item, written: 'teh words of the source' }))
  const diff = diffVerdicts(content({ evidence: repaired }), content({ evidence: evidence('the words of the source') }))
  expect(diff.isSame).toBe(false)
  expect(diff.evidence[0]?.fields.find(({ field }) => field === 'written')?.parts).toMatchObject([
    { kind: 'removed', text: 'teh words of the source' },
  ])
})
