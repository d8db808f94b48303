import type { Job } from 'bullmq'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { Runtime } from '../src/platform/runtime.js'
import { DelayedError } from './bullmq.js'

/** How the seats of a model that share the beginning of their prompts follow the one that goes ahead. */
export type Leading = {
  /** How long it may take until the others go on without it, in milliseconds. */
  timeoutMs: number
  /** Whether they wait for its end instead of its beginning: where what it has read belongs to its slot, and is free with it. */
  untilItsEnd: boolean
}

export const hostedLeading: Leading = { timeoutMs: 60_000, untilItsEnd: false }

/** How long a seat that waits for its leader stays away before it looks again. */
const leaderPollMs = 250

type Waiting = { runtime: Pick<Runtime, 'now'>; panels: Pick<PanelStore, 'leader'>; leading?: (model: string) => Leading }

/** How the seats of that model follow their leader. */
export function leadingOf({ leading }: Pick<Waiting, 'leading'>, model: string): Leading {
  return leading?.(model) ?? hostedLeading
}

/**
 * Sends a seat whose leader is still to begin back into its queue, by throwing. Not for ever: a leader whose job was lost never begins, and a
 * cold cache only costs more.
 */
export async function waitForLeader(waiting: Waiting, { leaderId, job, token }: { leaderId: string; job: Job; token: string | undefined }) {
  const { runtime, panels } = waiting
  const leader = await panels.leader(leaderId)
  if (leader === null || leader.isReady) return
  const sinceMs = leader.startedAt?.getTime() ?? job.timestamp
  if (runtime.now().getTime() - sinceMs >= leadingOf(waiting, leader.model).timeoutMs) return
  await job.moveToDelayed(runtime.now().getTime() + leaderPollMs, token)
  throw new DelayedError()
}
