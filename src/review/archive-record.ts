import { mayActAs, roleWords } from '../contracts/role.js'
import type { OnRecord } from './action-inputs.js'
import { changeRecord, type Outcome, type ReviewDependencies, recordEntry, without } from './change-record.js'
import type { DoneOrUnchanged } from './refusals.js'
import type { ReviewCase } from './review-case.js'

type Archived = DoneOrUnchanged<{ archivedAt: string | null }>

/** Leaves a record out of lists, or takes it back into them: for editors. Its state, its page and what is public of it stay as they are. */
export function createArchive(deps: ReviewDependencies) {
  const set = (isArchived: boolean) => (input: OnRecord) =>
    changeRecord(deps, { recordId: input.recordId, userId: input.actor.userId }, (review) =>
      decide(review, { ...input, isArchived, at: deps.runtime.now() }),
    )
  return { archive: set(true), unarchive: set(false) }
}

function decide(review: ReviewCase, { actor, isArchived, at }: OnRecord & { isArchived: boolean; at: Date }): Outcome<Archived> {
  if (!mayActAs(actor.role, 'editor')) {
    return without({ status: 'refused', why: `you are here as ${roleWords[actor.role]}`, fix: 'ask an editor to archive it' })
  }
  if ((review.stored.review.archivedAt !== null) === isArchived) return without({ status: 'unchanged' })
  const archivedAt = isArchived ? at.toISOString() : null
  const action = isArchived ? 'record.archive' : 'record.unarchive'
  return {
    result: { status: 'done', archivedAt },
    writes: {
      review: { archivedAt: isArchived ? at : null },
      log: [recordEntry({ review, actor, at: at.toISOString() }, { action, data: {} })],
    },
  }
}
