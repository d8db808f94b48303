import { sql } from 'drizzle-orm'
import { publishedTools } from './site-schema.js'

/** Since when a source of a published tool has changed, by the mark of the record that it is published from; null without one. An ISO instant. */
export const staleSince = sql<string | null>`(
  SELECT marked.stale ->> 'since' FROM record_reviews marked
  WHERE marked.record_id = ${publishedTools.recordId}
    AND (marked.stale -> 'tools' IS NULL OR marked.stale::jsonb -> 'tools' ? ${publishedTools.slug}))`
