import type { RecordedReply, Recording } from '../contracts/model-call.js'
import { RecordingMissError } from '../errors.js'
import type { ReplyReader } from '../models/chat-model.js'
import { callKey } from './call-key.js'
import type { Ledger } from './ledger.js'
import { describeNearest } from './nearest-recording.js'

export type ReplayLedgerDependencies = {
  find: (key: string) => Promise<RecordedReply | null>
  /** Every recording of the set; read only to explain a miss. */
  all: () => Promise<Recording[]>
  reader: (model: string) => ReplyReader
}

/** The ledger that never calls: it answers from one set of recordings, and a request without a recording is an error. */
export function createReplayLedger({ find, all, reader }: ReplayLedgerDependencies): Ledger {
  return {
    complete: async (identity) => {
      const key = callKey(identity)
      const recording = await find(key)
      if (recording === null) throw new RecordingMissError(describeNearest({ key, identity, recordings: await all() }))
      const { usage } = reader(identity.model).read(recording.raw)
      return {
        key,
        source: 'recording',
        origin: recording.origin,
        raw: recording.raw,
        usage,
        costUsd: recording.costUsd,
        latencyMs: recording.latencyMs,
      }
    },
  }
}
