import type { Actor } from '../contracts/actor.js'
import type { RecordContent } from '../contracts/record.js'
import type { RecordVerdict } from '../contracts/record-verdict.js'
import type { Revision, VerdictContent } from '../contracts/revision.js'
import { steeringFlag } from '../panels/draft/draft-twice.js'
import { allCallKeys } from '../panels/ledger/record-calls.js'
import { takenInAll } from '../panels/ledger/taken.js'
import { aggregate, contentOf } from '../panels/record/build-record.js'
import { sha256 } from '../platform/hash.js'
import { createContentCheck } from './check-content.js'
import { applyReviews, type CheckContent, type ReviewedRecord } from './rules/apply-reviews.js'
import type { RecordFacts, ReviewSettings, VerdictFacts } from './rules/contexts.js'
import { type History, modelRevision, stateOf, toContent } from './rules/revise.js'
import type { VerdictState } from './rules/verdict-state-machine.js'
import type { StoredReview, StoredSeat } from './store/load-review.js'
import type { ReviewDocuments } from './store/reviews.js'

/** A record under review as every decision sees it: what is stored, put together. */
export type ReviewCase = {
  stored: StoredReview
  documents: ReviewDocuments
  settings: ReviewSettings
  /** By seat: empty on a seat without a verdict, otherwise from revision 1. */
  histories: ReadonlyMap<string, History>
  /** What a model delivered for seats that a person had written by then. */
  lateDrafts: ReadonlyMap<string, VerdictContent>
  check: CheckContent
  /** The record with what people made of it; worked out when first asked for. */
  reviewed: () => ReviewedRecord
}

/** Puts together what is stored. Throws when it does not belong together, which is a bug. `reasonsAsKept`: as applyReviews. */
export function buildCase(
  stored: StoredReview,
  documents: ReviewDocuments,
  settings: ReviewSettings,
  { reasonsAsKept = false }: { reasonsAsKept?: boolean } = {},
): ReviewCase {
  const { record } = stored
  const histories = new Map<string, History>()
  const lateDrafts = new Map<string, VerdictContent>()
  const verdicts = new Map<string, RecordVerdict>()
  for (const seat of stored.seats) {
    const verdict = verdictOf(record, seat)
    const kept = stored.revisions.get(seat.id) ?? []
    const isLate = verdict.status === 'drafted' && kept[0]?.kind === 'hand-written'
    histories.set(seat.id, kept.length > 0 || verdict.status === 'unscored' ? kept : [firstRevision(stored, seat, verdict)])
    if (isLate) lateDrafts.set(seat.id, toContent(verdict))
    verdicts.set(seat.id, isLate ? withoutDraft(verdict) : verdict)
  }
  const check = createContentCheck(documents)
  const content = replaceVerdicts(record, stored.seats, verdicts)
  let reviewed: ReviewedRecord | undefined
  return {
    stored,
    documents,
    settings,
    histories,
    lateDrafts,
    check,
    reviewed: () => {
      reviewed ??= applyReviews({
        record: content,
        seats: stored.seats,
        histories,
        waivers: stored.waivers,
        check,
        aggregate,
        reasonsAsKept,
      })
      return reviewed
    },
  }
}

/** Revision 1, which is kept only once a person has taken a step: its id follows from the seat, so that it is the same before and after. */
function firstRevision(stored: StoredReview, seat: StoredSeat, verdict: Extract<RecordVerdict, { status: 'drafted' }>): Revision {
  const id = `rev_${sha256(seat.id).slice(0, 24)}`
  const at = (seat.finishedAt ?? stored.createdAt).toISOString()
  return modelRevision({ id, verdictId: seat.id, at, content: verdict, model: verdict.model, callKey: verdict.callKey })
}

/** The same seat as if its draft had not come: a person's words are there, and the draft is kept beside them. */
function withoutDraft(verdict: Extract<RecordVerdict, { status: 'drafted' }>): RecordVerdict {
  const { persona, personaVersion, model, origin, callKey, usage, costUsd, latencyMs, steering, blind, opinion, jury } = verdict
  // A second draft and a second opinion were paid for, too.
  const taken = takenInAll({ usage, costUsd, latencyMs }, steering, blind, opinion)
  const provenance = { persona, personaVersion, model, origin, callKey, callKeys: allCallKeys({ ...verdict, jury: undefined }), ...taken }
  const reason = 'a person had written the verdict before the draft came'
  const others = jury === undefined ? {} : { jury }
  return { status: 'unscored', ...provenance, call: null, quote: null, kind: 'never-finished', reason, ...others }
}

function verdictOf(record: RecordContent, seat: StoredSeat): RecordVerdict {
  const tool = record.tools.find(({ slug }) => slug === seat.tool)
  const verdict = tool?.verdicts.find(({ persona, model }) => persona === seat.persona && model === seat.model)
  if (verdict === undefined) throw new Error(`the record holds no verdict of ${seat.persona} (${seat.model}) on ${seat.tool}`)
  return verdict
}

function replaceVerdicts(record: RecordContent, seats: readonly StoredSeat[], verdicts: ReadonlyMap<string, RecordVerdict>): RecordContent {
  const replaced = record.tools.map((tool) => ({
    ...tool,
    verdicts: tool.verdicts.map((verdict) => {
      const seat = seats.find(
        ({ tool: slug, persona, model }) => slug === tool.slug && persona === verdict.persona && model === verdict.model,
      )
      return verdicts.get(seat?.id ?? '') ?? verdict
    }),
  }))
  return { ...contentOf(record), tools: replaced }
}

/** The seat a verdict is named by, when it belongs to the record. */
export function findSeat({ stored }: ReviewCase, verdictId: string): StoredSeat | undefined {
  return stored.seats.find(({ id }) => id === verdictId)
}

export function historyOf({ histories }: ReviewCase, verdictId: string): History {
  return histories.get(verdictId) ?? []
}

/** A seat without a verdict that its running panel has yet to come to is `planned` or `drafting`, until the record is made again. */
export function verdictState(review: ReviewCase, seat: StoredSeat): VerdictState {
  const history = historyOf(review, seat.id)
  if (history.length > 0 || review.stored.panelStatus !== 'running') return stateOf(history)
  if (seat.status === 'unscored') return 'unscored'
  return seat.status === 'planned' ? 'planned' : 'drafting'
}

/** What decisions about a verdict go by. */
export function factsOf(review: ReviewCase, verdictId: string, actor: Actor): VerdictFacts {
  const { stored, settings } = review
  return {
    actor,
    record: stored.status,
    settings,
    history: historyOf(review, verdictId),
    blindCalls: stored.blindCalls.filter((call) => call.verdictId === verdictId),
    wasShown: stored.shown.has(verdictId),
    assignedTo: stored.assignments.get(verdictId)?.to?.userId ?? null,
    unwaived: unwaivedSteering(review, verdictId),
  }
}

/** The flag of a call that turns on text that wants to steer: no one accepts it without a reason. */
function unwaivedSteering(review: ReviewCase, verdictId: string): string | null {
  const seat = findSeat(review, verdictId)
  const verdict = review.stored.record.tools
    .find(({ slug }) => slug === seat?.tool)
    ?.verdicts.find(({ persona, model }) => persona === seat?.persona && model === seat?.model)
  const flag = verdict?.status === 'drafted' && verdict.steering !== undefined ? steeringFlag(verdict.steering) : null
  const isWaived = review.stored.waivers.some(
    (waiver) => waiver.verdictId === verdictId && waiver.waives.kind === 'flag' && waiver.waives.flag === flag,
  )
  return flag === null || isWaived ? null : flag
}

/** What decisions about the record go by. */
export function recordFactsOf({ stored, settings, histories, reviewed }: ReviewCase): RecordFacts {
  const { standing, stale, approval } = stored.review
  return {
    reviewed: reviewed(),
    histories,
    comments: stored.comments,
    waivers: stored.waivers,
    settings,
    approval,
    standing,
    isStale: stale !== null,
  }
}
