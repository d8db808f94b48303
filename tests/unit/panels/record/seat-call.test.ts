import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Call, callSchema, type SeatCall, seatCallSchema } from '../../../../src/contracts/call.js'
import { jurorCall, quorumOf, seatCall, unstableShare } from '../../../../src/panels/record/seat-call.js'

const calls = fc.array(fc.option(fc.constantFrom<Call>(...callSchema.options)), { minLength: 1, maxLength: 9 })
const jurors = fc.array(fc.option(fc.constantFrom<SeatCall>(...seatCallSchema.options)), { minLength: 1, maxLength: 9 })

test.each<[(SeatCall | null)[], SeatCall | null]>([
  [['ship'], 'ship'],
  [['ship', 'ship', 'skip'], 'ship'],
  [['ship', 'skip'], 'split'],
  [['ship', 'ship', 'skip', 'skip', 'abstain'], 'split'],
  [['ship', 'skip', 'skip', 'abstain', 'abstain'], 'skip'],
  [['ship', 'abstain', 'abstain'], 'abstain'],
  [['ship', 'abstain'], 'ship'],
  [['split', 'split', 'skip'], 'skip'],
  [['split'], 'split'],
  [['ship', null], null],
  [['ship', 'ship', null], 'ship'],
  [[null, null, 'skip'], null],
  [[null], null],
])('jurors who say %j come to %s', (said, call) => {
  expect(seatCall(said)).toBe(call)
})

test('a quorum is more than half', () => {
  expect([1, 2, 3, 4, 5, 9].map(quorumOf)).toEqual([1, 2, 2, 3, 3, 5])
})

test('the order of jurors never matters, and as many ships as skips are never decided', () => {
  fc.assert(
    fc.property(jurors, fc.infiniteStream(fc.nat()), (said, chance) => {
      const shuffled = said.map((call) => ({ call, place: chance.next().value ?? 0 })).toSorted((a, b) => a.place - b.place)
      const call = seatCall(said)
      expect(seatCall(shuffled.map((each) => each.call))).toBe(call)
      const count = (wanted: SeatCall | null) => said.filter((each) => each === wanted).length
      if (count('ship') === count('skip')) expect(['abstain', 'split', null]).toContain(call)
      if (call === 'ship') expect(count('ship')).toBeGreaterThan(count('skip'))
      if (call === 'skip') expect(count('skip')).toBeGreaterThan(count('ship'))
      expect(call === null).toBe(2 * count(null) >= said.length)
    }),
  )
})

test('ship and skip are treated alike', () => {
  const mirrored = { ship: 'skip', skip: 'ship', abstain: 'abstain', split: 'split' } as const
  fc.assert(
    fc.property(jurors, (said) => {
      const call = seatCall(said)
      expect(seatCall(said.map((each) => (each === null ? null : mirrored[each])))).toBe(call === null ? null : mirrored[call])
    }),
  )
})

test('a juror says what most of its drafts say, and drafts without a call have no say', () => {
  expect(jurorCall(['ship', 'skip', 'ship'])).toBe('ship')
  expect(jurorCall(['ship', 'skip'])).toBe('split')
  expect(jurorCall([null, null, 'skip'])).toBe('skip')
  expect(jurorCall([null])).toBeNull()
  fc.assert(
    fc.property(calls, (made) => {
      expect(jurorCall([...made].reverse())).toBe(jurorCall(made))
    }),
  )
})

test('how often a call changes between repeats is a share of the repeats', () => {
  expect(unstableShare([{ calls: ['ship', 'ship', 'skip'] }])).toBeCloseTo(1 / 3)
  expect(unstableShare([{ calls: ['ship', 'ship'] }, { calls: ['skip', 'skip'] }])).toBe(0)
  expect(unstableShare([{ calls: ['ship', null] }, { calls: ['skip'] }])).toBeNull()
  expect(unstableShare([{ calls: ['ship', 'skip', null] }])).toBe(0.5)
})
