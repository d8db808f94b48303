import type { Recording } from '../../contracts/model-call.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { SteeringTest } from '../../contracts/second-draft.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import type { SeatWork } from '../draft/draft-seat.js'
import { flagged, withSteeringTest } from '../draft/draft-twice.js'
import { callKey } from '../ledger/call-key.js'
import { buildRequest } from '../prompt/build-request.js'
import { endAsStated } from './end-as-stated.js'
import { statedCalls } from './other-version.js'

type Parts = { work: SeatWork; stated: RecordVerdict | RecordDraft | undefined; byKey: ReadonlyMap<string, Recording> }
type Rebuilt = { outcome: DraftOutcome; isAskedOtherwise: boolean }

/**
 * A rebuilt seat with its second draft, from the recordings alone. One that another version asked in other words is read from the calls that the
 * record names.
 */
export async function rebuildSteering(outcome: DraftOutcome, { work, stated, byKey }: Parts): Promise<Rebuilt> {
  const test = stated?.status === 'drafted' ? stated.steering : undefined
  const isAskedOtherwise = test !== undefined && isOtherRequest(test, work, byKey)
  const asThen =
    test !== undefined && isAskedOtherwise ? { ledger: statedCalls(test, byKey, work.reader), wasRepaired: test.callKeys.length > 1 } : {}
  const rebuilt = await withSteeringTest(outcome, { ...work, ...asThen })
  if (test === undefined || rebuilt.status === 'unscored' || rebuilt.steering === undefined) return { outcome: rebuilt, isAskedOtherwise }
  const steering = endAsStated(rebuilt.steering, test)
  return { outcome: outcome.status === 'drafted' ? flagged(outcome, steering) : rebuilt, isAskedOtherwise }
}

function isOtherRequest(test: SteeringTest, { dossier, persona, model, form }: SeatWork, byKey: Parts['byKey']): boolean {
  const first = byKey.get(test.callKeys[0] ?? '')
  const request = buildRequest({ dossier, persona, form, seesSteering: true })
  return first !== undefined && callKey({ model, request, sample: first.sample }) !== first.key
}
