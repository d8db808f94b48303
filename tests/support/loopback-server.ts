import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export type LoopbackServer = Awaited<ReturnType<typeof startLoopbackServer>>

/** An HTTP server on a free port of 127.0.0.1; `url` is without a path. `stop` breaks every connection that is still open. */
export async function startLoopbackServer(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async (): Promise<void> => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Lets tests wait until something holds of what a server has seen; the server calls `changed` whenever it has seen more. */
export function createWatch() {
  const watchers = new Set<() => void>()
  return {
    changed: () => {
      for (const look of [...watchers]) look()
    },
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds()) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
  }
}
