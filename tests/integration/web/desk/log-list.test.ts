import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { queryRows } from '../../../support/flow/test-app.js'
import { runSampleAtDesk } from '../../../support/web/desk/run-sample.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
let editorId: string
let panelId: string
let recordId: string
let verdictId: string

beforeAll(async () => {
  desk = await openTestDesk()
  editorId = (await desk.addPerson('editor', 'Edda')).userId
  editor = await desk.signedIn('Edda')
  ;({ panelId, recordId } = await runSampleAtDesk(desk, editor, { tool: ['mistral-3-instruct'] }))
  const actor = { userId: editorId, name: 'Edda', role: 'editor' as const }
  const record = await desk.review.record(recordId, actor)
  if (!('verdicts' in record)) throw new Error('there is no record')
  verdictId = record.verdicts.find(({ persona }) => persona.id === 'dx')?.verdictId ?? ''
  await desk.review.accept({ actor, recordId, verdictId, base: 1, reason: 'as it is' })
})
afterAll(() => desk.close())

const log = async (query = '') => {
  const answer = await editor.get(`/desk/audit${query}`)
  const html = await answer.text()
  return { status: answer.status, html, rows: html.split('<tr>').length - 2 }
}

test('the log says in a sentence what was done to what, by name, and keeps ids and hashes behind a disclosure', async () => {
  const { html } = await log()
  const seen = html
    .replace(/<details>.*?<\/details>/gs, '')
    .replace(/<[^>]+>/g, '')
    .replace(/[\u2066-\u2069]/g, '')
  expect(seen).toContain('accepted The Builder on Mistral 3')
  expect(seen).toContain('kicked off a panel over Mistral 3')
  expect(seen).toContain('added a dossier of Claude Haiku Open Weights')
  expect(seen).not.toContain(verdictId)
  expect(seen).not.toMatch(/[0-9a-f]{12}/)
  expect(html).toContain(`/desk/records/${recordId}/verdicts/${verdictId}`)
  expect(html).toMatch(/Hash <span class="mono">[0-9a-f]{64}/)
})

test('the log is narrowed by person, action, tool, panel, record and days, and searched by title', async () => {
  expect((await log('?q=haiku')).rows).toBe(1)
  expect((await log('?q=mistral')).rows).toBeGreaterThanOrEqual(3)
  expect((await log('?action=verdict.accept')).rows).toBe(1)
  expect((await log(`?person=${editorId}&action=verdict.accept`)).rows).toBe(1)
  expect((await log('?person=someone-else')).html).toContain('No entry matches')
  expect((await log('?tool=mistral-3-instruct')).rows).toBe(1)
  expect((await log(`?panel=${panelId}`)).rows).toBe(1)
  expect((await log(`?record=${recordId}&action=verdict.accept`)).rows).toBe(1)
  expect((await log('?to=2001-01-01')).html).toContain('No entry matches')
  expect((await log('?period=day')).rows).toBeGreaterThanOrEqual(4)
  for (const wrong of ['?from=yesterday', '?cursor=x', '?period=eternity']) expect((await log(wrong)).status).toBe(400)
})

test('what has no page is said by name too, also after it is gone: invitations, views, webhooks, votes, what was read', async () => {
  const actor = await desk.addPerson('admin', 'Ada')
  const views = await desk.app.savedViews()
  const saved = await views.save({ actor, list: 'records', name: 'Mine', query: 'q=ferry', isShared: false })
  if (saved.status !== 'done') throw new Error('the view was not saved')
  await views.setDefault({ actor, list: 'records', id: saved.id })
  await views.setDefault({ actor, list: 'records', id: null })
  await views.remove({ actor, id: saved.id })
  const invited = await desk.people.invite({ actor, role: 'editor', email: null })
  if (!('id' in invited)) throw new Error(invited.why)
  await desk.people.withdrawInvitation({ actor, id: invited.id })
  const admin = await desk.signedIn('Ada')
  const url = 'https://hooks.example/in?key=hidden'
  await admin.post('/desk/settings/webhooks', { url, description: '', events: 'record.published' })
  const page = await (await admin.get('/desk/settings/webhooks')).text()
  const [, hook = ''] = /\/desk\/settings\/webhooks\/(whk_[0-9a-z]+)"/.exec(page) ?? []
  await admin.post(`/desk/settings/webhooks/${hook}/secret`, { version: '1' })
  const note = (
    action: string,
    subject: { kind: 'burst' | 'intake' | 'setting'; id: string },
    data: Record<string, string | string[] | null>,
  ) => desk.review.audit.note({ actor, action, subject: { ...subject, recordId: null }, data })
  await note('release votes', { kind: 'burst', id: 'bst_1' }, { tool: 'mistral-3-instruct', why: 'many' })
  await note('read addresses', { kind: 'intake', id: 'int_1' }, { addresses: ['https://quaylog.example/docs'], tool: null })
  await note('clean up', { kind: 'setting', id: 'retention' }, {})
  const { html } = await log()
  const seen = html
    .replace(/<details>.*?<\/details>/gs, '')
    .replace(/<[^>]+>/g, '')
    .replace(/[\u2066-\u2069]/g, '')
  for (const sentence of [
    'saved the view Mine, of records',
    'deleted the view Mine, of records',
    'chose what their list opens with: Mine, of records',
    'chose what their list opens with: records, as it comes',
    'made an invitation for an editor',
    'withdrew an invitation for an editor',
    'made the webhook to https://hooks.example',
    'renewed the secret of the webhook to https://hooks.example',
    'let votes count again on Mistral 3',
    'had addresses read for quaylog.example',
    'cleaned up what is not kept any longer',
  ])
    expect(seen).toContain(sentence)
  expect(seen).not.toMatch(/someone who is gone|not known|key=hidden/)
})

test('the check covers the whole log, and what entries are found by is no part of it', async () => {
  await queryRows(desk.database, "update audit_index set action = 'forged'")
  expect((await log('/verify')).html).toContain('The log is whole')
  expect((await log('?action=forged')).html).not.toContain('<td>forged')
})

test('the migration finds the entries that were there before', async () => {
  const indexed = () => queryRows(desk.database, 'select * from audit_index order by seq')
  await queryRows(desk.database, 'delete from audit_index')
  const migration = await readFile(join(packageFiles.migrations, '0029_audit_index.sql'), 'utf8')
  await queryRows(desk.database, migration.split('--> statement-breakpoint').at(-1) ?? '')
  const filled = await indexed()
  expect((await log('?action=verdict.accept')).rows).toBe(1)
  await editor.post('/desk/tools/bulk', { query: '', seen: '0', which: 'picked', do: 'archive', pick: 'mistral-3-instruct' })
  const written = await indexed()
  expect(written.slice(0, -1)).toEqual(filled)
  expect(written.at(-1)).toMatchObject({
    actor: editorId,
    action: 'archive a tool',
    kind: 'tool',
    subject: 'mistral-3-instruct',
    record_id: null,
  })
})
