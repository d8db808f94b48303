import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, type LoggerOptions, pino } from 'pino'
import type { Dispatcher } from 'undici'
import { describeForLog } from './observe/describe-for-log.js'

/** The world as a stage sees it: clock, chance, network and log. The only place that touches the real ones. */
export type Runtime = {
  /** The present moment, UTC. */
  now: () => Date
  /** Milliseconds from an arbitrary start, never going back: for durations. */
  monotonicMs: () => number
  /** A new opaque id such as `pnl_1f…`. */
  newId: (prefix: string) => string
  fetch: typeof globalThis.fetch
  /** Resolves after that many milliseconds; rejects when the signal aborts. */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  log: Logger
}

/**
 * Node's own fetch gives up after 300 s without a header, and a local model that does not stream sends none until it has written
 * its reply. Here the caller's deadline alone decides. Loaded at the first request: most commands make none.
 */
const patientFetch: Runtime['fetch'] = async (input, init) => {
  const { Agent, fetch } = await import('undici')
  patientAgent ??= new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  return fetch(input as Parameters<typeof fetch>[0], {
    ...(init as Parameters<typeof fetch>[1]),
    dispatcher: patientAgent,
  }) as unknown as Promise<Response>
}
let patientAgent: Dispatcher | undefined

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
