import { benchPersonas } from '../inputs.js'
import { logStatements, subscriberStatement } from '../log-and-readers.js'
import { copyRecords } from '../published.js'
import { fillLedger } from '../scale/fill.js'
import { type Place, queryDatabase } from '../servers.js'

export const seats = 100_000
const copiedRecords = 500

/**
 * Beside the sample's panels and its published record, which pages show whole: 100,000 seats in 12,500 panels with as many records in every state, 5,000
 * tools' dossiers, 1,000 published tools, and what people and readers do with them. Bodies of copies are short; what lists go by is as it would be.
 */
export async function fillDatabase(place: Place): Promise<void> {
  const { connectionString } = place
  await fillLedger(connectionString, { from: 0, to: seats })
  await queryDatabase(connectionString, `DELETE FROM published_tools WHERE slug LIKE 'published-s%'`)
  await copyRecords(place, { from: 1, to: copiedRecords })
  await queryDatabase(
    connectionString,
    [
      'SET session_replication_role = replica',
      // Of a hundred records two are in review, one is approved and one retracted.
      `UPDATE records SET status = CASE WHEN n < 2 THEN 'in_review' WHEN n = 2 THEN 'approved' WHEN n = 3 THEN 'retracted' ELSE status END
        FROM (SELECT id, substring(id from 6)::int % 100 AS n FROM records WHERE id LIKE 'rec_s%') AS numbered WHERE records.id = numbered.id`,
      `UPDATE record_reviews SET standing = 'none', published_at = NULL FROM records WHERE records.id = record_id AND records.status IN ('in_review', 'approved')`,
      // Later than the sample's, which the queue opens first: those can be shown whole.
      `INSERT INTO verdict_states (verdict_id, record_id, revision, state, call, changed_at, open_comments)
        SELECT s.id, r.id, 1, (ARRAY['drafted', 'edited', 'accepted'])[s.position % 3 + 1], 'ship', now() + interval '1 day', (s.position = 1)::int
        FROM seats s JOIN records r ON r.panel_id = s.panel_id WHERE r.id LIKE 'rec_s%'`,
      `INSERT INTO votes (id, tool, reader, choice, at, changed_at, is_quarantined)
        SELECT 'vote_s' || n, 'tool-s' || n % 5000, 'reader ' || n, (ARRAY['ship', 'skip'])[n % 2 + 1], now() - n * interval '1 minute', now() - n * interval '1 minute', n % 100 = 0
        FROM generate_series(1, 50000) n`,
      ...logStatements({ entries: 50_000, records: 12_500 }),
      subscriberStatement(5_000),
      // Lists take a panel's plan and a dossier's tool apart.
      `UPDATE panels p SET plan = json_build_object('schema', 'panel.plan/1', 'panelId', p.id, 'tools', s.tools, 'personas', '[]'::json, 'jurors', '["bench:model-1"]'::json,
          'recordingSet', NULL, 'budgetUsd', NULL, 'seats', s.seats)
        FROM (SELECT panel_id, jsonb_agg(DISTINCT jsonb_build_object('slug', tool, 'dossierSha256', dossier_sha256)) AS tools,
          jsonb_agg(jsonb_build_object('id', id, 'tool', tool, 'persona', persona, 'model', model)) AS seats FROM seats GROUP BY panel_id) s
        WHERE s.panel_id = p.id AND p.id LIKE 'pnl_s%'`,
      `UPDATE dossiers d SET body = jsonb_set(jsonb_set(sample.body, '{tool,slug}', to_jsonb(d.slug)), '{tool,name}', to_jsonb('Tool of ' || d.slug))::json
        FROM (SELECT body::jsonb AS body FROM dossiers WHERE slug NOT LIKE 'tool-s%' ORDER BY slug LIMIT 1) AS sample WHERE d.slug LIKE 'tool-s%'`,
      ...benchPersonas.map(
        (persona) => `INSERT INTO personas (sha256, id, version, body, created_at)
          VALUES ('${persona.sha256}', '${persona.id}', 1, '${JSON.stringify(persona).replaceAll("'", "''")}', now()) ON CONFLICT DO NOTHING`,
      ),
    ].join(';\n'),
  )
  // What autovacuum would do meanwhile.
  await queryDatabase(connectionString, 'VACUUM ANALYZE')
}
