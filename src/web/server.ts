import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { UsageError } from '../platform/errors.js'
import type { Runtime } from '../platform/runtime.js'
import { waitAtMost } from '../platform/wait-at-most.js'
import { finishRequest } from './http/rest-of-body.js'

/** How long a client may take to send its headers, and its whole request. */
const headersTimeoutMs = 10_000
const requestTimeoutMs = 30_000

export type RunningServer = {
  /** Where it is reached from this machine, e.g. `http://127.0.0.1:4400`; a server on every address (0.0.0.0, ::) is so on loopback. */
  url: string
  port: number
  /** Takes no new connection, ends those that are idle, lets requests under way finish up to the deadline, then cuts them off. */
  close: (options: { deadlineMs: number }) => Promise<void>
}

export type ServerOptions = {
  app: Pick<Hono, 'fetch'>
  /** 0 for any free one. */
  port: number
  hostname: string
  runtime: Pick<Runtime, 'sleep'>
}

/** Serves the app over HTTP. Throws `UsageError` when the port cannot be had. */
export async function startServer({ app, port, hostname, runtime }: ServerOptions): Promise<RunningServer> {
  const server = createAdaptorServer({
    // It speaks HTTP/1.1 alone.
    fetch: (request, env) =>
      request.method === 'GET' || request.method === 'HEAD'
        ? app.fetch(request, env)
        : answer(app, { request, env: env as HttpBindings, runtime }),
    hostname,
    serverOptions: { headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs },
  }) as Server
  const connections = trackConnections(server)
  server.listen(port, hostname)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw listenError(cause, { port, hostname })
  }
  const { port: actual, address } = server.address() as AddressInfo
  let closing: Promise<void> | null = null
  return {
    port: actual,
    url: `http://${linkHost(hostname, address)}:${actual}`,
    close: ({ deadlineMs }) => {
      closing ??= closeServer(server, { connections, deadlineMs, runtime })
      return closing
    },
  }
}

type Asked = { request: Request; env: HttpBindings; runtime: Pick<Runtime, 'sleep'> }

async function answer(app: ServerOptions['app'], { request, env, runtime }: Asked): Promise<Response> {
  const response = await app.fetch(request, env)
  await finishRequest(env, runtime)
  return response
}

/** An address that a link can name: 0.0.0.0 and :: are none. */
function linkHost(hostname: string, address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return hostname.includes(':') ? `[${hostname}]` : hostname
}

type Connections = { endIdle: () => void }

/**
 * Knows which connections have a request under way. Node's own closeIdleConnections leaves those open that have not asked anything yet, such
 * as a browser's spare ones.
 */
function trackConnections(server: Server): Connections {
  const idle = new Set<Socket>()
  let isEnding = false
  server.on('connection', (socket) => {
    idle.add(socket)
    socket.once('close', () => idle.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => {
      if (isEnding) socket.end()
      else if (!socket.destroyed) idle.add(socket)
    })
  })
  return {
    endIdle: () => {
      isEnding = true
      for (const socket of idle) socket.destroy()
    },
  }
}

type Closing = { connections: Connections; deadlineMs: number; runtime: Pick<Runtime, 'sleep'> }

async function closeServer(server: Server, { connections, deadlineMs, runtime }: Closing): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  connections.endIdle()
  await waitAtMost(closed, deadlineMs, runtime)
  server.closeAllConnections()
  await closed
}

function listenError(cause: unknown, { port, hostname }: { port: number; hostname: string }): Error {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') return new UsageError(`port ${port} on ${hostname} is taken. Choose another with --port or PORT`, { cause })
  if (code === 'EACCES')
    return new UsageError(`port ${port} may not be used by this user. Choose one above 1023 with --port or PORT`, { cause })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UsageError(`${hostname} is no address of this machine. Choose another with --host`, { cause })
  return cause instanceof Error ? cause : new Error(String(cause))
}
