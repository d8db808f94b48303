import type { Draft } from './goals.js'
import { toTable } from './report-tables.js'
import type { BenchResults, JuryCell, JuryEndpoint, JuryResult } from './results.js'
import { backendNames, bestWindowMs, type Ratio, ratioOfTimes, spread } from './summary.js'

/**
 * Where no seat waits for another: what the goals of the window (1.03 of the floor) and of one panel (25 ms beyond its calls) leave of five
 * seconds, rounded up. Where the first of each beginning goes ahead, others wait half a call once: a twentieth of ten calls in a row more.
 */
const mostTimesTheFloor: Readonly<Record<JuryEndpoint, number>> = { free: 1.05, metered: 1.1 }
const endpointNames: Readonly<Record<JuryEndpoint, string>> = { free: 'no prompt cache', metered: 'with prompt cache' }

/** The jury's panel from its kick-off to its record, and what it read of the prompt cache. Results from before it was measured have none. Pure. */
export function juryGoals({ jury }: BenchResults): Draft[] {
  if (jury === undefined) return []
  return [
    ...jury.cells.map((cell) => ({
      what: `jury of ${jury.calls} calls, kick-off to record ÷ floor, ${endpointNames[cell.endpoint]}, ${backendNames[cell.backend]}`,
      bound: { atMost: mostTimesTheFloor[cell.endpoint] },
      value: timesTheFloor(cell)?.value ?? null,
    })),
    {
      what: 'jury, calls that read the prompt cache ÷ the estimate’s (fewest)',
      bound: { atLeast: 1 },
      value: fewestReads(jury),
    },
  ]
}

/** One row for each backend and endpoint: the best run over the best floor, with the lowest and highest ratio of any round. Pure. */
export function juryTable(jury: JuryResult): string {
  const { personas, jurors, tools, repeat, seats, drafts, calls, latencyMs, concurrency, warmUp } = jury
  const rows = jury.cells.map((cell) => {
    const times = [bestWindowMs(cell.floor), bestWindowMs(cell.panels), Math.min(...cell.panels.map(({ totalMs }) => totalMs))]
    return [
      endpointNames[cell.endpoint],
      backendNames[cell.backend],
      ...times.map((ms) => `${(ms / 1000).toFixed(2)} s`),
      spread(timesTheFloor(cell)),
      cell.panels.map(({ cacheReads }) => (cacheReads === null ? '–' : `${cacheReads.read} of ${cacheReads.estimated}`)).join(', '),
    ]
  })
  const rounds = jury.cells[0]?.panels.length ?? 0
  const intro = `One panel of ${personas} personas × ${jurors} jurors × ${tools} tools × ${repeat} repeats: ${seats} seats, ${drafts} drafts, ${calls} model calls, ${concurrency} in flight, ${latencyMs} ms each, by one worker after ${warmUp} seats to warm up; the floor makes as many calls. ${rounds === 1 ? 'One round' : `Best of ${rounds} rounds; in brackets the lowest and highest ratio of any round`}. \`cache reads\`: of each round, beside the estimate’s.`
  const head = [
    'provider',
    'queue on',
    'floor',
    'first request to last reply',
    'kick-off to record',
    'kick-off to record ÷ floor',
    'cache reads',
  ]
  return [intro, toTable(head, rows)].join('\n\n')
}

function timesTheFloor({ panels, floor }: JuryCell): Ratio | null {
  return ratioOfTimes(
    panels.map(({ totalMs }) => totalMs),
    floor.map(({ windowMs }) => windowMs),
  )
}

function fewestReads({ cells }: JuryResult): number | null {
  const shares = cells.flatMap(({ panels }) =>
    panels.flatMap(({ cacheReads }) => (cacheReads === null ? [] : [cacheReads.read / cacheReads.estimated])),
  )
  return shares.length === 0 ? null : Math.min(...shares)
}
