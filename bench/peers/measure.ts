import type { BenchContext } from '../context.js'
import { runFloor } from '../floor.js'
import type { Load } from '../results.js'
import { type Entry, enterPanels, enterPeer } from './contest.js'
import { concurrency, type PeerOptions } from './options.js'
import type { Contestant, ContestantName, ContestantRun, PeerResults } from './results.js'

type Plan = Pick<PeerOptions, 'peers' | 'latencyMs' | 'requests' | 'rounds'> & {
  /** Where each peer is installed. */
  folders: ReadonlyMap<string, string>
}

/**
 * Everyone in turn, round after round, the floor first; then everyone killed once. No one is warmed up: a batch is a program that is started.
 * Who fails is left out from there on, with the reason.
 */
export async function measurePeers(context: BenchContext, plan: Plan): Promise<Pick<PeerResults, 'load' | 'floor' | 'contestants'>> {
  const load: Load = { latencyMs: plan.latencyMs, seats: plan.requests, concurrency, warmUp: 0 }
  const entries = enterAll(context, plan, load)
  const floor: ContestantRun[] = []
  for (let round = 1; round <= plan.rounds; round += 1) {
    floor.push(await runFloor(context, load))
    for (const { contestant, entry } of entries)
      await attempt(context, contestant, `round ${round} of ${plan.rounds}`, async () => {
        contestant.runs.push(await entry.run())
      })
  }
  for (const { contestant, entry } of entries)
    await attempt(context, contestant, 'killed at half time', async () => {
      contestant.kill = await entry.killAndRestart()
    })
  return { load, floor, contestants: entries.map(({ contestant }) => contestant) }
}

type Entrant = { contestant: Contestant; entry: Entry }

function enterAll(context: BenchContext, { peers, folders }: Plan, load: Load): Entrant[] {
  const enter = (name: ContestantName, entry: Entry): Entrant => ({ contestant: { name, runs: [], kill: null, failure: null }, entry })
  const ours = context.backends.map((backend) =>
    enter(backend === 'redis' ? 'panels on Redis' : 'panels on PostgreSQL', enterPanels(context, { backend, load })),
  )
  const others = peers.map((name) => enter(name, enterPeer(context, { name, folder: folders.get(name) ?? '', load })))
  return [...ours, ...others]
}

async function attempt({ say }: BenchContext, contestant: Contestant, what: string, take: () => Promise<void>): Promise<void> {
  if (contestant.failure !== null) return
  say(`${contestant.name}: ${what}`)
  try {
    await take()
  } catch (error) {
    contestant.failure = error instanceof Error ? error.message : String(error)
    say(contestant.failure)
  }
}
