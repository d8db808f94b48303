import type { QueueBackend } from '../../queue/backend.js'
import { appendToLog } from '../audit/audit-log.js'
import { createCaptureStore } from '../evidence/store/captures.js'
import { cleanReplies, countReplies, type ReplyFigures, type ReplyTerms } from '../panels/store/clean-replies.js'
import type { Client, Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import { retractedAt } from '../review/store/retracted-at.js'
import { cleanDeliveries, countDeliveries } from '../webhooks/store/clean-deliveries.js'
import { defaultPagesDays, type Retention } from './config.js'

/** Held by the connection of the one clean-up that runs. */
const cleanUpLock = 5_417_003
const dayMs = 24 * 3_600_000
/** Failed jobs deleted at once. */
const jobsAtOnce = 500

/** What goes and what stays of one kind: `keeps` counts by reason. Null where the configuration keeps it for ever. */
export type CleanUpReport = {
  replies: ({ before: string } & ReplyFigures) | null
  events: { before: string; deliveries: number; keeps: Record<string, number> } | null
  jobs: { before: string; failedJobs: number; keeps: Record<string, number> } | null
  /** Pages as they were fetched, whose texts stay; `bytes` as they are stored. They are kept for 30 days where nothing else is set. */
  pages: { before: string; pages: number; bytes: number; keeps: Record<string, number> }
}

export type CleanUpParts = {
  db: Database
  runtime: Pick<Runtime, 'now'>
  retention: Retention
  queues: { names: readonly string[]; backend: () => Promise<QueueBackend> }
}

/** `by` is who the audit log says did it: the setting, unless someone did so by hand. */
export type CleanUpOptions = { isDryRun: boolean; signal: AbortSignal; onlyWhenDue?: boolean; by?: string }

/**
 * Deletes what the configuration keeps no longer and nothing needs, or only counts it. One clean-up at a time: null when another one is at it, or
 * with `onlyWhenDue` when one ended within the last day. Killed or stopped at any point it has deleted nothing that should stay, and the next one
 * does the rest. What it is about to delete is in the audit log first.
 */
export async function cleanUp(
  parts: CleanUpParts,
  { isDryRun, signal, onlyWhenDue = false, by = 'retention' }: CleanUpOptions,
): Promise<CleanUpReport | null> {
  const client = await parts.db.$client.connect()
  try {
    if (!isDryRun && !(await takeTurn(client, onlyWhenDue))) return null
    const now = parts.runtime.now().getTime()
    const { repliesDays, eventsDays, jobsDays, pagesDays = defaultPagesDays } = parts.retention
    const limitOf = (days: number | undefined) => (days === undefined ? null : new Date(now - days * dayMs))
    const pages = new Date(now - pagesDays * dayMs)
    const limits = { replies: limitOf(repliesDays), events: limitOf(eventsDays), jobs: limitOf(jobsDays), pages }
    const report = await count(parts, { client, limits, signal })
    if (isDryRun) return report
    if (isAnything(report)) await log(parts, report, by)
    await remove(parts, { client, limits, signal })
    await client.query('UPDATE installation SET cleaned_at = clock_timestamp()')
    return report
  } finally {
    await unlock(client)
    // Closed and not returned: the temporary tables go with it.
    client.release(true)
  }
}

/** The lock would go with the connection, too, but only once the server has noticed: the next clean-up would be told that this one is still at it. */
async function unlock(client: Client): Promise<void> {
  // A connection that is lost holds no lock.
  await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined)
}

async function takeTurn(client: Client, onlyWhenDue: boolean): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [cleanUpLock])
  if (rows[0]?.taken !== true) return false
  if (!onlyWhenDue) return true
  const due = await client.query(`SELECT FROM installation WHERE cleaned_at IS NULL OR cleaned_at < clock_timestamp() - interval '1 day'`)
  return due.rowCount !== 0
}

type Work = {
  client: Client
  limits: { replies: Date | null; events: Date | null; jobs: Date | null; pages: Date }
  signal: AbortSignal
}

const termsOf = (before: Date): ReplyTerms => ({ before, retractedAt })

async function count(parts: CleanUpParts, { client, limits: { replies, events, jobs, pages }, signal }: Work): Promise<CleanUpReport> {
  return {
    replies: replies && { before: replies.toISOString(), ...(await countReplies(client, termsOf(replies), signal)) },
    events: events && { before: events.toISOString(), ...(await countDeliveries(client, events)) },
    jobs: jobs && { before: jobs.toISOString(), ...(await countJobs(parts.queues, jobs)) },
    pages: await countPages(parts, pages),
  }
}

async function countPages({ db }: Pick<CleanUpParts, 'db'>, before: Date): Promise<CleanUpReport['pages']> {
  const { newer, ...counts } = await createCaptureStore(db).countBytes(before)
  return { before: before.toISOString(), ...counts, keeps: { newer } }
}

async function countJobs({ names, backend }: CleanUpParts['queues'], before: Date) {
  const queue = await backend()
  const counts = await Promise.all(
    names.map(async (name) => ({ all: (await queue.state(name)).failed, old: await queue.countFailedBefore(name, before) })),
  )
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const failedJobs = sum(counts.map(({ old }) => old))
  return { failedJobs, keeps: { newer: Math.max(0, sum(counts.map(({ all }) => all)) - failedJobs) } }
}

async function remove({ db, queues }: CleanUpParts, { client, limits: { replies, events, jobs, pages }, signal }: Work): Promise<void> {
  if (replies !== null) await cleanReplies(client, termsOf(replies), signal)
  if (events !== null) await cleanDeliveries(client, events, signal)
  await createCaptureStore(db).dropBytes(pages)
  if (jobs === null) return
  const backend = await queues.backend()
  for (const name of queues.names) {
    while ((await backend.removeFailedBefore(name, jobs, jobsAtOnce)) === jobsAtOnce) signal.throwIfAborted()
  }
}

function isAnything({ replies, events, jobs, pages: { pages } }: CleanUpReport): boolean {
  const { panels = 0, replies: calls = 0, requests = 0, recordings = 0 } = replies ?? {}
  return panels + calls + requests + recordings + pages + (events?.deliveries ?? 0) + (jobs?.failedJobs ?? 0) > 0
}

function repliesData({ before, panels, replies, requests, recordings }: NonNullable<CleanUpReport['replies']>) {
  return { repliesBefore: before, panels, replies, requests, recordings }
}

async function log({ db, runtime }: CleanUpParts, { replies, events, jobs, pages }: CleanUpReport, by: string): Promise<void> {
  const data = {
    ...(replies && repliesData(replies)),
    ...(events && { eventsBefore: events.before, deliveries: events.deliveries }),
    ...(jobs && { jobsBefore: jobs.before, failedJobs: jobs.failedJobs }),
    ...(pages.pages === 0 ? {} : { pagesBefore: pages.before, fetchedPages: pages.pages }),
  }
  const subject = { kind: 'setting', id: 'retention', recordId: null } as const
  const entry = { at: runtime.now().toISOString(), actor: { system: by }, action: 'clean up', subject, data }
  await db.transaction((tx) => appendToLog(tx, entry))
}
