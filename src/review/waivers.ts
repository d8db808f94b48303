import type { Actor } from '../contracts/actor.js'
import type { Waiver } from '../contracts/review.js'
import { UsageError } from '../platform/errors.js'
import { hashJson } from '../platform/hash.js'
import type { OnVerdict, RetryInput, UnwaiveInput, WaiveInput } from './action-inputs.js'
import {
  noSuchRecord,
  noSuchVerdict,
  type Outcome,
  prepareChange,
  type ReviewDependencies,
  verdictEntry,
  voiding,
  without,
} from './change-record.js'
import { decideRemark } from './decide-remark.js'
import { parseInput } from './inputs.js'
import type { Done, DoneOrUnchanged, NotDone } from './refusals.js'
import { onSeat } from './remarks.js'
import { findSeat, type ReviewCase } from './review-case.js'
import type { StoredSeat } from './store/load-review.js'
import type { ReviewWrites } from './store/review-writes.js'
import type { RecordStatus } from './views.js'

type Changed = { record: RecordStatus; voided: boolean }
type Retried = { status: 'done'; panelId: string } & Changed

type Waivers = {
  /** Tries an unscored seat (with all others of its panel that no person wrote) again. */
  retry: (input: RetryInput) => Promise<Done<{ panelId: string; record: RecordStatus; voided: boolean }>>
  waive: (input: WaiveInput) => Promise<DoneOrUnchanged<{ waiver: Waiver; record: RecordStatus; voided: boolean }>>
  unwaive: (input: UnwaiveInput) => Promise<Done<{ record: RecordStatus; voided: boolean }>>
}

/** Leave to approve in spite of something, and another try for seats without a verdict. */
export function createWaivers(deps: ReviewDependencies): Waivers {
  return {
    waive: async (input) => {
      const parsed = parseInput({ waives: input.waives, reason: input.reason })
      if (parsed.status === 'invalid') return parsed
      const { waives, reason } = parsed.value
      const waiver: Waiver = {
        verdictId: input.verdictId,
        waives,
        by: input.actor,
        at: deps.runtime.now().toISOString(),
        reason: reason ?? '',
      }
      return onSeat(deps, input, (review, seat) => waive(review, { seat, waiver, id: deps.runtime.newId('wvr') }))
    },
    unwaive: async (input) => {
      const parsed = parseInput({ waives: input.waives, reason: input.reason })
      if (parsed.status === 'invalid') return parsed
      const { waives, reason } = parsed.value
      const withdrawn = { by: input.actor, at: deps.runtime.now().toISOString(), reason: reason ?? '' }
      return onSeat(deps, input, (review, seat) => unwaive(review, { seat, waives, withdrawn }))
    },
    retry: async (input) => {
      const allowed = await onSeat(deps, input, (review, seat) => allowRetry(review, { seat, actor: input.actor }))
      return allowed.status === 'done' ? retry(deps, input, allowed.panelId) : allowed
    },
  }
}

function waive(
  review: ReviewCase,
  { seat, waiver, id }: { seat: StoredSeat; waiver: Waiver; id: string },
): Outcome<DoneOrUnchanged<Changed & { waiver: Waiver }>> {
  const { by: actor, at, waives, reason } = waiver
  const decision = decideRemark(review, { seat, action: 'waive', actor, reason })
  if (decision.status === 'refused') return without(decision)
  if (findWaiver(review, waiver)?.reason === reason) return without({ status: 'unchanged' })
  const nothing = nothingToWaive(review, waiver)
  if (nothing !== null) return without(nothing)
  const log = verdictEntry({ review, actor, at }, { verdictId: seat.id, action: 'verdict.waive', data: { waives, reason } })
  const { writes, ...changed } = contentChange({ review, actor, at, seat }, { log, what: `a waiver: ${reason}` })
  return {
    result: { status: 'done', waiver, ...changed },
    writes: { ...writes, waiver: { id, body: waiver }, ...seatColumns(waiver, true) },
  }
}

type Withdrawal = { seat: StoredSeat; waives: Waiver['waives']; withdrawn: { by: Actor; at: string; reason: string } }

function unwaive(review: ReviewCase, { seat, waives, withdrawn }: Withdrawal): Outcome<({ status: 'done' } & Changed) | NotDone> {
  const { by: actor, at, reason } = withdrawn
  const decision = decideRemark(review, { seat, action: 'withdraw-waiver', actor, reason })
  if (decision.status === 'refused') return without(decision)
  const waiver = findWaiver(review, { verdictId: seat.id, waives })
  if (waiver === undefined) return without({ status: 'not found', what: 'waiver' })
  const log = verdictEntry({ review, actor, at }, { verdictId: seat.id, action: 'verdict.withdraw-waiver', data: { waives, reason } })
  const { writes, ...changed } = contentChange({ review, actor, at, seat }, { log, what: `a withdrawn waiver: ${reason}` })
  return { result: { status: 'done', ...changed }, writes: { ...writes, withdraw: { waiver, withdrawn }, ...seatColumns(waiver, false) } }
}

/** Whether it may be tried again; writes nothing. */
function allowRetry(
  review: ReviewCase,
  { seat, actor }: { seat: StoredSeat; actor: Actor },
): Outcome<{ status: 'done'; panelId: string } | NotDone> {
  const decision = decideRemark(review, { seat, action: 'retry', actor })
  if (decision.status === 'refused') return without(decision)
  const { panelId } = review.stored.record
  if (review.stored.panelStatus === 'running') {
    return without({ status: 'refused', why: `panel ${panelId} is running`, fix: 'wait until it has ended' })
  }
  return without({ status: 'done', panelId })
}

/** The panel runs again, the log says so and an approval is taken back: all in one transaction, so that a retry that fails does none of it. */
async function retry(deps: ReviewDependencies, { recordId, verdictId, actor }: OnVerdict, panelId: string): Promise<Retried | NotDone> {
  const at = deps.runtime.now().toISOString()
  const change = await prepareChange(deps, { recordId }, (review): Outcome<Retried | NotDone> => {
    const seat = findSeat(review, verdictId)
    return seat === undefined ? without(noSuchVerdict) : noteRetry(review, { seat, actor, at })
  })
  if (change === null) return noSuchRecord
  const noted: { result: Retried | NotDone | null } = { result: null }
  try {
    await deps.retryPanel(panelId, {
      by: actor,
      alongside: async (tx) => {
        noted.result = await deps.reviews.changeWithin(tx, { recordId, userId: actor.userId }, change)
      },
    })
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { status: 'refused', why: error.message, fix: 'look at the panel, and try again when it can be run' }
  }
  return noted.result ?? noSuchRecord
}

/** That it is tried again, and what that does to an approval. */
function noteRetry(review: ReviewCase, { seat, actor, at }: SeatChange): Outcome<Retried> {
  const { panelId } = review.stored.record
  const log = verdictEntry({ review, actor, at }, { verdictId: seat.id, action: 'verdict.retry', data: { panelId } })
  const { writes, ...changed } = contentChange({ review, actor, at, seat }, { log, what: 'the seat is tried again' })
  return { result: { status: 'done', panelId, ...changed }, writes }
}

type SeatChange = { actor: Actor; at: string; seat: StoredSeat }
type ContentChange = SeatChange & { review: ReviewCase }

/** What changes the content of an approved record takes it back into review. */
function contentChange(
  { review, actor, at, seat }: ContentChange,
  { log, what }: { log: ReviewWrites['log'][number]; what: string },
): Changed & { writes: ReviewWrites } {
  const { status } = review.stored
  if (status !== 'approved') return { record: status, voided: false, writes: { log: [log] } }
  const voided = voiding({ review, actor, at }, `${seat.persona} on ${seat.tool}: ${what}`)
  return { record: 'in_review', voided: true, writes: { ...voided, log: [log, ...voided.log] } }
}

function seatColumns({ verdictId, waives }: Waiver, isSeatWaived: boolean): Pick<ReviewWrites, 'verdicts'> {
  return waives.kind === 'unscored-seat' ? { verdicts: [{ verdictId, columns: { isSeatWaived } }] } : {}
}

function findWaiver({ stored }: ReviewCase, { verdictId, waives }: Pick<Waiver, 'verdictId' | 'waives'>): Waiver | undefined {
  return stored.waivers.findLast((candidate) => candidate.verdictId === verdictId && hashJson(candidate.waives) === hashJson(waives))
}

/** A waiver is for something that is there, and that may be waived. */
function nothingToWaive(review: ReviewCase, { verdictId, waives }: Waiver): NotDone | null {
  const verdict = review
    .reviewed()
    .content.tools.flatMap(({ verdicts }) => verdicts)
    .find((candidate) => candidate.review.verdictId === verdictId)
  if (waives.kind === 'unscored-seat') {
    return verdict?.status === 'unscored' ? null : { status: 'refused', why: 'the seat has a verdict', fix: 'accept or edit it' }
  }
  const errors = review.reviewed().checks.get(verdictId)?.errors ?? []
  if (errors.includes(waives.flag))
    return { status: 'refused', why: 'what makes a verdict unusable cannot be kept', fix: 'edit the verdict' }
  if (verdict?.status === 'drafted' && verdict.flags.includes(waives.flag)) return null
  return { status: 'invalid', problems: [{ path: 'waives.flag', message: 'the verdict carries no such flag: name it by its exact words' }] }
}
