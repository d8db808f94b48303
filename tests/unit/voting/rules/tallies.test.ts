import { expect, test } from 'vitest'
import { communitySchema } from '../../../../src/contracts/site.js'
import { communityOf, noVotes, tallyOf } from '../../../../src/voting/rules/tallies.js'

test.each([
  [{ ships: 0, votes: 0 }, null],
  [{ ships: 0, votes: 3 }, 0],
  [{ ships: 2, votes: 3 }, 67],
  [{ ships: 1, votes: 3 }, 33],
  [{ ships: 4, votes: 4 }, 100],
])('%o is %s percent', (counts, percent) => {
  expect(tallyOf(counts)).toEqual({ ...counts, percent })
})

test('raw and confirmed votes are kept apart', () => {
  expect(communityOf({ votes: 10, ships: 4, confirmedVotes: 2, confirmedShips: 2 })).toEqual({
    raw: { ships: 4, votes: 10, percent: 40 },
    confirmed: { ships: 2, votes: 2, percent: 100 },
  })
})

test('without votes there is no percentage, in the shape the pages read', () => {
  expect(communitySchema.parse(noVotes)).toEqual({
    raw: { ships: 0, votes: 0, percent: null },
    confirmed: { ships: 0, votes: 0, percent: null },
  })
})
