import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '../../../../src/contracts/call.js'
import type { PanelShip } from '../../../../src/contracts/record.js'
import { leanBetween, panelShip } from '../../../../src/panels/record/panel-ship.js'

const calls = fc.array(fc.constantFrom('ship' as const, 'skip' as const, 'abstain' as const, null))

test.each<[(Call | null)[], PanelShip]>([
  [['ship', 'skip', 'ship', 'skip'], { ships: 2, calls: 4, abstained: 0, unscored: 0, percent: 50 }],
  [['ship', 'ship', 'ship', 'skip'], { ships: 3, calls: 4, abstained: 0, unscored: 0, percent: 75 }],
  [['ship', 'skip', 'skip', 'abstain'], { ships: 1, calls: 3, abstained: 1, unscored: 0, percent: 33 }],
  [['ship', 'ship', 'skip', null], { ships: 2, calls: 3, abstained: 0, unscored: 1, percent: 67 }],
  [['ship', ...Array(7).fill('skip')], { ships: 1, calls: 8, abstained: 0, unscored: 0, percent: 13 }],
  [['skip', 'skip'], { ships: 0, calls: 2, abstained: 0, unscored: 0, percent: 0 }],
  [['abstain', null], { ships: 0, calls: 0, abstained: 1, unscored: 1, percent: null }],
  [[], { ships: 0, calls: 0, abstained: 0, unscored: 0, percent: null }],
])('%j gives %j', (given, expected) => {
  expect(panelShip(given)).toEqual(expected)
})

test('the order of the seats never matters', () => {
  const shuffled = calls.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })))
  fc.assert(
    fc.property(shuffled, ([given, other]) => {
      expect(panelShip(other)).toEqual(panelShip(given))
    }),
  )
})

test('every seat is counted exactly once', () => {
  fc.assert(
    fc.property(calls, (given) => {
      const result = panelShip(given)
      expect(result.calls + result.abstained + result.unscored).toBe(given.length)
      expect(result.percent === null).toBe(result.calls === 0)
    }),
  )
})

const tool = (slug: string, ...given: ('ship' | 'skip' | 'abstain' | null)[]) => ({ slug, panelShip: panelShip(given) })

test('the panel leans to the tool with the higher share of ships', () => {
  expect(leanBetween([tool('a', 'ship', 'skip'), tool('b', 'ship', 'ship')])).toEqual({ kind: 'leans', tool: 'b' })
})

test('an equal share is level, also over different counts', () => {
  expect(leanBetween([tool('a', 'ship', 'skip'), tool('b', 'ship', 'ship', 'skip', 'skip')])).toEqual({ kind: 'level' })
})

test('shares that round to the same percentage still lean', () => {
  const many = (ships: number, skips: number) => [...Array(ships).fill('ship'), ...Array(skips).fill('skip')]
  expect(leanBetween([tool('a', ...many(500, 500)), tool('b', ...many(501, 500))])).toEqual({ kind: 'leans', tool: 'b' })
})

test('a tool without a call takes no part, and one tool alone is no lean', () => {
  expect(leanBetween([tool('a', 'ship'), tool('b', null, 'abstain')])).toEqual({ kind: 'none' })
  expect(leanBetween([tool('a', 'ship')])).toEqual({ kind: 'none' })
})

test('a tie for the highest share among three is level, whatever the order', () => {
  const tools = [tool('a', 'ship'), tool('b', 'skip'), tool('c', 'ship')]
  fc.assert(
    fc.property(fc.shuffledSubarray(tools, { minLength: 3 }), (shuffled) => {
      expect(leanBetween(shuffled)).toEqual({ kind: 'level' })
    }),
  )
})
