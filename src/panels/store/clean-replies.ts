import type pg from 'pg'

/** Rows of one statement, each its own commit: short enough for whoever waits, and little to do again after a kill. */
const batchSize = 500
/** Panels whose seats and record are read at once. */
const panelsAtOnce = 100

/** Why replies older than the limit stay, and recordings, in the order in which they are said of what several panels rest on. */
const reasons = ['published', 'approved', 'in review', 'running', 'of a panel that ended since'] as const
/** Which of them it is for the panel `p` with its record `r`, counted from 1. */
const reasonOf = `CASE WHEN r.status = 'published' THEN 1 WHEN r.status = 'approved' THEN 2 WHEN r.status = 'in_review' THEN 3
  WHEN p.status = 'running' THEN 4 ELSE 5 END`

export type ReplyTerms = {
  /** Replies used, and panels ended, before then may go. */
  before: Date
  /** SQL for when the record `r` was retracted; src/review has it. */
  retractedAt: string
}

/** What goes, and by reason what stays. `requests` are those of calls that brought no reply; the bytes are of replies and of all requests. */
export type ReplyFigures = {
  panels: number
  replies: number
  requests: number
  bytes: number
  recordings: number
  keeps: Record<string, number>
  keepsRequests: Record<string, number>
  keepsRecordings: Record<string, number>
}

/** Ended without a record, or with one that was retracted, and both long enough ago: nothing can come of it but by starting it again. */
const isOver = ({ retractedAt }: ReplyTerms) => `coalesce(p.status <> 'running' AND p.finished_at < $1
  AND (r.id IS NULL OR (r.status = 'retracted' AND ${retractedAt} < $1)), false)`

/** Replays that are over while another one needs their set: what they rest on stays, and so they are not released. */
const heldBySet = `SELECT p.id FROM released JOIN panels p USING (id) WHERE p.recording_set IN (
  SELECT recording_set FROM panels other WHERE recording_set IS NOT NULL AND replies_cleaned_at IS NULL
    AND NOT EXISTS (SELECT FROM released WHERE released.id = other.id))`

/** Of a call without a reply: no one asks any more, since its lease ended. */
const isOld = `m.request IS NOT NULL AND CASE WHEN m.status = 'settled' THEN coalesce(m.used_at, m.settled_at) ELSE m.lease_until END < $1`

const setsNoOneNeeds = `SELECT DISTINCT set_sha256 FROM recordings WHERE NOT EXISTS (
  SELECT FROM panels p WHERE p.recording_set = set_sha256 AND NOT EXISTS (SELECT FROM released WHERE released.id = p.id))`

/**
 * Works out, in temporary tables of this connection, which panels are released and which replies the others rest on, and counts what would go and
 * what stays. Changes nothing. A key that is named anywhere in a seat's outcome or in a record counts as rested on.
 */
export async function countReplies(client: pg.ClientBase, terms: ReplyTerms, signal: AbortSignal): Promise<ReplyFigures> {
  await client.query('CREATE TEMP TABLE released (id text PRIMARY KEY); CREATE TEMP TABLE kept (key text PRIMARY KEY, why int NOT NULL)')
  const over = await client.query(
    `INSERT INTO released SELECT p.id FROM panels p LEFT JOIN records r ON r.panel_id = p.id WHERE p.replies_cleaned_at IS NULL AND ${isOver(terms)}`,
    [terms.before],
  )
  const held = await client.query(`DELETE FROM released WHERE id IN (${heldBySet})`)
  await client.query('INSERT INTO released SELECT id FROM panels WHERE replies_cleaned_at IS NOT NULL')
  await keepAllButReleased(client, signal)
  await client.query('ANALYZE released, kept')
  const { rows: calls } = await client.query<Group & { hasReply: boolean; bytes: number }>(
    `SELECT m.status = 'settled' AS "hasReply", CASE WHEN NOT (${isOld}) THEN 'newer' WHEN kept.why IS NULL THEN 'goes' ELSE ($2::text[])[kept.why] END AS why,
       count(*)::int AS count, sum(coalesce(pg_column_size(m.raw), 0) + pg_column_size(m.request))::float8 AS bytes
     FROM model_calls m LEFT JOIN kept USING (key) WHERE m.request IS NOT NULL GROUP BY 1, 2`,
    [terms.before, reasons],
  )
  const { rows: recordings } = await client.query<Group>(
    `WITH needed AS (
       SELECT recording_set, min(${reasonOf}) AS why FROM panels p LEFT JOIN records r ON r.panel_id = p.id
       WHERE recording_set IS NOT NULL AND NOT EXISTS (SELECT FROM released WHERE released.id = p.id) GROUP BY 1
     )
     SELECT coalesce(($1::text[])[needed.why], 'goes') AS why, count(*)::int AS count
     FROM recordings LEFT JOIN needed ON recording_set = set_sha256 GROUP BY 1`,
    [reasons],
  )
  const replies = calls.filter(({ hasReply }) => hasReply)
  const requests = calls.filter(({ hasReply }) => !hasReply)
  return {
    panels: (over.rowCount ?? 0) - (held.rowCount ?? 0),
    replies: goes(replies),
    requests: goes(requests),
    bytes: calls.reduce((sum, { why, bytes }) => (why === 'goes' ? sum + bytes : sum), 0),
    recordings: goes(recordings),
    keeps: stays(replies),
    keepsRequests: stays(requests),
    keepsRecordings: stays(recordings),
  }
}

type Id = { id: string }
const idsOf = (rows: readonly Id[]) => rows.map(({ id }) => id)

/** How many there are of one kind for one reason; `goes` is not one to stay. */
type Group = { why: string; count: number }

const goes = (groups: readonly Group[]): number => groups.find(({ why }) => why === 'goes')?.count ?? 0

function stays(groups: readonly Group[]): Record<string, number> {
  return Object.fromEntries(groups.flatMap(({ why, count }) => (why === 'goes' ? [] : [[why, count]])))
}

async function keepAllButReleased(client: pg.ClientBase, signal: AbortSignal): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const { rows } = await client.query<Id>(
      `SELECT id FROM panels WHERE id > $1 AND recording_set IS NULL AND NOT EXISTS (SELECT FROM released WHERE released.id = panels.id)
       ORDER BY id LIMIT ${panelsAtOnce}`,
      [after],
    )
    await keepRepliesOf(client, idsOf(rows))
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

/**
 * Keys are looked for as text, for PostgreSQL takes no JSON apart that holds a NUL. A quote within a string is escaped, so what a model wrote adds
 * no key; and one too many would only keep a reply longer.
 */
async function keepRepliesOf(client: pg.ClientBase, panelIds: readonly string[]): Promise<void> {
  await client.query(
    `WITH page AS (
       SELECT p.id, ${reasonOf} AS why FROM panels p LEFT JOIN records r ON r.panel_id = p.id WHERE p.id = ANY ($1)
     ),
     texts AS (
       SELECT why, outcome::text AS body FROM page JOIN seats ON seats.panel_id = page.id WHERE outcome IS NOT NULL
       UNION ALL SELECT why, body::text FROM page JOIN records ON records.panel_id = page.id
     )
     INSERT INTO kept SELECT found[1], min(why) FROM texts, regexp_matches(body, '"([0-9a-f]{64})"', 'g') AS found GROUP BY 1
     ON CONFLICT (key) DO UPDATE SET why = least(kept.why, excluded.why)`,
    [panelIds],
  )
}

/** Deletes what was counted, some rows a commit, until the signal aborts; what is left goes the next time. */
export async function cleanReplies(client: pg.ClientBase, terms: ReplyTerms, signal: AbortSignal): Promise<void> {
  await releasePanels(client, terms, signal)
  await cleanCalls(client, terms, signal)
  await cleanRecordings(client, signal)
}

/** Marks panels as released: from then on they are not started again. Those that were, meanwhile, keep their replies. */
async function releasePanels(client: pg.ClientBase, terms: ReplyTerms, signal: AbortSignal): Promise<void> {
  const { rows } = await client.query<{ id: string; set: string | null }>(
    'SELECT id, recording_set AS set FROM released JOIN panels USING (id) WHERE replies_cleaned_at IS NULL ORDER BY id',
  )
  const live = rows.flatMap(({ id, set }) => (set === null ? [id] : []))
  for (let from = 0; from < live.length; from += panelsAtOnce) {
    signal.throwIfAborted()
    const ids = live.slice(from, from + panelsAtOnce)
    await inTransaction(client, async () => markReleased(client, await lockOver(client, terms, ids)))
  }
  for (const set of new Set(rows.flatMap(({ set }) => set ?? []))) {
    signal.throwIfAborted()
    await inTransaction(client, () => releaseSet(client, terms, set))
  }
  const { rows: changed } = await client.query<Id>(
    'DELETE FROM released USING panels p WHERE p.id = released.id AND p.replies_cleaned_at IS NULL RETURNING p.id',
  )
  await keepRepliesOf(client, idsOf(changed))
}

/** Replays of one set are released together or not at all: as long as one needs the recordings, they are there for all. */
async function releaseSet(client: pg.ClientBase, terms: ReplyTerms, set: string): Promise<void> {
  await lockSet(client, set)
  const { rows } = await client.query<Id>('SELECT id FROM panels WHERE recording_set = $1 AND replies_cleaned_at IS NULL', [set])
  const ids = idsOf(rows)
  const over = await lockOver(client, terms, ids)
  if (over.length === ids.length) await markReleased(client, over)
}

/** Those of the panels that are over, locked with their records: none of them changes before the transaction ends. */
async function lockOver(client: pg.ClientBase, terms: ReplyTerms, ids: readonly string[]): Promise<string[]> {
  // In the order in which a panel that is started again locks them.
  await client.query('SELECT FROM panels WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [ids])
  await client.query('SELECT FROM records WHERE panel_id = ANY ($1) ORDER BY panel_id FOR NO KEY UPDATE', [ids])
  const { rows } = await client.query<Id>(
    `SELECT p.id FROM panels p LEFT JOIN records r ON r.panel_id = p.id WHERE p.id = ANY ($2) AND p.replies_cleaned_at IS NULL AND ${isOver(terms)}`,
    [terms.before, ids],
  )
  return idsOf(rows)
}

async function markReleased(client: pg.ClientBase, ids: readonly string[]): Promise<void> {
  await client.query('UPDATE panels SET replies_cleaned_at = clock_timestamp() WHERE id = ANY ($1)', [ids])
}

/** A panel that is made on the set meanwhile holds this until it is there: the next one to get it sees that panel. */
async function lockSet(client: pg.ClientBase, set: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [set])
}

async function inTransaction<T>(client: pg.ClientBase, act: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const done = await act()
    await client.query('COMMIT')
    return done
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** A reply that someone uses just now is as good as new, and so is a call that is made again, which the statement sees when it gets its row. */
async function cleanCalls(client: pg.ClientBase, { before }: ReplyTerms, signal: AbortSignal): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const { rows } = await client.query<{ last: string | null }>(
      `WITH batch AS (
         SELECT key FROM model_calls m WHERE ${isOld} AND key > $2 AND NOT EXISTS (SELECT FROM kept WHERE kept.key = m.key)
         ORDER BY key LIMIT ${batchSize}
       ),
       cleaned AS (
         UPDATE model_calls m SET status = CASE m.status WHEN 'settled' THEN 'cleaned' ELSE m.status END, raw = NULL, request = NULL
         FROM batch WHERE m.key = batch.key AND ${isOld}
       )
       SELECT max(key) AS last FROM batch`,
      [before, after],
    )
    const last = rows[0]?.last ?? null
    if (last === null) return
    after = last
  }
}

async function cleanRecordings(client: pg.ClientBase, signal: AbortSignal): Promise<void> {
  const { rows: sets } = await client.query<{ set: string }>(`SELECT set_sha256 AS set FROM (${setsNoOneNeeds}) AS sets`)
  for (const { set } of sets) {
    for (let deleted = batchSize; deleted === batchSize; ) {
      signal.throwIfAborted()
      deleted = await inTransaction(client, async () => {
        await lockSet(client, set)
        const { rowCount } = await client.query(
          `DELETE FROM recordings WHERE set_sha256 = $1 AND key IN (SELECT key FROM recordings WHERE set_sha256 = $1 ORDER BY key LIMIT ${batchSize})
             AND NOT EXISTS (SELECT FROM panels WHERE recording_set = $1 AND replies_cleaned_at IS NULL)`,
          [set],
        )
        return rowCount ?? 0
      })
    }
  }
}
