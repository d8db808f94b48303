import { eq, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { SecondOpinion } from '../../contracts/second-opinion.js'
import type { Database } from '../../platform/db/database.js'
import { required } from './documents.js'
import { panels } from './schema.js'

/** Panels whose seats a process drafts at about the same time. */
const mostRemembered = 1_000

/** Reads who gives second opinions in a panel out of its plan, once for all its seats. Throws when there is no such panel. */
export function createSecondOpinions(db: Database): (panelId: string) => Promise<SecondOpinion | null> {
  const known = new LRUCache<string, { secondOpinion: SecondOpinion | null }>({ max: mostRemembered })
  return async (panelId) => {
    const before = known.get(panelId)
    if (before !== undefined) return before.secondOpinion
    const secondOpinion = sql<SecondOpinion | null>`${panels.plan} -> 'secondOpinion'`
    const [row] = await db.select({ secondOpinion }).from(panels).where(eq(panels.id, panelId))
    const read = { secondOpinion: required(row, `panel ${panelId}`).secondOpinion ?? null }
    known.set(panelId, read)
    return read.secondOpinion
  }
}
