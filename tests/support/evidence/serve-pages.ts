import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type PageRequest = { method: string; path: string; headers: IncomingHttpHeaders }
/** HTML with status 200 unless it says otherwise. A function writes the answer itself: what no server should send. */
export type PageAnswer =
  | string
  | { status?: number; headers?: Readonly<Record<string, string>>; body?: string | Uint8Array; delayMs?: number }
  | ((response: ServerResponse) => void)
export type Route = PageAnswer | { answer: (request: PageRequest) => PageAnswer }

export type ServedPages = Awaited<ReturnType<typeof servePages>>

/**
 * A site on loopback with the given pages, by path with its query; the rest is 404. `requests` holds what was asked for, in order, and
 * `connections` counts who connected. All of 127.0.0.0/8 and `::1` can be an `address`, each a host of its own. `host` is what a list of allowed
 * hosts takes. `delayMs` holds back every answer.
 */
export async function servePages(
  routes: Readonly<Record<string, Route>>,
  { address = '127.0.0.1', port = 0, delayMs = 0 }: { address?: string; port?: number; delayMs?: number } = {},
) {
  const pages = new Map(Object.entries(routes))
  const requests: PageRequest[] = []
  const seen = { connections: 0, atOnce: 0, most: 0 }
  const server = createServer(async (incoming, response) => {
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers }
    requests.push(request)
    seen.most = Math.max(seen.most, ++seen.atOnce)
    response.once('close', () => seen.atOnce--)
    const route = pages.get(request.path) ?? { status: 404, body: '<p>Not here.</p>' }
    const answer = typeof route === 'object' && 'answer' in route ? route.answer(request) : route
    await sleep((typeof answer === 'object' ? answer.delayMs : undefined) ?? delayMs)
    if (typeof answer === 'function') answer(response)
    else send(response, answer)
  })
  server.on('connection', () => seen.connections++)
  server.listen(port, address)
  await once(server, 'listening')
  const at = server.address() as AddressInfo
  const host = `${address.includes(':') ? `[${address}]` : address}:${at.port}`
  return {
    port: at.port,
    host,
    url: `http://${host}`,
    requests,
    /** How often a path was asked for. */
    count: (path: string) => requests.filter((request) => request.path === path).length,
    connections: () => seen.connections,
    /** How many requests were answered at the same time at most. */
    mostAtOnce: () => seen.most,
    set: (path: string, route: Route) => void pages.set(path, route),
    stop: async (): Promise<void> => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, answer: Exclude<PageAnswer, (response: ServerResponse) => void>): void {
  const { status = 200, headers = {}, body = '' } = typeof answer === 'string' ? { body: answer } : answer
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}
