import type { PanelRecord } from '../../src/contracts/record.js'
import type { BenchContext } from '../context.js'
import { runFloor } from '../floor.js'
import { benchDossiers, benchJury, benchPersonas, dossiersForSeats } from '../inputs.js'
import { withPanels } from '../panels.js'
import { windowMs } from '../provider.js'
import type { Backend, JuryCell, JuryEndpoint, JuryResult, JuryRun } from '../results.js'

export type JuryPlan = { rounds: number }

const [tools, repeat, latencyMs] = [2, 2, 500]
/** The default of `panel work`. */
const concurrency = 8
const warmUp = 16
/** A metered reply begins when half of its time is over: from then on others can read what it wrote to the cache. */
const paces = {
  free: { latencyMs },
  metered: { latencyMs: latencyMs / 2, beginMs: latencyMs / 2, meters: true },
} as const

type JuryCounts = Pick<JuryResult, 'seats' | 'drafts' | 'calls'>

/** What one panel of every bench persona and every juror of the bench makes of its tools. */
const expected: JuryCounts = { seats: 8, drafts: 80, calls: 80 }

/**
 * One crossed panel, 4 personas × 5 jurors × 2 tools × 2 repeats, from the kick-off to the record in hand, after a floor of as many calls of the
 * same latency and concurrency. On a free endpoint no seat waits for another; on a metered one the first of each beginning goes ahead.
 */
export async function measureJury(context: BenchContext, { rounds }: JuryPlan): Promise<JuryResult> {
  const cells = context.backends.flatMap((backend) =>
    (['free', 'metered'] as const).map((endpoint): JuryCell => ({ backend, endpoint, floor: [], panels: [] })),
  )
  const load = { latencyMs, seats: expected.calls, concurrency, warmUp }
  for (let round = 1; round <= rounds; round += 1) {
    context.say(`jury: round ${round} of ${rounds}`)
    const floor = await runFloor(context, load)
    for (const cell of cells) {
      cell.floor.push(floor)
      cell.panels.push(await runJury(context, cell))
    }
  }
  return { ...expected, personas: benchPersonas.length, jurors: benchJury.length, tools, repeat, latencyMs, concurrency, warmUp, cells }
}

async function runJury(context: BenchContext, { backend, endpoint }: { backend: Backend; endpoint: JuryEndpoint }): Promise<JuryRun> {
  const { provider, runtime } = context
  return withPanels(context, { backend, workers: 1, concurrency, endpoint }, async ({ run, estimate }) => {
    await provider.set({ latencyMs: 0 })
    await run({ dossiers: dossiersForSeats(warmUp, 'warm') })
    const panel = { dossiers: benchDossiers(tools, { tag: 'jury' }), jurors: benchJury, repeat }
    const { total } = await estimate(panel)
    checkCounts('the estimate', total)
    await provider.set(paces[endpoint])
    const startedMs = runtime.monotonicMs()
    const record = await run(panel)
    const totalMs = runtime.monotonicMs() - startedMs
    checkCounts('the record', countsOf(record))
    const stats = await provider.stats()
    const cacheReads = endpoint === 'metered' ? { read: stats.cacheReads, estimated: total.cacheReads } : null
    return { windowMs: windowMs(stats, expected.calls), totalMs, cacheReads }
  })
}

/** As its totals say: the drafts that were asked for, and the distinct model calls whose replies it rests on. */
function countsOf({ totals: { seats, drafts = seats, modelCalls } }: Pick<PanelRecord, 'totals'>): JuryCounts {
  return { seats, drafts, calls: modelCalls.recorded + modelCalls.authored }
}

/** Throws when that many seats, drafts and calls are not those of the panel that the measure is about. */
export function checkCounts(who: string, found: JuryCounts): void {
  for (const what of ['seats', 'drafts', 'calls'] as const)
    if (found[what] !== expected[what])
      throw new Error(`${who} of the jury has ${found[what]} ${what}, where ${expected[what]} were expected`)
}
