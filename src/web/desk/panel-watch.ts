import type { Runtime } from '../../platform/runtime.js'
import { type PanelFrame, type PanelNow, readFrame, readNow } from './panel-state.js'

/** A panel that someone watches is read this often, and less often where reading takes long. */
const lookIntervalMs = 400
const lookShare = 10

/** One reading of a panel, numbered from 1. */
export type PanelReading = {
  number: number
  now: PanelNow
  /** Keeps what is made of a reading, under a name, so that those who are shown the same share it. */
  made: Map<string, string>
}

export type PanelFollower = {
  frame: PanelFrame
  /** The next reading after the one of that number; null when the signal aborts. Rejects when the panel cannot be read. */
  next: (after: number, signal: AbortSignal) => Promise<PanelReading | null>
  leave: () => void
}

type Waiter = { resolve: (reading: PanelReading) => void; reject: (error: unknown) => void }
type Watched = {
  frame: Promise<PanelFrame | null>
  followers: number
  latest: PanelReading | null
  failure: { error: unknown } | null
  waiters: Set<Waiter>
  idle: AbortController
  isRead: boolean
}

type Dependencies = Parameters<typeof readFrame>[0] & Parameters<typeof readNow>[0] & { runtime: Pick<Runtime, 'monotonicMs' | 'sleep'> }

export type PanelWatch = { join: (panelId: string) => Promise<PanelFollower | null> }

/** Reads panels for all who follow them: one poll a panel, however many there are, and none where there is no one. */
export function createPanelWatch(dependencies: Dependencies): PanelWatch {
  const watched = new Map<string, Watched>()
  const leave = (panelId: string, panel: Watched) => {
    panel.followers -= 1
    if (panel.followers > 0) return
    panel.idle.abort()
    if (watched.get(panelId) === panel) watched.delete(panelId)
  }
  return {
    /** Null when there is no such panel. */
    join: async (panelId) => {
      const panel = watched.get(panelId) ?? begin(readFrame(dependencies, panelId))
      watched.set(panelId, panel)
      panel.followers += 1
      let hasLeft = false
      const leaveOnce = () => {
        if (!hasLeft) leave(panelId, panel)
        hasLeft = true
      }
      try {
        const frame = await panel.frame
        if (frame === null) {
          leaveOnce()
          return null
        }
        if (!panel.isRead) {
          panel.isRead = true
          void poll(dependencies, panelId, panel).finally(() => {
            // A follower who comes later begins again: the panel may run again, or be readable again.
            if (watched.get(panelId) === panel) watched.delete(panelId)
          })
        }
        return { frame, next: (after, signal) => nextReading(panel, after, signal), leave: leaveOnce }
      } catch (error) {
        leaveOnce()
        throw error
      }
    },
  }
}

function begin(frame: Promise<PanelFrame | null>): Watched {
  return { frame, followers: 0, latest: null, failure: null, waiters: new Set(), idle: new AbortController(), isRead: false }
}

/** Until the panel has ended, cannot be read, or no one follows it. Never rejects: those who wait are notified. */
async function poll(dependencies: Dependencies, panelId: string, panel: Watched): Promise<void> {
  const { runtime } = dependencies
  try {
    while (panel.followers > 0) {
      const lookedMs = runtime.monotonicMs()
      const now = await readNow(dependencies, panelId)
      const reading = { number: (panel.latest?.number ?? 0) + 1, now, made: new Map() }
      panel.latest = reading
      for (const { resolve } of panel.waiters) resolve(reading)
      panel.waiters.clear()
      if (now.status !== 'running') return
      await runtime
        .sleep(Math.max(lookIntervalMs, lookShare * (runtime.monotonicMs() - lookedMs)), panel.idle.signal)
        .catch(() => undefined)
    }
  } catch (error) {
    panel.failure = { error }
    for (const { reject } of panel.waiters) reject(error)
    panel.waiters.clear()
  }
}

function nextReading(panel: Watched, after: number, signal: AbortSignal): Promise<PanelReading | null> {
  if (signal.aborted) return Promise.resolve(null)
  if (panel.latest !== null && panel.latest.number > after) return Promise.resolve(panel.latest)
  if (panel.failure !== null) return Promise.reject(panel.failure.error)
  return new Promise((resolve, reject) => {
    const stop = () => {
      panel.waiters.delete(waiter)
      resolve(null)
    }
    const waiter: Waiter = {
      resolve: (reading) => {
        signal.removeEventListener('abort', stop)
        resolve(reading)
      },
      reject: (error) => {
        signal.removeEventListener('abort', stop)
        reject(error)
      },
    }
    panel.waiters.add(waiter)
    signal.addEventListener('abort', stop, { once: true })
  })
}
