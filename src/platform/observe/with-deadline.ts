import type { Runtime } from '../runtime.js'
import { waitAtMost } from '../wait-at-most.js'

/** The result, or an error once the time is up; what is under way then ends on its own, and its failure bothers no one. */
export async function withDeadline<T>(
  work: Promise<T>,
  { runtime, deadlineMs }: { runtime: Pick<Runtime, 'sleep'>; deadlineMs: number },
): Promise<T> {
  const waited = await waitAtMost(work, deadlineMs, runtime)
  if (waited.status === 'timed out') throw new DeadlineError(deadlineMs)
  return waited.value
}

/** Something did not answer within its time. */
export class DeadlineError extends Error {
  constructor(deadlineMs: number) {
    super(`no answer within ${deadlineMs / 1000} s`)
    this.name = 'DeadlineError'
  }
}
