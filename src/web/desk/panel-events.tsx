import { streamSSE } from 'hono/streaming'
import { sha256 } from '../../platform/hash.js'
import { renderHtml } from '../../platform/html/render-html.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { mustCallFirst, progressText } from './panel-state.js'
import { PanelView } from './panel-view.js'
import type { PanelFollower, PanelReading, PanelWatch } from './panel-watch.js'
import { panelWords } from './parts.js'
import { sendNotFound, sendPlain } from './send.js'
import { createStreamLimit, streamsOfPerson } from './stream-limit.js'

/** Something is sent at least this often, so that a lost connection is noticed on both sides. */
const heartbeatMs = 15_000
/** A stream ends then, and the browser asks again: who signed out or lost a role meanwhile is not served on. */
const streamLifeMs = 300_000
const retryMs = 2_000

const retryAfterSeconds = 10

export type StreamPanel = (c: DeskContext, dependencies: DeskDependencies) => Promise<Response>

/**
 * A panel's progress as server-sent events: `state` with the HTML of `PanelView` whenever it differs, `announce` with one sentence for those
 * who listen, `end` when the panel has ended. Each `state` is the whole, so a browser that comes back misses nothing; with `Last-Event-ID`
 * it is spared what it has. All who follow a panel share one poll of it; a person with too many streams open is answered 429.
 */
export function createPanelStream(watch: PanelWatch): StreamPanel {
  const limit = createStreamLimit()
  return async (c, dependencies) => {
    // No one would read the stream, and it would never end.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
    const close = limit.take(actorOf(c).userId)
    if (close === null) return sendTooMany(c)
    try {
      const follower = await watch.join(c.req.param('panelId') ?? '')
      if (follower === null) {
        close()
        return sendNotFound(c, 'panel')
      }
      const done = () => {
        follower.leave()
        close()
      }
      return streamTo(c, { dependencies, follower, done })
    } catch (error) {
      close()
      throw error
    }
  }
}

/** Too many streams of one person are open. */
export function sendTooMany(c: DeskContext): Response | Promise<Response> {
  c.header('retry-after', String(retryAfterSeconds))
  const children = `You follow ${streamsOfPerson} pages at once, which is the most. Close a tab that shows one, and reload this page.`
  return sendPlain(c, { status: 429, title: 'Too many open pages', children })
}

type Streaming = { dependencies: DeskDependencies; follower: PanelFollower; done: () => void }

function streamTo(c: DeskContext, { dependencies, follower, done }: Streaming): Response {
  const { runtime } = dependencies
  const { frame } = follower
  const mayAct = mayAs(actorOf(c), 'editor')
  const hidesCalls = mustCallFirst(dependencies.review, actorOf(c))
  const { panelId } = frame.plan
  c.header('x-accel-buffering', 'no')
  const view = ({ now, made }: PanelReading) => {
    const name = `${mayAct} ${hidesCalls}`
    const html = made.get(name) ?? renderHtml(<PanelView frame={frame} now={now} mayAct={mayAct} hidesCalls={hidesCalls} />)
    made.set(name, html)
    return html
  }
  return streamSSE(
    c,
    async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      let shown = c.req.header('last-event-id') ?? ''
      let said = ''
      let seen = 0
      const beganMs = runtime.monotonicMs()
      let sentMs = beganMs
      try {
        await stream.write(`retry: ${retryMs}\n\n`)
        while (!stream.aborted) {
          const reading = await follower.next(seen, gone.signal)
          if (reading === null) return
          seen = reading.number
          const { now } = reading
          const nowMs = runtime.monotonicMs()
          const html = view(reading)
          const id = sha256(html).slice(0, 16)
          if (id !== shown) await stream.writeSSE({ event: 'state', id, data: html })
          const text = `${panelWords[now.status].word}: ${progressText(now)}`
          if (text !== said) await stream.writeSSE({ event: 'announce', data: text })
          if (id !== shown || text !== said) sentMs = nowMs
          shown = id
          said = text
          if (now.status !== 'running') return await stream.writeSSE({ event: 'end', data: now.status })
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
    async (error) => {
      runtime.log.error({ panelId, err: error }, 'the stream of a panel broke')
    },
  )
}
