import { streamSSE } from 'hono/streaming'
import { sha256 } from '../../platform/hash.js'
import type { Runtime } from '../../platform/runtime.js'
import type { DeskContext } from './env.js'

/** Something is sent at least this often, so that a lost connection is noticed on both sides. */
const heartbeatMs = 15_000
/** A stream ends then, and the browser asks again: who signed out or lost a role meanwhile is not served on. */
const streamLifeMs = 300_000
const retryMs = 2_000

/** How what is followed is now: its HTML, one sentence for those who listen, and once it has ended how. */
export type StreamedState = { html: string; words: string; ended: string | null }

type Followed = {
  runtime: Pick<Runtime, 'monotonicMs' | 'log'>
  /** The state now, and at each further call the next one worth looking at; null when there is no more. Resolves early when the signal aborts. */
  next: (signal: AbortSignal) => Promise<StreamedState | null>
  /** Called once, however the stream ends. */
  done: () => void
  onError: (error: Error) => void
}

/**
 * What is followed, as server-sent events: `state` with its HTML whenever it differs, `announce` with its sentence, `end` when it has ended. Each `state`
 * is the whole, so a browser that comes back misses nothing; with `Last-Event-ID` it is spared what it has.
 */
export function streamState(c: DeskContext, { runtime, next, done, onError }: Followed): Response {
  c.header('x-accel-buffering', 'no')
  return streamSSE(
    c,
    async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      let shown = c.req.header('last-event-id') ?? ''
      let said = ''
      const beganMs = runtime.monotonicMs()
      let sentMs = beganMs
      try {
        await stream.write(`retry: ${retryMs}\n\n`)
        while (!stream.aborted) {
          const state = await next(gone.signal)
          if (state === null) return
          const { html, words, ended } = state
          const nowMs = runtime.monotonicMs()
          const id = sha256(html).slice(0, 16)
          if (id !== shown) await stream.writeSSE({ event: 'state', id, data: html })
          if (words !== said) await stream.writeSSE({ event: 'announce', data: words })
          if (id !== shown || words !== said) sentMs = nowMs
          shown = id
          said = words
          if (ended !== null) return await stream.writeSSE({ event: 'end', data: ended })
          if (nowMs - beganMs > streamLifeMs) return
          if (nowMs - sentMs > heartbeatMs) {
            await stream.write(': still here\n\n')
            sentMs = nowMs
          }
        }
      } finally {
        done()
      }
    },
    async (error) => onError(error),
  )
}
