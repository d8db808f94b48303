import { z } from 'zod'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { withoutSecrets } from '../../../../src/platform/text/provider-text.js'
import type { ReadReply, ReplyReader } from '../../../../src/providers/chat-model.js'
import type { AdapterOptions, ProviderAccess } from '../../../../src/providers/definition.js'
import type { Diagnosis, FailedAnswer, ProviderEndpoint } from '../../../../src/providers/http/endpoint.js'
import { failedReply, type ReplyForm } from '../../../../src/providers/http/failed-reply.js'
import { callProvider } from '../../../../src/providers/http/http.js'
import { unreadableBody } from '../../../../src/providers/http/unreadable-body.js'
import { missingKeyError } from '../../../../src/providers/missing-key.js'
import type { Provider } from '../../../../src/providers/provider.js'
import { messageText } from '../../../../src/providers/reply/message-text.js'

const seedsSchema = z.object({ seeds: z.tuple([z.int(), z.int()]).nullable().default(null).catch(null) })
const replySchema = z.object({ said: z.string(), over: z.string(), ...seedsSchema.shape })
const birdsSchema = z.object({ birds: z.array(z.string()) })
const addressFix = 'Check that PARROT_URL is where the parrots live'

function usageOf(seeds: [number, number] | null): ReadReply['usage'] {
  return { inputTokens: seeds?.[0] ?? null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: seeds?.[1] ?? null }
}

export const parrotReader: ReplyReader = {
  read: (raw) => {
    const parsed = replySchema.safeParse(raw)
    if (!parsed.success) throw unreadableBody({ provider: 'parrot', raw, missing: 'said', fix: addressFix })
    const { said, over, seeds } = parsed.data
    return {
      text: said,
      finishReason: over === 'full stop' ? 'stop' : over === 'out of breath' ? 'length' : 'other',
      usage: usageOf(seeds),
    }
  },
}

const parrotForm: ReplyForm = {
  ...parrotReader,
  usageOf: (body) => usageOf(seedsSchema.parse(body).seeds),
  endingOf: (body) => z.object({ over: z.string() }).safeParse(body).data?.over ?? null,
  isOwn: (body) => 'said' in body || 'over' in body,
}

function diagnose({ status }: FailedAnswer): Diagnosis | null {
  if (status === 418) return { kind: 'authentication', isRetryable: false, fix: 'Set PARROT_KEY to a key from parrots.example' }
  if (status === 410) return { kind: 'unknown-model', isRetryable: false, fix: 'Run: panel models' }
  return null
}

function toQuestion(model: string, { messages, replySchema: { schema }, sampling }: ChatRequest) {
  return { bird: model, words: messages.map(messageText), cage: schema, breath: sampling.maxOutputTokens }
}

/** The made-up vendor's models, behind its own wire format. */
export function createParrot(
  { apiKey, baseUrl }: ProviderAccess,
  { runtime, find: _, secretShapes, ...timeouts }: AdapterOptions,
): Provider {
  const address = baseUrl ?? 'https://api.parrots.example'
  const call = (path: string, { signal, onBegin }: { signal: AbortSignal; onBegin?: () => void }, question: unknown) => {
    if (apiKey === null) throw missingKeyError('parrot', 'Set PARROT_KEY to a key from parrots.example')
    const secrets = [apiKey, ...secretShapes]
    const endpoint: ProviderEndpoint = {
      provider: 'parrot',
      address: withoutSecrets(address, secrets),
      fetch: runtime.fetch,
      ...timeouts,
      secrets,
      diagnose,
      advice: { unreachable: addressFix, slow: 'Let fewer seats run at once' },
    }
    const init = question === null ? {} : { method: 'POST', body: JSON.stringify(question) }
    return callProvider(endpoint, {
      signal,
      onBegin,
      send: async (fetch) => (await fetch(new URL(path, address), { ...init, headers: { 'x-parrot-key': apiKey } })).text(),
      ...(question === null ? {} : { failureIn: (...answer) => failedReply(parrotForm, ...answer) }),
    })
  }
  return {
    name: 'parrot',
    reader: parrotReader,
    chatModel: (model) => ({
      id: `parrot:${model}`,
      complete: async (request, options) => call('/say', options, toQuestion(model, request)),
      ...parrotReader,
    }),
    listModels: async (options) => {
      const raw = await call('/birds', options, null)
      const parsed = birdsSchema.safeParse(raw)
      if (!parsed.success) throw unreadableBody({ provider: 'parrot', raw, missing: 'list of models', fix: addressFix })
      return parsed.data.birds.map((name) => ({ name, sizeBytes: null, parameterSize: null }))
    },
  }
}
