import type { Job } from 'bullmq'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { Runtime } from '../src/platform/runtime.js'
import { DelayedError } from './bullmq.js'
import { type Led, leadingOf } from './leading.js'

/** How long a seat that waits for its leader, or for its turn, stays away before it looks again. */
const leaderPollMs = 250
/** The same for a seat whose tool's turn it is not yet: there may be thousands of them. */
const toolPollMs = 2_000

/** The groups of seats, by their leaders, of which this process drafts one that keeps a server's slot. */
export type Turns = Set<string>

type Waiting = { runtime: Pick<Runtime, 'now'>; panels: Pick<PanelStore, 'leader' | 'isAlongside' | 'countToolsAhead'>; turns: Turns } & Led
type Following = { leaderId: string; seatId: string; job: Job; token: string | undefined }

/** What lets the next seat of a group go ahead. */
export type Turn = { release: () => void }
const noTurn: Turn = { release: () => undefined }

/**
 * Sends a seat back into its queue, by throwing, whose turn it is not yet: one of a tool that has not begun, while as many tools are under way as a server
 * of one's own works at, since what it has read gives way to what it reads next; another seat until its leader has begun; and where what was read is kept in
 * slots, while another seat of its tool is drafted. Not for ever: a seat whose job was lost never ends, and a cold cache only costs more. Two processes
 * that look in the same moment may both go ahead; then the server reads a prompt twice.
 */
export async function takeTurn(waiting: Waiting, following: Following): Promise<Turn> {
  const { runtime, panels, turns } = waiting
  const { leaderId, seatId, job, token } = following
  const leader = await panels.leader(leaderId)
  if (leader === null) return noTurn
  const { timeoutMs, untilItsEnd, toolsAtOnce } = leadingOf(waiting, leader.model)
  const lately = new Date(runtime.now().getTime() - timeoutMs)
  const comeBackIn = async (milliseconds: number): Promise<never> => {
    await job.moveToDelayed(runtime.now().getTime() + milliseconds, token)
    throw new DelayedError()
  }
  if (toolsAtOnce !== null && !leader.isReady) {
    const toolsAhead = await panels.countToolsAhead(seatId, { most: toolsAtOnce, since: lately })
    if (toolsAhead === toolsAtOnce) return comeBackIn(toolPollMs)
  }
  if (seatId === leaderId) return noTurn
  const isAhead = leader.isReady || (leader.startedAt?.getTime() ?? job.timestamp) <= lately.getTime()
  if (!isAhead) return comeBackIn(leaderPollMs)
  if (!untilItsEnd) return noTurn
  const isAlone = !(await panels.isAlongside(seatId, lately))
  // No other of this process can look between this and the beginning of the seat.
  if (isAlone && !turns.has(leaderId)) return hold(turns, leaderId)
  return comeBackIn(leaderPollMs)
}

function hold(turns: Turns, leaderId: string): Turn {
  turns.add(leaderId)
  return { release: () => void turns.delete(leaderId) }
}
