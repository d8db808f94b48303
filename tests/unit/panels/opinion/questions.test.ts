import { expect, test } from 'vitest'
import type { Opinion } from '../../../../src/contracts/second-opinion.js'
import { pairsOf } from '../../../../src/panels/opinion/pairs.js'
import { openQuestions } from '../../../../src/panels/opinion/questions.js'
import { sampleDraft } from '../../../support/panels/opinion/sample.js'

const draft = sampleDraft()
const [first, second] = draft.evidence as [(typeof draft.evidence)[number], (typeof draft.evidence)[number]]
/** Pairs 1 and 3 are questioned (the quote, passage 1), pair 4 (an answer, passage 2), and pair 5 (what passage 1 shows). */
const questioned: Record<number, 'partly' | 'not supported'> = { 1: 'partly', 3: 'not supported', 4: 'partly', 5: 'not supported' }
const opinion: Opinion = {
  model: 'mistral:b',
  origin: 'recorded',
  callKeys: [],
  usage: null,
  costUsd: 0,
  latencyMs: 0,
  pairs: pairsOf(draft).pairs.map((pair, index) => ({
    ...pair,
    support: questioned[index + 1] ?? 'supported',
    reason: `Reason ${index + 1}.`,
  })),
  pairsLeftOut: 0,
  missing: null,
}
const asked = (current: Parameters<typeof openQuestions>[0]['current'] = draft) =>
  openQuestions({ opinion, draft, current }).map(({ part, evidence, reason, sentence }) => [reason, part, evidence, sentence])

test('pairs that are carried in part or not at all are questions; a supported one and one without an opinion are none', () => {
  expect(openQuestions({ opinion, draft, current: draft })).toEqual([
    {
      ...{ model: 'mistral:b', part: 'quote', start: 0, end: 28, sentence: 'Small teams pay nothing [1].', evidence: 1 },
      ...{ passage: 'free for teams of up to five people', support: 'partly', reason: 'Reason 1.' },
    },
    expect.objectContaining({ part: 'quote', evidence: 1, support: 'not supported', start: 29 }),
    expect.objectContaining({ part: 'answer primitive', evidence: 2, support: 'partly' }),
    expect.objectContaining({ part: 'evidence 1', evidence: 1, start: 0, end: 24, sentence: 'Small teams pay nothing.' }),
  ])
  const none = { ...opinion, pairs: opinion.pairs.map((pair) => ({ ...pair, support: null, reason: null })) }
  expect(openQuestions({ opinion: none, draft, current: draft })).toEqual([])
})

test('a sentence that a person changed is asked about no more; one that only moved still is, at its new place', () => {
  const quote = 'A word before. It needs one machine, and its format is open [2][1]. Small teams pay little [1].'
  expect(asked({ ...draft, quote }).filter(([, part]) => part === 'quote')).toEqual([
    ['Reason 3.', 'quote', 1, 'It needs one machine, and its format is open [2][1].'],
  ])
  const [question] = openQuestions({ opinion, draft, current: { ...draft, quote } })
  expect(quote.slice(question?.start, question?.end)).toBe('It needs one machine, and its format is open [2][1].')
})

test('evidence that was put in another order keeps its questions, under the new numbers', () => {
  const current = {
    quote: 'Small teams pay nothing [2]. It needs one machine, and its format is open [1][2]. I try it today.',
    answers: [{ ask: 'primitive', answer: 'An index that runs on one machine. [1]' }],
    evidence: [second, first],
  }
  expect(asked(current)).toEqual([
    ['Reason 1.', 'quote', 2, 'Small teams pay nothing [2].'],
    ['Reason 3.', 'quote', 2, 'It needs one machine, and its format is open [1][2].'],
    ['Reason 4.', 'answer primitive', 1, 'An index that runs on one machine. [1]'],
    ['Reason 5.', 'evidence 2', 2, 'Small teams pay nothing.'],
  ])
})

test('a sentence that cites another passage now, a passage that is gone, and words quoted otherwise end their questions', () => {
  expect(asked({ ...draft, quote: 'Small teams pay nothing [2].' }).map(([reason]) => reason)).toEqual(['Reason 4.', 'Reason 5.'])
  expect(asked({ ...draft, evidence: [{ ...first, quote: 'free for teams' }, second] }).map(([reason]) => reason)).toEqual(['Reason 4.'])
  expect(asked({ ...draft, evidence: [] })).toEqual([])
  expect(asked({ ...draft, answers: [], evidence: [{ ...first, shows: 'No one pays.' }, second] }).map(([reason]) => reason)).toEqual([
    'Reason 1.',
    'Reason 3.',
  ])
})
