import { sql } from 'drizzle-orm'

/**
 * Since when a source of a published tool has changed, by the mark of the record that it is published from; null without one. An ISO instant. For
 * queries of published_tools alone: the names are written out, for without the table's they would name columns of the marks.
 */
export const staleSince = sql<string | null>`(
  SELECT marked.stale ->> 'since' FROM record_reviews marked
  WHERE marked.record_id = published_tools.record_id
    AND (marked.stale -> 'tools' IS NULL OR marked.stale::jsonb -> 'tools' ? published_tools.slug))`
