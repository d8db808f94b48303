import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/db/database.js'
import { readableJson } from '../../platform/db/readable-json.js'
import { chunks } from './documents.js'
import { dossiers, dossierVersions } from './schema.js'
import { tools } from './tool-schema.js'

/**
 * Brings the heads of these tools up to date, by slug, in the transaction that appended a version of theirs, and with the tools locked (`lockTools`).
 */
export async function writeToolHeads(tx: Transaction, slugs: Iterable<string>): Promise<void> {
  for (const some of chunks([...new Set(slugs)].sort())) await tx.execute(headStatement(some))
}

function headStatement(slugs: readonly string[]): SQL {
  const list = sql.join(
    slugs.map((slug) => sql`${slug}`),
    sql`, `,
  )
  return sql`
    INSERT INTO ${tools} (slug, sha256, name, vendor, category, tagline, as_of, rivals, facts, sources, versions, search, created_at, updated_at)
    SELECT slug, sha256, name, vendor, category, tagline, as_of, rivals, facts, sources, versions,
      lower(concat_ws(' ', name, slug, vendor, category, tagline, array_to_string(rivals, ' '))), first, created_at
    FROM (
      SELECT newest.slug, newest.sha256, newest.created_at, all_of_it.versions, all_of_it.first,
        coalesce(body -> 'tool' ->> 'name', newest.slug) AS name, coalesce(body -> 'tool' ->> 'vendor', '') AS vendor,
        coalesce(body -> 'tool' ->> 'category', '') AS category, coalesce(body -> 'tool' ->> 'tagline', '') AS tagline,
        coalesce(body ->> 'asOf', '') AS as_of, ARRAY(SELECT json_array_elements_text(body -> 'rivals')) AS rivals,
        coalesce(json_array_length(body -> 'facts'), 0) AS facts, coalesce(json_array_length(body -> 'sources'), 0) AS sources
      FROM (
        SELECT DISTINCT ON (slug) slug, sha256, created_at FROM ${dossierVersions} WHERE slug IN (${list}) ORDER BY slug, number DESC
      ) newest
      CROSS JOIN LATERAL (SELECT ${readableJson(dossiers.body)} AS body FROM ${dossiers} WHERE sha256 = newest.sha256 OFFSET 0) document
      CROSS JOIN LATERAL (SELECT count(*)::int AS versions, min(created_at) AS first FROM ${dossierVersions} WHERE slug = newest.slug) all_of_it
      ORDER BY newest.slug
    ) head
    ON CONFLICT (slug) DO UPDATE SET sha256 = excluded.sha256, name = excluded.name, vendor = excluded.vendor, category = excluded.category,
      tagline = excluded.tagline, as_of = excluded.as_of, rivals = excluded.rivals, facts = excluded.facts, sources = excluded.sources,
      versions = excluded.versions, search = excluded.search, created_at = excluded.created_at, updated_at = excluded.updated_at`
}
