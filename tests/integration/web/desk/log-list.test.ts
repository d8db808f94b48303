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
