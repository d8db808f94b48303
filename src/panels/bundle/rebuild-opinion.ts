import type { Recording } from '../../contracts/model-call.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { Opinion } from '../../contracts/second-opinion.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import { callKey } from '../ledger/call-key.js'
import { buildOpinionRequest } from '../opinion/build-opinion-request.js'
import { pairsOf } from '../opinion/pairs.js'
import { type OpinionTerms, withOpinion } from '../opinion/with-opinion.js'
import { endAsStated } from './end-as-stated.js'
import { statedCalls } from './other-version.js'

type Parts = Pick<OpinionTerms, 'secondOpinion' | 'dossier' | 'reader' | 'ledger'> & {
  /** The seat in the record. */
  stated: RecordVerdict | RecordDraft | undefined
  byKey: ReadonlyMap<string, Recording>
}

/**
 * A rebuilt seat with its second opinion, from the recordings alone. One that another version asked in other words is read from the calls that the
 * record names, for the pairs that it states.
 */
export async function rebuildOpinion(
  outcome: DraftOutcome,
  { stated, byKey, ...terms }: Parts,
): Promise<{ outcome: DraftOutcome; isAskedOtherwise: boolean }> {
  const opinion = stated?.status === 'drafted' ? stated.opinion : undefined
  const isAskedOtherwise = opinion !== undefined && isOtherRequest(outcome, { opinion, byKey, dossier: terms.dossier })
  const asThen = isAskedOtherwise
    ? { ledger: statedCalls(opinion, byKey, terms.reader(opinion.model)), pairs: opinion.pairs.map(placeOf) }
    : {}
  const ownWork = { signal: new AbortController().signal, sleep: async () => undefined, onError: () => undefined }
  const rebuilt = await withOpinion(outcome, { ...terms, ...ownWork, ...asThen })
  if (opinion === undefined || rebuilt.status === 'unscored' || rebuilt.opinion === undefined) return { outcome: rebuilt, isAskedOtherwise }
  const leftOut = isAskedOtherwise ? { pairsLeftOut: opinion.pairsLeftOut } : {}
  return { outcome: { ...rebuilt, opinion: { ...endAsStated(rebuilt.opinion, opinion), ...leftOut } }, isAskedOtherwise }
}

function placeOf({ part, start, end, evidence }: Opinion['pairs'][number]) {
  return { part, start, end, evidence }
}

type Asked = Pick<Parts, 'byKey' | 'dossier'> & { opinion: Opinion }

function isOtherRequest(outcome: DraftOutcome, { opinion: { model, callKeys }, byKey, dossier }: Asked): boolean {
  const first = byKey.get(callKeys[0] ?? '')
  if (first === undefined || outcome.status === 'unscored') return false
  const { draft } = outcome
  const request = buildOpinionRequest({ draft, dossier, pairs: pairsOf(draft).pairs })
  return callKey({ model, request, sample: first.sample }) !== first.key
}
