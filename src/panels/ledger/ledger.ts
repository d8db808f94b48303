import type { CallIdentity, Usage } from '../../contracts/model-call.js'
import type { Origin } from '../../contracts/primitives.js'
import type { CompleteOptions } from '../../providers/chat-model.js'

/** A reply as the ledger hands it out: bought just now, bought before, or replayed from a recording. */
export type LedgerReply = {
  key: string
  /** Where it came from this time: a model was called, the ledger held it, or a recording answered. */
  source: 'call' | 'ledger' | 'recording'
  origin: Origin
  /** The provider's reply body, untouched. */
  raw: unknown
  usage: Usage
  /** US dollars; null when the price or the usage is not known. */
  costUsd: number | null
  latencyMs: number | null
  /** Which sample of the request it is, where a later one was taken than the one asked for. */
  sample?: number
  /** Which schema it was asked to follow, where that is known to be another one than today's. */
  replyVersion?: 1 | 2
}

/** What a call that brought no reply took; null where no one can tell, though it may have been billed. */
export type LostCall = { usage: Usage | null; costUsd: number | null; latencyMs: number | null }

export type AskOptions = CompleteOptions & {
  /** For a conversation's first request: passes over samples that left a seat unscored, to the first that did not or was never bought. */
  orLater?: boolean
  /** Called when a call breaks that may have been billed, before it throws. */
  onLost?: (lost: LostCall) => void
}

/**
 * Every model call goes through here, under a key that names all that decides its reply, so that none is bought twice.
 * Throws `ProviderError` (the call broke), `BudgetError` (nothing was sent), `RecordingMissError` (a replay has no answer) and
 * `UnkeptReplyError` (a reply was bought and lost).
 */
export type Ledger = { complete: (identity: CallIdentity, options: AskOptions) => Promise<LedgerReply> }
