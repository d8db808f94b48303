import type { Usage } from '../../contracts/model-call.js'
import type { Database } from '../../platform/db/database.js'
import { createGroupCommit } from '../../platform/db/group-commit.js'
import type { ModelCallStore } from '../ledger/live-ledger.js'
import { refusing, storableJson } from './refusal.js'

/*
 * The statements of every call that is bought, for all the calls of a process that ask at once: each one round trip and one commit, and named so
 * that PostgreSQL plans them once a connection. Seats by the hundred wait for them.
 */

/**
 * Takes the keys that no one has asked for yet, where no budget holds, neither the panel's nor the month's: then there is nothing to add up and no
 * one to wait for.
 */
const reserveQuery = {
  name: 'reserve-calls',
  text: `
    WITH asked AS (
      SELECT asked.*, panels.run
      FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::text[], $9::int[], $10::numeric[])
        AS asked(key, model, sample, request, owner, lease_seconds, panel_id, provider, tokens, reserved_usd)
      JOIN panels ON panels.id = asked.panel_id AND panels.budget_usd IS NULL
      WHERE asked.reserved_usd = 0 OR NOT EXISTS (SELECT FROM settings WHERE settings.key = 'budgets' AND settings.value->>'monthUsd' IS NOT NULL)
    ),
    taken AS (
      INSERT INTO model_calls (key, status, model, sample, request, owner, lease_until)
      SELECT key, 'running', model, sample, request::json, owner, clock_timestamp() + make_interval(secs => lease_seconds)
      FROM asked ORDER BY key
      ON CONFLICT DO NOTHING RETURNING key
    )
    INSERT INTO model_call_attempts (owner, key, panel_id, run, provider, tokens, status, reserved_usd)
    SELECT owner, key, panel_id, run, provider, tokens, 'running', reserved_usd FROM asked JOIN taken USING (key)
    RETURNING owner`,
}

/**
 * A reply that was paid for is kept even when the lease was lost meanwhile and another attempt holds its key; not one so late that its request
 * was cleaned, for no one could tell what it answers. The calls first and then the attempts, in the order in which others lock them.
 */
const settleQuery = {
  name: 'settle-calls',
  text: `
    WITH bought AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::int[], $7::int[])
        AS bought(key, owner, raw, usage, cost_usd, latency_ms, tokens)
    ),
    settled AS (
      UPDATE model_calls SET status = 'settled', raw = bought.raw::json, usage = bought.usage::json, cost_usd = bought.cost_usd,
        latency_ms = bought.latency_ms, settled_at = clock_timestamp()
      FROM bought WHERE model_calls.key = bought.key AND model_calls.status <> 'settled' AND model_calls.request IS NOT NULL RETURNING bought.owner
    ),
    counted AS (SELECT count(*) AS settled FROM settled),
    ended AS (
      UPDATE model_call_attempts
      SET status = 'settled', charged_usd = bought.cost_usd, reason = NULL, tokens = coalesce(bought.tokens, model_call_attempts.tokens),
        ended_at = clock_timestamp()
      FROM counted, bought WHERE model_call_attempts.owner = bought.owner
    )
    SELECT owner FROM settled`,
}

const renewQuery = {
  name: 'renew-calls',
  text: `
    UPDATE model_calls SET lease_until = clock_timestamp() + make_interval(secs => held.lease_seconds)
    FROM unnest($1::text[], $2::text[], $3::float8[]) AS held(key, owner, lease_seconds)
    WHERE model_calls.key = held.key AND model_calls.owner = held.owner AND model_calls.status = 'running'`,
}

type Reserve = Omit<Parameters<ModelCallStore['reserve']>[0], 'payer'> & { panelId: string }
type Settle = Parameters<ModelCallStore['settle']>[0]
type Held = Parameters<ModelCallStore['renew']>[0]
/** What is sent of a reply: its JSON is written before it joins others, so that one that cannot be written fails alone. */
type SettleRow = Omit<Settle, 'raw'> & { raw: string }
type ReserveRow = Omit<Reserve, 'identity'> & { identity: Omit<Reserve['identity'], 'request'>; request: string }

/** Reserving, settling and renewing calls, each gathered over the calls of this process. */
export function createCallGroups(db: Database) {
  const reserve = createGroupCommit<ReserveRow, boolean>({
    send: async (rows) => {
      const values = [
        rows.map(({ key }) => key),
        rows.map(({ identity }) => identity.model),
        rows.map(({ identity }) => identity.sample),
        rows.map(({ request }) => request),
        rows.map(({ owner }) => owner),
        rows.map(({ leaseMs }) => leaseMs / 1000),
        rows.map(({ panelId }) => panelId),
        rows.map(({ terms }) => terms.provider),
        rows.map(({ terms }) => terms.expectedTokens),
        rows.map(({ reserveUsd }) => reserveUsd),
      ]
      return holdersIn(await db.$client.query<Holder>({ ...reserveQuery, values }))
    },
    keyOf: ({ key }) => key,
    sizeOf: ({ request }) => request.length,
  })
  const settle = createGroupCommit<SettleRow, boolean>({
    send: async (rows) => {
      const values = [
        rows.map(({ key }) => key),
        rows.map(({ owner }) => owner),
        rows.map(({ raw }) => raw),
        rows.map(({ usage }) => JSON.stringify(usage)),
        rows.map(({ costUsd }) => costUsd),
        rows.map(({ latencyMs }) => latencyMs),
        rows.map(({ usage }) => countedTokens(usage)),
      ]
      return holdersIn(await db.$client.query<Holder>({ ...settleQuery, values }))
    },
    keyOf: ({ key }) => key,
    sizeOf: ({ raw }) => raw.length,
  })
  const renew = createGroupCommit<Held, void>({
    send: async (rows) => {
      const values = [rows.map(({ key }) => key), rows.map(({ owner }) => owner), rows.map(({ leaseMs }) => leaseMs / 1000)]
      await db.$client.query({ ...renewQuery, values })
      return () => undefined
    },
    keyOf: ({ key }) => key,
  })
  return {
    /** Whether the reservation was made; when not, the long way finds out why and what to do. */
    reserve: ({ identity, ...call }: Reserve): Promise<boolean> =>
      reserve({ ...call, identity, request: JSON.stringify(identity.request) }),
    settle: async ({ raw, ...call }: Settle): Promise<boolean> => {
      const row = { ...call, raw: storableJson(raw) }
      return refusing(() => settle(row))
    },
    renew: (call: Held): Promise<void> => renew(call),
  }
}

type Holder = { owner: string }

/** Reads who is among the rows of an answer. */
function holdersIn({ rows }: { rows: readonly Holder[] }): (row: Holder) => boolean {
  const owners = new Set(rows.map(({ owner }) => owner))
  return ({ owner }) => owners.has(owner)
}

/** PostgreSQL's largest integer. */
const mostCounted = 2 ** 31 - 1

/** What a settled call counts against a limit of tokens; null where the provider did not say: then what was expected stays. */
function countedTokens({ inputTokens, outputTokens }: Usage): number | null {
  return inputTokens === null || outputTokens === null ? null : Math.min(inputTokens + outputTokens, mostCounted)
}
