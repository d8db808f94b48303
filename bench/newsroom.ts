import { benchPersonas } from './inputs.js'
import { fillLedger } from './scale/fill.js'
import { type Place, queryDatabase } from './servers.js'

/** What a large newsroom has. */
export const newsroom = { tools: 2_000, records: 5_000, seats: 40_000 }

/**
 * 2,000 tools and 5,000 records of eight seats each, beside what is in the database: of a hundred records six are in review, two approved, one is
 * retracted, one archived and one marked by a changed source; of those in review some verdicts are edited, accepted, unscored or commented on. Bodies are
 * short: no list reads them.
 */
export async function fillNewsroom({ connectionString }: Place): Promise<void> {
  await fillLedger(connectionString, { from: 0, to: newsroom.seats })
  await queryDatabase(connectionString, [...statements, ...benchPersonas.map(insertPersona)].join(';\n'))
  // What autovacuum would do meanwhile.
  await queryDatabase(connectionString, 'VACUUM ANALYZE')
}

const number = `substring(r.id from 6)::int`
const statements = [
  'SET session_replication_role = replica',
  `DELETE FROM published_tools WHERE slug LIKE 'published-s%'`,
  `UPDATE records r SET status = CASE WHEN ${number} % 100 < 6 THEN 'in_review' WHEN ${number} % 100 < 8 THEN 'approved' WHEN ${number} % 100 = 8 THEN 'retracted'
    ELSE status END, title = 'Tool ' || s.slugs[1] || ' vs ' || s.slugs[cardinality(s.slugs)], slugs = s.slugs, models = s.models,
    tools = s.tools, categories = ARRAY['Category ' || ${number} % 40], search_text = lower(concat_ws(' ', r.id, array_to_string(s.slugs, ' '), array_to_string(s.models, ' '), 'category ' || ${number} % 40))
    FROM (SELECT panel_id, array_agg(DISTINCT tool) AS slugs, array_agg(DISTINCT model) AS models,
      json_agg(DISTINCT jsonb_build_object('slug', tool, 'name', 'Tool ' || tool)) AS tools FROM seats GROUP BY panel_id) s
    WHERE s.panel_id = r.panel_id AND r.id LIKE 'rec_s%'`,
  `UPDATE record_reviews w SET standing = CASE WHEN r.status = 'published' THEN 'published' ELSE 'none' END,
    archived_at = CASE WHEN ${number} % 100 = 9 THEN now() END, published_at = CASE WHEN r.status = 'published' THEN w.published_at END
    FROM records r WHERE r.id = w.record_id AND r.id LIKE 'rec_s%'`,
  `UPDATE seats s SET status = 'unscored', reason = 'no reply', call = NULL FROM records r
    WHERE r.panel_id = s.panel_id AND r.id LIKE 'rec_s%' AND r.status = 'in_review' AND s.position = 7`,
  `INSERT INTO verdict_states (verdict_id, record_id, revision, state, call, changed_at, open_comments)
    SELECT s.id, r.id, 1, CASE WHEN r.status <> 'in_review' THEN 'accepted' ELSE (ARRAY['drafted', 'edited', 'accepted'])[s.position % 3 + 1] END, 'ship',
      now() + interval '1 day', (r.status = 'in_review' AND s.position = 1)::int
    FROM seats s JOIN records r ON r.panel_id = s.panel_id WHERE r.id LIKE 'rec_s%' AND s.status = 'drafted'`,
  `INSERT INTO tools (slug, sha256, name, vendor, category, tagline, as_of, rivals, facts, sources, versions, search, created_at, updated_at)
    SELECT slug, sha256, 'Tool of ' || slug, 'Vendor', 'Category ' || right(slug, 1), 'A tool', '2026-11-01', '{}', 3, 2, 1, lower('tool of ' || slug), created_at, created_at
    FROM dossiers WHERE slug LIKE 'tool-s%' ON CONFLICT DO NOTHING`,
  `UPDATE panels p SET plan = json_build_object('schema', 'panel.plan/1', 'panelId', p.id, 'tools', s.tools, 'personas', '[]'::json, 'jurors', '["bench:model-1"]'::json,
      'recordingSet', NULL, 'budgetUsd', NULL, 'seats', s.seats)
    FROM (SELECT panel_id, jsonb_agg(DISTINCT jsonb_build_object('slug', tool, 'dossierSha256', dossier_sha256)) AS tools,
      jsonb_agg(jsonb_build_object('id', id, 'tool', tool, 'persona', persona, 'model', model)) AS seats FROM seats GROUP BY panel_id) s
    WHERE s.panel_id = p.id AND p.id LIKE 'pnl_s%'`,
]

function insertPersona(persona: (typeof benchPersonas)[number]): string {
  const body = JSON.stringify(persona).replaceAll("'", "''")
  return `INSERT INTO personas (sha256, id, version, body, created_at) VALUES ('${persona.sha256}', '${persona.id}', 1, '${body}', now()) ON CONFLICT DO NOTHING`
}
