import { streamSSE } from 'hono/streaming'
import { sha256 } from '../../hash.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { mustCallFirst, progressText, readFrame, readNow } from './panel-state.js'
import { PanelView } from './panel-view.js'
import { panelWords } from './parts.js'
import { sendNotFound } from './send.js'

/** A panel that somebody watches is read this often, and less often where reading takes long. */
const lookIntervalMs = 400
const lookShare = 10
/** Something is sent at least this often, so that a lost connection is noticed on both sides. */
const heartbeatMs = 15_000
/** A stream ends then, and the browser asks anew: who signed out or lost a role meanwhile is not served on. */
const streamLifeMs = 300_000
const retryMs = 2_000

/**
 * A panel's progress as server-sent events: `state` with the HTML of `PanelView` whenever it differs, `announce` with one sentence for those
 * who listen, `end` when the panel is over. Each `state` is the whole, so a browser that comes back misses nothing; with `Last-Event-ID`
 * it is spared what it has.
 */
export async function streamPanel(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const { runtime } = dependencies
  const frame = await readFrame(dependencies, c.req.param('panelId') ?? '')
  if (frame === null) return sendNotFound(c, 'panel')
  const mayAct = mayAs(actorOf(c), 'editor')
  const hidesCalls = mustCallFirst(dependencies.review, actorOf(c))
  const { panelId } = frame.plan
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
      await stream.write(`retry: ${retryMs}\n\n`)
      while (!stream.aborted) {
        const lookedMs = runtime.monotonicMs()
        const now = await readNow(dependencies, panelId)
        const html = String(<PanelView frame={frame} now={now} mayAct={mayAct} hidesCalls={hidesCalls} />)
        const id = sha256(html).slice(0, 16)
        if (id !== shown) await stream.writeSSE({ event: 'state', id, data: html })
        const text = `${panelWords[now.status].word}: ${progressText(now)}`
        if (text !== said) await stream.writeSSE({ event: 'announce', data: text })
        if (id !== shown || text !== said) sentMs = lookedMs
        shown = id
        said = text
        if (now.status !== 'running') return stream.writeSSE({ event: 'end', data: now.status })
        if (lookedMs - beganMs > streamLifeMs) return
        if (lookedMs - sentMs > heartbeatMs) {
          await stream.write(': still here\n\n')
          sentMs = lookedMs
        }
        const waitMs = Math.max(lookIntervalMs, lookShare * (runtime.monotonicMs() - lookedMs))
        await runtime.sleep(waitMs, gone.signal).catch(() => undefined)
      }
    },
    async (error) => {
      runtime.log.error({ panelId, err: error }, 'the stream of a panel broke')
    },
  )
}
