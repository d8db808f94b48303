import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Runtime } from '../../platform/runtime.js'
import { waitAtMost } from '../../platform/wait-at-most.js'

/** How much of a body that no one wants is still read, and for how long, before it is answered: then a client that sends on sees the answer. */
const mostRead = 16 * 1024 * 1024
const longestMs = 5_000

/**
 * To be called with an answer before it is sent. What its request still sends would be taken for the next request on the connection, or lost with it: it is
 * read and dropped within bounds, and beyond them the answer says that the connection closes.
 */
export async function finishRequest({ incoming, outgoing }: HttpBindings, runtime: Pick<Runtime, 'sleep'>): Promise<void> {
  if (incoming.complete || incoming.destroyed) return
  await waitAtMost(dropped(incoming), longestMs, runtime)
  if (!incoming.complete) outgoing.shouldKeepAlive = false
}

function dropped(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let read = 0
    // Who began to read it pauses it once they have enough, and has been answered.
    incoming.removeAllListeners('data')
    incoming.on('data', (chunk: Buffer) => {
      read += chunk.byteLength
      if (read > mostRead) resolve()
    })
    for (const event of ['end', 'close', 'error'] as const) incoming.once(event, () => resolve())
    incoming.resume()
  })
}
