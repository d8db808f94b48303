import type { Runtime } from './runtime.js'

export type Waited<T> = { status: 'ended'; value: T } | { status: 'timed out' }

/**
 * Waits for what may never end, but no longer than that many milliseconds. Rejects as the work does when it fails in time; a later failure is
 * ignored. Leaves no timer behind, which would hold up a process that ends.
 */
export async function waitAtMost<T>(work: Promise<T>, milliseconds: number, runtime: Pick<Runtime, 'sleep'>): Promise<Waited<T>> {
  const timer = new AbortController()
  const timedOut = { status: 'timed out' } as const
  const late = runtime.sleep(milliseconds, timer.signal).then(
    () => timedOut,
    () => timedOut,
  )
  try {
    return await Promise.race([work.then((value) => ({ status: 'ended' as const, value })), late])
  } finally {
    timer.abort()
  }
}
