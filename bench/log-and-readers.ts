/** Statements that add so many entries to the log, about so many records in turn. Their hashes are none: no page checks them. */
export function logStatements({ entries, records }: { entries: number; records: number }): string[] {
  return [
    `INSERT INTO audit_log (seq, record_id, body)
      SELECT head.entries + n, 'rec_s' || n % ${records}, json_build_object('seq', head.entries + n, 'at', '2026-11-01T00:00:00.000Z', 'actor', json_build_object('system', 'bench'),
        'action', 'record.approve', 'subject', json_build_object('kind', 'record', 'id', 'rec_s' || n % ${records}, 'recordId', 'rec_s' || n % ${records}), 'data', '{}'::json,
        'previousHash', repeat('0', 64), 'previousHashOfRecord', repeat('0', 64), 'hash', repeat('0', 64))
      FROM generate_series(1, ${entries}) n, audit_heads head WHERE head.name = 'log'`,
    `INSERT INTO audit_index (seq, at, actor, action, kind, subject, record_id)
      SELECT seq, '2026-11-01', 'bench', 'record.approve', 'record', record_id, record_id FROM audit_log WHERE record_id LIKE 'rec_s%' ON CONFLICT DO NOTHING`,
    `UPDATE audit_heads SET entries = entries + ${entries} WHERE name = 'log'`,
  ]
}

/** A statement that adds so many readers of the newsletter. */
export function subscriberStatement(count: number): string {
  return `INSERT INTO subscribers (id, email, status, asked_at, confirmed_at)
    SELECT 'sub_s' || n, 'reader' || n || '@example.org', 'active', now() - n * interval '1 hour', now() - n * interval '1 hour' FROM generate_series(1, ${count}) n`
}
