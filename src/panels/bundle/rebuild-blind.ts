import type { Recording } from '../../contracts/model-call.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { BlindTest } from '../../contracts/second-draft.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import { flaggedBlind, withBlindTest } from '../blind/blind-test.js'
import { maskForPrompt } from '../blind/mask-for-prompt.js'
import type { SeatWork } from '../draft/draft-seat.js'
import { callKey } from '../ledger/call-key.js'
import { buildRequest } from '../prompt/build-request.js'
import { endAsStated } from './end-as-stated.js'
import { statedCalls } from './other-version.js'

type Parts = { work: SeatWork; isBlind: boolean; stated: RecordVerdict | RecordDraft | undefined; byKey: ReadonlyMap<string, Recording> }
type Rebuilt = { outcome: DraftOutcome; isAskedOtherwise: boolean }

/** A rebuilt draft with the one that did not know the names, from the recordings alone; as `rebuildSteering` does with its second draft. */
export async function rebuildBlind(outcome: DraftOutcome, { work, isBlind, stated, byKey }: Parts): Promise<Rebuilt> {
  if (!isBlind) return { outcome, isAskedOtherwise: false }
  const test = stated?.status === 'drafted' ? stated.blind : undefined
  const isAskedOtherwise = test !== undefined && isOtherRequest(test, work, byKey)
  const asThen =
    test !== undefined && isAskedOtherwise ? { ledger: statedCalls(test, byKey, work.reader), wasRepaired: test.callKeys.length > 1 } : {}
  const rebuilt = await withBlindTest(outcome, { ...work, ...asThen })
  if (test === undefined || rebuilt.status === 'unscored' || rebuilt.blind === undefined) return { outcome: rebuilt, isAskedOtherwise }
  const blind = endAsStated(rebuilt.blind, test)
  return { outcome: outcome.status === 'drafted' ? flaggedBlind(outcome, blind) : rebuilt, isAskedOtherwise }
}

/** Also where this version masks other names than the one that asked. */
function isOtherRequest(test: BlindTest, { dossier: real, persona, model, form }: SeatWork, byKey: Parts['byKey']): boolean {
  const first = byKey.get(test.callKeys[0] ?? '')
  if (first === undefined) return false
  const masked = maskForPrompt(real)
  const [dossier] = masked.status === 'masked' ? masked.dossiers : []
  return dossier === undefined || callKey({ model, request: buildRequest({ dossier, persona, form }), sample: first.sample }) !== first.key
}
