import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { startLoopbackServer } from '../loopback-server.js'

export type WireRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: unknown }

/** Where local servers say what they are: asked before a call, and no call themselves. */
const ownPages = ['/props', '/slots', '/apply-template', '/tokenize', '/api/show']

/** What the server does with every request, once it has read it. */
export type WireAnswer = (response: ServerResponse) => void

export type WireServer = Awaited<ReturnType<typeof startWireServer>>

/**
 * A bare HTTP server on 127.0.0.1 for what aimock 1.43 lacks: it keeps only some of an Ollama request (neither `format` nor `num_ctx`), its Ollama
 * replies always count 0 tokens and end with `stop`, its errors have OpenAI's form, its headers cannot be chosen, it cannot break off in the
 * middle of an unstreamed body, and it does not tell whether a client hung up.
 */
export async function startWireServer({ hasPages = true }: { hasPages?: boolean } = {}) {
  const requests: WireRequest[] = []
  const pageRequests: WireRequest[] = []
  let pages: Record<string, WireAnswer> = {}
  const hangUps: { count: number; next: () => void } = { count: 0, next: () => {} }
  let answer: WireAnswer = (response) => response.writeHead(501).end()
  const server = await startLoopbackServer(async (request, response) => {
    response.on('close', () => {
      if (response.writableFinished) return
      hangUps.count += 1
      hangUps.next()
    })
    const body = await text(request)
    const { method = '', url: path = '', headers } = request
    const asked = { method, path, headers, body: body === '' ? null : JSON.parse(body) }
    if (hasPages && ownPages.includes(path)) {
      pageRequests.push(asked)
      return (pages[path] ?? json({ error: 'no such page' }, { status: 404 }))(response)
    }
    requests.push(asked)
    answer(response)
  })
  return {
    url: server.url,
    /** What came but for requests to the server's own pages, such as `/props`. */
    requests,
    /** Requests to those pages, which are 404 unless `havePages` says otherwise. */
    pageRequests,
    havePages: (next: Record<string, WireAnswer>) => {
      pages = next
    },
    /** Every request from now on is answered so. */
    answerWith: (next: WireAnswer) => {
      answer = next
    },
    /** Resolves when a client has closed its connection before it had its answer. */
    clientHungUp: async () => {
      if (hangUps.count === 0) await new Promise<void>((resolve) => Object.assign(hangUps, { next: resolve }))
    },
    reset: () => {
      requests.length = 0
      pageRequests.length = 0
      pages = {}
      hangUps.count = 0
    },
    stop: server.stop,
  }
}

/** Answers with a status, JSON and headers. */
export function json(
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): WireAnswer {
  return (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
