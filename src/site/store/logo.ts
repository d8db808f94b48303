import { sql } from 'drizzle-orm'
import type { PublishedTool } from '../../contracts/site.js'

/** A published tool's logo by the name that it is served under; null where it has none. As `staleSince`, for queries of published_tools alone. */
export const logo = sql<NonNullable<PublishedTool['logo']> | null>`(
  SELECT json_build_object('name', mark.sha256 || '.' || substr(mark.type, 7), 'width', mark.width, 'height', mark.height)
  FROM tool_logos mark WHERE mark.slug = published_tools.slug)`
