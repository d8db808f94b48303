import { type BlindTest, noBlindWords } from '../../contracts/second-draft.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import { draftSeat, type SeatWork } from '../draft/draft-seat.js'
import { draftTwice } from '../draft/draft-twice.js'
import { maskForPrompt } from './mask-for-prompt.js'

type Drafted = Extract<DraftOutcome, { status: 'drafted' }>

/**
 * Drafts one seat as `draftTwice` does; with `isBlind` once more without the names. Throws what `draftTwice` throws.
 */
export async function draftAndTest({ isBlind = false, ...work }: SeatWork & { isBlind?: boolean }): Promise<DraftOutcome> {
  const tested = await draftTwice(work)
  return isBlind ? withBlindTest(tested, work) : tested
}

/**
 * A seat's outcome with what came of asking once more with the names of the tool, its vendor and its rivals masked; of that reply only the call counts,
 * and it is held to the masked dossier, so that no name is in a repair round either. One that is unscored stays as it is, and nothing is asked where a
 * name would be left. Throws what `draftSeat` throws.
 */
export async function withBlindTest(outcome: DraftOutcome, work: SeatWork): Promise<DraftOutcome> {
  if (outcome.status === 'unscored') return outcome
  return flaggedBlind(outcome, await askBlind(outcome, work))
}

async function askBlind({ draft: { call } }: Drafted, { onBegin: _once, ...work }: SeatWork): Promise<BlindTest> {
  const masked = maskForPrompt(work.dossier)
  const [dossier] = masked.status === 'masked' ? masked.dossiers : []
  const common = { callNamed: call }
  if (dossier === undefined) {
    const nothing = { origin: null, callKeys: [], usage: null, costUsd: 0, latencyMs: 0 }
    return { ...common, callMasked: null, flipped: null, missing: 'not-masked', ...nothing }
  }
  const seen = await draftSeat({ ...work, dossier, conflict: null })
  const { origin, callKeys, usage, costUsd, latencyMs } = seen
  const callMasked = seen.status === 'drafted' ? seen.draft.call : null
  return {
    ...common,
    callMasked,
    flipped: callMasked === null ? null : callMasked !== call,
    missing: seen.status === 'drafted' ? null : seen.kind,
    ...{ origin, callKeys, usage, costUsd, latencyMs },
  }
}

/** The outcome with the result of the test, flagged where the call turns on the names, and where no one can tell. */
export function flaggedBlind(outcome: Drafted, blind: BlindTest): Drafted {
  const { draft } = outcome
  const flag = blindFlag(blind)
  const flags = flag === null || draft.flags.includes(flag) ? draft.flags : [flag, ...draft.flags]
  return { ...outcome, draft: { ...draft, flags }, blind }
}

/** What reviewers read of it; null where the names change nothing. */
export function blindFlag({ callMasked, callNamed, missing }: Pick<BlindTest, 'callMasked' | 'callNamed' | 'missing'>): string | null {
  if (missing !== null || callMasked === null)
    return `blind: unsure whether the names change the call, as there is no second reply. ${noBlindWords[missing ?? 'never-finished']}`
  return callMasked === callNamed ? null : `blind: with names masked the call is ${callMasked}, and with them ${callNamed}.`
}
