import type { Job } from 'bullmq'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { Runtime } from '../src/platform/runtime.js'
import { DelayedError } from './bullmq.js'
import { type Led, leadingOf } from './leading.js'

/** How long a seat that waits for its leader stays away before it looks again. */
const leaderPollMs = 250

type Waiting = { runtime: Pick<Runtime, 'now'>; panels: Pick<PanelStore, 'leader'> } & Led

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
