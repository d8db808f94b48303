import type { OnVerdict, SaveDraftInput } from './action-inputs.js'
import { noSuchRecord, noSuchVerdict, type ReviewDependencies, readCase } from './change-record.js'
import { decideRemark } from './decide-remark.js'
import { parseInput } from './inputs.js'
import type { Done, DoneOrUnchanged } from './refusals.js'
import { findSeat, historyOf } from './review-case.js'
import type { StoredAutosave } from './store/autosaves.js'
import type { Autosave, AutosavedContent } from './views.js'

type Drafts = {
  /** A draft of one's own: seen by no one else, and gone with the next revision one saves. Parts may be empty. */
  saveDraft: (input: SaveDraftInput) => Promise<Done<{ at: string }>>
  discardDraft: (input: OnVerdict) => Promise<DoneOrUnchanged<object>>
}

/** Drafts of one's own: no one else sees them, and no decision depends on them, so that they are in no log. */
export function createDrafts(deps: ReviewDependencies): Drafts {
  const { reviews, runtime } = deps
  return {
    saveDraft: async ({ actor, recordId, verdictId, base, content }) => {
      const parsed = parseInput({ draft: content, base })
      if (parsed.status === 'invalid') {
        return { ...parsed, problems: parsed.problems.map(({ path, message }) => ({ path: path.replace(/^draft/, 'content'), message })) }
      }
      const review = await readCase(deps, { recordId, userId: actor.userId })
      if (review === null) return noSuchRecord
      const seat = findSeat(review, verdictId)
      if (seat === undefined) return noSuchVerdict
      // A draft the person may not see yet is not written on; and a write that starts from a revision starts from one there is.
      const seen = historyOf(review, verdictId).length === 0 ? null : decideRemark(review, { seat, action: 'see-draft', actor })
      if (seen?.status === 'refused') return seen
      if (base !== null && !historyOf(review, verdictId).some(({ number }) => number === base))
        return { status: 'not found', what: 'revision' }
      const at = runtime.now()
      await reviews.saveAutosave({ userId: actor.userId, verdictId, base, content: parsed.value.draft, at })
      return { status: 'done', at: at.toISOString() }
    },
    discardDraft: async ({ actor, recordId, verdictId }) => {
      const documents = await reviews.documentsOf(recordId)
      if (documents === null) return noSuchRecord
      if (!documents.plan.seats.some(({ id }) => id === verdictId)) return noSuchVerdict
      return { status: (await reviews.dropAutosave(verdictId, actor.userId)) ? 'done' : 'unchanged' }
    },
  }
}

/** What a person was writing, as they find it again; `standing` is the current revision. */
export function toAutosave(stored: StoredAutosave | null, currentRevision: number | null): Autosave | null {
  if (stored === null) return null
  const { verdictId, base, content, at } = stored
  return { verdictId, base, content: content as AutosavedContent, at: at.toISOString(), isBehind: base !== currentRevision }
}
