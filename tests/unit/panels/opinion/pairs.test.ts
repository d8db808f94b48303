import { expect, test } from 'vitest'
import { mostPairs } from '../../../../src/contracts/second-opinion.js'
import { pairsOf, textOfPart } from '../../../../src/panels/opinion/pairs.js'
import { sampleDraft } from '../../../support/panels/opinion/sample.js'

const written = (draft = sampleDraft()) =>
  pairsOf(draft).pairs.map(({ part, start, end, evidence }) => [part, textOfPart(draft, part)?.slice(start, end), evidence])

test('each sentence is paired with each passage that it cites, and what a passage shows with that passage', () => {
  expect(written()).toEqual([
    ['quote', 'Small teams pay nothing [1].', 1],
    ['quote', 'It needs one machine, and its format is open [2][1].', 2],
    ['quote', 'It needs one machine, and its format is open [2][1].', 1],
    ['answer primitive', 'An index that runs on one machine. [2]', 2],
    ['evidence 1', 'Small teams pay nothing.', 1],
    ['evidence 2', 'One machine is enough.', 2],
  ])
  expect(pairsOf(sampleDraft()).leftOut).toBe(0)
})

test('a number without a passage, a passage that was not found, and a number cited twice in a sentence make no pair of their own', () => {
  const quote = 'It is fast [3], free [1] [1], good [9] and old [0].'
  expect(written(sampleDraft({ quote, answers: [] })).filter(([part]) => part === 'quote')).toEqual([['quote', quote, 1]])
})

test('a draft with more pairs than are read says how many are left out', () => {
  const { pairs, leftOut } = pairsOf(sampleDraft({ quote: 'It is free [1]. '.repeat(50) }))
  expect([pairs.length, leftOut]).toEqual([mostPairs, 50 + 1 + 2 - mostPairs])
})
