import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { createWatch, startLoopbackServer } from '../loopback-server.js'
import { sampleReply } from '../samples.js'
import { seatInText } from './chat-server.js'

/** What llama.cpp's server really answered: see the README beside the files. */
export function llamaFile(name: string): string {
  return readFileSync(new URL(`../providers/llama-cpp/${name}`, import.meta.url), 'utf8')
}

export type LlamaAsk = { tool: string; persona: string; isRepair: boolean; system: string }

type LlamaOptions = {
  slots: number | null
  /** What a slot takes, in tokens. */
  contextTokens?: number
  decide: (ask: LlamaAsk, visit: number) => LlamaAnswer
}

/** How a request is answered: with a reply once `when` is kept, or with a body of the real server. */
export type LlamaAnswer =
  | { kind: 'reply'; when?: Promise<unknown> }
  | { kind: 'body'; when?: Promise<unknown>; status: number; body: string }

const bodySchema = z.object({ stream: z.literal(true), messages: z.array(z.object({ role: z.string(), content: z.string() })).min(2) })

/** The real server's stream with the sample reply as its text. */
function replyStream(): string {
  const [first, ...rest] = llamaFile('stream.txt').split(/(?<=\n\n)/)
  const content = JSON.stringify({ choices: [{ finish_reason: null, index: 0, delta: { content: JSON.stringify(sampleReply()) } }] })
  const ending = rest.filter((event) => !event.includes('"content"'))
  return [first, `data: ${content}\n\n`, ...ending].join('')
}

/**
 * A server on 127.0.0.1 that answers as llama.cpp's does, with so many slots; null for one that knows no slots. It keeps what was asked, and
 * how many requests it had at once.
 */
export async function startLlamaServer({ slots, contextTokens = 32_768, decide }: LlamaOptions) {
  const asks: LlamaAsk[] = []
  const watch = createWatch()
  const load = { now: 0, most: 0 }
  const state = { isLoading: false }
  const send = (response: ServerResponse, status: number, body: string) => {
    const type = body.startsWith(':') ? 'text/event-stream' : 'application/json; charset=utf-8'
    response.writeHead(status, { 'content-type': type }).end(body)
  }
  const chat = async (body: string, response: ServerResponse) => {
    const { messages } = bodySchema.parse(JSON.parse(body))
    const prompt = messages.map(({ content }) => content).join('\n')
    const ask = { ...seatInText(prompt), isRepair: messages.length > 2, system: messages[0]?.content ?? '' }
    asks.push(ask)
    load.now += 1
    load.most = Math.max(load.most, load.now)
    watch.changed()
    const answer = decide(ask, asks.length)
    await answer.when
    if (answer.kind === 'reply') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(replyStream())
    }
    load.now -= 1
    if (answer.kind === 'reply') response.end()
    else send(response, answer.status, answer.body)
  }
  const server = await startLoopbackServer(async (request, response) => {
    const body = await text(request)
    if (state.isLoading) return send(response, 503, llamaFile('loading.json'))
    if (request.url === '/props' && slots !== null) {
      // The real one was started with very little.
      const own = { total_slots: slots, default_generation_settings: { n_ctx: contextTokens } }
      return send(response, 200, JSON.stringify({ ...JSON.parse(llamaFile('props.json')), ...own }))
    }
    if (request.url === '/v1/chat/completions') return chat(body, response)
    return send(response, 404, '{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}')
  })
  return {
    url: `${server.url}/v1`,
    asks,
    load,
    /** While set, every request is answered as by a server that loads its model. */
    state,
    until: watch.until,
    stop: server.stop,
  }
}
