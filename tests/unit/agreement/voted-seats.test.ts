import { expect, test } from 'vitest'
import { columnsOf, countBits, moveTools, toolsOf, type VotedSeat } from '../../../src/agreement/rules/voted-seats.js'

test.each([
  [0, 0],
  [1, 1],
  [0b1011, 3],
  [0xffffffff, 32],
  [0x80000000, 1],
])('%i has %i bits', (word, bits) => {
  expect(countBits(word)).toBe(bits)
  expect(countBits(word | 0)).toBe(bits)
})

test('calls on more than 32 tools are found again, moved to other tools, as each persona', () => {
  const seats = Array.from({ length: 70 }, (_none, tool): VotedSeat[] => [
    { tool: `t${tool}`, persona: 'dx', calls: [tool % 3 === 0 ? 1 : 0] },
    { tool: `t${tool}`, persona: 'thesis', calls: [tool === 69 ? 1 : null] },
  ]).flat()
  const columns = columnsOf(seats)
  const [bits] = columns.jurors
  if (bits === undefined) throw new Error('there is a juror')
  expect(columns).toMatchObject({ tools: 70, personas: 2, words: 3 })
  expect(toolsOf(bits, columns)).toHaveLength(70)
  const ships = (words: Uint32Array) => [...words].map(countBits)
  // 24 of 0, 3, … 69: 11 below 32, 11 from 32 to 63, 2 from 64; as thesis one, on tool 69.
  expect(ships(bits.ships)).toEqual([11, 11, 2, 0, 0, 1])
  const moved = moveTools(bits, columns, [{ from: 69, to: 0 }])
  expect(ships(moved.known)).toEqual([1, 0, 0, 1, 0, 0])
  expect(ships(moved.ships)).toEqual([1, 0, 0, 1, 0, 0])
})
