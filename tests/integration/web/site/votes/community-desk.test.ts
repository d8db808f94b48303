import { HtmlValidate } from 'html-validate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishSamples } from '../../../../support/site/views/publish-samples.js'
import { cookiesOf } from '../../../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../../../support/web/site/test-site.js'

let site: TestSite
let slugs: readonly string[]
const password = 'violet teapot under rain'

beforeAll(async () => {
  site = await openTestSite()
  slugs = (await publishSamples(site.app.db)).slugs
  await site.site.refresh()
  for (const [name, role] of [
    ['Edda', 'editor'],
    ['Rea', 'reviewer'],
    ['Ada', 'admin'],
  ] as const) {
    await site.desk.people.add({ actor: { system: 'test' }, name, email: `${name.toLowerCase()}@example.org`, role, password })
  }
})
afterAll(() => site.close())

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off' },
})
const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

/** Someone who is signed in, by name; no one for null. */
async function signedIn(name: string | null) {
  let cookie = ''
  const send = async (path: string, init: RequestInit = {}) => {
    const response = await site.send(path, { ...init, headers: { cookie, ...(init.headers as Record<string, string> | undefined) } })
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text: await response.text() }
  }
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = form) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers })
  if (name !== null) {
    const answer = await post('/auth/sign-in', { email: `${name.toLowerCase()}@example.org`, password })
    cookie = cookiesOf(answer)
  }
  return { get: (path: string) => send(path), post }
}

/** Thirteen votes from one block within a moment. */
async function makeBurst(tool: string, block: string) {
  for (let index = 0; index < 13; index += 1) {
    const admitted = await site.votes.admitReader(`${block}.${index}`)
    if (admitted.status !== 'admitted') throw new Error('too many readers for a test')
    await site.votes.cast({ tool, choice: 'ship', reader: admitted.reader, address: `${block}.${index}` })
  }
  const burst = (await site.votes.bursts()).find(({ decision, tool: of }) => decision === null && of === tool)
  if (burst === undefined) throw new Error('no burst was found')
  return burst
}

const tally = async (tool: string) => (await site.votes.reader.of([tool])).get(tool)?.raw.votes

test('an editor sees a burst with its reason, releases its votes, and sets them aside again', async () => {
  const edda = await signedIn('Edda')
  expect((await edda.get('/desk/community')).text).toContain('None so far')
  const [tool = ''] = slugs
  const { id } = await makeBurst(tool, '10.1.1')
  const page = await edda.get('/desk/community')
  expect(page.text).toContain('13 new votes for this tool from one address block within 10 minutes, where 12 are let pass')
  expect(page.text).toContain('13 in all, 13 quarantined')
  expect(await tally(tool)).toBe(0)
  const released = await edda.post(`/desk/community/bursts/${id}/release`, {})
  expect([released.status, released.location]).toEqual([303, '/desk/community?release=13'])
  expect((await edda.get('/desk/community?release=13')).text).toContain('Released. 13 votes count again.')
  expect(await tally(tool)).toBe(13)
  await edda.post(`/desk/community/bursts/${id}/keep`, {})
  expect(await tally(tool)).toBe(0)
  expect((await edda.get('/desk/community')).text).toContain('Kept quarantined')
  expect((await edda.get('/desk/audit')).text).toContain('keep votes set aside')
})

test('no one but editors and admins decides, and no other site does for them', async () => {
  const [, tool = ''] = slugs
  const { id } = await makeBurst(tool, '10.1.2')
  const path = `/desk/community/bursts/${id}/release`
  const [anonymous, rea, edda, ada] = [await signedIn(null), await signedIn('Rea'), await signedIn('Edda'), await signedIn('Ada')]
  expect((await anonymous.post(path, {})).status).toBe(303)
  expect((await rea.post(path, {})).status).toBe(403)
  expect((await rea.get('/desk/community')).status).toBe(403)
  expect((await edda.post(path, {}, { ...form, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect(await tally(tool)).toBe(0)
  expect((await ada.post(path, {})).status).toBe(303)
  expect(await tally(tool)).toBe(13)
  expect((await ada.post('/desk/community/bursts/bst_none/keep', {})).status).toBe(404)
})

test('a renamed tool: its old address leads to the new one, its votes come along, and what cannot be says why', async () => {
  const [a = '', b = ''] = slugs
  const edda = await signedIn('Edda')
  const admitted = await site.votes.admitReader('10.1.3.1')
  if (admitted.status !== 'admitted') throw new Error('a reader could not be admitted')
  await site.votes.cast({ tool: 'old-name', choice: 'ship', reader: admitted.reader, address: '10.1.3.1' })
  const before = (await tally(a)) ?? 0
  const added = await edda.post('/desk/community/redirects', { from: 'old-name', to: a })
  expect([added.status, added.location]).toEqual([303, '/desk/community/redirects?added=old-name'])
  expect((await edda.get('/desk/community/redirects?added=old-name')).text).toContain('are sent on from now')
  expect(await tally(a)).toBe(before + 1)
  expect((await site.get('/vote/old-name')).headers.get('location')).toBe(`/vote/${a}`)

  const chained = await edda.post('/desk/community/redirects', { from: 'older-name', to: 'old-name' })
  expect(chained.status).toBe(303)
  expect((await site.get('/vote/older-name')).headers.get('location')).toBe(`/vote/${a}`)

  for (const [from, to, says] of [
    ['other', 'not-published', 'is not published'],
    [a, 'old-name', 'circle'],
    ['Not A Slug', b, 'is no slug'],
    ['', b, 'needs the old slug'],
    ['<script>', b, 'is no slug'],
  ] as const) {
    const refused = await edda.post('/desk/community/redirects', { from, to })
    expect([refused.status, refused.text.includes(says)], `${from} to ${to}`).toEqual([422, true])
    expect(refused.text).not.toContain('<script>')
  }
  expect((await edda.post('/desk/community/redirects/remove', { from: 'older-name' })).status).toBe(303)
  expect((await site.get('/vote/older-name')).status).toBe(404)
  expect((await edda.post('/desk/community/redirects/remove', { from: 'older-name' })).status).toBe(404)
})

test('its pages are valid HTML', async () => {
  const edda = await signedIn('Edda')
  for (const path of ['/desk/community', '/desk/community/redirects', '/desk/community/nothing']) {
    const { text } = await edda.get(path)
    const report = await validator.validateString(text)
    expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${path} ${ruleId}: ${message}`))).toEqual([])
  }
})
