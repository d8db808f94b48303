import type { Actor } from '../contracts/actor.js'
import type { Call, SeatCall } from '../contracts/call.js'
import type { RecordDecision } from '../contracts/review.js'
import { withPublicReasons } from '../panels/record/public-reasons.js'
import { decideRemark } from './decide-remark.js'
import { permitRecord } from './permit-record.js'
import { historyOf, type ReviewCase, verdictState } from './review-case.js'
import { blindAgreement } from './rules/agreement.js'
import { type Checklist, checklist } from './rules/checklist.js'
import { handsIn, recordEditors } from './rules/four-eyes.js'
import { recordActions } from './rules/record-state-machine.js'
import { modelDraft } from './rules/revise.js'
import type { StoredSeat } from './store/load-review.js'
import type { StaleMark } from './store/schema.js'
import type { Permission, PublishedRecord, RecordView, VerdictSummary } from './views.js'

/** Whether the draft is kept from the actor until they have made a call of their own. Pure. */
export function isHiddenFrom(review: ReviewCase, seat: StoredSeat, actor: Actor): boolean {
  if (historyOf(review, seat.id).length === 0) return false
  return decideRemark(review, { seat, action: 'see-draft', actor }).status === 'refused'
}

/** Verdicts whose draft a page with all of them shows to the actor for the first time. Pure. */
export function newlyShown(review: ReviewCase, seats: readonly StoredSeat[], actor: Actor): string[] {
  return seats
    .filter((seat) => historyOf(review, seat.id).length > 0 && !review.stored.shown.has(seat.id) && !isHiddenFrom(review, seat, actor))
    .map(({ id }) => id)
}

/** The names of a seat's tool and persona, out of the documents the panel rests on. */
export function namesOf({ documents }: ReviewCase, seat: StoredSeat) {
  const tool = documents.dossiers.find((dossier) => dossier.tool.slug === seat.tool)?.tool
  const persona = documents.personas.find(({ id }) => id === seat.persona)
  return {
    tool: { slug: seat.tool, name: tool?.name ?? seat.tool },
    persona: { id: seat.persona, seat: persona?.seat ?? seat.persona, question: persona?.question ?? '' },
  }
}

/** Everything a page shows of a record under review, to that person. Pure. */
export function viewRecord(review: ReviewCase, actor: Actor): RecordView {
  const { stored, settings, histories } = review
  const { record, status, panelStatus, createdAt, comments, waivers, decisions, version } = stored
  const { standing, stale, approval } = stored.review
  const hidden = new Set(stored.seats.filter((seat) => isHiddenFrom(review, seat, actor)).map(({ id }) => id))
  const list = checklist(review.reviewed(), comments)
  const showsAll = hidden.size === 0
  const { content, contentSha256 } = review.reviewed()
  const modelCalls = new Map([...histories].flatMap(([id, history]) => callOf(id, modelDraft(history)?.content.call)))
  return {
    status: 'done',
    recordId: record.id,
    panelId: record.panelId,
    version,
    title: record.title,
    recordStatus: status,
    standing,
    stale: stale === null ? null : shownMark(stale),
    createdAt: createdAt.toISOString(),
    isDrafting: panelStatus === 'running',
    settings,
    modelRecord: showsAll ? record : null,
    content: showsAll ? content : null,
    contentSha256: showsAll ? contentSha256 : null,
    checklist: showsAll ? list : null,
    verdicts: stored.seats.map((seat) => summarize(review, seat, { isHidden: hidden.has(seat.id), list })),
    comments: comments.filter(({ verdictId }) => !hidden.has(verdictId)),
    waivers: waivers.filter(({ verdictId }) => !hidden.has(verdictId)),
    decisions: showsAll ? decisions : decisions.map(withoutWorkReason),
    approval,
    published: toPublished(record, stored.review),
    // Who did what tells that something was done to what is hidden.
    editedBy: showsAll ? recordEditors([...histories.values()]) : [],
    hands: showsAll ? handsIn({ histories, waivers, content }) : [],
    // Figures of all would tell those who have a call still to make what the others say.
    agreement: blindAgreement(showsAll ? stored.blindCalls : [], modelCalls),
    may: permissions(recordActions, (action) => permitRecord(review, { action, actor, seenSha256: contentSha256, reason: 'yes' })),
  }
}

/** What was decided, without the reasons that may quote a verdict's words or tell which revision it came to: those of work on the record. Pure. */
export function withoutWorkReason(decision: RecordDecision): RecordDecision {
  return decision.kind === 'void' || decision.kind === 'reopen' ? { ...decision, reason: keptBack } : decision
}

const keptBack = 'The reason is shown once you have made a call of your own on every verdict.'

/** A split of several jurors is no call that a person's can be held against. */
function callOf(id: string, call: SeatCall | undefined): [string, Call][] {
  return call === undefined || call === 'split' ? [] : [[id, call]]
}

/** What the rules say to each action, were it asked for now. */
export function permissions<Action extends string>(
  actions: readonly Action[],
  decide: (action: Action) => { status: 'allowed' } | { status: 'refused'; why: string; fix: string },
): Record<Action, Permission> {
  const entries = actions.map((action): [Action, Permission] => {
    const decided = decide(action)
    return [action, decided.status === 'allowed' ? { allowed: true } : { allowed: false, why: decided.why, fix: decided.fix }]
  })
  return Object.fromEntries(entries) as Record<Action, Permission>
}

function summarize(review: ReviewCase, seat: StoredSeat, { isHidden, list }: { isHidden: boolean; list: Checklist }): VerdictSummary {
  const { stored } = review
  const current = historyOf(review, seat.id).at(-1)
  const { verdict } = reviewedVerdict(review, seat.id)
  const state = verdictState(review, seat)
  const mark = verdict?.status === 'drafted' ? verdict.review : null
  const open = stored.comments.filter(({ verdictId, resolved }) => verdictId === seat.id && resolved === null)
  // One that is hidden looks like any other, whatever was done to it.
  return {
    verdictId: seat.id,
    ...namesOf(review, seat),
    model: seat.model,
    state: isHidden ? 'drafted' : state,
    isHidden,
    revision: isHidden ? null : (current?.number ?? null),
    call: isHidden ? null : (current?.content.call ?? null),
    writtenBy: isHidden ? null : (mark?.writtenBy ?? null),
    unscoredReason: verdict?.status === 'unscored' && state === 'unscored' ? (reasonOf(review, seat.id) ?? verdict.reason) : null,
    assignedTo: stored.assignments.get(seat.id)?.to ?? null,
    openComments: isHidden ? 0 : open.length,
    blocking: isHidden ? [] : list.blocking.filter(({ verdictId }) => verdictId === seat.id),
  }
}

/** A verdict as it is in the record, and what its check found. */
export function reviewedVerdict(review: ReviewCase, verdictId: string) {
  const { content, checks } = review.reviewed()
  const verdict = content.tools.flatMap(({ verdicts }) => verdicts).find((candidate) => candidate.review.verdictId === verdictId) ?? null
  return { verdict, check: checks.get(verdictId) ?? null }
}

/** Why an unscored seat has no call, in the words for those who work on it; null for any other. */
export function reasonOf(review: ReviewCase, verdictId: string): string | null {
  return review.reviewed().reasons.get(verdictId) ?? null
}

/** What the site shows of a record; null when it never was public. Pure. */
export function toPublished(
  { id, panelId }: { id: string; panelId: string },
  { standing, publication, stale, retraction }: Omit<ReviewCase['stored']['review'], 'archivedAt'>,
): PublishedRecord | null {
  if (publication === null || standing === 'none') return null
  const { content, contentSha256, at, by, fourEyes } = publication
  return {
    recordId: id,
    panelId,
    standing,
    // What earlier versions published may hold the details of a reason; the hash stays that of what was approved.
    content: withPublicReasons(content),
    contentSha256,
    publishedAt: at,
    publishedBy: by,
    fourEyes,
    isStale: stale !== null,
    retraction,
  }
}

function shownMark({ since, reason, tools }: StaleMark): NonNullable<RecordView['stale']> {
  return tools === undefined ? { since, reason } : { since, reason, tools }
}
