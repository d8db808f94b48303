import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appendEntry } from '../../../src/audit/audit-chain.js'
import { parseHead, renderCheck } from '../../../src/cli/audit.js'
import type { AuditEntry } from '../../../src/contracts/audit.js'
import { numbers } from '../../support/flow/test-app.js'
import { type Desk, editor, expectStatus, openDesk, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
let recordId: string
let otherId: string
beforeEach(async () => {
  desk = await openDesk()
  const first = await desk.panel()
  const second = await desk.panel()
  recordId = first.recordId
  otherId = second.recordId
  for (const n of numbers(3)) {
    for (const { recordId: id, verdicts } of [first, second]) {
      expectStatus(
        await desk.actions().comment({ actor: reviewer, recordId: id, verdictId: verdicts[0] ?? '', text: `remark ${n}` }),
        'done',
      )
    }
  }
})
afterEach(() => desk.close())

/** As someone with the database's password would do it: the triggers out of the way first. */
async function tamper(statement: string): Promise<void> {
  await desk.pool.query(`alter table audit_log disable trigger user; ${statement}; alter table audit_log enable trigger user`)
}

test('rows of the log and revisions can be neither changed nor deleted in passing', async () => {
  const { audit, edit } = desk.actions()
  const verdictId = (await desk.pool.query<{ id: string }>('select verdict_id as id from verdict_comments limit 1')).rows[0]?.id ?? ''
  const of = (await desk.actions().recordOfVerdict(verdictId)) ?? ''
  expectStatus(
    await edit({ actor: editor, recordId: of, verdictId, base: 1, content: sampleContent({ call: 'skip' }), reason: 'x' }),
    'done',
  )
  await expect(desk.pool.query('delete from audit_log')).rejects.toThrow('rows of audit_log are only ever added')
  await expect(desk.pool.query("update verdict_revisions set body = '{}'")).rejects.toThrow('rows of verdict_revisions are only ever added')
  await expect(desk.pool.query('truncate audit_log')).rejects.toThrow('only ever added')
  expect(await audit.verify()).toMatchObject({ status: 'ok', head: { entries: 7 } })
})

test.each([
  ['a word changed', `update audit_log set body = replace(body::text, 'remark 2', 'remark 7')::json where seq = 3`, 3],
  ['an entry removed', 'delete from audit_log where seq = 3', 4],
  ['the last entries cut off', 'delete from audit_log where seq > 4', 4],
  ['all entries removed', 'delete from audit_log', 0],
  ['an entry moved to no record', 'update audit_log set record_id = null where seq = 3', 3],
  [
    'two entries changed places',
    'update audit_log set seq = -seq where seq in (3, 4); update audit_log set seq = 7 + seq where seq < 0',
    3,
  ],
  ['something that is no entry', `update audit_log set body = 'null' where seq = 2`, 2],
])('%s is found', async (_name, statement, seq) => {
  await tamper(statement)
  expect(await desk.actions().audit.verify()).toMatchObject({ status: 'broken', seq })
})

test('entries cut off the end are still missed after the log went on', async () => {
  await tamper('delete from audit_log where seq > 4')
  await desk
    .actions()
    .audit.note({ actor: editor, action: 'tool.add', subject: { kind: 'tool', id: 'ferrydoc', recordId: null }, data: {} })
  expect(await desk.actions().audit.verify()).toMatchObject({ status: 'broken' })
})

test('the head rewritten along with the log shows against a head that was noted elsewhere', async () => {
  const { audit } = desk.actions()
  const noted = await audit.head()
  expect(await audit.verify({ expected: noted })).toMatchObject({ status: 'ok' })
  await tamper(`delete from audit_log where seq > 4;
    update audit_heads set entries = 4, hash = (select body->>'hash' from audit_log where seq = 4) where name = 'log';
    update audit_heads set entries = 2, hash = (select body->>'hash' from audit_log where seq = 3) where name = '${recordId}';
    update audit_heads set entries = 2, hash = (select body->>'hash' from audit_log where seq = 4) where name = '${otherId}'`)
  expect(await audit.verify()).toMatchObject({ status: 'ok' })
  expect(await audit.verify({ expected: noted })).toMatchObject({
    status: 'broken',
    why: expect.stringContaining('the head that was noted'),
  })
})

test("one record's log can be read, checked and exported by itself", async () => {
  const { audit } = desk.actions()
  expect(await audit.verify({ recordId })).toMatchObject({ status: 'ok', head: { entries: 3 } })
  await tamper(`update audit_log set body = replace(body::text, 'remark 2', 'remark 7')::json where seq = 3`)
  expect(await audit.verify({ recordId })).toMatchObject({ status: 'broken', seq: 3 })
  expect(await audit.verify({ recordId: otherId })).toMatchObject({ status: 'ok' })
  const newest = await audit.list({ limit: 4 })
  expect(newest).toMatchObject({ entries: [{ seq: 6 }, { seq: 5 }, { seq: 4 }, { seq: 3 }], next: 3 })
  expect(await audit.list({ limit: 4, before: 3 })).toMatchObject({ entries: [{ seq: 2 }, { seq: 1 }], next: null })
  const exported: number[] = []
  for await (const { seq } of audit.exportAll({ recordId: otherId })) exported.push(seq)
  expect(exported).toEqual([2, 4, 6])
})

test('the command says where the log is broken, and refuses a head that is none', () => {
  const hash = 'a'.repeat(64)
  expect(parseHead(`12:${hash}`)).toEqual({ entries: 12, hash })
  expect(() => parseHead('12')).toThrow('write entries:hash')
  expect(renderCheck({ status: 'broken', seq: 3, why: 'it is out of order' })).toContain('broken at entry 3: it is out of order')
  expect(renderCheck({ status: 'ok', head: { entries: 1, hash } })).toContain(`It ends with 1:${hash}`)
})

test('a log is gone through some entries at a time, and what is wrong behind the first page is found', async () => {
  const { audit } = desk.actions()
  const { entries } = await audit.list({ limit: 1 })
  const [newest] = entries
  if (newest === undefined) throw new Error('the log is empty')
  let last: AuditEntry = newest
  const rows: { seq: number; recordId: string; body: AuditEntry }[] = []
  let lastOfRecord = (await audit.list({ limit: 1, recordId })).entries[0] ?? null
  for (let n = 0; n < 1_200; n += 1) {
    const { actor, at, action } = newest
    const entry = { actor, at, action, subject: { kind: 'record' as const, id: recordId, recordId }, data: { n } }
    last = appendEntry({ last, lastOfRecord }, entry)
    lastOfRecord = last
    rows.push({ seq: last.seq, recordId, body: last })
  }
  await desk.pool.query(
    `insert into audit_log (seq, record_id, body) select (r->>'seq')::bigint, r->>'recordId', r->'body' from json_array_elements($1::json) r`,
    [JSON.stringify(rows)],
  )
  const noted = 'update audit_heads set hash = $1, entries = $2 where name = $3'
  await desk.pool.query(noted, [last.hash, last.seq, 'log'])
  await desk.pool.query(noted, [
    last.hash,
    (await desk.pool.query('select from audit_log where record_id = $1', [recordId])).rowCount,
    recordId,
  ])

  const counts: number[] = []
  const query = pg.Client.prototype.query
  const counting = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (this: pg.Client, ...sent: unknown[]) {
    const result = await Reflect.apply(query, this, sent)
    counts.push(result?.rows?.length ?? 0)
    return result
  } as never)
  const head = { entries: 1_206, hash: last.hash }
  expect(await audit.verify()).toEqual({ status: 'ok', head })
  expect(await audit.verify({ expected: { entries: 700, hash: rows[693]?.body.hash ?? '' } })).toMatchObject({ status: 'ok' })
  expect(await audit.verify({ recordId })).toMatchObject({ status: 'ok', head: { entries: 1_203 } })
  counting.mockRestore()
  expect(Math.max(...counts)).toBe(500)

  await tamper("update audit_log set body = jsonb_set(body::jsonb, '{data}', '{}')::json where seq = 1100")
  expect(await audit.verify()).toMatchObject({ status: 'broken', seq: 1_100 })
  expect(await audit.verify({ recordId })).toMatchObject({ status: 'broken', seq: 1_100 })
})
