import { eq, sql } from 'drizzle-orm'
import { seats } from '../../panels/store/schema.js'
import type { Transaction } from '../../platform/db/database.js'
import { verdictRevisions } from './schema.js'

/** The revisions of the seat that a statement on `seats` looks at: one that has any was written by a person, with all its drafts. For `createPanelStore`. */
export function writtenByHand(tx: Transaction) {
  return tx
    .select({ number: verdictRevisions.number })
    .from(verdictRevisions)
    .where(eq(verdictRevisions.verdictId, sql`coalesce(${seats.verdictId}, ${seats.id})`))
}
