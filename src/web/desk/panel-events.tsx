import { renderHtml } from '../../platform/html/render-html.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { mustCallFirst, progressText } from './panel-state.js'
import { PanelView } from './panel-view.js'
import type { PanelFollower, PanelReading, PanelWatch } from './panel-watch.js'
import { panelWords } from './parts.js'
import { sendNotFound, sendPlain } from './send.js'
import { streamState } from './state-stream.js'
import { createStreamLimit, streamsOfPerson } from './stream-limit.js'

const retryAfterSeconds = 10

export type StreamPanel = (c: DeskContext, dependencies: DeskDependencies) => Promise<Response>

/**
 * A panel's progress as server-sent events, as `streamState` has them. All who follow a panel share one poll of it; a person with too many streams
 * open is answered 429.
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
  const view = ({ now, made }: PanelReading) => {
    const name = `${mayAct} ${hidesCalls}`
    const html = made.get(name) ?? renderHtml(<PanelView frame={frame} now={now} mayAct={mayAct} hidesCalls={hidesCalls} />)
    made.set(name, html)
    return html
  }
  let seen = 0
  return streamState(c, {
    runtime,
    next: async (signal) => {
      const reading = await follower.next(seen, signal)
      if (reading === null) return null
      seen = reading.number
      const { now } = reading
      const words = `${panelWords[now.status].word}: ${progressText(now)}`
      return { html: view(reading), words, ended: now.status === 'running' ? null : now.status }
    },
    done,
    onError: (error) => runtime.log.error({ panelId, err: error }, 'the stream of a panel broke'),
  })
}
