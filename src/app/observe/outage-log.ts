import type { LoggerOptions } from 'pino'
import type { Runtime } from '../../platform/runtime.js'

const intervalMs = 60_000

type Options = Pick<Runtime, 'monotonicMs'> & {
  /** Which outage an error is about; null for any other error. */
  kindOf: (error: unknown) => string | null
}

/**
 * Hooks for a logger: of all lines whose `err` is about one kind of outage, one a minute is written, with how many were left out since the last
 * one (`linesLeftOut`). A database that is away fails every job, request and probe, and would fill a disk with the same sentence.
 */
export function outageLogHooks({ monotonicMs, kindOf }: Options): NonNullable<LoggerOptions['hooks']> {
  const seen = new Map<string, { untilMs: number; leftOut: number }>()
  return {
    logMethod(inputs, method) {
      const fields: unknown = inputs[0]
      const error = typeof fields === 'object' && fields !== null && 'err' in fields ? fields.err : null
      const kind = kindOf(error)
      if (kind === null) return method.apply(this, inputs)
      const nowMs = monotonicMs()
      const last = seen.get(kind)
      if (last !== undefined && nowMs < last.untilMs) {
        last.leftOut += 1
        return
      }
      seen.set(kind, { untilMs: nowMs + intervalMs, leftOut: 0 })
      const rest = inputs.slice(1) as unknown as [string]
      method.apply(this, [
        last === undefined || last.leftOut === 0 ? fields : { ...(fields as object), linesLeftOut: last.leftOut },
        ...rest,
      ])
    },
  }
}
