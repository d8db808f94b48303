import type { DraftedCall } from '../../../src/agreement/drafted-call.js'
import type { Call } from '../../../src/contracts/call.js'
import type { Database } from '../../../src/platform/db/database.js'
import { sha256 } from '../../../src/platform/hash.js'

type KeptPanel = {
  /** Of this panel alone: letters and digits. */
  name: string
  calls: readonly (Omit<DraftedCall, 'place' | 'call'> & { call: Call | null; against?: string })[]
  status?: 'finished' | 'running' | 'cancelled'
  /** A replay of replies of that origin. */
  replays?: 'recorded' | 'authored'
  /** Panels kept later are newer unless they say so. */
  createdAt?: string
  hasRecord?: boolean
}

let kept = 0

/** Keeps the rows that a panel with these calls leaves behind; bodies that agreement does not read are empty. The ids of its seats. */
export async function keepCalls(
  { $client: client }: Pick<Database, '$client'>,
  { name, calls, status = 'finished', replays, createdAt, hasRecord = true }: KeptPanel,
): Promise<string[]> {
  kept += 1
  const at = createdAt ?? new Date(Date.UTC(2026, 10, 1) + kept * 1_000).toISOString()
  const set = replays === undefined ? null : sha256(`set of ${name}`)
  if (set !== null) {
    const reply = JSON.stringify({ origin: replays, raw: 'a \u0000 in it', costUsd: null, latencyMs: null, recordedAt: at })
    await client.query(`INSERT INTO recordings (set_sha256, key, identity, reply) VALUES ($1, 'k', '{}', $2)`, [set, reply])
  }
  await client.query(`INSERT INTO panels (id, plan, status, recording_set, created_at) VALUES ($1, '{}', $2, $3, $4)`, [
    `pnl_${name}`,
    status,
    set,
    at,
  ])
  const idAt = (position: number) => `seat_${name}n${position}`
  const standsFor = (position: number) => {
    const first = calls.findIndex(({ tool, persona }) => tool === calls[position]?.tool && persona === calls[position]?.persona)
    return first === position ? null : idAt(first)
  }
  const rows = calls.map((call, position) => ({
    ...call,
    id: idAt(position),
    // As panels keep it: the first row of a seat stands for its verdict.
    stands: standsFor(position),
    position,
    dossier: sha256(`${call.tool} ${call.dossier}`),
    version: sha256(`${call.persona} ${call.personaVersion}`),
    status: call.call === null ? 'unscored' : 'drafted',
    against: call.against ?? null,
  }))
  const values = [JSON.stringify(rows), at]
  await client.query(
    `INSERT INTO dossiers (sha256, slug, body, created_at) SELECT dossier, tool, '{}'::json, $2::timestamptz
     FROM json_to_recordset($1) AS r (dossier text, tool text) ON CONFLICT DO NOTHING`,
    values,
  )
  await client.query(
    `INSERT INTO personas (sha256, id, version, body, created_at) SELECT version, persona, 1, '{}'::json, $2::timestamptz
     FROM json_to_recordset($1) AS r (version text, persona text) ON CONFLICT DO NOTHING`,
    values,
  )
  await client.query(
    `INSERT INTO seats (id, panel_id, position, tool, persona, model, dossier_sha256, persona_sha256, status, call, repeat, against,
       verdict_id, finished_at)
     SELECT id, $3, position, tool, persona, juror, dossier, version, status, call, repeat, against, stands,
       $2::timestamptz
     FROM json_to_recordset($1) AS r (id text, position int, tool text, persona text, juror text, dossier text, version text, status text,
       call text, repeat int, against text, stands text)`,
    [...values, `pnl_${name}`],
  )
  if (hasRecord) {
    await client.query(
      `INSERT INTO records (id, panel_id, status, content_sha256, body, created_at) VALUES ($1, $2, 'in_review', $3, '{}', $4)`,
      [`rec_${name}`, `pnl_${name}`, sha256(name), at],
    )
  }
  return rows.map(({ id }) => id)
}

/** Keeps calls as `sampleCalls` makes them: a panel for each tool, the last the newest. */
export async function keepTools(db: Pick<Database, '$client'>, calls: readonly DraftedCall[]): Promise<void> {
  for (const tool of new Set(calls.map((call) => call.tool))) {
    await keepCalls(db, { name: tool.replaceAll('-', ''), calls: calls.filter((call) => call.tool === tool) })
  }
}

/** Keeps what a reviewer called before seeing the draft of a seat. */
export async function keepBlindCall(
  { $client: client }: Pick<Database, '$client'>,
  { panel, seat, reviewer, call }: { panel: string; seat: string; reviewer: string; call: Call },
): Promise<void> {
  await client.query(`INSERT INTO blind_calls (verdict_id, user_id, record_id, body) VALUES ($1, $2, $3, $4)`, [
    seat,
    reviewer,
    `rec_${panel}`,
    JSON.stringify({ verdictId: seat, persona: 'dx', call, at: '2026-11-01T00:00:00.000Z' }),
  ])
}
