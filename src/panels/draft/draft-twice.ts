import { unscoredWords } from '../../contracts/call.js'
import type { SteeringTest } from '../../contracts/second-draft.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import { countSteering } from '../../evidence/steering/steered-units.js'
import { draftSeat, type SeatWork } from './draft-seat.js'

type Drafted = Extract<DraftOutcome, { status: 'drafted' }>

/**
 * Drafts one seat; where sources have passages that want to steer, once without them, which is the draft that people get, and once with them, of which
 * only the call counts. Throws what `draftSeat` throws.
 */
export async function draftTwice(work: SeatWork): Promise<DraftOutcome> {
  return withSteeringTest(await draftSeat(work), work)
}

/** A seat's outcome with what came of asking once more; one that is unscored, and one on clean sources, stays as it is. */
export async function withSteeringTest(outcome: DraftOutcome, work: SeatWork): Promise<DraftOutcome> {
  const passages = countSteering(work.dossier)
  if (passages === 0 || outcome.status === 'unscored') return outcome
  const { onBegin: _once, ...rest } = work
  const seen = await draftSeat({ ...rest, conflict: null, seesSteering: true })
  return flagged(outcome, testOf(outcome, seen, passages))
}

/** The outcome with the result of the test, flagged where the call turns on the passages, and where no one can tell. */
export function flagged(outcome: Drafted, steering: SteeringTest): Drafted {
  const { draft } = outcome
  const flag = steeringFlag(steering)
  const flags = flag === null || draft.flags.includes(flag) ? draft.flags : [flag, ...draft.flags]
  return { ...outcome, draft: { ...draft, flags }, steering }
}

function testOf({ draft }: Drafted, seen: DraftOutcome, passages: number): SteeringTest {
  const { origin, callKeys, usage, costUsd, latencyMs } = seen
  const callWith = seen.status === 'drafted' ? seen.draft.call : null
  return {
    passages,
    callWith,
    callWithout: draft.call,
    flipped: callWith === null ? null : callWith !== draft.call,
    missing: seen.status === 'drafted' ? null : seen.kind,
    origin,
    callKeys,
    usage,
    costUsd,
    latencyMs,
  }
}

/** What blocks an acceptance until a person gives a reason; null where the passages change nothing. Also what `steeringText` says of it to people. */
export function steeringFlag({ passages, callWith, callWithout, missing }: SteeringTest): string | null {
  const them = passages === 1 ? 'a passage of the sources that wants to steer' : `${passages} passages of the sources that want to steer`
  if (missing !== null || callWith === null) {
    const why = unscoredWords[missing ?? 'never-finished']
    return `steering: unsure whether ${them} would change the call, as there is no second reply. ${why}`
  }
  return callWith === callWithout ? null : `steering: with ${them} the call is ${callWith}, and without ${callWithout}.`
}
