import { sql } from 'drizzle-orm'
import type { ToolFreshness } from '../../contracts/site.js'

/** When a published tool's sources were last read, and what was found; null before that. As `staleSince`, for queries of published_tools alone. */
export const freshness = sql<ToolFreshness | null>`(SELECT watched.body FROM tool_freshness watched WHERE watched.tool = published_tools.slug)`
