import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { settings } from '../../../../src/settings/store/schema.js'
import { settingsSections } from '../../../../src/web/desk/settings/paths.js'
import { addVisitor, type DeskVisitor } from '../../../support/web/desk/visitor.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

let site: TestSite
let ada: DeskVisitor
let otto: DeskVisitor
let edda: DeskVisitor

beforeAll(async () => {
  site = await openTestSite({ config: { setInFile: ['budgetUsd'], budgetUsd: 2, webhooks: { allowPrivateAddresses: true } } })
  ada = await addVisitor(site, 'Ada', 'admin')
  otto = await addVisitor(site, 'Otto', 'admin')
  edda = await addVisitor(site, 'Edda', 'editor')
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.app.db.delete(settings)
})

const versionIn = (text: string) => /name="version" value="(\d+)"/.exec(text)?.[1] ?? ''
const stored = async () => (await site.app.db.select().from(settings)).map(({ key, value, version, by }) => ({ key, value, version, by }))
const logged = async () =>
  (await site.app.db.execute<{ body: { action: string; data: unknown } }>(sql`SELECT body FROM audit_log ORDER BY seq DESC LIMIT 1`))
    .rows[0]?.body

test('every section is for admins alone', async () => {
  for (const { path } of [{ path: '/desk/settings' }, ...settingsSections]) {
    expect([path, (await ada.get(path)).status]).toEqual([path, 200])
    expect([path, (await edda.get(path)).status]).toEqual([path, 403])
    expect([path, (await site.get(path)).status]).toEqual([path, 303])
  }
  expect((await edda.post('/desk/settings/newsletter', { version: '0', day: 'friday', hour: '7', timeZone: 'UTC' })).status).toBe(403)
  expect(await stored()).toEqual([])
})

test('a change is stored, is in the log, and holds', async () => {
  const answer = await ada.post('/desk/settings/newsletter', { version: '0', day: 'friday', hour: '7', timeZone: 'Europe/Paris' })
  expect([answer.status, answer.location]).toEqual([303, '/desk/settings/newsletter?saved'])
  const value = { day: 'friday', hour: 7, timeZone: 'Europe/Paris' }
  expect(await stored()).toEqual([{ key: 'newsletter', value, version: 1, by: 'Ada' }])
  expect(await logged()).toMatchObject({ action: 'change a setting', data: { from: { day: 'monday' }, to: value } })
  expect(await (await site.app.effective()).schedule()).toEqual(value)
})

test('of two admins who change the same at once the second is shown what the first stored, and keeps what was typed', async () => {
  const version = versionIn((await ada.get('/desk/settings/newsletter')).text)
  const sent = (day: string) => ({ version, day, hour: '7', timeZone: 'UTC' })
  const answers = await Promise.all([
    ada.post('/desk/settings/newsletter', sent('friday')),
    otto.post('/desk/settings/newsletter', sent('sunday')),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  const [row] = await stored()
  const late = answers.find(({ status }) => status === 409)?.text ?? ''
  const lost = row?.by === 'Ada' ? 'sunday' : 'friday'
  expect(row?.version).toBe(1)
  expect(late).toContain(`${row?.by} changed this while you had it open`)
  expect(late).toContain(`<option value="${lost}" selected`)
  const again = await (row?.by === 'Ada' ? otto : ada).post('/desk/settings/newsletter', { ...sent(lost), version: versionIn(late) })
  expect(again.status).toBe(303)
  expect((await stored())[0]).toMatchObject({ version: 2, value: { day: lost } })
})

test('what is wrong is said at its field, and nothing is stored', async () => {
  const answer = await ada.post('/desk/settings/newsletter', { version: '0', day: 'friday', hour: '24', timeZone: 'Middle/Earth' })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('id="hour-problem">choose an hour from 0 to 23')
  expect(answer.text).toContain('id="timeZone-problem">name a time zone, e.g. Europe/Paris')
  expect(answer.text).toContain('value="Middle/Earth"')
  expect(await stored()).toEqual([])
})

test('what the file says is shown as set there, and a form that sends it anyway changes nothing of it', async () => {
  const { text } = await ada.get('/desk/settings/budgets')
  expect(text).toContain('panel.config.yaml: budgetUsd')
  expect(/<input id="panelUsd"[^>]*>/.exec(text)?.[0]).toContain('disabled')
  expect((await ada.post('/desk/settings/budgets', { version: '0', monthUsd: '50', panelUsd: '9' })).status).toBe(303)
  expect((await stored())[0]?.value).toEqual({ monthUsd: 50, panelUsd: null })
  expect(await (await site.app.effective()).budgetUsd()).toBe(2)
})

test('no secret is on any page', async () => {
  const { text } = await ada.get('/desk/settings/fixed')
  expect(text).toContain('PANEL_SECRET')
  expect(text).not.toContain(site.config.databaseUrl ?? 'never')
})

const webhook = { url: 'http://127.0.0.1:9/hook', description: 'Front page', events: 'record.published' }

test('a webhook is made, changed, paused, given a new secret and deleted, each step in the log; two admins at once lose nothing', async () => {
  const made = await ada.post('/desk/settings/webhooks', webhook)
  const secret = /id="webhook-secret"[^>]*>([^<]*)/.exec(made.text)?.[1]
  expect([made.status, secret?.slice(0, 6)]).toEqual([200, 'whsec_'])
  const list = await ada.get('/desk/settings/webhooks')
  expect(list.text).not.toContain(secret)
  const path = /\/desk\/settings\/webhooks\/whk_[0-9a-z]+/.exec(list.text)?.[0] ?? ''
  const version = versionIn((await ada.get(path)).text)
  expect((await ada.post(path, { ...webhook, description: 'Ours', version })).status).toBe(303)
  const late = await otto.post(path, { ...webhook, description: 'Theirs', version })
  expect([late.status, late.text.includes('value="Theirs"')]).toEqual([409, true])
  expect((await otto.post(`${path}/pause`, { version: versionIn(late.text) })).status).toBe(303)
  expect(await logged()).toMatchObject({ action: 'change a webhook', data: { isActive: false } })
  expect((await ada.get(path)).text).toContain('Paused')
  const renewed = await ada.post(`${path}/secret`, { version: versionIn((await ada.get(path)).text) })
  expect(/id="webhook-secret"[^>]*>([^<]*)/.exec(renewed.text)?.[1]).not.toBe(secret)
  expect((await edda.post(`${path}/delete`, { version: versionIn(renewed.text) })).status).toBe(403)
  expect((await ada.post(`${path}/delete`, { version: versionIn(renewed.text) })).status).toBe(303)
  expect((await ada.get(path)).status).toBe(404)
})

test('an address that nothing can be sent to is said so at its field', async () => {
  const answer = await ada.post('/desk/settings/webhooks', { ...webhook, url: 'ftp://example.org', events: '' })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('id="url-problem">write an http or https address')
})

test('a test says what became of it: nothing listens there', async () => {
  await ada.post('/desk/settings/webhooks', webhook)
  const path = /\/desk\/settings\/webhooks\/whk_[0-9a-z]+/.exec((await ada.get('/desk/settings/webhooks')).text)?.[0] ?? ''
  const answer = await ada.post(`${path}/test`, { version: '1' })
  expect(answer.text).toContain('The test did not arrive')
  expect(answer.text).toContain('ECONNREFUSED')
})

test('a test mail goes to who asked for it and to no one else', async () => {
  const answer = await ada.post('/desk/settings/mail', { to: 'someone@example.com' })
  expect(answer.text).toContain('Written as a file')
  const [name] = (await readdir(join(site.home, 'outbox'))).filter((each) => each.endsWith('.eml'))
  const mail = await readFile(join(site.home, 'outbox', name ?? ''), 'utf8')
  expect(/^To: (.*)$/m.exec(mail)?.[1]).toContain('ada@example.org')
  expect(mail).not.toContain('someone@example.com')
})

test('what a table holds says what it is, also where its head is not shown; a link and a secret can be copied', async () => {
  const models = await ada.get('/desk/settings/models')
  const people = await ada.get('/auth/people')
  const tables = [...`${models.text}${people.text}`.matchAll(/<tbody>.*?<\/tbody>/gs)].map(([body]) => body)
  expect(tables.length).toBeGreaterThan(1)
  const unnamed = tables.flatMap((body) => [...body.matchAll(/<td(?![^>]*data-label)[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell))
  expect(unnamed.filter((cell) => !/<(details|form)/.test(cell))).toEqual([])
  expect(people.text).toMatch(/<td data-label="Last seen"><time datetime="[^"]*">\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC/)
  const invited = await ada.post('/auth/people/invite', { role: 'reviewer', email: '' })
  expect(invited.text).toMatch(/<code id="made-link" data-copy="the link">http/)
  expect(invited.text).toMatch(/<td data-label="Until"><time[^>]*>.*?\(in [67] days\)/)
})

test('providers say which variable is to hold their key, and one that does not answer says why', async () => {
  const { text } = await ada.post('/desk/settings/models', {})
  expect(text).toContain('ANTHROPIC_API_KEY</span> <span class="flag">is not set')
  // Also the vendor whose API is that of endpoints, before there is a key.
  expect(text).toMatch(/<th scope="row">OpenAI<\/th>[\s\S]*?OPENAI_API_KEY<\/span> <span class="flag">is not set/)
  expect(text).toContain('No: nothing answers at http://127.0.0.1:9')
})
