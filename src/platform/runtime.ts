import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, type LoggerOptions, pino } from 'pino'
import { type Fetch, patientFetch } from './fetch.js'
import { describeForLog } from './observe/describe-for-log.js'

/** The world as a stage sees it: clock, chance, network and log. The only place that touches the real ones. */
export type Runtime = {
  /** The present moment, UTC. */
  now: () => Date
  /** Milliseconds from an arbitrary start, never going back: for durations. */
  monotonicMs: () => number
  /** A new opaque id such as `pnl_1f…`. */
  newId: (prefix: string) => string
  fetch: Fetch
  /** Resolves after that many milliseconds; rejects when the signal aborts. */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  log: Logger
}

type LogHooks = (clock: Pick<Runtime, 'monotonicMs'>) => NonNullable<LoggerOptions['hooks']>

/** The real world, logging JSON lines to stderr from the given level on. */
export function createRuntime({ logLevel, logHooks }: { logLevel: string; logHooks?: LogHooks }): Runtime {
  const monotonicMs = () => performance.now()
  return {
    now: () => new Date(),
    monotonicMs,
    newId: (prefix) => `${prefix}_${randomBytes(12).toString('hex')}`,
    fetch: patientFetch,
    sleep: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, { signal })
    },
    log: pino(
      {
        level: logLevel,
        base: undefined,
        timestamp: pino.stdTimeFunctions.isoTime,
        serializers: { err: describeForLog },
        ...(logHooks === undefined ? {} : { hooks: logHooks({ monotonicMs }) }),
      },
      pino.destination({ dest: 2, sync: true }),
    ),
  }
}
