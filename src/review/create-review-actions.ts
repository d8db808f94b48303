import type { Runtime } from '../platform/runtime.js'
import { noSuchRecord, noSuchVerdict, type ReviewDependencies, readCase } from './change-record.js'
import { createVerdictChanges } from './change-verdict.js'
import { prepareMarks } from './changed-sources.js'
import { createRecordDecisions } from './decide-record.js'
import { createDrafts } from './drafts.js'
import { createLists } from './lists.js'
import { createRemarks } from './remarks.js'
import { findSeat, type ReviewCase } from './review-case.js'
import type { ReviewStore, StoredSeat } from './store/reviews.js'
import type { AuditActions, ReviewActions } from './types.js'
import { newlyShown, toPublished, viewRecord } from './view-record.js'
import { siblingsOf, viewVerdict } from './view-verdict.js'
import { createWaivers } from './waivers.js'

export type { ReviewDependencies } from './change-record.js'
export type * from './types.js'

const defaultLogPage = 50
const largestLogPage = 200

/**
 * What people do with records under review: the same for desk, API and command line. Every change is one transaction that locks the record,
 * decides by the rules in review/, writes, and adds to the audit log; of two at once one goes first, and the other is decided on what it left.
 */
export function createReviewActions(deps: ReviewDependencies): ReviewActions {
  const { reviews, settings } = deps
  const noteShown = async (review: ReviewCase, seats: readonly StoredSeat[], actor: Parameters<ReviewActions['record']>[1]) => {
    const verdictIds = newlyShown(review, seats, actor)
    await reviews.noteShown({ userId: actor.userId, verdictIds, at: deps.runtime.now() })
  }
  return {
    settings,
    ...createLists(deps),
    ...createVerdictChanges(deps),
    ...createRemarks(deps),
    ...createWaivers(deps),
    ...createRecordDecisions(deps),
    ...createDrafts(deps),
    marksFor: (dossiers) => prepareMarks(deps, dossiers),
    record: async (recordId, actor) => {
      const review = await readCase(deps, { recordId, userId: actor.userId })
      if (review === null) return noSuchRecord
      await noteShown(review, review.stored.seats, actor)
      return viewRecord(review, actor)
    },
    verdict: async (recordId, verdictId, actor) => {
      const review = await readCase(deps, { recordId, userId: actor.userId })
      if (review === null) return noSuchRecord
      const seat = findSeat(review, verdictId)
      if (seat === undefined) return noSuchVerdict
      await noteShown(review, [seat, ...siblingsOf(review, seat)], actor)
      return viewVerdict(review, { seat, actor, autosave: await reviews.autosave(verdictId, actor.userId) })
    },
    recordOfVerdict: reviews.recordOfVerdict,
    published: async (recordId) => {
      const found = await reviews.publication(recordId)
      return found === null ? null : toPublished({ id: recordId, panelId: found.panelId }, found)
    },
    decisionsAfter: reviews.decisionsAfter,
    audit: createAuditActions(reviews, deps.runtime),
  }
}

/** The audit log by itself, for a command that needs nothing else. */
export function createAuditActions({ audit }: Pick<ReviewStore, 'audit'>, { now }: Pick<Runtime, 'now'>): AuditActions {
  return {
    list: ({ limit = defaultLogPage, ...input }) => audit.list({ ...input, limit: Math.min(Math.max(1, limit), largestLogPage) }),
    verify: audit.verify,
    exportAll: ({ recordId } = {}) => audit.entries(recordId),
    head: audit.head,
    note: (entry) => audit.append({ ...entry, at: now().toISOString() }),
  }
}
