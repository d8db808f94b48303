import type { Actor } from '../contracts/actor.js'
import type { AcceptInput } from './action-inputs.js'
import { noSuchRecord, type ReviewDependencies, readCase } from './change-record.js'
import type { RevisionResult } from './change-verdict.js'
import type { NotFound } from './refusals.js'
import { type ReviewCase, verdictState } from './review-case.js'
import { viewVerdict } from './view-verdict.js'
import type { VerdictView } from './views.js'

/** How many marks a reader would find in the words of a verdict: what there is to look at, sentence by sentence. */
export type CountMarks = (view: VerdictView) => number

export type CleanInput = { actor: Actor; recordId: string; verdictIds?: readonly string[]; countMarks: CountMarks }

/** What became of one verdict: accepted as a revision of its own, or left as it was, with why and what to do. */
export type CleanOutcome = { verdictId: string; name: string } & ({ status: 'done' } | { status: 'refused'; why: string; fix: string })

const readIt = 'read it, and accept it by itself'

/**
 * Why a verdict is not clean, or null for one that is: an editor would find nothing to look at in it. Flags that were waived count as flags: someone had a
 * reason, and the next reader may have another. Pure.
 */
export function uncleanBecause(view: VerdictView, countMarks: CountMarks): string | null {
  const { verdict, state, isHidden, blocking, comments } = view
  if (isHidden) return 'its draft is hidden from you until you have made a call of your own'
  if (verdict === null || verdict.status === 'unscored' || view.current === null) return 'it has no verdict yet'
  if (state === 'accepted') return 'it is accepted already'
  if (verdict.call === 'split') return 'its jurors are split'
  if (verdict.evidence.some(({ status }) => status !== 'found')) return 'a quote of it was not found in its source'
  if (verdict.flags.length > 0) return 'it carries a flag'
  if (blocking.some(({ kind }) => kind !== 'not-accepted')) return 'something of it blocks the approval'
  if (comments.some(({ resolved }) => resolved === null)) return 'a comment on it is open'
  if (('questioned' in verdict.review ? (verdict.review.questioned ?? 0) : 0) > 0) return 'a second model asks about it'
  const marks = countMarks(view)
  return marks === 0 ? null : `there ${marks === 1 ? 'is 1 sentence' : `are ${marks} sentences`} to look at`
}

/** How many verdicts of a record are clean, of those that the actor may accept now. Pure. */
export function countClean(review: ReviewCase, { actor, countMarks }: Pick<CleanInput, 'actor' | 'countMarks'>): number {
  const open = review.stored.seats.filter((seat) => ['drafted', 'edited'].includes(verdictState(review, seat)))
  const views = open.map((seat) => viewVerdict(review, { seat, actor, autosave: null }))
  return views.filter((view) => view.may.accept.allowed && uncleanBecause(view, countMarks) === null).length
}

/**
 * Accepts the clean verdicts of a record, each by the rules of a single one, as a revision with an entry of its own in the log; what is looked at is looked
 * at again in the transaction that accepts it. Without `verdictIds`, all that are not accepted yet.
 */
export function createCleanAccept(deps: ReviewDependencies, { accept }: { accept: (input: AcceptInput) => Promise<RevisionResult> }) {
  return async ({
    actor,
    recordId,
    verdictIds,
    countMarks,
  }: CleanInput): Promise<{ status: 'done'; outcomes: CleanOutcome[] } | NotFound> => {
    const review = await readCase(deps, { recordId, userId: actor.userId })
    if (review === null) return noSuchRecord
    const seats = review.stored.seats.filter(({ id }) => verdictIds === undefined || verdictIds.includes(id))
    const outcomes: CleanOutcome[] = []
    for (const seat of seats) {
      const view = viewVerdict(review, { seat, actor, autosave: null })
      if (verdictIds === undefined && view.state === 'accepted') continue
      const named = { verdictId: seat.id, name: `${view.persona.seat} on ${view.tool.name}` }
      const why = uncleanBecause(view, countMarks)
      if (why !== null || view.current === null) {
        outcomes.push({ ...named, status: 'refused', why: why ?? 'it has no verdict yet', fix: readIt })
        continue
      }
      const isCurrent = (now: VerdictView) => uncleanBecause(now, countMarks) === null
      const accepted = await accept({ actor, recordId, verdictId: seat.id, base: view.current.number, isCurrent })
      outcomes.push({ ...named, ...outcomeOf(accepted) })
    }
    return { status: 'done', outcomes }
  }
}

function outcomeOf(result: RevisionResult): { status: 'done' } | { status: 'refused'; why: string; fix: string } {
  switch (result.status) {
    case 'done':
    case 'unchanged':
      return { status: 'done' }
    case 'refused':
      return { status: 'refused', why: result.why, fix: result.fix }
    case 'stale':
      return { status: 'refused', why: 'someone saved another revision in between', fix: readIt }
    case 'not found':
      return { status: 'refused', why: `there is no such ${result.what} any more`, fix: 'look at the record as it is now' }
    case 'invalid':
      return { status: 'refused', why: result.problems.map(({ message }) => message).join('; '), fix: readIt }
  }
}
