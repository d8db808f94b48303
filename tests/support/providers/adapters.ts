import { createRuntime } from '../../../src/platform/runtime.js'
import { createAnthropic } from '../../../src/providers/anthropic/anthropic.js'
import type { ChatModel } from '../../../src/providers/chat-model.js'
import { createMistral } from '../../../src/providers/mistral/mistral.js'
import { createOllama } from '../../../src/providers/ollama/ollama.js'
import { createOpenAiCompatible } from '../../../src/providers/openai-compatible/openai-compatible.js'

const runtime = createRuntime({ logLevel: 'silent' })
const deadlineMs = 20_000

/** The key that every hosted adapter sends here. */
export const testKey = 'key-4711-of-the-test'

export type AdapterName = 'anthropic' | 'mistral' | 'ollama' | 'gateway'

/** A model of each adapter at a server's address; `gateway` is an OpenAI-compatible endpoint of that name. */
export const connect: Readonly<Record<AdapterName, (url: string) => ChatModel>> = {
  anthropic: (baseUrl) => createAnthropic({ apiKey: testKey, baseUrl, runtime, deadlineMs }).chatModel('claude-sonnet-4-6'),
  mistral: (baseUrl) => createMistral({ apiKey: testKey, baseUrl, runtime, deadlineMs }).chatModel('mistral-large-latest'),
  ollama: (host) => createOllama({ host, runtime, deadlineMs }).chatModel('llama3.1:8b'),
  gateway: (baseUrl) =>
    createOpenAiCompatible({ name: 'gateway', baseUrl: `${baseUrl}/v1`, apiKey: testKey, runtime, deadlineMs }).chatModel('acme/x'),
}

export const adapterNames: readonly AdapterName[] = ['anthropic', 'mistral', 'ollama', 'gateway']

/** The parts of a reply that a case is about. */
export type ReplyParts = { text?: unknown; ending?: string | null; usage?: unknown; message?: object; body?: object }

function completion({ text = '', ending = 'stop', usage, message = {}, body = {} }: ReplyParts): object {
  const choice = { index: 0, message: { role: 'assistant', content: text, ...message }, finish_reason: ending }
  return { id: 'c', object: 'chat.completion', choices: [choice], ...(usage === undefined ? {} : { usage }), ...body }
}

/** A reply's body in each vendor's own form. For Anthropic, `text` may be a list of blocks. */
export const replyBody: Readonly<Record<AdapterName, (parts: ReplyParts) => object>> = {
  gateway: completion,
  mistral: completion,
  ollama: ({ text = '', ending = 'stop', usage = {}, message = {}, body = {} }) => ({
    model: 'llama3.1:8b',
    message: { role: 'assistant', content: text, ...message },
    done: true,
    done_reason: ending,
    ...Object(usage),
    ...body,
  }),
  anthropic: ({ text = '', ending = 'end_turn', usage = {}, body = {} }) => ({
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-6',
    content: Array.isArray(text) || text === null ? text : [{ type: 'text', text }],
    stop_reason: ending,
    stop_sequence: null,
    usage,
    ...body,
  }),
}
