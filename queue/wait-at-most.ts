import type { Runtime } from '../src/platform/runtime.js'

/** Waits for what may never end, but no longer than that; and leaves no timer behind, which would hold up a process that ends. */
export async function waitAtMost(work: Promise<unknown>, milliseconds: number, runtime: Pick<Runtime, 'sleep'>): Promise<void> {
  const timer = new AbortController()
  const late = runtime.sleep(milliseconds, timer.signal).catch(() => undefined)
  await Promise.race([work, late])
  timer.abort()
}
