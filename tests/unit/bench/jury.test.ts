import { expect, test } from 'vitest'
import { evaluateGoals } from '../../../bench/goals.js'
import { benchDossiers, benchJury, benchPersonas } from '../../../bench/inputs.js'
import { checkCounts } from '../../../bench/measures/jury.js'
import { readOptions } from '../../../bench/options.js'
import { renderReport } from '../../../bench/report.js'
import type { BenchResults } from '../../../bench/results.js'
import { planPanel } from '../../../src/panels/plan/plan-panel.js'
import { sampleJury, sampleJuryCell, sampleResults } from '../../support/bench/sample-results.js'

const goal = (results: BenchResults, what: string) => evaluateGoals(results).find((one) => one.what === what)
const reads = (...counts: number[]) => counts.map((read) => ({ windowMs: 5_300, totalMs: 5_400, cacheReads: { read, estimated: 70 } }))
const metered = (...counts: number[]) => sampleJuryCell({ endpoint: 'metered', panels: reads(...counts) })

test('the bench personas and jurors on two tools in two repeats are the panel that is measured', () => {
  const dossiers = benchDossiers(2, { tag: 'jury' })
  const asked = { panelId: 'pnl_jury', dossiers, personas: benchPersonas, jurors: benchJury, repeat: 2 }
  const { seats } = planPanel({ ...asked, recordingSet: null, budgetUsd: null })
  const distinct = new Set(seats.map(({ tool, persona }) => `${tool} ${persona}`)).size
  expect(() => checkCounts('the plan', { seats: distinct, drafts: seats.length, calls: 80 })).not.toThrow()
})

test.each([
  [{ seats: 7, drafts: 80, calls: 80 }, 'the record of the jury has 7 seats, where 8 were expected'],
  [{ seats: 8, drafts: 8, calls: 80 }, 'the record of the jury has 8 drafts, where 80 were expected'],
  [{ seats: 8, drafts: 80, calls: 79 }, 'the record of the jury has 79 calls, where 80 were expected'],
])('%j is not what was to be measured', (counts, message) => {
  expect(() => checkCounts('the record', counts)).toThrow(message)
})

test('the best run from kick-off to record is judged by the best floor, and more is allowed where one call goes ahead', () => {
  const results = sampleResults({ jury: sampleJury([sampleJuryCell(), metered(70, 70)]) })
  const what = (endpoint: string) => `jury of 80 calls, kick-off to record ÷ floor, ${endpoint}, Redis`
  expect(goal(results, what('no prompt cache'))).toMatchObject({ limit: 'at most 1.05', measured: '1.04', status: 'met' })
  expect(goal(results, what('with prompt cache'))).toMatchObject({ limit: 'at most 1.1', measured: '1.08', status: 'met' })
})

test('one call in any round that reads nothing where the estimate has it read is a goal not met', () => {
  const what = 'jury, calls that read the prompt cache ÷ the estimate’s (fewest)'
  const judged = (...counts: number[]) => goal(sampleResults({ jury: sampleJury([sampleJuryCell(), metered(...counts)]) }), what)
  expect(judged(70, 70)).toMatchObject({ measured: '1.00', status: 'met' })
  expect(judged(70, 69)).toMatchObject({ measured: '0.99', status: 'not met' })
})

test('the page has a row for each backend and endpoint, and results from before have neither section nor goals', () => {
  const page = renderReport(sampleResults({ jury: sampleJury([sampleJuryCell(), metered(70, 69)]) }))
  expect(page).toContain('8 seats, 80 drafts, 80 model calls, 8 in flight, 500 ms each')
  expect(page).toContain('| no prompt cache | Redis | 5.00 s | 5.10 s | 5.20 s | 1.04 (1.04–1.20) | –, – |')
  expect(page).toContain('| with prompt cache | Redis | 5.00 s | 5.30 s | 5.40 s | 1.08 (0.98–1.08) | 70 of 70, 69 of 70 |')
  const before = renderReport(sampleResults())
  expect(before).not.toContain('## A jury')
  expect(before).not.toContain('jury of')
})

test('a jury is measured by default, more often in a full run, and as often as one asks', () => {
  const rounds = (args: string[]) => readOptions(args).plan.jury.rounds
  expect(readOptions([]).plan.measures).toContain('jury')
  expect([rounds([]), rounds(['--full']), rounds(['--only', 'jury', '--rounds', '7'])]).toEqual([2, 3, 7])
})
