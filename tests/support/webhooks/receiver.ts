import type { IncomingHttpHeaders } from 'node:http'
import { startLoopbackServer } from '../loopback-server.js'

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string }
export type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'hang up'

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** A server on loopback that notes what it gets, and answers as told. */
export async function startReceiver(answer: (received: Received, count: number) => Answer = () => ({ status: 204 })) {
  const received: Received[] = []
  const server = await startLoopbackServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const got = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') }
    received.push(got)
    const said = answer(got, received.length)
    if (said === 'hang up') return request.socket.destroy()
    return response.writeHead(said.status, said.headers).end(said.body)
  })
  return {
    received,
    port: server.port,
    url: `${server.url}/hooks`,
    stop: server.stop,
  }
}
