import type { ChatRequest } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import { type CheckResult, cached, modelsCheck, type ReadinessCheck } from '../../platform/observe/readiness.js'
import { DeadlineError, withDeadline } from '../../platform/observe/with-deadline.js'
import type { Runtime } from '../../platform/runtime.js'
import { mayChat } from '../../providers/catalog/may-chat.js'
import type { ModelRegistry } from '../../providers/registry.js'

export type ModelReadinessOptions = {
  registry: Pick<ModelRegistry, 'listModelsOf' | 'chatModel'>
  /** The names of the providers to ask. */
  providers: readonly string[]
  /** Model ids of the configured jurors: a provider without a list of models is asked for a reply of one token by its first. */
  jurors?: readonly string[]
  runtime: Pick<Runtime, 'monotonicMs' | 'sleep'>
  deadlineMs?: number
  /** How long it holds that models can be used. That none can is asked again after a sixth of it. */
  cacheMs?: number
}

const defaultDeadlineMs = 10_000
const defaultCacheMs = 30_000
/** A reply of one token costs money, so what it showed holds for longer. */
const tinyReplyHoldsMs = 600_000
/** Answers with which a server says that it has no list of models. */
const noListStatuses: readonly (number | null)[] = [404, 405, 501]

/**
 * The check `models`: at least one provider answers with at least one model that can chat. It outlives the probe that asked for it, so a
 * provider slower than the probe's timeout is known by the next.
 */
export function createModelReadiness(options: ModelReadinessOptions): ReadinessCheck {
  const { providers, runtime, cacheMs = defaultCacheMs } = options
  const asks = providers.map((provider) => ({ provider, ask: askProvider(provider, options) }))
  const look = cached<CheckResult>({
    runtime,
    work: async () => {
      const answers = await Promise.all(asks.map(async ({ provider, ask }) => ({ provider, ...(await ask()) })))
      const detail = answers.map(({ provider, says }) => `${provider}: ${says}`).join('; ')
      return { isReady: answers.some(({ isUsable }) => isUsable), detail: detail === '' ? 'no provider has a key or needs none' : detail }
    },
    holdsMs: ({ isReady }) => (isReady ? cacheMs : cacheMs / 6),
  })
  return { name: modelsCheck, check: look }
}

type Answer = { isUsable: boolean; says: string }

function askProvider(provider: string, options: ModelReadinessOptions): () => Promise<Answer> {
  const { registry, runtime, jurors = [], deadlineMs = defaultDeadlineMs } = options
  const juror = jurors.find((id) => id.startsWith(`${provider}:`))
  const within = <T>(work: (signal: AbortSignal) => Promise<T>) =>
    withDeadline(work(AbortSignal.timeout(deadlineMs)), { runtime, deadlineMs })
  const tinyReply = cached<Answer>({
    runtime,
    work: async () => {
      if (juror === undefined) return { isUsable: false, says: 'it has no list of models, and no juror of it is configured' }
      await within((signal) => registry.chatModel(juror).complete(tinyRequest, { signal }))
      return { isUsable: true, says: 'it has no list of models; a configured juror replies' }
    },
    holdsMs: () => tinyReplyHoldsMs,
  })
  return async () => {
    try {
      const listing = await within((signal) => registry.listModelsOf(provider, { signal }))
      if ('error' in listing) {
        if (noListStatuses.includes(listing.error.statusCode)) return await tinyReply()
        throw listing.error
      }
      const count = listing.models.filter(({ name }) => mayChat(name)).length
      return { isUsable: count > 0, says: count === 1 ? '1 model' : `${count} models` }
    } catch (error) {
      return { isUsable: false, says: failureWord(error) }
    }
  }
}

/** The kind alone: a provider's own words may hold an address or a key. */
function failureWord(error: unknown): string {
  if (error instanceof ProviderError) return error.kind
  return error instanceof DeadlineError ? error.message : 'it failed'
}

const tinyRequest: ChatRequest = {
  messages: [{ role: 'user', parts: [{ text: 'Reply with {}', cacheable: false }] }],
  replySchema: { name: 'nothing', schema: { type: 'object', properties: {}, required: [], additionalProperties: false } },
  sampling: { temperature: 0, maxOutputTokens: 1 },
}
