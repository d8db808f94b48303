import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JurorResult } from '../../../../src/contracts/head-to-head.js'
import { uncalled } from '../../../../src/panels/draft/unscored.js'
import { buildHeadToHead, type ComparedSeat, personaResult } from '../../../../src/panels/record/build-head-to-head.js'
import { samplePersona } from '../../../support/samples.js'

const a: JurorResult = { kind: 'tool', tool: 'a' }
const b: JurorResult = { kind: 'tool', tool: 'b' }
const level: JurorResult = { kind: 'level' }
const byOrder: JurorResult = { kind: 'order decides' }

describe('what a persona comes to', () => {
  it.each([
    [[a], a],
    [[a, a, b], a],
    [[a, b], { kind: 'split' }],
    [[a, b, level], { kind: 'split' }],
    [[a, a, b, b, level], { kind: 'split' }],
    [[byOrder, byOrder, a], byOrder],
    [[level, level, null], level],
    [[a, null], null],
    [[a, b, null, null], null],
    [[null], null],
    [[], null],
  ])('of %j is %j', (results, expected) => {
    expect(personaResult(results)).toEqual(expected)
  })

  it('is the same in any order of its jurors', () => {
    const results = fc.array(fc.constantFrom(a, b, level, byOrder, null), { maxLength: 7 })
    fc.assert(
      fc.property(results, fc.infiniteStream(fc.nat()), (given, keys) => {
        const shuffled = given.map((result) => ({ result, key: keys.next().value })).toSorted((one, other) => one.key - other.key)
        expect(personaResult(shuffled.map(({ result }) => result))).toEqual(personaResult(given))
      }),
    )
  })
})

const seat = (model: string, [tool, against]: [string, string] = ['a', 'b']): ComparedSeat => ({
  seat: { id: `seat_${model}`, tool, against, persona: 'dx', model: `x:${model}` },
  outcome: uncalled({ model: `x:${model}`, kind: 'refused', reason: 'no' }),
})

describe('the comparisons of a panel', () => {
  const personas = [samplePersona({ version: 7 })]

  it('are one entry a pair and persona, each juror in it once', () => {
    const built = buildHeadToHead({}, personas, [seat('one'), seat('two'), seat('one', ['a', 'c'])])
    expect(built.map(({ tools, personaVersion, jurors }) => [tools, personaVersion, jurors.map(({ model }) => model)])).toEqual([
      [['a', 'b'], 7, ['x:one', 'x:two']],
      [['a', 'c'], 7, ['x:one']],
    ])
  })

  it('name the ties of who compares, and those for which someone does not', () => {
    const tie = { tool: 'b', kind: 'vendor', maker: 'x', named: 'X' } as const
    const conflicts = [
      { ...tie, model: 'x:one' },
      { ...tie, model: 'x:two' },
      { ...tie, tool: 'c', model: 'x:two' },
    ]
    const barred = [{ ...tie, model: 'x:three', replacedBy: 'x:one' }]
    const [entry] = buildHeadToHead({ conflicts, barred }, personas, [seat('one')])
    expect(entry?.jurors[0]?.conflicts).toEqual([tie])
    expect(entry?.barred).toEqual([
      { ...tie, model: 'x:two' },
      { ...tie, model: 'x:three' },
    ])
  })
})
