import { expect, test } from 'vitest'
import { readOptions } from '../../../bench/options.js'

test('a quick run measures everything with one worker, a full one with up to four and up to 10,000 seats', () => {
  const quick = readOptions([])
  const full = readOptions(['--full'])
  expect(quick).toMatchObject({
    json: false,
    to: null,
    isWhole: true,
    plan: { mode: 'quick', window: { workers: [1], latenciesMs: [0, 50, 500] } },
  })
  expect(full.plan).toMatchObject({ mode: 'full', window: { workers: [1, 2, 4] }, growth: { marks: [100, 1_000, 10_000] } })
  expect(quick.plan.measures).toEqual(full.plan.measures)
})

test('a run that was narrowed is not whole, and so is not in docs/', () => {
  const { isWhole, plan } = readOptions(['--only', 'window,replay', '--latency', '0,50', '--seats', '40', '--rounds', '1'])
  expect(isWhole).toBe(false)
  expect(plan).toMatchObject({ measures: ['window', 'replay'], window: { latenciesMs: [0, 50], seats: 40, rounds: 1 } })
})

test.each([
  [['--only', 'windows'], '--only takes window, onePanel'],
  [['--seats', '10'], '--seats takes a multiple of 4 from 4 to 100,000, not 10'],
  [['--rounds', '0'], '--rounds takes a whole number from 1 to 100, not 0'],
  [['--latency', 'fast'], '--latency takes a whole number from 0 to 60,000, not fast'],
])('%j is refused with what it may be', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
