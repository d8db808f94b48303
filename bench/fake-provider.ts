import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { benchReply } from './inputs.js'
import { createPromptCache } from './prompt-cache-model.js'
import { chatBodySchema, type ProviderSettings, type ProviderStats, providerSettingsSchema } from './provider-protocol.js'

/*
 * The paced provider, a process of its own, so that its processor time is counted apart from that of its callers. It speaks OpenAI's chat
 * completions on 127.0.0.1 and answers every request after the same time. `POST /control` sets it and starts its counts again, `GET /control`
 * tells them. Its clock starts with the first byte of a request's head and stops when a reply has been handed to the system.
 */

const benchText = JSON.stringify(benchReply)
const standardBody = completion(benchText)
let settings: ProviderSettings = { latencyMs: 0, beginMs: 0, meters: false, replies: {} }
let stats = noStats()
let inFlight = 0
let cache = createPromptCache()

const server = createServer((request, response) => {
  if (request.url === '/control') control(request, response).catch((error: unknown) => fail(response, error))
  else answer(request, response).catch((error: unknown) => fail(response, error))
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
process.on('SIGTERM', () => process.exit(0))

async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    settings = providerSettingsSchema.parse(await json(request))
    stats = noStats()
    cache = createPromptCache()
  }
  const answer: ProviderStats = { ...stats, inFlight, tokens: cache.tokens(), cacheReads: cache.reads() }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrivedMs = performance.now()
  const counted = stats
  counted.requests += 1
  counted.firstRequestMs ??= arrivedMs
  inFlight += 1
  counted.peakInFlight = Math.max(counted.peakInFlight, inFlight)
  response.on('close', () => {
    inFlight -= 1
  })
  response.on('finish', () => {
    counted.replies += 1
    counted.lastReplyMs = performance.now()
    counted.slowestCallMs = Math.max(counted.slowestCallMs, counted.lastReplyMs - arrivedMs)
  })
  // Read and dropped: to parse it would cost more than to answer.
  const ask = settings.meters ? cache.arrive(chatBodySchema.parse(await json(request))) : null
  if (ask === null) await drain(request)
  if (settings.latencyMs > 0) await wait(settings.latencyMs)
  // Its caller is gone, so that no one gets a reply, and none is counted.
  if (response.destroyed) return
  const body = ask === null ? standardBody : completion(settings.replies[ask.persona] ?? benchText)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  if (settings.beginMs > 0) {
    response.flushHeaders()
    ask?.begin()
    await wait(settings.beginMs)
  } else ask?.begin()
  response.end(body)
}

function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => request.on('end', resolve).on('error', reject).resume())
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function completion(text: string): string {
  const choice = { index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: 'stop' }
  const usage = { prompt_tokens: 2_600, completion_tokens: 110, total_tokens: 2_710 }
  const head = { id: 'chatcmpl-bench', object: 'chat.completion', created: 1_764_347_485, model: 'paced' }
  return JSON.stringify({ ...head, choices: [choice], usage })
}

function noStats(): Omit<ProviderStats, 'inFlight' | 'tokens' | 'cacheReads'> {
  return { requests: 0, replies: 0, firstRequestMs: null, lastReplyMs: null, slowestCallMs: 0, peakInFlight: 0 }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(500).end(JSON.stringify({ error: { message: String(error) } }))
}
