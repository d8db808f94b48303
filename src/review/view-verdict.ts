import type { Actor } from '../contracts/actor.js'
import type { Comment } from '../contracts/review.js'
import { toAutosave } from './drafts.js'
import { factsOf, historyOf, type ReviewCase, verdictState } from './review-case.js'
import { checklist } from './rules/checklist.js'
import { verdictContext } from './rules/contexts.js'
import { modelDraft } from './rules/revise.js'
import { decideVerdict, verdictActions } from './rules/verdict-state-machine.js'
import type { StoredAutosave } from './store/autosaves.js'
import type { StoredSeat } from './store/load-review.js'
import { isHiddenFrom, namesOf, permissions, reasonOf, reviewedVerdict } from './view-record.js'
import type { Permission, SiblingVerdict, VerdictView } from './views.js'

type Shown = { seat: StoredSeat; actor: Actor; autosave: StoredAutosave | null }

/** Everything the editor of a verdict shows, to that person. Pure. Throws when a document of the panel is missing. */
export function viewVerdict(review: ReviewCase, { seat, actor, autosave }: Shown): VerdictView {
  const { stored, documents } = review
  const dossier = documents.dossiers.find(({ tool }) => tool.slug === seat.tool)
  const persona = documents.personas.find(({ id }) => id === seat.persona)
  if (dossier === undefined || persona === undefined) throw new Error(`the panel of ${seat.id} lacks a dossier or a persona`)
  const isHidden = isHiddenFrom(review, seat, actor)
  const own = stored.blindCalls.filter(({ verdictId }) => verdictId === seat.id)
  const ownBlindCall = own.find(({ reviewer }) => reviewer.userId === actor.userId) ?? null
  const state = verdictState(review, seat)
  return {
    status: 'done',
    recordId: stored.record.id,
    recordTitle: stored.record.title,
    recordStatus: stored.status,
    verdictId: seat.id,
    tool: namesOf(review, seat).tool,
    model: seat.model,
    dossier,
    persona,
    state: isHidden ? 'drafted' : state,
    isHidden,
    ...(isHidden ? hiddenWords : words(review, seat)),
    unscored: unscoredOf(review, seat, state),
    assignment: assignmentOf(review, seat, isHidden),
    blindCalls: isHidden ? [] : own,
    ownBlindCall,
    autosave: isHidden ? null : toAutosave(autosave, historyOf(review, seat.id).at(-1)?.number ?? null),
    siblings: siblingsOf(review, seat).map((sibling) => viewSibling(review, sibling, actor)),
    order: stored.seats.map(({ id }) => id),
    may: permissionsOf(review, seat, actor),
  }
}

/** Whose turn it is. The note of a hidden one is kept back: that of a return is about its words. */
function assignmentOf({ stored }: ReviewCase, { id }: StoredSeat, isHidden: boolean): VerdictView['assignment'] {
  const assignment = stored.assignments.get(id) ?? null
  return assignment === null || !isHidden ? assignment : { ...assignment, note: null }
}

/** Other jurors' seats on the same tool, for the same persona. */
export function siblingsOf({ stored }: ReviewCase, { id, tool, persona }: StoredSeat): StoredSeat[] {
  return stored.seats.filter((seat) => seat.id !== id && seat.tool === tool && seat.persona === persona)
}

type Words = Pick<
  VerdictView,
  'current' | 'history' | 'modelDraft' | 'lateDraft' | 'verdict' | 'check' | 'blocking' | 'waived' | 'comments' | 'waivers'
>

const hiddenWords: Words = {
  current: null,
  history: [],
  modelDraft: null,
  lateDraft: null,
  verdict: null,
  check: null,
  blocking: [],
  waived: [],
  comments: [],
  waivers: [],
}

function words(review: ReviewCase, seat: StoredSeat): Words {
  const { stored } = review
  const history = historyOf(review, seat.id)
  const isOwn = ({ verdictId }: Pick<Comment, 'verdictId'>) => verdictId === seat.id
  const list = checklist(review.reviewed(), stored.comments)
  return {
    current: history.at(-1) ?? null,
    history: [...history],
    modelDraft: modelDraft(history),
    lateDraft: review.lateDrafts.get(seat.id) ?? null,
    ...withReasons(review, seat),
    blocking: list.blocking.filter(isOwn),
    waived: list.waived.filter(isOwn),
    comments: stored.comments.filter(isOwn),
    waivers: stored.waivers.filter(isOwn),
  }
}

/** The verdict as in the record, its other drafts with the reasons that those who work on it read: in the record they are said by their kind alone. */
function withReasons(review: ReviewCase, seat: StoredSeat): Pick<VerdictView, 'verdict' | 'check'> {
  const { verdict, check } = reviewedVerdict(review, seat.id)
  const tool = review.stored.record.tools.find(({ slug }) => slug === seat.tool)
  const own = tool?.verdicts.find(({ persona, jury }) => persona === seat.persona && jury !== undefined)?.jury
  return { verdict: verdict?.jury === undefined || own === undefined ? verdict : { ...verdict, jury: own }, check }
}

function unscoredOf(review: ReviewCase, seat: StoredSeat, state: VerdictView['state']): VerdictView['unscored'] {
  const { verdict } = reviewedVerdict(review, seat.id)
  return verdict?.status === 'unscored' && state === 'unscored'
    ? { kind: verdict.kind, reason: reasonOf(review, seat.id) ?? verdict.reason }
    : null
}

function viewSibling(review: ReviewCase, seat: StoredSeat, actor: Actor): SiblingVerdict {
  const isHidden = isHiddenFrom(review, seat, actor)
  const current = historyOf(review, seat.id).at(-1)
  const state = verdictState(review, seat)
  return {
    verdictId: seat.id,
    model: seat.model,
    state: isHidden ? 'drafted' : state,
    isHidden,
    revision: isHidden ? null : (current?.number ?? null),
    content: isHidden ? null : (current?.content ?? null),
    unscoredReason: unscoredOf(review, seat, state)?.reason ?? null,
  }
}

function permissionsOf(review: ReviewCase, seat: StoredSeat, actor: Actor): Record<(typeof verdictActions)[number], Permission> {
  const current = historyOf(review, seat.id).at(-1) ?? null
  const { check } = reviewedVerdict(review, seat.id)
  const request = { reason: 'yes', baseRevision: current?.number ?? null, content: null, assignTo: actor.userId, check }
  const context = verdictContext(factsOf(review, seat.id, actor), request)
  const state = verdictState(review, seat)
  return permissions(verdictActions, (action) => decideVerdict({ state, action, actor, context }))
}
