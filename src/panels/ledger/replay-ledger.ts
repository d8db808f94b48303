import type { CallIdentity, RecordedReply, Recording, Usage } from '../../contracts/model-call.js'
import { ProviderError, RecordingMissError } from '../../platform/errors.js'
import { unknownUsage } from '../../platform/sums.js'
import type { ReplyReader } from '../../providers/chat-model.js'
import { callKey } from './call-key.js'
import { usageIn } from './kept-reply.js'
import type { AskOptions, Ledger, LedgerReply } from './ledger.js'
import { repeatOf } from './samples.js'

export type ReplayLedgerDependencies = {
  find: (key: string) => Promise<RecordedReply | null>
  /** Every recording of the set; read only to explain a miss. */
  all: () => Promise<Recording[]>
  reader: (model: string) => ReplyReader
}

/** The ledger that never calls: it answers from one set of recordings, and a request without a recording is an error. */
export function createReplayLedger({ find, all, reader }: ReplayLedgerDependencies): Ledger {
  return {
    complete: async (identity, options) => {
      const key = callKey(identity)
      const exact = await find(key)
      if (exact !== null) return toLedgerReply(key, exact, reader(identity.model))
      const recordings = await all()
      const later = laterSample(identity, { recordings, options })
      if (later === undefined) {
        const { describeNearest } = await import('./nearest-recording.js')
        throw new RecordingMissError(describeNearest({ key, identity, recordings }))
      }
      return { ...toLedgerReply(later.key, later, reader(identity.model)), sample: later.sample }
    },
  }
}

/** A recorded reply as the ledger hands it out. */
export function toLedgerReply(key: string, { origin, raw, costUsd, latencyMs }: RecordedReply, reader: ReplyReader): LedgerReply {
  return { key, source: 'recording', origin, raw, usage: usageOrUnknown(reader, raw), costUsd, latencyMs }
}

/** A reply that cannot be read is judged by the caller, as on the day it came. */
function usageOrUnknown(reader: ReplyReader, raw: unknown): Usage {
  try {
    return usageIn(reader, raw)
  } catch (error) {
    if (error instanceof ProviderError) return unknownUsage
    throw error
  }
}

type Search = { recordings: readonly Recording[]; options: AskOptions }

/** The last sample that is recorded of a request, in the same repeat: the ledger goes on to the next only where one left a seat unscored. */
function laterSample(identity: CallIdentity, { recordings, options }: Search): Recording | undefined {
  if (!options.orLater) return undefined
  const keys = new Map<number, string>()
  const isSame = ({ model, sample, key }: Recording): boolean => {
    if (model !== identity.model || sample <= identity.sample || repeatOf(sample) !== repeatOf(identity.sample)) return false
    const known = keys.get(sample) ?? callKey({ ...identity, sample })
    keys.set(sample, known)
    return known === key
  }
  return recordings.filter(isSame).sort((a, b) => b.sample - a.sample)[0]
}
