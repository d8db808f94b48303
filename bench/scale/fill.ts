import { benchPersonas } from '../inputs.js'
import { queryDatabase } from '../servers.js'

/*
 * A synthetic ledger, straight into the tables by generate_series: every seat drafted, its call settled, its panel finished and its record published,
 * over a year. Keys, ids and hashes are as long as real ones; requests, replies and drafts are short, so that ten million seats fit on a disk.
 */

export const seatsPerPanel = 8
/** So many seats are about one tool, in five panels of two tools. */
export const seatsPerTool = 20
/** So many seats stand for one published tool. */
export const seatsPerPublished = 50
const models = 5
const modelNames = Array.from({ length: models }, (_, n) => `'bench:model-${n}'`).join(', ')
const categories = 40
const begin = '2025-12-01'
const secondsBetween = 3.1

/** What the nth seat belongs to, n from 0; as the statements below name it. */
export const panelId = (n: number) => `pnl_s${Math.floor(n / seatsPerPanel)}`
export const recordId = (n: number) => `rec_s${Math.floor(n / seatsPerPanel)}`
export const toolSlug = (n: number) => `tool-s${Math.floor(n / seatsPerTool)}`
export const publishedSlug = (n: number) => `published-s${Math.floor(n / seatsPerPublished)}`
/** What the nth seat's call is hashed from, for its key. */
export const callText = (n: number) => `call ${n}`

const hash = (text: string) => `encode(sha256((${text})::bytea), 'hex')`
const at = (n: string) => `timestamptz '${begin}' + ${n} * interval '${secondsBetween} seconds'`
const reply = `'{"text": "Small teams pay nothing for it, so I try it today.", "call": "ship"}'::json`
const usage = `'{"inputTokens": 2600, "cachedInputTokens": null, "cacheWriteInputTokens": null, "outputTokens": 110}'::json`
const outcome = `'{"status": "drafted", "usage": {"inputTokens": 2600, "outputTokens": 110}, "costUsd": 0.001, "latencyMs": 900, "draft": {"call": "ship"}}'::json`

/** The tables of the ledger, whose secondary indexes are made after a large fill. */
export const ledgerTables = ['model_calls', 'model_call_attempts', 'seats', 'panels', 'records'] as const

/** Adds the seats from `from` on, up to and without `to`; both are whole panels and tools. */
export async function fillLedger(connectionString: string, { from, to }: { from: number; to: number }): Promise<void> {
  const isLarge = to - from > 200_000
  const set = [
    // Nothing of this has to outlast a crash.
    'SET synchronous_commit = off',
    "SET maintenance_work_mem = '512MB'",
    // Foreign keys hold by construction.
    'SET session_replication_role = replica',
  ]
  const indexes = isLarge ? await secondaryIndexes(connectionString) : []
  const drop = indexes.map(({ name }) => `DROP INDEX ${name}`)
  const create = indexes.map(({ definition }) => definition)
  const analyze = [...ledgerTables, 'dossiers', 'dossier_versions', 'tools', 'published_tools', 'record_reviews'].map(
    (table) => `ANALYZE ${table}`,
  )
  await queryDatabase(connectionString, [...set, ...drop, ...inserts(from, to), ...create, ...analyze].join(';\n'))
  // What autovacuum does in its own time: without it, statements that follow would do its work.
  for (const table of ledgerTables) await queryDatabase(connectionString, `VACUUM ${table}`)
}

type Index = { name: string; definition: string }

function secondaryIndexes(connectionString: string): Promise<Index[]> {
  const tables = ledgerTables.map((table) => `'${table}'`).join(', ')
  return queryDatabase<Index>(
    connectionString,
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid::regclass::text IN (${tables}) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`,
  )
}

function inserts(from: number, to: number): string[] {
  const series = (per: number) => `generate_series(${Math.floor(from / per)}::bigint, ${Math.ceil(to / per) - 1}::bigint) n`
  const tool = `n / ${seatsPerTool}`
  const personas = benchPersonas.map(({ sha256 }) => `'${sha256}'`).join(', ')
  const personaIds = benchPersonas.map(({ id }) => `'${id}'`).join(', ')
  return [
    `INSERT INTO dossiers (sha256, slug, body, created_at)
    SELECT ${hash("'dossier ' || n")}, 'tool-s' || n, json_build_object('tool', json_build_object('slug', 'tool-s' || n, 'name', 'Tool ' || n)), ${at(`n * ${seatsPerTool}`)}
    FROM ${series(seatsPerTool)}`,
    `INSERT INTO dossier_versions (slug, number, sha256, created_at)
    SELECT 'tool-s' || n, 1, ${hash("'dossier ' || n")}, ${at(`n * ${seatsPerTool}`)}
    FROM ${series(seatsPerTool)}`,
    `INSERT INTO tools (slug, sha256, name, vendor, category, tagline, as_of, rivals, facts, sources, versions, search, created_at, updated_at)
    SELECT 'tool-s' || n, ${hash("'dossier ' || n")}, 'Tool ' || n, 'Vendor ' || n % 20, 'Category ' || n % ${categories}, 'A tool', '2026-11-01', '{}', 3, 2, 1,
      'tool ' || n || ' tool-s' || n || ' vendor ' || n % 20 || ' category ' || n % ${categories} || ' a tool', ${at(`n * ${seatsPerTool}`)}, ${at(`n * ${seatsPerTool}`)}
    FROM ${series(seatsPerTool)}`,
    `INSERT INTO panels (id, plan, status, run, asked_run, enqueued_run, priority, created_at, finished_at)
    SELECT 'pnl_s' || n, '{"schema": "panel.plan/1", "tools": []}', 'finished', 1, 1, 1, 'editor', ${at(`n * ${seatsPerPanel}`)}, ${at(`n * ${seatsPerPanel}`)}
    FROM ${series(seatsPerPanel)}`,
    `INSERT INTO seats (id, panel_id, position, tool, persona, model, dossier_sha256, persona_sha256, status, outcome, call, started_at, begun_at, finished_at)
    SELECT 'seat_s' || n, 'pnl_s' || n / ${seatsPerPanel}, n % ${seatsPerPanel}, 'tool-s' || ${tool}, (ARRAY[${personaIds}])[n % 4 + 1], 'bench:model-' || n % ${models},
      ${hash(`'dossier ' || ${tool}`)}, (ARRAY[${personas}])[n % 4 + 1], 'drafted', ${outcome}, 'ship', ${at('n')}, ${at('n')}, ${at('n')}
    FROM ${series(1)}`,
    `INSERT INTO model_calls (key, status, model, sample, request, owner, lease_until, raw, usage, cost_usd, latency_ms, settled_at)
    SELECT ${hash("'call ' || n")}, 'settled', 'bench:model-' || n % ${models}, 1, '{"messages": []}', 'att_s' || n, ${at('n')}, ${reply}, ${usage}, 0.001, 900, ${at('n')}
    FROM ${series(1)}`,
    `INSERT INTO model_call_attempts (owner, key, panel_id, provider, tokens, status, reserved_usd, charged_usd, started_at, ended_at)
    SELECT 'att_s' || n, ${hash("'call ' || n")}, 'pnl_s' || n / ${seatsPerPanel}, 'bench', 2710, 'settled', 0.002, 0.001, ${at('n')}, ${at('n')}
    FROM ${series(1)}`,
    // What lists go by is beside the body: a panel is over the tools of its first seat and its last, which may be the same.
    `INSERT INTO records (id, panel_id, status, content_sha256, body, created_at, title, tools, slugs, categories, models, search_text)
    SELECT 'rec_s' || n, 'pnl_s' || n, 'published', ${hash("'record ' || n")}, json_build_object('id', 'rec_s' || n, 'title', 'Record ' || n), ${at(`n * ${seatsPerPanel}`)},
      array_to_string(names, ' vs '), (SELECT json_agg(json_build_object('slug', slug, 'name', name)) FROM unnest(slugs, names) AS tool (slug, name)), slugs,
      ARRAY['Category ' || first % ${categories}], ARRAY[${modelNames}], lower(concat_ws(' ', 'rec_s' || n, array_to_string(names, ' '), array_to_string(slugs, ' '), ${modelNames},
        'category ' || first % ${categories}))
    FROM ${series(seatsPerPanel)}, LATERAL (SELECT n * ${seatsPerPanel} / ${seatsPerTool} AS first, (n * ${seatsPerPanel} + ${seatsPerPanel - 1}) / ${seatsPerTool} AS last) AS which,
      LATERAL (SELECT array_agg('tool-s' || tool ORDER BY tool) AS slugs, array_agg('Tool ' || tool ORDER BY tool) AS names FROM generate_series(first, last) AS tool) AS named`,
    // One in a thousand rests on a source that changed since.
    `INSERT INTO record_reviews (record_id, standing, stale, published_at)
    SELECT 'rec_s' || n, 'published', CASE WHEN n % 1000 = 0 THEN '{"since": "2026-11-01T00:00:00.000Z", "reason": "changed"}'::json END, ${at(`n * ${seatsPerPanel}`)}
    FROM ${series(seatsPerPanel)}`,
    `INSERT INTO published_tools (slug, record_id, seq, published_at, is_current, name, category, search_text, ships, calls, body, kind, record_title, content_sha256,
      sort_name, summary, figures)
    SELECT 'published-s' || n, 'rec_s' || n / 2, n + 1, ${at(`n * ${seatsPerPublished}`)}, true, 'Tool ' || n, 'Category ' || n % 200, 'tool ' || n, 2, 4, '{"slug": "x"}', 'published',
      'Record ' || n, ${hash("'record ' || n")}, 'tool ' || n, '{"name": "x"}', '{"verdicts": []}'
    FROM ${series(seatsPerPublished)}`,
  ]
}
