import { eq } from 'drizzle-orm'
import { seats } from '../../panels/store/schema.js'
import type { Transaction } from '../../platform/db/database.js'
import { verdictRevisions } from './schema.js'

/** The revisions of the seat that a statement on `seats` looks at: one that has any was written by a person. For `createPanelStore`. */
export function writtenByHand(tx: Transaction) {
  return tx.select({ number: verdictRevisions.number }).from(verdictRevisions).where(eq(verdictRevisions.verdictId, seats.id))
}
