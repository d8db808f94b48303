import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { draftIssue } from '../../../src/newsletter/rules/draft-issue.js'
import { createIssueStore } from '../../../src/newsletter/store/issues.js'
import { issueDeliveries, issues, subscribers } from '../../../src/newsletter/store/schema.js'
import { sampleChange } from '../../support/newsletter/rules/issue-sample.js'
import { subscribe } from '../../support/newsletter/test-newsletter.js'
import { cookiesOf } from '../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../support/web/site/test-site.js'

const week = '2026-W46'
const path = `/desk/newsletter/${week}`
const password = 'violet teapot under rain'
const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
const hostile = '<script>alert(1)</script> vs "B"'

let site: TestSite
let edda: Visitor
let rea: Visitor

beforeAll(async () => {
  site = await openTestSite()
  for (const [name, role] of [
    ['Edda', 'editor'],
    ['Rea', 'reviewer'],
  ] as const) {
    await site.desk.people.add({ actor: { system: 'test' }, name, email: `${name.toLowerCase()}@example.org`, role, password })
  }
  edda = await signedIn('Edda')
  rea = await signedIn('Rea')
})
afterAll(() => site.close())

type Visitor = Awaited<ReturnType<typeof signedIn>>

async function signedIn(name: string) {
  let cookie = ''
  const send = async (to: string, init: RequestInit = {}) => {
    const response = await site.send(to, { ...init, headers: { cookie, ...(init.headers as Record<string, string> | undefined) } })
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text: await response.text() }
  }
  const post = (to: string, fields: Record<string, string> | URLSearchParams, headers: Record<string, string> = form) =>
    send(to, { method: 'POST', body: new URLSearchParams(fields).toString(), headers })
  const answer = await post('/auth/sign-in', { email: `${name.toLowerCase()}@example.org`, password })
  cookie = cookiesOf(answer)
  return { get: (to: string) => send(to), post }
}

/** A draft of a past week, and no one subscribed. */
beforeEach(async () => {
  const { db } = site.app
  for (const table of [issueDeliveries, issues, subscribers]) await db.delete(table)
  const at = '2026-11-10T10:00:00.000Z'
  const changes = [sampleChange(1, { at, title: hostile }), sampleChange(2, { at, kind: 'retracted', publicReason: 'Wrong prices.' })]
  const content = draftIssue({ week, timeZone: 'UTC', changes })
  if (content === null) throw new Error('two changes make an issue')
  const event = { actor: { system: 'test' }, action: 'draft digest', data: {} }
  await createIssueStore(db).add({ id: site.runtime.newId('dig'), content, at: new Date(), by: 'test', event })
})

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off' },
})

async function problemsOf(text: string): Promise<string[]> {
  const { results } = await validator.validateString(text)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`))
}

const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
const seen = async () => ({ seenSha256: hidden((await edda.get(path)).text, 'seenSha256') })

test('an issue is read, changed, approved, sent into the outbox, and then is in the public archive', async () => {
  await subscribe(site.app.db, 2)
  const page = await edda.get(path)
  const edit = new URLSearchParams({
    baseSha256: hidden(page.text, 'baseSha256'),
    subject: 'Prices, corrected',
    intro: 'Hello.\r\n\r\nA word first.',
    record_0: 'rec_1',
    line_0: 'x',
    record_1: 'rec_2',
    line_1: 'It was wrong.',
    in_1: 'yes',
  })
  const edited = await edda.post(`${path}/edit`, edit)
  expect([edited.status, edited.location]).toEqual([303, `${path}?said=edit`])
  const shown = await edda.get(path)
  expect(shown.text).toContain('Prices, corrected')
  expect(shown.text).not.toContain('alert(1)')
  expect((await edda.post(`${path}/approve`, await seen())).location).toBe(`${path}?said=approve`)
  expect((await edda.get(path)).text).toContain('It goes to 2 subscribers.')
  expect((await site.get(`/weekly/${week}`)).status).toBe(404)
  expect((await edda.post(`${path}/send`, await seen())).location).toBe(`${path}?said=send`)
  const sending = await site.start()
  while ((await site.newsletter.show(week))?.issue.status !== 'sent') await site.runtime.sleep(100)
  await sending.stop()
  expect((await edda.get(path)).text).toContain('has ended')
  const files = (await readdir(join(site.home, 'outbox'))).filter((file) => file.endsWith('.eml'))
  const mails = await Promise.all(files.map(async (file) => simpleParser(await readFile(join(site.home, 'outbox', file)))))
  expect(mails.map(({ subject }) => subject)).toEqual(['Prices, corrected', 'Prices, corrected'])
  expect((await site.get(`/weekly/${week}`)).status).toBe(200)
  const log = (await edda.get('/desk/audit')).text
  for (const action of ['edit digest', 'approve digest', 'send digest']) expect(log).toContain(action)
})

test('an edit of an issue that someone changed meanwhile is not kept, and not lost', async () => {
  const baseSha256 = hidden((await edda.get(path)).text, 'baseSha256')
  const edit = (subject: string) => ({ baseSha256, subject, intro: '', record_0: 'rec_1', in_0: 'yes', line_0: `${subject}, the line` })
  expect((await edda.post(`${path}/edit`, edit('First'))).status).toBe(303)
  const second = await edda.post(`${path}/edit`, edit('Second'))
  expect(second.status).toBe(409)
  expect(second.text).toContain('someone changed the issue meanwhile')
  expect(second.text).toContain('<b>First</b>')
  expect(second.text).toContain('value="Second"')
  expect(second.text).toContain('Second, the line')
  expect(hidden(second.text, 'baseSha256')).not.toBe(baseSha256)
  expect(await problemsOf(second.text)).toEqual([])
  const unfit = await edda.post(`${path}/edit`, { ...edit('Third'), baseSha256: hidden(second.text, 'baseSha256'), subject: '' })
  expect([unfit.status, unfit.text.includes('subject: write something here')]).toEqual([422, true])
})

test('an approval of what has changed since is refused', async () => {
  const { seenSha256 } = await seen()
  const edit = { baseSha256: seenSha256, subject: 'New', intro: '', record_0: 'rec_1', in_0: 'yes', line_0: 'x' }
  await edda.post(`${path}/edit`, edit)
  const refused = await edda.post(`${path}/approve`, { seenSha256 })
  expect([refused.status, refused.text.includes('was changed since you saw it')]).toEqual([409, true])
})

describe('who may', () => {
  test('reviewers read, and decide nothing; no one reads without signing in', async () => {
    await subscribe(site.app.db, 1)
    const page = await rea.get(path)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(`action="${path}`)
    for (const step of ['', '/edit', '/approve', '/discard', '/send', '/resume', '/settle']) {
      const to = step === '' ? '/desk/newsletter' : `${path}${step}`
      expect((await rea.post(to, { week })).status, step).toBe(403)
    }
    expect((await site.get(path)).status).toBe(303)
    expect((await site.get('/desk/newsletter')).headers.get('location')).toContain('/auth/sign-in')
  })
  test('no other site decides in an editor’s name', async () => {
    const { seenSha256 } = await seen()
    const foreign = await edda.post(`${path}/approve`, { seenSha256 }, { ...form, 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    expect((await site.newsletter.show(week))?.issue.status).toBe('draft')
  })
  test('addresses are for editors', async () => {
    await subscribe(site.app.db, 1)
    await edda.post(`${path}/approve`, await seen())
    await edda.post(`${path}/send`, await seen())
    await site.app.db.update(issueDeliveries).set({ status: 'handed-over', detail: 'the connection broke', at: new Date() })
    expect((await edda.get(path)).text).toContain('reader00001@example.org')
    const seenByRea = (await rea.get(path)).text
    expect(seenByRea).not.toContain('reader00001')
    expect(seenByRea).toContain('Editors see which mails these are.')
  })
})

test('a mail of which no one knows whether it arrived is listed, and a person decides', async () => {
  await subscribe(site.app.db, 2)
  await edda.post(`${path}/approve`, await seen())
  await edda.post(`${path}/send`, await seen())
  await site.app.db.update(issueDeliveries).set({ status: 'handed-over', detail: 'the <b>connection</b> broke', at: new Date() })
  const page = await edda.get(path)
  expect(page.text).toContain('Not known whether it arrived')
  expect(page.text).toContain('the &lt;b&gt;connection&lt;/b&gt; broke')
  expect(await problemsOf(page.text)).toEqual([])
  await edda.post(`${path}/settle`, { subscriberId: 'sub_00001', as: 'arrived' })
  await edda.post(`${path}/settle`, { subscriberId: 'sub_00002', as: 'send again' })
  expect((await site.newsletter.show(week))?.progress).toMatchObject({ sent: 1, waiting: 1, unknown: 0 })
  const again = await edda.post(`${path}/settle`, { subscriberId: 'sub_00001', as: 'send again' })
  expect([again.status, again.text.includes('no longer one of which no one knows')]).toEqual([409, true])
})

test('drafting by hand: a week without news says so, one that is not over or is none is refused with why', async () => {
  expect((await edda.post('/desk/newsletter', { week: '2020-W10' })).location).toBe('/desk/newsletter?empty=2020-W10')
  expect((await edda.get('/desk/newsletter?empty=2020-W10')).text).toContain(
    'Nothing was published, changed or retracted from 2 to 8 March 2020',
  )
  expect((await edda.post('/desk/newsletter', { week })).location).toBe(`${path}?said=there`)
  for (const bad of ['2990-W01', '2025-W53', '<script>', '']) {
    const refused = await edda.post('/desk/newsletter', { week: bad })
    expect([refused.status, refused.text.includes('<script>')], bad).toEqual([409, false])
  }
})

test('pages are valid HTML without script, foreign names are in them as text, and what is not there is not found', async () => {
  for (const to of ['/desk/newsletter', path, '/desk/newsletter/2020-W01', '/desk/newsletter/nothing']) {
    for (const visitor of [edda, rea]) {
      const { text } = await visitor.get(to)
      expect(await problemsOf(text), to).toEqual([])
      expect(text).not.toMatch(/<script(?! src=)/)
    }
  }
  expect((await edda.get(path)).text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect((await edda.get('/desk/newsletter/2020-W01')).status).toBe(404)
  expect((await edda.post('/desk/newsletter/2020-W01/approve', { seenSha256: 'x' })).status).toBe(404)
})

test('the mail’s HTML is on a page of its own, in which nothing can run, load or be sent', async () => {
  const issue = await rea.get(`${path}/letter`)
  expect(issue.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  )
  expect((await rea.get(path)).headers.get('content-security-policy')).toContain("style-src 'self'")
  expect(issue.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(issue.text).not.toMatch(/<script|<img|<link/)
})
