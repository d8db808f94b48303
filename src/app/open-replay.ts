import { replayHere } from '../../queue/replay-here.js'
import type { Recording } from '../contracts/model-call.js'
import type { Plan } from '../contracts/plan.js'
import { createReplayLedger } from '../panels/ledger/replay-ledger.js'
import { type DraftingParts, drafting } from './drafting.js'

/** A replay that was kicked off, with the recordings that its plan names. */
export type Replay = { plan: Plan; recordings: readonly Recording[] }

/** Works on a replay in this process, to its end (see `replayHere`). The recordings are at hand: none is read from the database again. */
export function replayPanel(parts: DraftingParts, { plan, recordings }: Replay, signal: AbortSignal): Promise<void> {
  const { registry, metrics } = parts
  const byKey = new Map<string, Recording>()
  // Of two with one key the database keeps the first.
  for (const recording of recordings) if (!byKey.has(recording.key)) byKey.set(recording.key, recording)
  const ledger = createReplayLedger({
    find: async (key) => byKey.get(key) ?? null,
    all: async () => [...recordings],
    reader: registry.reader,
  })
  const observed = metrics?.observeLedger(ledger) ?? ledger
  return replayHere({ ...drafting(parts), ledgerFor: () => observed }, plan, { run: 1, signal })
}
