import type { Dossier } from '../../contracts/dossier.js'
import type { Recording } from '../../contracts/model-call.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { DraftOutcome, Evidence } from '../../contracts/verdict.js'
import { openText } from '../../evidence/passages.js'
import { RecordingMissError } from '../../platform/errors.js'
import type { ReplyReader } from '../../providers/chat-model.js'
import { checksVersion } from '../draft/checks-version.js'
import type { SeatWork } from '../draft/draft-seat.js'
import { replyVersionOf } from '../draft/reply-format.js'
import { callKey } from '../ledger/call-key.js'
import type { Ledger } from '../ledger/ledger.js'
import { toLedgerReply } from '../ledger/replay-ledger.js'
import { buildRequest } from '../prompt/build-request.js'

/** A seat of another version of this software: whether it was asked in other words than today, and whether its reply was checked by other rules. */
export type OtherVersion = { isAskedOtherwise: boolean; isCheckedOtherwise: boolean }

/** How a seat of a record differs from what this version does, as its first recording and its draft say; null where it does not. */
export function otherVersionOf(
  stated: RecordVerdict | RecordDraft,
  { dossier, persona, model, form }: Pick<SeatWork, 'dossier' | 'persona' | 'model' | 'form'>,
  byKey: ReadonlyMap<string, Recording>,
): OtherVersion | null {
  const first = byKey.get(stated.callKeys[0] ?? '')
  const isAskedOtherwise =
    first !== undefined && callKey({ model, request: buildRequest({ dossier, persona, form }), sample: first.sample }) !== first.key
  const isCheckedOtherwise = stated.status === 'drafted' && (stated.checks ?? 1) !== checksVersion
  return isAskedOtherwise || isCheckedOtherwise ? { isAskedOtherwise, isCheckedOtherwise } : null
}

/** Answers a seat with the recordings that its record names, in their order, whatever it asks. */
export function statedCalls(
  { callKeys }: Pick<RecordVerdict | RecordDraft, 'callKeys'>,
  byKey: ReadonlyMap<string, Recording>,
  reader: ReplyReader,
): Ledger {
  const left = [...callKeys]
  return {
    complete: async () => {
      const key = left.shift()
      const recording = key === undefined ? undefined : byKey.get(key)
      if (recording === undefined) throw new RecordingMissError('the record names no further call of this seat')
      return { ...toLedgerReply(recording.key, recording, reader), replyVersion: replyVersionOf(recording.request) }
    },
  }
}

/**
 * What the seat came to with the findings of the version that checked it: evidence and flags as the record states them, where the reply still
 * holds the same words and each passage said to be found is in its source at that place; and why a seat of the same kind is unscored.
 * Anything else stays as this version finds it, and shows as a difference.
 */
export function withStatedFindings(outcome: DraftOutcome, stated: RecordVerdict | RecordDraft, dossier: Dossier): DraftOutcome {
  if (outcome.status === 'unscored')
    return stated.status === 'unscored' && stated.kind === outcome.kind ? { ...outcome, reason: stated.reason } : outcome
  if (stated.status !== 'drafted') return outcome
  const { draft } = outcome
  const isSameEvidence = sameWords(draft.evidence, stated.evidence) && stated.evidence.every((item) => isWhereItSays(item, dossier))
  if (!isSameEvidence) return outcome
  const { checks: _ours, particulars: _marks, ...words } = draft
  const checks = stated.checks === undefined ? {} : { checks: stated.checks }
  const particulars = stated.particulars === undefined ? {} : { particulars: stated.particulars }
  return { ...outcome, draft: { ...words, ...checks, ...particulars, evidence: stated.evidence, flags: stated.flags } }
}

/** Whether two lists of evidence hold the same passages in the same words. */
export function sameWords(ours: readonly Evidence[], theirs: readonly Evidence[]): boolean {
  const words = (evidence: readonly Evidence[]) => JSON.stringify(evidence.map(({ source, quote, shows }) => [source, quote, shows]))
  return words(ours) === words(theirs)
}

/** Whether a piece of evidence that is said to be found is in its source at that place. */
export function isWhereItSays(item: Evidence, { sources }: Dossier): boolean {
  if (item.status === 'not found') return true
  const source = sources.find(({ id }) => id === item.source)
  const passage = source?.text.slice(item.start, item.end) ?? ''
  if (item.units !== undefined) return passage === item.quote
  return openText(passage).findPassage(item.quote) !== null
}
