import { z } from 'zod'
import { recordIdSchema, verdictIdSchema } from '../../../contracts/review-ids.js'
import type { Stale } from '../../../review/change-verdict.js'
import type { NotDone } from '../../../review/refusals.js'
import type { Notice } from './notices.js'

export const verdictParamsSchema = z.object({ recordId: recordIdSchema, verdictId: verdictIdSchema })
export const commentIdSchema = z
  .string()
  .max(500)
  .regex(/^cmt_[0-9a-z]+$/)
export const revisionNumberSchema = z.coerce.number().int().min(1).max(1_000_000)

export type NotDoneStatus = 403 | 404 | 409 | 422

/** What a person reads when something was not done, and with which status. */
export function notDoneAnswer(result: NotDone | Stale): { status: NotDoneStatus; notice: Notice } {
  switch (result.status) {
    case 'refused':
      return { status: 403, notice: { kind: 'refused', why: result.why, fix: result.fix } }
    case 'invalid':
      return { status: 422, notice: { kind: 'problems', problems: result.problems } }
    case 'stale':
      return {
        status: 409,
        notice: {
          kind: 'refused',
          why: `someone saved revision ${result.current.number} in between`,
          fix: 'read it as it is now, and decide again; nothing of what you sent was stored',
        },
      }
    case 'not found':
      if (result.what === 'person') return { status: 404, notice: gone }
      return {
        status: 404,
        notice: {
          kind: 'refused',
          why: `there is no such ${result.what} here`,
          fix: 'look at the page as it is now; someone may have changed it',
        },
      }
  }
}

const gone: Notice = {
  kind: 'refused',
  why: 'no one here has that account any more, or it was deactivated',
  fix: 'choose someone else from the list, or leave it to anyone',
}

const doneTexts = {
  saved: 'Saved as a revision.',
  repaired:
    'Saved as a revision. A quote was nearly a passage of its source: the source’s own words are in it now, and yours are kept beside them.',
  unchanged: 'Nothing was saved: it says what was stored already.',
  draft: 'Saved as your own draft. No one else sees it.',
  discarded: 'Your draft is gone; here is the current version.',
  accepted: 'Accepted.',
  'saved-and-accepted': 'Saved as a revision and accepted.',
  returned: 'Returned; your note stays as an open comment.',
  restored: 'Restored as a new revision.',
  merged: 'Both edits are in one revision now.',
  written: 'Written: the seat has a verdict now.',
  commented: 'Your comment is on the verdict.',
  resolved: 'The comment is resolved.',
  assigned: 'It is handed over.',
  called: 'Your call is on record; here is the draft.',
  waived: 'Kept, with your reason.',
  unwaived: 'It is no longer kept, and blocks again.',
  retried: 'The seat is tried again; its verdict comes here when the worker is done.',
} as const
export type DoneWord = keyof typeof doneTexts

/** What a page says of the action that led to it; null for a word that is none of ours. */
export function doneText(word: string | undefined): string | null {
  return word !== undefined && Object.hasOwn(doneTexts, word) ? doneTexts[word as DoneWord] : null
}
