import { streamSSE } from 'hono/streaming'
import type { Intake } from '../../../evidence/store/intakes.js'
import { sha256 } from '../../../platform/hash.js'
import { renderHtml } from '../../../platform/html/render-html.js'
import { actorOf, type DeskContext } from '../env.js'
import { sendTooMany } from '../panel-events.js'
import { sendNotFound } from '../send.js'
import { createStreamLimit } from '../stream-limit.js'
import type { IntakeDeskDependencies } from './dependencies.js'
import { progressWords } from './page-list.js'
import { findIntake, IntakeView } from './show.js'

/** An intake that someone follows is read this often; it takes seconds. */
const lookIntervalMs = 250
/** A stream ends then, and the browser asks again: who signed out or lost a role meanwhile is not served on. */
const streamLifeMs = 300_000
const heartbeatMs = 15_000
const retryMs = 2_000

type Stream = (c: DeskContext, dependencies: IntakeDeskDependencies) => Promise<Response>

/**
 * An intake's progress as server-sent events, as those of a panel: `state` with its HTML whenever it differs, `announce` with one sentence, `end` when it
 * has ended. A person with too many streams open is answered 429.
 */
export function createIntakeStream(): Stream {
  const limit = createStreamLimit()
  return async (c, dependencies) => {
    // No one would read the stream, and it would never end.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
    const close = limit.take(actorOf(c).userId)
    if (close === null) return sendTooMany(c)
    try {
      const intake = await findIntake(c, dependencies)
      if (intake === null) {
        close()
        return sendNotFound(c, 'reading of addresses')
      }
      return streamTo(c, { dependencies, intake, close })
    } catch (error) {
      close()
      throw error
    }
  }
}

type Streaming = { dependencies: IntakeDeskDependencies; intake: Intake; close: () => void }

function streamTo(c: DeskContext, { dependencies: { intakes, runtime }, intake, close }: Streaming): Response {
  c.header('x-accel-buffering', 'no')
  return streamSSE(
    c,
    async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const beganMs = runtime.monotonicMs()
      let sentMs = beganMs
      let shown = c.req.header('last-event-id') ?? ''
      let now: Intake | null = intake
      try {
        await stream.write(`retry: ${retryMs}\n\n`)
        while (!stream.aborted && now !== null) {
          const html = renderHtml(<IntakeView intake={now} />)
          const id = sha256(html).slice(0, 16)
          if (id !== shown) {
            await stream.writeSSE({ event: 'state', id, data: html })
            await stream.writeSSE({ event: 'announce', data: progressWords(now) })
            sentMs = runtime.monotonicMs()
          }
          shown = id
          if (now.status === 'finished' || now.status === 'failed') return await stream.writeSSE({ event: 'end', data: now.status })
          if (runtime.monotonicMs() - beganMs > streamLifeMs) return
          if (runtime.monotonicMs() - sentMs > heartbeatMs) {
            await stream.write(': still here\n\n')
            sentMs = runtime.monotonicMs()
          }
          await runtime.sleep(lookIntervalMs, gone.signal).catch(() => undefined)
          now = await intakes.find(intake.id)
        }
      } finally {
        close()
      }
    },
    async (error) => {
      runtime.log.error({ intake: intake.id, err: error }, 'the stream of an intake broke')
    },
  )
}
