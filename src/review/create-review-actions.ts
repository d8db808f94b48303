import type { Actor } from '../contracts/actor.js'
import type { Dossier } from '../contracts/dossier.js'
import { type CountMarks, countClean, createCleanAccept } from './accept-clean.js'
import { createArchive } from './archive-record.js'
import { createAuditActions } from './audit-actions.js'
import { createManyChanges } from './change-many.js'
import { noSuchRecord, noSuchVerdict, type ReviewDependencies, readCase } from './change-record.js'
import { createVerdictChanges } from './change-verdict.js'
import { type Marks, prepareMarks } from './changed-sources.js'
import { createQuoteCheck } from './check-quotes.js'
import { createRecordDecisions } from './decide-record.js'
import { createDrafts } from './drafts.js'
import { createLists } from './lists.js'
import type { NotFound } from './refusals.js'
import { createRemarks } from './remarks.js'
import { findSeat, type ReviewCase } from './review-case.js'
import type { StoredSeat } from './store/load-review.js'
import { newlyShown, toPublished, viewRecord } from './view-record.js'
import { siblingsOf, viewVerdict } from './view-verdict.js'
import type { PublishedRecord, RecordView, VerdictView } from './views.js'
import { createWaivers } from './waivers.js'

export type ReviewActions = ReturnType<typeof createReviewActions>

export type { ReviewDependencies } from './change-record.js'

/**
 * What people do with records under review: the same for desk, API and command line. Every change is one transaction that locks the record,
 * decides by the rules in review/, writes, and adds to the audit log; of two at once one goes first, and the other is decided on what it left.
 * Nothing here throws for what a person did: each answer is a union. Texts that come in are checked here, whatever the caller.
 */
export function createReviewActions(deps: ReviewDependencies) {
  const { reviews, settings } = deps
  const noteShown = async (review: ReviewCase, seats: readonly StoredSeat[], actor: Actor) => {
    const verdictIds = newlyShown(review, seats, actor)
    await reviews.noteShown({ userId: actor.userId, verdictIds, at: deps.runtime.now() })
  }
  const verdictChanges = createVerdictChanges(deps)
  const single = {
    ...createLists(deps),
    ...verdictChanges,
    ...createArchive(deps),
    /** Accepts what an editor would find nothing to look at in (accept-clean.ts). */
    acceptClean: createCleanAccept(deps, verdictChanges),
    ...createRemarks(deps),
    ...createWaivers(deps),
    /** The record a verdict belongs to; null when there is none (yet). */
    recordOfVerdict: reviews.recordOfVerdict,
  }
  return {
    settings,
    ...single,
    ...createManyChanges(single),
    ...createRecordDecisions(deps),
    ...createDrafts(deps),
    ...createQuoteCheck(deps),
    /** What new versions of dossiers mark: to be called in the transaction that stores them, or those with the given hashes (changed-sources.ts). */
    marksFor: (dossiers: readonly Dossier[]): Promise<Marks> => prepareMarks(deps, dossiers),
    /** Notes that the actor was shown the drafts in it. */
    record: async (recordId: string, actor: Actor): Promise<RecordView | NotFound> => {
      const review = await readCase(deps, { recordId, userId: actor.userId })
      if (review === null) return noSuchRecord
      await noteShown(review, review.stored.seats, actor)
      return viewRecord(review, actor)
    },
    /** The same, with how many of its verdicts the actor may accept without reading (accept-clean.ts). */
    recordWithClean: async ({ recordId, actor, countMarks }: { recordId: string; actor: Actor; countMarks: CountMarks }) => {
      const review = await readCase(deps, { recordId, userId: actor.userId })
      if (review === null) return noSuchRecord
      await noteShown(review, review.stored.seats, actor)
      return { view: viewRecord(review, actor), clean: countClean(review, { actor, countMarks }) }
    },
    /** Notes that the actor was shown the draft, unless it is hidden. */
    verdict: async (recordId: string, verdictId: string, actor: Actor): Promise<VerdictView | NotFound> => {
      const review = await readCase(deps, { recordId, userId: actor.userId })
      if (review === null) return noSuchRecord
      const seat = findSeat(review, verdictId)
      if (seat === undefined) return noSuchVerdict
      await noteShown(review, [seat, ...siblingsOf(review, seat)], actor)
      return viewVerdict(review, { seat, actor, autosave: await reviews.autosave(verdictId, actor.userId) })
    },
    /** What names records, of those ids that there are. */
    recordNames: reviews.recordNames,
    /** What the site shows of a record; null when it never was public. */
    published: async (recordId: string): Promise<PublishedRecord | null> => {
      const found = await reviews.publication(recordId)
      return found === null ? null : toPublished({ id: recordId, panelId: found.panelId }, found)
    },
    /** Everything decided after an entry of the audit log, in order: what webhooks go by. `seq` is the entry's number. */
    decisionsAfter: reviews.decisionsAfter,
    audit: createAuditActions(reviews, deps.runtime),
  }
}
