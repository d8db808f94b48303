import { expect, test } from 'vitest'
import { tallyPercent, tallyText, tallyWords, turnText, votesToTurn } from '../../../../src/site/pages/community-words.js'

test.each([
  [12, 20, 5],
  [1, 1, 2],
  [0, 3, 4],
  [2, 4, 1],
  [501, 1000, 3],
])('%i ships of %i votes take %i more votes against them to turn', (ships, votes, expected) => {
  expect(votesToTurn({ ships, votes })).toBe(expected)
})

test('after so many votes, and not one less, most votes say the other thing', () => {
  for (const [ships, votes] of [
    [12, 20],
    [7, 7],
    [9, 17],
  ] as const) {
    const turn = votesToTurn({ ships, votes }) ?? 0
    expect(2 * ships).toBeLessThan(votes + turn)
    expect(2 * ships).toBeGreaterThanOrEqual(votes + turn - 1)
  }
})

test('without votes there is nothing to turn, and a dash instead of a percentage', () => {
  const none = { ships: 0, votes: 0, percent: null }
  expect([votesToTurn(none), turnText(none), tallyPercent(none), tallyText(none)]).toEqual([null, null, '—', 'no votes yet'])
})

test('the words say which way the readers lean', () => {
  expect(turnText({ ships: 12, votes: 20, percent: 60 })).toBe('Most readers ship; 5 more skips would turn it.')
  expect(turnText({ ships: 3, votes: 7, percent: 43 })).toBe('Most readers skip; 2 more ships would turn it.')
  expect(turnText({ ships: 2, votes: 4, percent: 50 })).toBe('Readers are level; one vote would turn it.')
  expect(tallyText({ ships: 1200, votes: 2001, percent: 60 })).toBe('1,200 of 2,001 votes')
})

test('a single vote is not called most readers', () => {
  expect(turnText({ ships: 1, votes: 1, percent: 100 })).toBe('The only reader so far ships; 2 more skips would turn it.')
  expect(turnText({ ships: 0, votes: 1, percent: 0 })).toBe('The only reader so far skips; 2 more ships would turn it.')
})

test('in a sentence a tally is its percentage and counts, and without votes no dash that would have to be read out', () => {
  expect(tallyWords({ ships: 12, votes: 20, percent: 60 })).toBe('60% ship, 12 of 20 votes')
  expect(tallyWords({ ships: 0, votes: 0, percent: null })).toBe('no votes yet')
})
