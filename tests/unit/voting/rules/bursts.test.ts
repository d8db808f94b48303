import { expect, test } from 'vitest'
import { type BurstCounts, burstRules, decideBurst, toolLimit } from '../../../../src/voting/rules/bursts.js'

const quiet: BurstCounts = { block: 1, blockInADay: 1, blockAcrossTools: 1, tool: 1, toolUncrowded: 1, toolUsual: 0 }

test('a single vote is no burst', () => {
  expect(decideBurst(quiet)).toBeNull()
})

test('an office of twelve that votes in a meeting is no burst, a thirteenth vote makes one', () => {
  expect(decideBurst({ ...quiet, block: 12, blockInADay: 12, blockAcrossTools: 36, tool: 12, toolUncrowded: 0 })).toBeNull()
  expect(decideBurst({ ...quiet, block: 13 })).toMatchObject({
    kind: 'block',
    windowMs: 600_000,
    why: '13 new votes for this tool from one address block within 10 minutes, where 12 are let pass',
  })
})

test('votes on many tools from one block are a burst over all of them', () => {
  expect(decideBurst({ ...quiet, blockAcrossTools: 40 })).toBeNull()
  expect(decideBurst({ ...quiet, blockAcrossTools: 41 })?.kind).toBe('block across tools')
})

test('a trickle that goes on all day is a burst of the day', () => {
  expect(decideBurst({ ...quiet, blockInADay: 30 })).toBeNull()
  expect(decideBurst({ ...quiet, blockInADay: 31 })).toMatchObject({ kind: 'block in a day', windowMs: 86_400_000 })
})

test('a tool that usually gets few votes may get sixty in ten minutes', () => {
  expect(decideBurst({ ...quiet, tool: 60, toolUncrowded: 60, toolUsual: 0.2 })).toBeNull()
  expect(decideBurst({ ...quiet, tool: 61, toolUncrowded: 61, toolUsual: 0.2 })).toMatchObject({
    kind: 'tool',
    why: '61 new votes for this tool within 10 minutes, from many address blocks, where less than one is usual and 60 are let pass',
  })
})

test('a tool that is voted on a lot may get eight times what is usual', () => {
  expect(toolLimit(20)).toBe(160)
  expect(decideBurst({ ...quiet, tool: 160, toolUncrowded: 160, toolUsual: 20 })).toBeNull()
  expect(decideBurst({ ...quiet, tool: 161, toolUncrowded: 161, toolUsual: 20 })?.kind).toBe('tool')
})

test('when most of them come from crowded blocks, theirs alone are a burst', () => {
  expect(decideBurst({ ...quiet, tool: 70, toolUncrowded: 10 })).toMatchObject({
    kind: 'crowded blocks',
    why: '70 new votes for this tool within 10 minutes, 60 of them from blocks that sent 3 or more, where less than one is usual and 60 are let pass',
  })
})

test('the rules leave room for an office: what a block may vote on three tools is what it may vote across tools', () => {
  expect(burstRules.blockAcrossTools).toBeGreaterThanOrEqual(3 * burstRules.block)
})
