import type { Runtime } from '../runtime.js'

/** The result, or an error once the time is up; what is under way then ends on its own, and its failure bothers no one. */
export async function withDeadline<T>(
  work: Promise<T>,
  { runtime, deadlineMs }: { runtime: Pick<Runtime, 'sleep'>; deadlineMs: number },
): Promise<T> {
  const timer = new AbortController()
  const late = runtime.sleep(deadlineMs, timer.signal).then(() => {
    throw new DeadlineError(deadlineMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
    late.catch(() => undefined)
    work.catch(() => undefined)
  }
}

/** Something did not answer within its time. */
export class DeadlineError extends Error {
  constructor(deadlineMs: number) {
    super(`no answer within ${deadlineMs / 1000} s`)
    this.name = 'DeadlineError'
  }
}
