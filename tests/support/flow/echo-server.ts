import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { startLoopbackServer } from '../loopback-server.js'
import { replyToSample } from '../samples.js'

type Echo = { key: string; headers: IncomingHttpHeaders }
type Wire = { status: number; body: unknown; headers?: Record<string, string> }

const words = ({ key, headers }: Echo) =>
  `ECHO: ${key} is no good; you sent authorization: Bearer ${key} and x-api-key: ${key}, in ${JSON.stringify(headers)}`

/** What the models of these names do with the key they were called with; every other model gives a good reply. */
const echoes = {
  'echo-401': (echo) => ({
    status: 401,
    body: { type: 'error', error: { type: 'authentication_error', message: words(echo), param: echo.key }, request_id: echo.key },
  }),
  'echo-400': (echo) => ({ status: 400, body: { detail: [{ loc: ['body', echo.key], msg: words(echo), input: echo.key }] } }),
  'echo-500': (echo) => ({ status: 500, body: { message: words(echo), headers: echo.headers } }),
  'echo-html': (echo) => ({ status: 503, body: `<p>${words(echo)}</p>`, headers: { 'content-type': 'text/html' } }),
  'echo-in-200': (echo) => ({ status: 200, body: { error: { message: words(echo), code: 401 } } }),
  'echo-no-reply': (echo) => ({ status: 200, body: { note: words(echo) } }),
  'echo-no-json': (echo) => ({ status: 200, body: words(echo), headers: { 'content-type': 'text/plain' } }),
  'echo-redirect': ({ key }) => ({
    status: 302,
    body: 'ECHO',
    headers: { location: `https://127.0.0.1:9/ECHO?key=${encodeURIComponent(key)}&again=${key}` },
  }),
  // Less than its headers promise: the connection breaks in the middle.
  'echo-drop': ({ key }) => ({ status: 200, body: `{"note":"${key}`, headers: { 'content-length': '10000' } }),
} satisfies Record<string, (echo: Echo) => Wire>
export const echoNames = Object.keys(echoes)

export type EchoServer = Awaited<ReturnType<typeof startEchoServer>>

/**
 * A server on 127.0.0.1 that speaks as Anthropic, Mistral, Ollama and OpenAI do, by the path, and repeats the key of a request in every
 * place where a failing server might: of our own, because aimock 1.43 does not let a test choose the bodies and headers of its errors.
 */
export async function startEchoServer() {
  const keysSeen = new Set<string>()
  const listings = { areGood: true }
  const server = await startLoopbackServer(async (request, response) => {
    const { method, url: path = '', headers } = request
    const key = keyOf(headers)
    if (key !== null) keysSeen.add(key)
    const body = await text(request)
    const model = method === 'GET' ? null : z.object({ model: z.string() }).parse(JSON.parse(body)).model
    const echo = Object.entries(echoes).find(([name]) => name === (model ?? (listings.areGood ? 'good' : 'echo-401')))?.[1]
    const good = { status: 200, body: model === null ? goodListing : goodReply(path, model) }
    send(response, echo?.({ key: key ?? 'none', headers }) ?? good, key)
  })
  return {
    url: server.url,
    /** Every key that came in a header. */
    keysSeen,
    /** From now on lists of models are answered, or refused with the key in the refusal. */
    answerListings: (areGood: boolean) => {
      listings.areGood = areGood
    },
    stop: server.stop,
  }
}

function keyOf(headers: IncomingHttpHeaders): string | null {
  const given = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /, '')
  return typeof given === 'string' ? given : null
}

/** Where answers have an id or a realm, this one has the key for it. */
function send(response: ServerResponse, { status, body, headers }: Wire, key: string | null): void {
  const id = key ?? 'none'
  const ids = { 'request-id': id, 'x-request-id': id, 'mistral-correlation-id': id, 'www-authenticate': `Bearer realm="${id}"` }
  response.writeHead(status, { 'content-type': 'application/json', ...ids, ...headers })
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  if (headers?.['content-length'] === undefined) response.end(sent)
  else response.write(sent, () => response.destroy())
}

/** A list of models in the forms of all four at once. */
const goodListing = {
  object: 'list',
  data: ['good', ...echoNames].map((id) => {
    return { id, type: 'model', object: 'model', display_name: id, created_at: '2026-01-01T00:00:00Z', created: 1 }
  }),
  models: ['good', ...echoNames].map((name) => {
    return { name, model: name, size: 1, details: { family: name, parameter_size: '8B' }, capabilities: ['completion'] }
  }),
  has_more: false,
  first_id: 'good',
  last_id: 'good',
}

function goodReply(path: string, model: string): unknown {
  const content = JSON.stringify(replyToSample())
  if (path.endsWith('/messages')) {
    const usage = { input_tokens: 1_000, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 100 }
    const message = { id: 'msg_01', type: 'message', role: 'assistant', model, content: [{ type: 'text', text: content }] }
    return { ...message, stop_reason: 'end_turn', stop_sequence: null, usage }
  }
  if (path.endsWith('/api/chat')) {
    const counts = { prompt_eval_count: 5_000, eval_count: 100 }
    return {
      model,
      created_at: '2026-11-22T09:00:00.000Z',
      message: { role: 'assistant', content },
      done: true,
      done_reason: 'stop',
      ...counts,
    }
  }
  const choice = { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' }
  const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 }
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1_764_347_485, model, choices: [choice], usage }
}
