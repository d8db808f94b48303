import type { ChatRequest } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import type { FinishReason, ReplyReader } from '../../providers/chat-model.js'
import { whyUnkept } from './kept-reply.js'
import type { Ledger, LedgerReply, LostCall } from './ledger.js'

/** How often a call is sent that its provider sends away for a while. One that a limit of our own holds back was not sent. */
const mostTries = 3
const firstWaitMs = 1_000
/** How long is waited for one try, which is the minute that limits go by, and for all of them. */
const longestWaitMs = 60_000
const longestInAllMs = 10 * 60_000

/** Who is asked, and with what; for calls that no queue brings back. */
export type Asking = {
  model: string
  reader: () => ReplyReader
  ledger: Ledger
  signal: AbortSignal
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
}

/** The calls so far. `isAsking`: a reply is being waited for; what breaks while none is breaks over a reply that is there. */
export type Progress = { replies: LedgerReply[]; lost: LostCall[]; isAsking: boolean }
export type Answer = { text: string; finishReason: FinishReason }

export function newProgress(): Progress {
  return { replies: [], lost: [], isAsking: false }
}

/**
 * Asks a model through the ledger and reads what it says, waiting for a provider or a limit that asks for a short wait. Throws what the ledger
 * throws, and for a reply that could not be kept.
 */
export async function askPatiently(asking: Asking, request: ChatRequest, progress: Progress): Promise<Answer> {
  progress.isAsking = true
  const reply = await completeOrWait(asking, request, progress)
  progress.isAsking = false
  progress.replies.push(reply)
  const unkept = whyUnkept(reply.raw)
  if (unkept !== null) throw new Error(`it could not be kept: ${unkept}`)
  const { text, elsewhere = [], finishReason } = asking.reader().read(reply.raw)
  // An answer in the place for thinking, or in a tool's arguments, is one: there is no other.
  return { text: text.trim() === '' ? elsewhere.map((place) => place.text).join('\n\n') : text, finishReason }
}

/** Whether a model declined to answer. */
export function isRefusal({ finishReason }: Answer): boolean {
  return finishReason === 'refusal' || finishReason === 'content-filter'
}

/** Who asks for a short wait gets it. */
async function completeOrWait({ ledger, model, signal, sleep }: Asking, request: ChatRequest, progress: Progress): Promise<LedgerReply> {
  let [tries, waitedMs] = [0, 0]
  for (;;) {
    try {
      return await ledger.complete({ model, request, sample: 1 }, { signal, onLost: (lost) => progress.lost.push(lost) })
    } catch (error) {
      if (!(error instanceof ProviderError) || !error.isRetryable) throw error
      if (!isOwnLimit(error)) tries += 1
      const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** Math.max(0, tries - 1)
      waitedMs += waitMs
      if (tries === mostTries || waitMs > longestWaitMs || waitedMs > longestInAllMs) throw error
      await sleep(waitMs, signal)
    }
  }
}

function isOwnLimit({ kind, statusCode }: ProviderError): boolean {
  return kind === 'rate-limited' && statusCode === null
}
