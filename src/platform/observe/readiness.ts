import type { Runtime } from '../runtime.js'
import { withoutSecrets } from '../text/provider-text.js'
import { DeadlineError, withDeadline } from './with-deadline.js'

/** The name of the check whether a model answers. */
export const modelsCheck = 'models'

/** Whether one thing that a panel needs is there, and a few words about it: no secret, no connection string. */
export type CheckResult = { isReady: boolean; detail: string }

export type ReadinessCheck = {
  name: string
  /** Finds out by a real, tiny action. An error means not ready; its words go to the log alone. */
  check: (signal: AbortSignal) => Promise<CheckResult>
  /** Words for an error that may be shown to anyone; null for any other. */
  explain?: (error: unknown) => string | null
}

export type ReadinessReport = { isReady: boolean; checks: (CheckResult & { name: string })[] }

export type Readiness = {
  /** What the checks say now, or said a moment ago. Never throws. */
  report: () => Promise<ReadinessReport>
  /** From now on not ready, whatever the checks say: a server that stops wants no new work. */
  stop: () => void
}

export type ReadinessOptions = {
  checks: readonly ReadinessCheck[]
  runtime: Pick<Runtime, 'monotonicMs' | 'sleep' | 'log'>
  /** How long each check may take. */
  deadlineMs?: number
  /** How long an answer holds, so that a storm of probes does not become a storm of checks. */
  cacheMs?: number
}

const defaultDeadlineMs = 2_000
const defaultCacheMs = 2_000

/** Runs all checks at once, each within its deadline; callers that come together share a run. */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { checks, runtime, deadlineMs = defaultDeadlineMs, cacheMs = defaultCacheMs } = options
  const look = cached({
    runtime,
    work: () => Promise.all(checks.map((check) => run({ ...check, runtime, deadlineMs }))),
    holdsMs: () => cacheMs,
  })
  let isStopping = false
  return {
    report: async () => {
      if (isStopping) return { isReady: false, checks: [{ name: 'process', isReady: false, detail: 'it is stopping' }] }
      const results = await look()
      return { isReady: results.every(({ isReady }) => isReady), checks: results }
    },
    stop: () => {
      isStopping = true
    },
  }
}

async function run({
  name,
  check,
  explain,
  runtime,
  deadlineMs,
}: ReadinessCheck & Pick<ReadinessOptions, 'runtime'> & { deadlineMs: number }) {
  const abort = new AbortController()
  try {
    const { isReady, detail } = await withDeadline(check(abort.signal), { runtime, deadlineMs })
    return { name, isReady, detail: withoutSecrets(detail, []) }
  } catch (error) {
    runtime.log.warn({ check: name, err: error }, 'a readiness check failed')
    return {
      name,
      isReady: false,
      detail: error instanceof DeadlineError ? error.message : (explain?.(error) ?? 'it failed; the log says why'),
    }
  } finally {
    abort.abort()
  }
}

/** A check that is passed when an action works; the action returns the few words. */
export function actionCheck(name: string, act: (signal: AbortSignal) => Promise<string>): ReadinessCheck {
  return { name, check: async (signal) => ({ isReady: true, detail: await act(signal) }) }
}

/** The same work, whose result holds for a while and whose callers share a run. A failed run is not kept. */
export function cached<T>(options: {
  runtime: Pick<Runtime, 'monotonicMs'>
  work: () => Promise<T>
  holdsMs: (result: T) => number
}): () => Promise<T> {
  const { runtime, work, holdsMs } = options
  let kept: { result: T; untilMs: number } | null = null
  let running: Promise<T> | null = null
  const renew = async (): Promise<T> => {
    const result = await work()
    kept = { result, untilMs: runtime.monotonicMs() + holdsMs(result) }
    return result
  }
  return async () => {
    if (kept !== null && runtime.monotonicMs() < kept.untilMs) return kept.result
    running ??= renew().finally(() => {
      running = null
    })
    return running
  }
}
