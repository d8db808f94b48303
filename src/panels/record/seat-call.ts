import type { Call, SeatCall } from '../../contracts/call.js'

/*
 * How several drafts of a seat come to one call. Only counts matter, so that no order of jurors, personas or tools can change anything, and no tie
 * is ever broken.
 */

/** What one juror says: the majority of its drafts' calls; null where none of them has one. A draft without a call has no say. Pure. */
export function jurorCall(calls: readonly (Call | null)[]): SeatCall | null {
  const made = calls.filter((call) => call !== null)
  return made.length === 0 ? null : majority(made)
}

/**
 * What a seat comes to over its jurors, each of whom counts once; null without a quorum.
 * The rule: where more than half of the calls abstain, the seat abstains; else ship or skip, whichever more jurors say; as many of the one as of the
 * other are `split`. A juror whose own drafts are split counts for the quorum and for neither side. Pure.
 */
export function seatCall(jurors: readonly (SeatCall | null)[]): SeatCall | null {
  const made = jurors.filter((call) => call !== null)
  return made.length < quorumOf(jurors.length) ? null : majority(made)
}

/** How many of so many jurors must have made a call for their seat to have one: more than half. */
export function quorumOf(jurors: number): number {
  return Math.floor(jurors / 2) + 1
}

function majority(calls: readonly SeatCall[]): SeatCall {
  const count = (wanted: SeatCall) => calls.filter((call) => call === wanted).length
  if (2 * count('abstain') > calls.length) return 'abstain'
  const lead = count('ship') - count('skip')
  if (lead === 0) return 'split'
  return lead > 0 ? 'ship' : 'skip'
}

/**
 * Of a seat's repeats, the share whose call is not the one that its juror made most often, over the jurors with two calls or more: 0 for
 * a call that never changes; null where no juror made two. Pure.
 */
export function unstableShare(jurors: readonly { calls: readonly (Call | null)[] }[]): number | null {
  const repeated = jurors.map(({ calls }) => calls.filter((call) => call !== null)).filter(({ length }) => length > 1)
  const total = repeated.reduce((sum, { length }) => sum + length, 0)
  if (total === 0) return null
  const usual = repeated.reduce((sum, calls) => sum + Math.max(...calls.map((call) => calls.filter((other) => other === call).length)), 0)
  return (total - usual) / total
}
