import { z } from 'zod'
import { looseText } from '../../contracts/bounded-text.js'
import { slugSchema } from '../../contracts/primitives.js'
import { recordMarks, recordSorts } from '../../review/store/list-records.js'
import { countedPage } from './pages.js'
import { queueItem, recordStatus, recordSummary } from './review-schemas.js'
import { ids } from './schemas.js'

const q = looseText(200).optional().describe('Words that all have to be in what is searched: tool, vendor, persona, model, title or id.')

/** What narrows and sorts the list of records. */
export const recordQuery = {
  q,
  status: recordStatus.optional(),
  has: z
    .enum(recordMarks)
    .optional()
    .describe('A changed source, open comments, seats without a verdict, or something that waits for you.'),
  tool: slugSchema.optional(),
  category: looseText(200).optional(),
  archived: z.enum(['no', 'only', 'all']).default('no'),
  sort: z.enum(recordSorts).default('newest'),
}

/** What narrows the queue. */
export const queueQuery = {
  q,
  scope: z.enum(['mine', 'unassigned', 'all']).default('mine'),
  recordId: ids.record.optional(),
  tool: slugSchema.optional(),
  persona: slugSchema.optional(),
  work: z.enum(['call blind', 'review', 'returned', 'unscored', 'comment']).optional(),
}

/** A page of records, and how many match: above 10,000 they are not counted, and it says 10,001. */
export const recordPage = countedPage(recordSummary, {})

/** A page of the queue, and how many match in each scope. */
export const queuePage = countedPage(queueItem, { counts: z.strictObject({ mine: z.int(), unassigned: z.int(), all: z.int() }) })

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** The parameters that were sent: one that was left out is not there at all. */
export function given<T extends object>(parameters: T): Given<T> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)) as Given<T>
}
