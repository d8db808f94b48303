import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, json, numeric, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AuditEntry } from '../../contracts/audit.js'
import type { Call, SeatCall } from '../../contracts/call.js'
import type { Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { SeatEnding } from '../../contracts/head-to-head.js'
import type { CallIdentity, ChatRequest, RecordedReply, Usage } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { RequestForm } from '../../contracts/request-form.js'
import { intakes } from '../../evidence/store/schema.js'
import type { WithoutTexts } from '../../evidence/store/without-texts.js'

/**
 * Everything that must last. Documents are stored once, under their hash; what happens to them is a row that names it.
 * Bodies are `json`, not `jsonb`: it keeps the bytes as written, and accepts every string a model may reply with (NUL too).
 */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
/** US dollars with eight decimals: a token may cost a millionth of a cent. */
const usd = (name: string) => numeric(name, { precision: 20, scale: 8, mode: 'number' })

export const dossiers = pgTable(
  'dossiers',
  {
    sha256: text('sha256').primaryKey(),
    slug: text('slug').notNull(),
    /** The texts of its sources are in `source_texts`; in rows from before they were, here. */
    body: json('body').$type<WithoutTexts<Dossier>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('dossiers_slug').on(table.slug, table.createdAt)],
)

/**
 * The versions of each tool's dossier, from 1; the one with the highest number is what is known now. A version names a document, and several may name
 * the same: one that is restored is one row more.
 */
export const dossierVersions = pgTable(
  'dossier_versions',
  {
    slug: text('slug').notNull(),
    number: integer('number').notNull(),
    sha256: text('sha256')
      .notNull()
      .references(() => dossiers.sha256),
    createdAt: instant('created_at').notNull(),
    /** Who kept it; null where that is not known. */
    by: json('by').$type<AuditEntry['actor']>(),
  },
  (table) => [primaryKey({ columns: [table.slug, table.number] }), index('dossier_versions_sha256').on(table.sha256)],
)

export const personas = pgTable('personas', {
  sha256: text('sha256').primaryKey(),
  id: text('id').notNull(),
  version: integer('version').notNull(),
  body: json('body').$type<Persona>().notNull(),
  createdAt: instant('created_at').notNull(),
})

/** Recordings by the set they came in, so that a replay runs on any worker and reads no file. The reply is counted apart: only it is read in a replay. */
export const recordings = pgTable(
  'recordings',
  {
    setSha256: text('set_sha256').notNull(),
    key: text('key').notNull(),
    identity: json('identity').$type<CallIdentity>().notNull(),
    reply: json('reply').$type<RecordedReply>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.setSha256, table.key] })],
)

/** Times are kept to the microsecond and read to the millisecond, so lists of panels are in the order of that. In UTC, for an index holds nothing that a session's time zone decides. */
export const createdMillisecond = sql`date_trunc('milliseconds', "panels"."created_at" AT TIME ZONE 'UTC')`

export const panels = pgTable(
  'panels',
  {
    id: text('id').primaryKey(),
    plan: json('plan').$type<Plan>().notNull(),
    status: text('status', { enum: ['running', 'finished', 'cancelled', 'failed'] }).notNull(),
    /** Why it was cancelled or failed. */
    reason: text('reason'),
    /** Counts up whenever the panel goes into the queue again; jobs of an earlier run do nothing. */
    run: integer('run').notNull().default(1),
    /** The last run that someone asked for; those after it only filled the queue again. What a run took is counted from here on. */
    askedRun: integer('asked_run').notNull().default(1),
    /** The run that was put into the queue last; less than `run` while that is still to be done. */
    enqueuedRun: integer('enqueued_run').notNull().default(0),
    /** SHA-256 of what was asked for: the same request while its panel runs is the same panel. */
    requestSha256: text('request_sha256'),
    priority: text('priority', { enum: ['editor', 'background'] })
      .notNull()
      .default('editor'),
    recordingSet: text('recording_set'),
    budgetUsd: usd('budget_usd'),
    /** The user id of who asked for it; null at the command line, and in rows from before it was kept. */
    askedBy: text('asked_by'),
    createdAt: instant('created_at').notNull(),
    /** When its present run began; null for the first, which began when the panel was made. */
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    /** When the replies it alone rested on were given up, as `retention` says: from then on it neither runs again nor can be bundled. */
    repliesCleanedAt: instant('replies_cleaned_at'),
  },
  (table) => [
    index('panels_status').on(table.status),
    index('panels_newest').on(createdMillisecond, table.id),
    // Kick-offs offer the tools of one's own last panels.
    index('panels_asked_by').on(table.askedBy, table.createdAt),
    uniqueIndex('panels_running_request').on(table.requestSha256).where(sql`status = 'running'`),
  ],
)

/** What several drafts of a seat came to, as the record has it. `model` is whose draft people edit. */
export type SeatVerdict = { model: string; status: 'drafted' | 'unscored'; call: SeatCall | null; reason: string | null }

export const seats = pgTable(
  'seats',
  {
    id: text('id').primaryKey(),
    panelId: text('panel_id')
      .notNull()
      .references(() => panels.id),
    /** Where the seat is in the plan. */
    position: integer('position').notNull(),
    tool: text('tool').notNull(),
    persona: text('persona').notNull(),
    model: text('model').notNull(),
    dossierSha256: text('dossier_sha256')
      .notNull()
      .references(() => dossiers.sha256),
    personaSha256: text('persona_sha256')
      .notNull()
      .references(() => personas.sha256),
    status: text('status', { enum: ['planned', 'drafting', 'drafted', 'unscored'] }).notNull(),
    outcome: json('outcome').$type<SeatEnding>(),
    /** Taken out of the outcome, for those who follow a panel: a call, or why there is none. */
    call: text('call').$type<Call>(),
    reason: text('reason'),
    /** What ties its model to its tool, from the plan; null when nothing is known to. */
    conflict: json('conflict').$type<Tie>(),
    /** How its juror is asked, from the plan; null where that is as usual. */
    form: json('form').$type<RequestForm>(),
    /** Which of the plan's tools it is about, from 0: a server that keeps what it read apart, in slots, is asked for the same one. */
    toolPosition: integer('tool_position'),
    /** Which of its juror's drafts of the seat it is, from 1. */
    repeat: integer('repeat').notNull().default(1),
    /** The tool that this one is set against, and its dossier; null where one tool is judged. */
    against: text('against'),
    againstSha256: text('against_sha256').references(() => dossiers.sha256),
    /** Whether it is drafted once more with the names masked. */
    isBlind: boolean('is_blind').notNull().default(false),
    /** The row that stands for the verdict, where the seat has several drafts and this is another of them; null for the row that does. */
    verdictId: text('verdict_id'),
    /** What a seat of several drafts came to, on the row that stands for it; null until its record is made, and of every other. */
    verdict: json('verdict').$type<SeatVerdict>(),
    /** How often its provider asked to come back later, in this run of the panel. */
    deferrals: integer('deferrals').notNull().default(0),
    startedAt: instant('started_at'),
    /** When the first reply began: from then on its prompt cache can be read. */
    begunAt: instant('begun_at'),
    finishedAt: instant('finished_at'),
    /** The panel's run that took it up last. */
    run: integer('run').notNull().default(1),
  },
  (table) => [
    uniqueIndex('seats_panel_position').on(table.panelId, table.position),
    // Every kick-off looks for the records about its tools.
    index('seats_tool').on(table.tool, table.panelId),
    // Lists ask which records have seats without a verdict.
    index('seats_unscored').on(table.panelId).where(sql`status = 'unscored'`),
  ],
)

/** One row: what distinguishes this database from others that may share a Redis with it. */
export const installation = pgTable('installation', {
  id: text('id').primaryKey(),
  /** When a worker last looked for panels that the queue has lost, so that one looks and not all. */
  sweptAt: instant('swept_at'),
  /** When the last clean-up ended. */
  cleanedAt: instant('cleaned_at'),
})

/** Models that a panel calls no more, because every further call would fail the same way: a wrong key, an unknown model, a prompt too long. */
export const panelStops = pgTable(
  'panel_stops',
  {
    panelId: text('panel_id')
      .notNull()
      .references(() => panels.id),
    model: text('model').notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [primaryKey({ columns: [table.panelId, table.model] })],
)

/**
 * The ledger: one row a key, holding who is calling now and, once settled, the reply. `cleaned`: request and reply were deleted, as `retention` says;
 * what it used and cost stays, and who asks for the key again buys it again. A call without a reply keeps its status when its request is deleted.
 */
export const modelCalls = pgTable(
  'model_calls',
  {
    key: text('key').primaryKey(),
    status: text('status', { enum: ['running', 'failed', 'settled', 'cleaned'] }).notNull(),
    model: text('model').notNull(),
    sample: integer('sample').notNull(),
    /** Null once deleted, as `retention` says. */
    request: json('request').$type<ChatRequest>(),
    /** The attempt that holds the key, and until when it does unless it renews. By the database's clock. */
    owner: text('owner').notNull(),
    leaseUntil: instant('lease_until').notNull(),
    raw: json('raw'),
    usage: json('usage').$type<Usage>(),
    costUsd: usd('cost_usd'),
    latencyMs: integer('latency_ms'),
    settledAt: instant('settled_at'),
    /** When a later call took the reply from here, to the hour; null when none did. */
    usedAt: instant('used_at'),
    /** The seat, in its run, that this reply left unscored, alone or with its repair: others that begin with this request take the next sample. */
    unscoredBy: text('unscored_by'),
  },
  (table) => [
    // What its calls take is estimated from a model's newest.
    index('model_calls_settled').on(table.model, table.settledAt).where(sql`status = 'settled'`),
    // Those under way, for limits of calls at once. Not an index of running attempts: ending one would touch all indexes of theirs.
    index('model_calls_lease').on(table.leaseUntil),
  ],
)

/**
 * Every attempt at a model call, and who pays for it: a panel, or an intake whose facts a model drafts. While it runs, `reserved_usd` counts against the budget;
 * afterwards `charged_usd` does: the true cost, 0, or the worst case when a broken call may have been billed.
 */
export const modelCallAttempts = pgTable(
  'model_call_attempts',
  {
    owner: text('owner').primaryKey(),
    key: text('key')
      .notNull()
      .references(() => modelCalls.key),
    panelId: text('panel_id').references(() => panels.id),
    intakeId: text('intake_id').references(() => intakes.id),
    /** For the provider's limits: who is asked, and the tokens this attempt counts for, expected first and then as reported. */
    provider: text('provider').notNull().default(''),
    tokens: integer('tokens').notNull().default(0),
    status: text('status', { enum: ['running', 'settled', 'failed', 'abandoned'] }).notNull(),
    /** The panel's run that it was made in. */
    run: integer('run').notNull().default(1),
    /** Null when the price is not known. */
    reservedUsd: usd('reserved_usd'),
    /** Null while it runs, and when what it cost is not known. */
    chargedUsd: usd('charged_usd'),
    reason: text('reason'),
    startedAt: instant('started_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    check('model_call_attempts_payer', sql`num_nonnulls(${table.panelId}, ${table.intakeId}) = 1`),
    index('model_call_attempts_panel').on(table.panelId),
    index('model_call_attempts_intake').on(table.intakeId).where(sql`${table.intakeId} is not null`),
    index('model_call_attempts_key').on(table.key),
    // What a month cost. Not with the amounts: they change as a call ends, and this index is then left alone.
    index('model_call_attempts_started').on(table.startedAt),
    index('model_call_attempts_provider').on(table.provider, table.startedAt),
  ],
)

export const records = pgTable(
  'records',
  {
    id: text('id').primaryKey(),
    panelId: text('panel_id')
      .notNull()
      .unique()
      .references(() => panels.id),
    status: text('status', { enum: ['in_review', 'approved', 'published', 'retracted'] }).notNull(),
    contentSha256: text('content_sha256').notNull(),
    body: json('body').$type<PanelRecord>().notNull(),
    /** Whether it may have a verdict a juror, of before seats had juries, and was not looked at since. */
    isOld: boolean('is_old').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    /** What lists go by, from the body (record-head.ts). */
    title: text('title').notNull().default(''),
    tools: json('tools').$type<{ slug: string; name: string }[]>().notNull().default([]),
    slugs: text('slugs').array().notNull().default([]),
    categories: text('categories').array().notNull().default([]),
    models: text('models').array().notNull().default([]),
    searchText: text('search_text').notNull().default(''),
  },
  (table) => [index('records_status').on(table.status), index('records_created').on(table.createdAt, table.id)],
)

/** The panel that a person's request of that key became. Kept for as long as the panel, so that a repeated request finds it after its end. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: text('user_id').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of what was asked for: the same key for something else is refused. */
    requestSha256: text('request_sha256').notNull(),
    /** Null while the first request is under way. */
    panelId: text('panel_id').references(() => panels.id),
    /** Who is at it, and until when no one else may be; a process that dies holds it up no longer. */
    holder: text('holder').notNull(),
    heldUntil: instant('held_until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] })],
)
