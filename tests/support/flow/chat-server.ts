import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { sha256 } from '../../../src/platform/hash.js'
import { createWatch, startLoopbackServer } from '../loopback-server.js'

/** One request as the server saw it. */
export type ChatAsk = {
  model: string
  tool: string
  persona: string
  /** How many pairs of a draft a request for a second opinion asks about, which names neither tool nor persona; 0 of a request for a verdict. */
  pairs: number
  /** Whether it asks for facts, which names neither tool nor persona. */
  isForFacts: boolean
  /** 1 for a seat's first request, 2 for its repair round. */
  round: 1 | 2
  /** The SHA-256 of the whole body: equal for requests that are the same. */
  bodySha256: string
  /** How often this very body has come, this time included. */
  visit: number
}

export type ChatUsage = { prompt_tokens: number; completion_tokens: number; prompt_tokens_details?: { cached_tokens: number } }

export type ChatAnswer =
  | { kind: 'reply'; text: string; usage: ChatUsage; finish?: 'stop' | 'length' | 'content_filter'; hold?: Hold }
  | { kind: 'status'; status: number; message: string; code?: string; headers?: Record<string, string>; hold?: Hold }
  /** Status 200 with that body, whatever it is. */
  | { kind: 'body'; body: unknown; headers?: Record<string, string>; hold?: Hold }
  /** The connection breaks: before the answer, or in the middle of a reply. */
  | { kind: 'drop'; when: 'before' | 'amid'; hold?: Hold }

/** What an answer waits for: with its headers, and with the rest of its body. */
export type Hold = { headers?: Promise<unknown>; end?: Promise<unknown> }

/** What happened, in the order in which it did: a request came, its answer's headers went out, its answer was whole (or dropped). */
export type ChatEvent = { event: 'arrived' | 'begun' | 'ended'; ask: ChatAsk; answer: ChatAnswer | null }

const bodySchema = z.object({ model: z.string(), messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1) })

export type ChatServer = Awaited<ReturnType<typeof startChatServer>>

/**
 * A server on 127.0.0.1 that speaks OpenAI's chat completions and keeps a log in the order of events. Of our own, because aimock 1.43
 * draws its chaos at random, does not tell when an answer began, and cannot hold one back until something else has happened.
 */
export async function startChatServer(decide: (ask: ChatAsk, prompt: string) => ChatAnswer) {
  const events: ChatEvent[] = []
  const visits = new Map<string, number>()
  const watch = createWatch()
  const note = (event: ChatEvent): void => {
    events.push(event)
    watch.changed()
  }
  const server = await startLoopbackServer(async (request, response) => {
    // It has no list of models, as many a gateway.
    if (request.method !== 'POST') return response.writeHead(404).end()
    const { ask, prompt } = await readAsk(request, visits)
    note({ event: 'arrived', ask, answer: null })
    const answer = decide(ask, prompt)
    await answer.hold?.headers
    note({ event: 'begun', ask, answer })
    if (answer.kind === 'reply') await sendReply(response, ask, answer)
    if (answer.kind === 'status') sendStatus(response, answer)
    if (answer.kind === 'body')
      response.writeHead(200, { 'content-type': 'application/json', ...answer.headers }).end(JSON.stringify(answer.body))
    if (answer.kind === 'drop') await breakOff(response, answer)
    note({ event: 'ended', ask, answer })
  })
  return {
    url: `${server.url}/v1`,
    events,
    /** The requests that came so far, in their order. */
    arrivals: (): ChatAsk[] => events.flatMap(({ event, ask }) => (event === 'arrived' ? [ask] : [])),
    /** Resolves once that holds of the log. */
    until: watch.until,
    stop: server.stop,
  }
}

async function readAsk(request: IncomingMessage, visits: Map<string, number>): Promise<{ ask: ChatAsk; prompt: string }> {
  const body = await json(request)
  const { model, messages } = bodySchema.parse(body)
  const text = messages.map(({ content }) => content).join('\n')
  const bodySha256 = sha256(JSON.stringify(body))
  const visit = (visits.get(bodySha256) ?? 0) + 1
  visits.set(bodySha256, visit)
  const pairs = text.match(/^pair \d+, passage \d+: /gm)?.length ?? 0
  const isForFacts = text.includes('\n<wanted>\n')
  const seat = pairs === 0 && !isForFacts ? seatInText(text) : { tool: '', persona: '' }
  const round = messages.some(({ role }) => role === 'assistant') ? 2 : 1
  return { ask: { model, ...seat, pairs, isForFacts, round, bodySha256, visit }, prompt: text }
}

/** The tool and the persona that a prompt is about. */
export function seatInText(text: string): { tool: string; persona: string } {
  const tool = /<dossier tool="([^"]+)"/.exec(text)?.[1]
  const persona = /<brief persona="([^"]+)"/.exec(text)?.[1]
  if (tool === undefined || persona === undefined) throw new Error('the prompt names no tool or no persona')
  return { tool, persona }
}

function completion({ model, bodySha256 }: ChatAsk, { text, usage, finish = 'stop' }: Extract<ChatAnswer, { kind: 'reply' }>): string {
  const choice = { index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: finish }
  const total_tokens = usage.prompt_tokens + usage.completion_tokens
  const head = { id: `chatcmpl-${bodySha256.slice(0, 12)}`, object: 'chat.completion', created: 1_764_347_485, model }
  return JSON.stringify({ ...head, choices: [choice], usage: { ...usage, total_tokens } })
}

async function sendReply(response: ServerResponse, ask: ChatAsk, answer: Extract<ChatAnswer, { kind: 'reply' }>): Promise<void> {
  const body = completion(ask, answer)
  response.writeHead(200, { 'content-type': 'application/json' })
  if (answer.hold?.end !== undefined) {
    response.write(body.slice(0, 10))
    await answer.hold.end
    response.end(body.slice(10))
  } else response.end(body)
}

function sendStatus(response: ServerResponse, { status, message, code, headers }: Extract<ChatAnswer, { kind: 'status' }>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ error: { message, type: 'error', code: code ?? null } }))
}

/** Amid: after headers that promise more than what comes. */
async function breakOff(response: ServerResponse, { when }: Extract<ChatAnswer, { kind: 'drop' }>): Promise<void> {
  if (when === 'amid') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    await new Promise<void>((resolve) => {
      response.write('{"id":"chatcmpl-', () => resolve())
    })
  }
  response.destroy()
}
