import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { App } from '../../../src/app/open-app.js'
import { createAuditLog } from '../../../src/audit/audit-log.js'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import type { Dossier } from '../../../src/contracts/dossier.js'
import type { PanelRecord } from '../../../src/contracts/record.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { recordingSet } from '../../../src/panels/ledger/recording-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import {
  endpoint,
  openTestApp,
  priced,
  queryRows,
  runPanel,
  someDossiers,
  somePersonas,
  whileWorking,
} from '../../support/flow/test-app.js'
import { editor } from '../../support/review/desk.js'
import { runPanelCommandHere } from '../../support/run-panel-here.js'
import { sampleReply } from '../../support/samples.js'

const good: ChatAnswer = {
  kind: 'reply',
  text: JSON.stringify(sampleReply()),
  usage: { prompt_tokens: 100, completion_tokens: 1_000 },
  finish: 'stop',
}
const signal = new AbortController().signal
const personas = somePersonas(2)
const [published, retracted, inReview, approved, cancelled, running] = someDossiers(6) as [
  Dossier,
  Dossier,
  Dossier,
  Dossier,
  Dossier,
  Dossier,
]

let database: TestDatabase
let server: ChatServer
let app: App
let answer: (tool: string, persona: string) => ChatAnswer

beforeEach(async () => {
  database = await createTestDatabase()
  answer = () => good
  server = await startChatServer(({ tool, persona }) => answer(tool, persona))
  app = await open()
})
afterEach(async () => {
  await app.close()
  await server.stop()
  await database.drop()
})

const open = () =>
  openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [priced('gateway', { input: 0, cachedInput: null, output: 1_000 })],
    concurrency: 4,
    retention: { repliesDays: 180, eventsDays: 90, jobsDays: 7 },
  })

const request = (...dossiers: Dossier[]) => ({ dossiers, personas, jurors: ['gateway:one'] })
const compare = (dossier: Dossier) => whileWorking([app.work()], () => runPanel(app, request(dossier)))
const rows = <T extends pg.QueryResultRow>(statement: string) => queryRows<T>(database, statement)
const clean = (isDryRun = false) => app.cleanUp({ isDryRun, signal })

/** As if everything that has happened so far had happened 200 days before, which is longer than replies are kept. */
async function letTimePass(): Promise<void> {
  await rows(
    `UPDATE model_calls SET settled_at = settled_at - interval '200 days', used_at = used_at - interval '200 days', lease_until = lease_until - interval '200 days'`,
  )
  await rows(`UPDATE panels SET created_at = created_at - interval '200 days', finished_at = finished_at - interval '200 days'`)
}

async function publish({ id }: PanelRecord): Promise<void> {
  await rows(`UPDATE records SET status = 'published' WHERE id = '${id}'`)
  await rows(`INSERT INTO record_reviews (record_id, standing) VALUES ('${id}', 'published')`)
}

/** As if it had been retracted then. */
async function retract({ id: recordId }: PanelRecord, daysAgo: number): Promise<void> {
  expect(await (await app.review()).retract({ actor: editor, recordId, publicReason: 'It was wrong.' })).toMatchObject({ status: 'done' })
  const at = new Date(Date.now() - daysAgo * 24 * 3_600_000).toISOString()
  await rows(
    `UPDATE record_reviews SET retraction = replace(retraction::text, retraction ->> 'at', '${at}')::json WHERE record_id = '${recordId}'`,
  )
}

async function bundleOf(record: PanelRecord): Promise<string> {
  const { plan } = await app.panels.find(record.panelId)
  const recordings = await app.recordingsOf(record)
  return JSON.stringify(buildBundle({ plan, ...(await app.panels.documents(plan)), recordings, record, madeWith: 'a test' }))
}

const statuses = async () =>
  Object.fromEntries(
    (await rows<{ status: string; count: number }>('SELECT status, count(*)::int AS count FROM model_calls GROUP BY 1')).map((row) => [
      row.status,
      row.count,
    ]),
  )

test('what a published, an approved or a reviewed record, or a running panel rests on stays; the rest goes, its figures stay, and the log tells', async () => {
  const isPublic = await compare(published)
  const isRetracted = await compare(retracted)
  const underReview = await compare(inReview)
  const isApproved = await compare(approved)
  await publish(isPublic)
  await publish(isRetracted)
  await retract(isRetracted, 190)
  await rows(`UPDATE records SET status = 'approved' WHERE id = '${isApproved.id}'`)
  // Of these two, one seat has its reply and the other waits for it.
  let release = () => {}
  const never = new Promise<void>((resolve) => {
    release = resolve
  })
  answer = (_, persona) => (persona === 'persona-1' ? good : { ...good, hold: { headers: never } })
  const stopped = await app.kickOff({ ...request(cancelled), recordings: null, budgetUsd: null })
  const goesOn = await app.kickOff({ ...request(running), recordings: null, budgetUsd: null })
  await whileWorking([app.work()], async () => {
    for (const { plan } of [stopped, goesOn])
      await expect.poll(async () => (await app.panels.progress(plan.panelId)).filter(({ status }) => status === 'drafted').length).toBe(1)
    await app.cancel(stopped.plan.panelId, 'no longer wanted')
  })
  release()
  await letTimePass()
  const before = await bundleOf(isPublic)
  const spentBefore = await app.panels.spending(isRetracted.panelId)

  const preview = await clean(true)
  expect(preview?.replies).toMatchObject({
    panels: 2,
    replies: 3,
    recordings: 0,
    keeps: { published: 2, approved: 2, 'in review': 2, running: 1 },
  })
  expect((await statuses()).settled).toBe(10)
  const report = await clean()
  expect(report?.replies).toEqual({ ...preview?.replies, before: report?.replies?.before })
  expect(await statuses()).toMatchObject({ settled: 7, cleaned: 3 })
  expect(await rows(`SELECT key FROM model_calls WHERE status = 'cleaned' AND (raw IS NOT NULL OR request IS NOT NULL)`)).toEqual([])

  // Byte for byte, and it verifies.
  const after = await bundleOf(isPublic)
  expect(after).toBe(before)
  expect(await verifyBundle(bundleSchema.parse(JSON.parse(after)), app.registry.reader)).toMatchObject({ identical: true })
  for (const record of [underReview, isApproved]) expect(await app.recordingsOf(record)).toHaveLength(2)
  // Money spent is what it was.
  expect(await app.panels.spending(isRetracted.panelId)).toEqual(spentBefore)
  expect(spentBefore).toEqual({ called: 2, spentUsd: 2 })

  // Whoever asks for what was deleted is told when, why and what to do.
  const why = /deleted on \d{4}-\d\d-\d\d, as retention\.repliesDays .*Start a new panel/
  await expect(app.recordingsOf(isRetracted)).rejects.toThrow(why)
  await expect(app.resume(stopped.plan.panelId)).rejects.toThrow(why)
  await expect(app.retry(isRetracted.panelId)).rejects.toThrow()
  const reopened = await (await app.review()).reopen({ actor: editor, recordId: isRetracted.id, reason: 'to fix it' })
  expect(reopened).toMatchObject({ status: 'refused', why: expect.stringContaining('were deleted on'), fix: 'start a new panel' })

  const log = createAuditLog(app.db)
  const entries = (await log.list({ limit: 50 })).entries.filter(({ action }) => action === 'clean up')
  expect(entries).toMatchObject([{ actor: { system: 'retention' }, data: { panels: 2, replies: 3, recordings: 0 } }])
  expect(await log.verify()).toMatchObject({ status: 'ok' })

  // Again: nothing is left to do, and nothing to tell.
  expect((await clean())?.replies).toMatchObject({ panels: 0, replies: 0 })
  expect((await log.list({ limit: 50 })).entries.filter(({ action }) => action === 'clean up')).toHaveLength(1)
  await app.cancel(goesOn.plan.panelId, 'the test is over')
})

test('a reply that a retracted and a published record share stays, and a record that was retracted lately keeps its own', async () => {
  const first = await compare(published)
  const second = await compare(published)
  const lately = await compare(inReview)
  for (const record of [first, second, lately]) await publish(record)
  await retract(first, 190)
  await letTimePass()
  await retract(lately, 10)
  expect((await clean())?.replies).toMatchObject({ panels: 1, replies: 0, keeps: { published: 2, 'of a panel that ended since': 2 } })
  expect(await app.recordingsOf(second)).toHaveLength(2)
  expect(await app.recordingsOf(lately)).toHaveLength(2)
})

test('a panel on what was deleted buys it again, and its record is whole', async () => {
  const record = await compare(published)
  await publish(record)
  await retract(record, 190)
  await letTimePass()
  await clean()
  const asked = server.arrivals().length
  const again = await compare(published)
  expect(server.arrivals().length - asked).toBe(2)
  expect(again.run.replies).toEqual({ called: 2, fromLedger: 0, replayed: 0 })
  expect(await verifyBundle(bundleSchema.parse(JSON.parse(await bundleOf(again))), app.registry.reader)).toMatchObject({ identical: true })
  // The new replies are not those that the old record rested on.
  await expect(app.recordingsOf(record)).rejects.toThrow('deleted on')
})

test('the request of a call that brought no reply goes as replies do, is counted, and is written again with the next call', async () => {
  answer = () => ({ kind: 'status', status: 400, message: 'not today' })
  const failed = await compare(published)
  const { failed: calls = 0 } = await statuses()
  expect(calls).toBeGreaterThan(0)
  const figures = async (isDryRun: boolean) => (await clean(isDryRun))?.replies
  const requests = async () => (await rows<{ count: number }>('SELECT count(request)::int AS count FROM model_calls'))[0]?.count
  expect(await figures(false)).toMatchObject({ requests: 0, keepsRequests: { newer: calls } })
  expect(await requests()).toBe(calls)
  await letTimePass()
  const preview = await figures(true)
  expect(preview).toMatchObject({ replies: 0, requests: calls, keepsRequests: {} })
  expect(preview?.bytes).toBeGreaterThan(0)
  expect(await figures(false)).toMatchObject({ requests: calls, bytes: preview?.bytes })
  expect(await requests()).toBe(0)
  expect(await statuses()).toEqual({ failed: calls })
  expect(await figures(false)).toMatchObject({ requests: 0, keepsRequests: {}, bytes: 0 })

  answer = () => good
  const record = await whileWorking([app.work()], async () => {
    await app.retry(failed.panelId)
    return app.follow(failed.panelId, () => {})
  })
  expect(record.run.replies).toEqual({ called: 2, fromLedger: 0, replayed: 0 })
  expect(await verifyBundle(bundleSchema.parse(JSON.parse(await bundleOf(record))), app.registry.reader)).toMatchObject({ identical: true })
})

test('recordings of a replay go with its last panel, and a new replay brings them again', async () => {
  const record = await compare(published)
  const set = recordingSet(await app.recordingsOf(record))
  const kickOff = () => app.kickOff({ ...request(published), recordings: set, budgetUsd: null, isWorkedOnHere: true })
  const { plan } = await kickOff()
  await app.cancel(plan.panelId, 'no longer wanted')
  const { plan: other } = await kickOff()
  await letTimePass()
  // As long as the other one needs them, they are there for the first one, too: it can go on.
  expect((await clean())?.replies).toMatchObject({ panels: 0, recordings: 0, keepsRecordings: { running: 2 } })
  await app.cancel(other.panelId, 'no longer wanted')
  const endedSince = { 'of a panel that ended since': 2 }
  expect((await clean())?.replies).toMatchObject({ panels: 0, recordings: 0, keepsRecordings: endedSince })
  await app.resume(plan.panelId)
  await app.cancel(plan.panelId, 'no longer wanted')
  await letTimePass()
  expect((await clean(true))?.replies).toMatchObject({ panels: 2, recordings: 2, keepsRecordings: {} })
  expect((await clean())?.replies).toMatchObject({ panels: 2, recordings: 2 })
  await expect(app.resume(plan.panelId)).rejects.toThrow('deleted on')
  const { stdout } = await runPanelCommandHere(['status', plan.panelId], { env: { DATABASE_URL: database.connectionString } })
  expect(stdout).toMatch(/^Its replies were deleted on \d{4}-\d\d-\d\d, .* Start a new panel: /m)
  expect(stdout).not.toContain('panel resume')
  expect(await app.panels.recordingsOf(set.sha256)).toEqual([])
  const third = await app.kickOff({ ...request(published), recordings: set, budgetUsd: null })
  const replayed = await whileWorking([app.work()], () => app.follow(third.plan.panelId, () => {}))
  expect(replayed.run.replies).toEqual({ called: 0, fromLedger: 0, replayed: 2 })
})

/** That many replies of 200 days ago that nothing rests on, their keys in the order of their numbers. */
const addOldReplies = (count: number) =>
  rows(`INSERT INTO model_calls (key, status, model, sample, request, owner, lease_until, raw, usage, settled_at)
    SELECT lpad(n::text, 64, '0'), 'settled', 'gateway:one', 1, '{}', 'own_' || n, now(), '{"text":"a reply"}', '{"outputTokens":1}', now() - interval '200 days'
    FROM generate_series(1, ${count}) AS n`)

test('killed in the middle it has lost nothing that should stay, the next one does the rest; a second one at the same time does nothing', async () => {
  const record = await compare(published)
  await publish(record)
  await letTimePass()
  await addOldReplies(1_200)
  // Someone uses the reply with number 700 just now: the clean-up has done its first batch, and waits for this one in its second.
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(`UPDATE model_calls SET used_at = now() WHERE key = lpad('700', 64, '0')`)
    const killed = clean().catch((error: unknown) => error)
    const waiting = () =>
      rows<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
    await expect.poll(async () => (await waiting()).length).toBe(1)
    expect(await clean()).toBeNull()
    const env = { DATABASE_URL: database.connectionString }
    const busy = { code: 1, stderr: expect.stringContaining('another clean-up is under way') }
    expect(await runPanelCommandHere(['database', 'clean'], { env })).toMatchObject(busy)
    await rows(`SELECT pg_terminate_backend(${(await waiting())[0]?.pid})`)
    expect(await killed).toBeInstanceOf(Error)
    expect(await statuses()).toEqual({ settled: 702, cleaned: 500 })

    const next = clean()
    await expect.poll(async () => (await waiting()).length).toBe(1)
    await client.query('COMMIT')
    await next
  } finally {
    await client.end()
  }
  // The two of the record, and the one that was used meanwhile.
  expect(await statuses()).toEqual({ settled: 3, cleaned: 1_199 })
  expect(await verifyBundle(bundleSchema.parse(JSON.parse(await bundleOf(record))), app.registry.reader)).toMatchObject({ identical: true })
})

test('of clean-ups one right after the other, none is told that the last one is still at it', async () => {
  const reports: Awaited<ReturnType<typeof clean>>[] = []
  for (let run = 0; run < 50; run++) reports.push(await clean())
  expect(reports.filter((report) => report === null)).toEqual([])
})

test('a worker cleans up when a day has passed since the last time', async () => {
  const whenDue = () => app.cleanUp({ isDryRun: false, signal, onlyWhenDue: true })
  await addOldReplies(1)
  expect((await whenDue())?.replies?.replies).toBe(1)
  expect(await whenDue()).toBeNull()
  await rows(`UPDATE installation SET cleaned_at = now() - interval '25 hours'`)
  expect(await whenDue()).not.toBeNull()
  // One by hand needs no day to have passed, and the log tells the two apart.
  await rows('DELETE FROM model_calls')
  await addOldReplies(1)
  await app.cleanUp({ isDryRun: false, signal, by: 'panel database clean' })
  const { entries } = await createAuditLog(app.db).list({ limit: 10 })
  const actors = entries.flatMap(({ action, actor }) => (action === 'clean up' ? [actor] : []))
  expect(actors).toEqual([{ system: 'panel database clean' }, { system: 'retention' }])
})

test('events that were delivered or given up go, those that wait stay', async () => {
  const record = await compare(published)
  await rows(`INSERT INTO webhooks (id, url, description, events, is_active, secret, after_seq, version, created_by, created_at, updated_at)
    VALUES ('wh', 'https://example.com', '', '{record.published}', true, 's', 0, 1, 'user', now(), now())`)
  await rows(`INSERT INTO webhook_deliveries (id, webhook_id, seq, record_id, event, body, status, attempted_at, created_at)
    SELECT 'msg_' || n, 'wh', n, '${record.id}', 'record.published', '{}', (ARRAY['delivered','failed','pending','delivered'])[n],
      now() - (ARRAY[100, 100, 100, 10])[n] * interval '1 day', now() - interval '100 days' FROM generate_series(1, 4) AS n`)
  const expected = { deliveries: 2, keeps: { 'still to be delivered': 1, newer: 1 } }
  expect((await clean(true))?.events).toMatchObject(expected)
  expect((await clean())?.events).toMatchObject(expected)
  expect((await rows<{ id: string }>('SELECT id FROM webhook_deliveries ORDER BY id')).map(({ id }) => id)).toEqual(['msg_3', 'msg_4'])
})

test('without retention everything is kept but what pages were fetched as, longer than 30 days ago', async () => {
  await addOldReplies(3)
  const everything = await openTestApp({ database, concurrency: 1 })
  await rows(
    `INSERT INTO raw_pages (sha256, body, size, used_at) SELECT n::text, repeat('x', 100)::bytea, 1000, now() - n * interval '20 days' FROM generate_series(1, 4) AS n`,
  )
  const pages = { before: expect.any(String), pages: 3, bytes: 300, keeps: { newer: 1 } }
  try {
    expect((await everything.cleanUp({ isDryRun: true, signal }))?.pages).toEqual(pages)
    expect(await everything.cleanUp({ isDryRun: false, signal })).toEqual({ replies: null, events: null, jobs: null, pages })
    expect(await rows('SELECT sha256 FROM raw_pages')).toEqual([{ sha256: '1' }])
    const entries = await rows<{ action: string }>(`SELECT body ->> 'action' AS action FROM audit_log ORDER BY seq DESC LIMIT 1`)
    expect(entries).toEqual([{ action: 'clean up' }])
  } finally {
    await everything.close()
  }
  expect(await statuses()).toEqual({ settled: 3 })
})
