import { hash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { startLoopbackServer } from '../loopback-server.js'

/** What a path answers: an object as JSON, a text or bytes as they are. */
export type RegistryAnswer = { status?: number; body: unknown; headers?: Record<string, string> }

/** Answers by path, with the query left out. `redirects` lead from one path to another address. */
export type RegistryContents = { answers: Record<string, RegistryAnswer>; redirects?: Record<string, string> }

export type SeenRequest = { path: string; headers: IncomingHttpHeaders }

/** A limit that is used up after so many requests; as GitHub does it, a 304 does not count. */
export type RegistryLimit = { remaining: number; resetAt: Date }

/**
 * A server in the shape of the registries' APIs: each answer has an ETag and is a 304 to one who has it, names that are unknown are a 404 with JSON,
 * renamed ones a 301, and a limit that is used up is a 403 with the headers that GitHub sends. All registries may share it: their paths differ.
 */
export async function startRegistryServer(contents: RegistryContents, limit: RegistryLimit | null = null) {
  const seen: SeenRequest[] = []
  let remaining = limit?.remaining ?? 0
  const server = await startLoopbackServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
    seen.push({ path, headers: request.headers })
    if (limit !== null) {
      if (remaining === 0) return send(response, exhausted(limit))
      if (!isKnown(request, contents.answers[path])) remaining -= 1
      setLimit(response, limit, remaining)
    }
    const target = contents.redirects?.[path]
    if (target !== undefined) return send(response, { status: 301, body: { url: target }, headers: { location: target } })
    const answer = contents.answers[path]
    if (answer === undefined) return send(response, { status: 404, body: { message: 'Not Found', status: '404' } })
    if (isKnown(request, answer)) return response.writeHead(304, { etag: etagOf(answer) }).end()
    send(response, answer)
  })
  return { ...server, seen, contents }
}

function exhausted({ resetAt }: RegistryLimit): RegistryAnswer {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(resetAt.getTime() / 1000)) }
  return { status: 403, body: { message: 'API rate limit exceeded for 127.0.0.1.' }, headers }
}

function setLimit(response: ServerResponse, { resetAt }: RegistryLimit, remaining: number): void {
  response.setHeader('x-ratelimit-remaining', String(remaining))
  response.setHeader('x-ratelimit-reset', String(Math.floor(resetAt.getTime() / 1000)))
}

function isKnown(request: IncomingMessage, answer: RegistryAnswer | undefined): boolean {
  return answer !== undefined && request.headers['if-none-match'] === etagOf(answer)
}

function bytesOf({ body }: RegistryAnswer): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function etagOf(answer: RegistryAnswer): string {
  return `"${hash('sha256', bytesOf(answer), 'hex').slice(0, 16)}"`
}

function send(response: ServerResponse, answer: RegistryAnswer): void {
  const isText = typeof answer.body === 'string' || answer.body instanceof Uint8Array
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(answer.status ?? 200, { 'content-type': type, etag: etagOf(answer), ...answer.headers }).end(bytesOf(answer))
}
