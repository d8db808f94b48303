import type { Intake } from '../../../evidence/store/intakes.js'
import { renderHtml } from '../../../platform/html/render-html.js'
import { actorOf, type DeskContext } from '../env.js'
import { sendTooMany } from '../panel-events.js'
import { sendNotFound } from '../send.js'
import { streamState } from '../state-stream.js'
import { createStreamLimit } from '../stream-limit.js'
import type { IntakeDeskDependencies } from './dependencies.js'
import { progressWords } from './page-list.js'
import { findIntake, IntakeView } from './show.js'

/** An intake that someone follows is read this often; it takes seconds. */
const lookIntervalMs = 250
type Stream = (c: DeskContext, dependencies: IntakeDeskDependencies) => Promise<Response>

/** An intake's progress as server-sent events, as `streamState` has them. A person with too many streams open is answered 429. */
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
  let isFirst = true
  return streamState(c, {
    runtime,
    next: async (signal) => {
      if (!isFirst) await runtime.sleep(lookIntervalMs, signal).catch(() => undefined)
      const now = isFirst ? intake : await intakes.find(intake.id)
      isFirst = false
      if (now === null) return null
      const isOver = now.status === 'finished' || now.status === 'failed'
      return { html: renderHtml(<IntakeView intake={now} />), words: progressWords(now), ended: isOver ? now.status : null }
    },
    done: close,
    onError: (error) => runtime.log.error({ intake: intake.id, err: error }, 'the stream of an intake broke'),
  })
}
