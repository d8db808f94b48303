import { expect, test } from 'vitest'
import type { NoOpinionKind, Opinion, Support } from '../../../../../src/contracts/second-opinion.js'
import { lackText, secondOpinionText } from '../../../../../src/site/pages/record/opinion-words.js'

const opinion = (supports: (Support | null)[], missing: NoOpinionKind | null = null, pairsLeftOut = 0): Opinion => ({
  ...{ model: 'mistral:b', origin: 'recorded', callKeys: [], usage: null, costUsd: 0, latencyMs: 0, pairsLeftOut, missing },
  pairs: supports.map((support) => ({ part: 'quote', start: 0, end: 5, evidence: 1, support, reason: support === null ? null : 'So.' })),
})

test('what an opinion does not cover is said: all of it, some pairs, and pairs that were not read', () => {
  expect(lackText(opinion(['partly']))).toBe('')
  expect(lackText(opinion([null, null], 'over-budget'))).toBe('There is no opinion: the budget did not cover the call.')
  expect(lackText(opinion([], 'same-model'))).toBe('There is no opinion: every model that is set for a second opinion is the juror itself.')
  expect(lackText(opinion(['partly', null], 'malformed-reply', 3))).toBe(
    'On 1 pair there is no opinion: the reply could not be read, or not for every pair. 3 more pairs were not read.',
  )
})

test('readers get one line: which model read how many pairs, how many it questions as drafted, and where there is none', () => {
  const two = { opinion: opinion(['partly', 'supported']), questioned: 1 }
  const none = { opinion: opinion([null], 'refused'), questioned: 0 }
  expect(secondOpinionText([two])).toBe('mistral:b read 2 pairs of a sentence and a passage it cites, and questioned 1 that is as drafted')
  expect(secondOpinionText([two, none, { questioned: 0 }])).toBe(
    'mistral:b read 2 pairs of a sentence and a passage it cites, and questioned 1 that is as drafted; on 1 verdict there is none',
  )
  expect(secondOpinionText([none])).toBe('Asked for, and there is none')
  expect(secondOpinionText([{ questioned: 0 }])).toBeNull()
})
