import type { Job } from 'bullmq'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { Runtime } from '../src/platform/runtime.js'
import { DelayedError } from './bullmq.js'
import { type Led, leadingOf } from './leading.js'

/** How long a seat that waits for its leader, or for its turn, stays away before it looks again. */
const leaderPollMs = 250

/** The groups of seats, by their leaders, of which this process drafts one that keeps a server's slot. */
export type Turns = Set<string>

type Waiting = { runtime: Pick<Runtime, 'now'>; panels: Pick<PanelStore, 'leader' | 'alongside'>; turns: Turns } & Led
type Following = { leaderId: string; seatId: string; job: Job; token: string | undefined }

/** What lets the next seat of a group go ahead. */
export type Turn = { release: () => void }
const noTurn: Turn = { release: () => undefined }

/**
 * Sends a seat whose leader is still to begin back into its queue, by throwing; and where what a server has read is kept in slots, one of whose tool
 * another is drafted: it would only wait for the slot. Not for ever: a leader whose job was lost never begins, and a cold cache only costs more.
 * Two processes that look in the same moment may both go ahead; then the server lets one of them wait.
 */
export async function takeTurn(waiting: Waiting, following: Following): Promise<Turn> {
  const { runtime, panels, turns } = waiting
  const { leaderId, seatId, job, token } = following
  const leader = await panels.leader(leaderId)
  if (leader === null) return noTurn
  const { timeoutMs, untilItsEnd } = leadingOf(waiting, leader.model)
  const isOver = (since: Date | null) => runtime.now().getTime() - (since?.getTime() ?? job.timestamp) >= timeoutMs
  const isAhead = leader.isReady || isOver(leader.startedAt)
  if (isAhead && !untilItsEnd) return noTurn
  if (isAhead) {
    const other = await panels.alongside(seatId)
    if (other !== null && isOver(other.startedAt)) return noTurn
    // Between this and the beginning of the seat no other can look.
    if (other === null && !turns.has(leaderId)) return hold(turns, leaderId)
  }
  await job.moveToDelayed(runtime.now().getTime() + leaderPollMs, token)
  throw new DelayedError()
}

function hold(turns: Turns, leaderId: string): Turn {
  turns.add(leaderId)
  return { release: () => void turns.delete(leaderId) }
}
