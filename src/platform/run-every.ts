import { outageOf } from './db/is-outage.js'
import type { Runtime } from './runtime.js'

export type Every = {
  /** Milliseconds between the end of one round and the start of the next. */
  everyMs: number
  signal: AbortSignal
  /** What a round does, as it goes on after "could not": `look for lost panels`. */
  what: string
  /** Fields of each line in the log. */
  log?: Readonly<Record<string, unknown>>
  /** The first round comes after the first pause instead of at once. */
  pausesFirst?: boolean
}

/**
 * Works round after round until the signal aborts, which ends a pause at once; a round that is under way is waited for. A round that calls `end`
 * is the last one. Never rejects: a round that fails is logged as a warning, and the next one comes all the same. Rounds that fail for the same
 * reason, or all through one outage of the database, are logged once, and so is the first that succeeds again.
 */
export async function runEvery(
  runtime: Pick<Runtime, 'sleep' | 'log'>,
  every: Every,
  work: (end: () => void) => Promise<unknown>,
): Promise<void> {
  const { everyMs, signal, what, log = {}, pausesFirst = false } = every
  let reason: string | null = null
  let hasEnded = false
  const end = () => {
    hasEnded = true
  }
  const round = async () => {
    try {
      await work(end)
      if (reason !== null) runtime.log.info(log, `can ${what} again`)
      reason = null
    } catch (error) {
      if (signal.aborted) return
      const failed = reasonOf(error)
      if (failed !== reason) runtime.log.warn({ ...log, err: error }, `could not ${what}`)
      reason = failed
    }
  }
  if (pausesFirst) await pause(runtime, every)
  while (!signal.aborted) {
    await round()
    if (hasEnded) return
    await pause(runtime, { everyMs, signal })
  }
}

async function pause(runtime: Pick<Runtime, 'sleep'>, { everyMs, signal }: Pick<Every, 'everyMs' | 'signal'>): Promise<void> {
  await runtime.sleep(everyMs, signal).catch(() => undefined)
}

/** A server that goes away fails in many words: refused, reset, starting up. */
function reasonOf(error: unknown): string {
  return outageOf(error)?.kind ?? String(error)
}
