import type { ChatRequest } from '../../src/contracts/model-call.js'
import { ProviderError } from '../../src/platform/errors.js'
import type { ChatModel, ReadReply } from '../../src/providers/chat-model.js'
import type { Live } from './case.js'
import { seconds } from './case.js'
import type { Target } from './target.js'

type JsonSchema = ChatRequest['replySchema']['schema']

const wordSchema: JsonSchema = {
  type: 'object',
  properties: { call: { type: 'string', enum: ['ship', 'skip'] } },
  required: ['call'],
  additionalProperties: false,
}

/** A request with one message. Left out, the reply is one of two words. */
export function ask(text: string, { schema = wordSchema, maxOutputTokens = 64 }: { schema?: JsonSchema; maxOutputTokens?: number } = {}) {
  return {
    messages: [{ role: 'user', parts: [{ text, cacheable: false }] }],
    replySchema: { name: 'answer', schema },
    sampling: { temperature: 0, maxOutputTokens },
  } satisfies ChatRequest
}

/** A schema whose shortest reply has so many words, whatever the model would rather write. Pure. */
export function longReplySchema(words: number): JsonSchema {
  const items = { type: 'string', enum: ['ship', 'skip'] }
  const calls = { type: 'array', items, minItems: words, maxItems: words }
  return { type: 'object', properties: { calls }, required: ['calls'], additionalProperties: false }
}

/** A text of so many words that begins as no other: a server that keeps what it has read has not read this. A word takes a token at least. */
export function longPrompt(words: number, beginning: string): string {
  const each = ['ship', 'skip', 'tool', 'code', 'team', 'cost', 'free', 'test']
  return `${beginning}. ${Array.from({ length: words }, (_, index) => each[(index * 7 + words) % each.length]).join(' ')}`
}

export type Timed<T> = { value: T; ms: number }

/** How long something took. */
export async function timed<T>({ runtime }: Pick<Live, 'runtime'>, work: () => Promise<T>): Promise<Timed<T>> {
  const startedMs = runtime.monotonicMs()
  const value = await work()
  return { value, ms: runtime.monotonicMs() - startedMs }
}

/** One call, read as a panel reads it. */
export async function complete(chat: ChatModel, request: ChatRequest, signal: AbortSignal, onBegin?: () => void): Promise<ReadReply> {
  return chat.read(await chat.complete(request, { signal, ...(onBegin === undefined ? {} : { onBegin }) }))
}

/** What a call ended with: its reply, or why there is none. Only `ProviderError` counts as an answer. */
export async function outcomeOf(reply: Promise<ReadReply>): Promise<{ reply: ReadReply } | { error: ProviderError }> {
  try {
    return { reply: await reply }
  } catch (error) {
    if (error instanceof ProviderError) return { error }
    throw error
  }
}

/**
 * llama.cpp's server looks for clients that have gone once nothing has happened for a second, and an answer about its slots is something: asked
 * more often, it never looks while it reads a prompt (seen with b11669: 156 s instead of 2).
 */
const pollMs = 1_500
/** A server that is free by then has stopped what it did. */
export const promptlyMs = 3_000

/**
 * How long after now the server has a slot free: as it says itself, else by a tiny call, over what that took before (`usualMs`). Behind a call
 * that goes on, it would wait.
 */
export async function untilFree(live: Live, target: Target, usualMs: number): Promise<{ ms: number; how: string }> {
  const slots = async () => (await target.registry.localServer(live.provider)?.slots({ signal: live.signal }))?.busy ?? null
  const startedMs = live.runtime.monotonicMs()
  let busy = await slots()
  if (busy === null) {
    const { ms } = await timed(live, () => tinyCall(live, target))
    return { ms: Math.max(0, ms - usualMs), how: `a call of one token right after took ${seconds(ms)}, before ${seconds(usualMs)}` }
  }
  while (busy !== null && busy > 0) {
    await live.runtime.sleep(pollMs, live.signal)
    busy = await slots()
  }
  const ms = live.runtime.monotonicMs() - startedMs
  return { ms, how: `its slot was free ${seconds(ms)} later` }
}

/** A call of one token. */
export function tinyCall({ signal }: Pick<Live, 'signal'>, { chat }: Target): Promise<ReadReply> {
  return complete(chat, ask('Ship or skip?', { maxOutputTokens: 1 }), signal)
}
