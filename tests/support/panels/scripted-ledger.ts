import type { CallIdentity } from '../../../src/contracts/model-call.js'
import { callKey } from '../../../src/panels/ledger/call-key.js'
import type { AskOptions, Ledger } from '../../../src/panels/ledger/ledger.js'
import { ProviderError } from '../../../src/platform/errors.js'
import type { FinishReason, ReplyReader } from '../../../src/providers/chat-model.js'

export const scriptedUsage = { inputTokens: 10, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 5 }

/** What a call answers: what its reader gives of the reply, or the error that it breaks with. */
export type ScriptedAnswer = { text: string; finishReason?: FinishReason; elsewhere?: { field: string; text: string }[] } | Error

/** What someone who asks a model works with: a ledger that answers in turn; and what was asked, waited for and told. `isAborted`: at the first call. */
export function scriptedLedger(answers: readonly ScriptedAnswer[], { isAborted = false } = {}) {
  const asked: CallIdentity[] = []
  const errors: unknown[] = []
  const waitsMs: number[] = []
  const stopping = new AbortController()
  const ledger: Ledger = {
    complete: async (identity: CallIdentity, { onLost }: AskOptions) => {
      const answer = answers[asked.length]
      asked.push(identity)
      if (isAborted) stopping.abort()
      if (answer === undefined) throw new Error('asked more often than expected')
      if (answer instanceof ProviderError && answer.kind === 'timeout') onLost?.({ usage: null, costUsd: null, latencyMs: null })
      if (answer instanceof Error) throw answer
      const cost = { usage: scriptedUsage, costUsd: 0.01, latencyMs: 50 }
      return { key: callKey(identity), source: 'call' as const, origin: 'recorded', raw: answer, ...cost }
    },
  }
  const reader = (): ReplyReader => ({ read: (raw) => ({ finishReason: 'stop', usage: scriptedUsage, ...(raw as { text: string }) }) })
  return {
    asking: {
      ...{ ledger, reader, signal: stopping.signal },
      sleep: async (milliseconds: number) => void waitsMs.push(milliseconds),
      onError: (error: unknown) => void errors.push(error),
    },
    seen: { asked, errors, waitsMs },
  }
}
