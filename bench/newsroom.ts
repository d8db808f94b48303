import { benchPersonas } from './inputs.js'
import { logStatements, subscriberStatement } from './log-and-readers.js'
import { fillLedger } from './scale/fill.js'
import { type Place, queryDatabase } from './servers.js'

/** What a large newsroom has. */
export const newsroom = { tools: 2_000, records: 5_000, seats: 40_000 }

/**
 * 2,000 tools and 5,000 records of eight seats each, beside what is in the database: of a hundred records six are in review, two approved, one is
 * retracted, one archived and one marked by a changed source; of those in review some verdicts are edited, accepted, unscored or commented on. Bodies are
 * short: no list reads them. Beside them 50,000 entries of the log, and 5,000 readers of the newsletter.
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
    ELSE status END WHERE r.id LIKE 'rec_s%'`,
  `UPDATE record_reviews w SET standing = CASE WHEN r.status = 'published' THEN 'published' ELSE 'none' END,
    archived_at = CASE WHEN ${number} % 100 = 9 THEN now() END, published_at = CASE WHEN r.status = 'published' THEN w.published_at END
    FROM records r WHERE r.id = w.record_id AND r.id LIKE 'rec_s%'`,
  `UPDATE seats s SET status = 'unscored', reason = 'no reply', call = NULL FROM records r
    WHERE r.panel_id = s.panel_id AND r.id LIKE 'rec_s%' AND r.status = 'in_review' AND s.position = 7`,
  `INSERT INTO verdict_states (verdict_id, record_id, revision, state, call, changed_at, open_comments)
    SELECT s.id, r.id, 1, CASE WHEN r.status <> 'in_review' THEN 'accepted' ELSE (ARRAY['drafted', 'edited', 'accepted'])[s.position % 3 + 1] END, 'ship',
      now() + interval '1 day', (r.status = 'in_review' AND s.position = 1)::int
    FROM seats s JOIN records r ON r.panel_id = s.panel_id WHERE r.id LIKE 'rec_s%' AND s.status = 'drafted'`,
  `UPDATE panels p SET plan = json_build_object('schema', 'panel.plan/1', 'panelId', p.id, 'tools', s.tools, 'personas', '[]'::json, 'jurors', '["bench:model-1"]'::json,
      'recordingSet', NULL, 'budgetUsd', NULL, 'seats', s.seats)
    FROM (SELECT panel_id, jsonb_agg(DISTINCT jsonb_build_object('slug', tool, 'dossierSha256', dossier_sha256)) AS tools,
      jsonb_agg(jsonb_build_object('id', id, 'tool', tool, 'persona', persona, 'model', model)) AS seats FROM seats GROUP BY panel_id) s
    WHERE s.panel_id = p.id AND p.id LIKE 'pnl_s%'`,
  ...logStatements({ entries: 50_000, records: newsroom.records }),
  subscriberStatement(5_000),
]

function insertPersona(persona: (typeof benchPersonas)[number]): string {
  const body = JSON.stringify(persona).replaceAll("'", "''")
  return `INSERT INTO personas (sha256, id, version, body, created_at) VALUES ('${persona.sha256}', '${persona.id}', 1, '${body}', now()) ON CONFLICT DO NOTHING`
}
