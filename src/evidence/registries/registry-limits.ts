import type { Runtime } from '../../platform/runtime.js'

/** What registries let a process do: when one that is used up answers again, and whose turn it is. Times in milliseconds. */
export type RegistryLimits = {
  /** Until when nothing is asked there; null where it answers. */
  closedUntil: (place: string) => Date | null
  /** Asks nothing there for so long, or until then; a day at most, whatever a server says. */
  close: (place: string, until: Date) => void
  /** Runs one request after the other at a place, so that a limit that one answer states holds for the next; `everyMs` apart at least. */
  inTurn: <T>(place: string, everyMs: number, run: () => Promise<T>, signal?: AbortSignal) => Promise<T>
}

const longestClosingMs = 24 * 60 * 60 * 1000

/** Limits of one process. `place` is a base address. */
export function createRegistryLimits(runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'sleep'>): RegistryLimits {
  const closings = new Map<string, number>()
  const lines = new Map<string, { ended: Promise<unknown>; startedMs: number | null }>()
  return {
    closedUntil: (place) => {
      const until = closings.get(place)
      if (until === undefined) return null
      if (until > runtime.now().getTime()) return new Date(until)
      closings.delete(place)
      return null
    },
    close: (place, until) => {
      const latest = runtime.now().getTime() + longestClosingMs
      closings.set(place, Math.min(until.getTime(), latest))
    },
    inTurn: async (place, everyMs, run, signal) => {
      const line = lines.get(place) ?? { ended: Promise.resolve(), startedMs: null }
      lines.set(place, line)
      const turn = line.ended.then(async () => {
        const waitMs = line.startedMs === null ? 0 : line.startedMs + everyMs - runtime.monotonicMs()
        if (everyMs > 0 && waitMs > 0) await runtime.sleep(waitMs, signal)
        line.startedMs = runtime.monotonicMs()
        return await run()
      })
      line.ended = turn.catch(() => undefined)
      return await turn
    },
  }
}

/**
 * When a server that has no request left answers again, by its headers: GitHub's `x-ratelimit-reset` (seconds since 1970), or `t` of the
 * `RateLimit` field (seconds from now, draft-ietf-httpapi-ratelimit-headers), which Hugging Face sends. Null while some are left.
 */
export function usedUpUntil(headers: ReadonlyMap<string, string>, now: Date): Date | null {
  if (headers.get('x-ratelimit-remaining') === '0') {
    const seconds = Number(headers.get('x-ratelimit-reset'))
    if (Number.isSafeInteger(seconds) && seconds > 0 && seconds < 8e12) return new Date(seconds * 1000)
  }
  const left = /;\s?r=0;\s?t=(\d{1,8})/.exec(headers.get('ratelimit')?.slice(0, 200) ?? '')
  return left === null ? null : new Date(now.getTime() + Number(left[1]) * 1000)
}
