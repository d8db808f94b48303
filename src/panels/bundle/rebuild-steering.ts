import type { UnscoredKind } from '../../contracts/call.js'
import type { Recording } from '../../contracts/model-call.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { SteeringTest } from '../../contracts/second-draft.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import type { SeatWork } from '../draft/draft-seat.js'
import { flagged, withSteeringTest } from '../draft/draft-twice.js'
import { callKey } from '../ledger/call-key.js'
import { buildRequest } from '../prompt/build-request.js'
import { statedCalls } from './other-version.js'

/** Ends that no reply says, so that the record's word is taken where there is no further recording. */
const withoutReply: readonly UnscoredKind[] = ['no-recording', 'over-budget', 'provider-failure', 'never-finished']

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

/** The test as its replies tell it, and where they end as the record says, with the record's word for why there is no more. */
function endAsStated(rebuilt: SteeringTest, stated: SteeringTest): SteeringTest {
  if (rebuilt.callKeys.join() !== stated.callKeys.join()) return rebuilt
  const isWithoutReply = rebuilt.missing === 'no-recording' && stated.missing !== null && withoutReply.includes(stated.missing)
  const missing = isWithoutReply ? stated.missing : rebuilt.missing
  const { usage, costUsd, latencyMs } = stated
  if (missing === 'never-finished') return { ...rebuilt, missing, usage, costUsd, latencyMs }
  // A call may have been lost behind the recordings.
  return {
    ...rebuilt,
    missing,
    usage: usage === null ? null : rebuilt.usage,
    costUsd: costUsd === null ? null : rebuilt.costUsd,
    latencyMs: latencyMs === null ? null : rebuilt.latencyMs,
  }
}
