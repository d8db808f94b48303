import { HtmlValidate } from 'html-validate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { smtpError } from '../../../support/mail/smtp-server.js'
import {
  openTestSubscriptions,
  publicUrl,
  subscribeAndConfirm,
  type TestSubscriptions,
} from '../../../support/newsletter/rules/test-subscriptions.js'

let scene: TestSubscriptions
let takesMail: (address: string) => void = () => undefined
beforeEach(async () => {
  takesMail = () => undefined
  scene = await openTestSubscriptions({ onRecipient: (address) => takesMail(address) })
})
afterEach(() => scene.close())

const tokenOf = (path: string) => new URL(path, publicUrl).searchParams.get('t') ?? ''
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'require-sri': 'off' },
})
const anEmail = 'Ada.Lovelace@example.org'

describe('subscribing', () => {
  test('takes a mail and a button: the form alone, and looking at the link, subscribe no one', async () => {
    const asked = await scene.subscribe(anEmail)
    expect(asked).toMatchObject({ status: 303, location: '/weekly/subscribe?done=asked' })
    expect((await scene.get(asked.location ?? '')).text).toContain('Check your mail')
    const mail = scene.lastMail(anEmail)
    expect(mail.parsed.subject).toBe('Confirm your subscription to the newsletter')
    expect(mail.parsed.text).toContain('Ship Panel, 1 Dock Road, Harbour')
    expect(mail.path).toMatch(/^\/weekly\/confirm\?t=[\w-]{43}$/)
    expect(mail.from).toMatch(/^bounces\+sub_[0-9a-f]{24}@example\.com$/)
    for (let n = 0; n < 3; n += 1) expect((await scene.get(mail.path)).text).toContain('A•••@example.org')
    expect(await scene.actions.store.activeCount()).toBe(0)
    const pressed = await scene.post('/weekly/confirm', { t: tokenOf(mail.path) })
    expect(pressed).toMatchObject({ status: 303, location: '/weekly/confirm?done=confirmed' })
    expect((await scene.get(pressed.location ?? '')).text).toContain('You are subscribed')
    expect(await scene.actions.store.activeCount()).toBe(1)
    expect(await scene.actions.store.activePage({ after: null, limit: 10 })).toEqual([
      { id: expect.stringMatching(/^sub_/), email: anEmail },
    ])
  })

  test('a link works once, for three days, and only until a newer one was mailed', async () => {
    await scene.subscribe(anEmail)
    const first = scene.lastMail(anEmail).path
    await scene.subscribe(anEmail)
    const second = scene.lastMail(anEmail).path
    expect((await scene.get(first)).status).toBe(410)
    expect((await scene.post('/weekly/confirm', { t: tokenOf(first) })).status).toBe(410)
    scene.advanceDays(2.9)
    expect((await scene.get(second)).status).toBe(200)
    scene.advanceDays(0.2)
    expect((await scene.get(second)).status).toBe(410)
    expect((await scene.post('/weekly/confirm', { t: tokenOf(second) })).status).toBe(410)
    const { token } = await subscribeAndConfirm(scene, 'bob@example.org')
    expect((await scene.post('/weekly/confirm', { t: token })).status).toBe(410)
    expect(await scene.findEverywhere(anEmail)).toEqual([])
  })

  test('the answer is the same for an address that is known', async () => {
    const { id } = await subscribeAndConfirm(scene, anEmail)
    const before = await scene.actions.store.find(id)
    const known = await scene.subscribe(anEmail.toLowerCase())
    const unknown = await scene.subscribe('nobody@example.org')
    expect([known.status, known.location, known.text]).toEqual([unknown.status, unknown.location, unknown.text])
    expect(scene.lastMail(anEmail).parsed.subject).toBe('You get the newsletter already')
    expect(await scene.actions.store.find(id)).toEqual(before)
  })

  test('what is no address comes back as it was typed, with what to do', async () => {
    const foreign = ['ada@example.org, bob@example.org', 'ada@example.org\r\nBcc: bob@example.org', '"ada lovelace"@example.org']
    for (const [n, email] of [
      'ada',
      'ada@',
      ...foreign,
      '<script>alert(1)</script>@example.org',
      `${'a'.repeat(300)}@example.org`,
      '',
    ].entries()) {
      const answer = await scene.subscribe(email, `192.0.${n}.1`)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('No mail was sent. Write')
      expect(answer.text).not.toContain('<script>')
      if (/^[a-z@]+$/.test(email)) expect(answer.text).toContain(`value="${email}"`)
    }
    expect(scene.server.received).toEqual([])
  })

  test('the answer is the same where there is no mailbox, and where the server is down; the log has no address', async () => {
    const asked = { status: 303, location: '/weekly/subscribe?done=asked', text: '' }
    takesMail = () => {
      throw smtpError(550, `5.1.1 <${anEmail}> is not known here`)
    }
    expect(await scene.subscribe(anEmail)).toMatchObject(asked)
    takesMail = () => {
      throw smtpError(451, `4.3.0 <${anEmail}> later`)
    }
    expect(await scene.subscribe(anEmail)).toMatchObject(asked)
    expect(scene.logged.join('')).toContain('was refused')
    expect(scene.logged.join('')).toContain('could not be sent')
    expect(scene.logged.join('').toLowerCase()).not.toContain(anEmail.toLowerCase())
  })

  test('mails to one address are limited, and no one learns it', async () => {
    const answers = []
    for (let n = 0; n < 6; n += 1) answers.push(await scene.subscribe(anEmail, `192.0.${n}.1`))
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(new Set(['303 /weekly/subscribe?done=asked']))
    expect(scene.server.received).toHaveLength(3)
    scene.advanceDays(1.1)
    await scene.subscribe(anEmail, '192.0.9.1')
    expect(scene.server.received).toHaveLength(4)
  })

  test('a network that asks for too many waits, whatever address it shows within its block', async () => {
    const answers = []
    for (let n = 0; n < 22; n += 1) answers.push(await scene.subscribe(`reader${n}@example.org`, `198.51.100.${n}`))
    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(303), 429, 429])
    const over = answers.at(-1)
    expect(Number(over?.headers.get('retry-after'))).toBeGreaterThan(3_000)
    expect(over?.text).toContain('value="reader21@example.org"')
    expect((await scene.subscribe('other@example.org', '203.0.113.1')).status).toBe(303)
  })

  test('an address that no one confirmed in time is forgotten without anyone asking again', async () => {
    await scene.subscribe(anEmail)
    expect(await scene.actions.forgetUnconfirmed()).toBe(0)
    scene.advanceDays(4)
    expect(await scene.actions.forgetUnconfirmed()).toBe(1)
    expect(await scene.findEverywhere(anEmail)).toEqual([])
  })

  test('no mail is sent while its link would lead nowhere, and the page says what to set', async () => {
    await scene.close()
    scene = await openTestSubscriptions({}, { linksLeadNowhere: true })
    const answer = await scene.subscribe(anEmail)
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('PANEL_PUBLIC_URL')
    expect(scene.server.received).toEqual([])
    expect(await scene.findEverywhere(anEmail)).toEqual([])
  })

  test('forms of other sites, large bodies and other types are refused', async () => {
    const elsewhere = { origin: 'https://evil.example' }
    expect((await scene.post('/weekly/subscribe', { email: anEmail }, elsewhere)).status).toBe(403)
    expect((await scene.post('/weekly/confirm', { t: 'x' }, elsewhere)).status).toBe(403)
    expect((await scene.post('/weekly/unsubscribe', { t: 'x', action: 'delete' }, elsewhere)).status).toBe(403)
    expect((await scene.post('/weekly/subscribe', { email: 'x'.repeat(10_000) })).status).toBe(413)
    const json = await scene.request('/weekly/subscribe', {
      method: 'POST',
      headers: { origin: scene.url, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(json.status).toBe(415)
    expect(scene.server.received).toEqual([])
  })

  test('every page is valid, asks not to be kept and runs no script', async () => {
    const { path } = await subscribeAndConfirm(scene, anEmail)
    for (const page of ['/weekly/subscribe', '/weekly/subscribe?done=asked', '/weekly/confirm?t=x', path]) {
      const { headers, text } = await scene.get(page)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(text).toContain('<meta name="robots" content="noindex"/>')
      expect(text).not.toContain('<script')
      expect((await validator.validateString(text)).results.flatMap(({ messages }) => messages)).toEqual([])
    }
    const { text } = await scene.subscribe('"<b>&')
    expect((await validator.validateString(text)).results.flatMap(({ messages }) => messages)).toEqual([])
  })
})

describe('unsubscribing', () => {
  test('by one click works from no page, in both encodings, as often as it is sent, and says so without a redirect', async () => {
    const { path, id } = await subscribeAndConfirm(scene, anEmail)
    const oneClick = (body: URLSearchParams | FormData) => scene.request(path, { method: 'POST', body })
    const multipart = new FormData()
    multipart.set('List-Unsubscribe', 'One-Click')
    const first = await oneClick(new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }))
    expect(first).toMatchObject({ status: 200, text: 'You are unsubscribed.\n' })
    expect(await scene.statusOf(anEmail)).toBe('unsubscribed')
    const ended = (await scene.actions.store.find(id))?.endedAt
    expect((await oneClick(multipart)).status).toBe(200)
    expect((await scene.actions.store.find(id))?.endedAt).toEqual(ended)
    const bob = await subscribeAndConfirm(scene, 'bob@example.org')
    expect((await scene.request(bob.path, { method: 'POST', body: multipart })).status).toBe(200)
    expect(await scene.statusOf('bob@example.org')).toBe('unsubscribed')
  })

  test('its address is in the headers of each mail', async () => {
    await scene.subscribe(anEmail)
    const raw = scene.lastMail(anEmail).raw.toString('latin1')
    expect(raw).toMatch(/^List-Unsubscribe: <https:\/\/panel\.example\/weekly\/unsubscribe\?t=sub_[0-9a-f]{24}\.[\w-]{43}>\r$/m)
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
  })

  test('no other body from elsewhere changes anything, nor does looking', async () => {
    const { path } = await subscribeAndConfirm(scene, anEmail)
    for (let n = 0; n < 3; n += 1) expect((await scene.get(path)).text).toContain('gets the newsletter')
    expect((await scene.request(path, { method: 'HEAD' })).status).toBe(200)
    expect((await scene.request(path, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'no' }) })).status).toBe(403)
    expect((await scene.request(path, { method: 'POST' })).status).toBe(403)
    expect(await scene.statusOf(anEmail)).toBe('active')
  })

  test('by the button of the page', async () => {
    const { path, token } = await subscribeAndConfirm(scene, anEmail)
    const pressed = await scene.post('/weekly/unsubscribe', { t: token, action: 'unsubscribe' })
    expect(pressed).toMatchObject({ status: 303, location: path })
    expect((await scene.get(path)).text).toContain('no longer gets the newsletter')
    expect(await scene.actions.store.activeCount()).toBe(0)
  })

  test('a link that was not made here, or was made for someone else, does nothing', async () => {
    const ada = await subscribeAndConfirm(scene, anEmail)
    const bob = await subscribeAndConfirm(scene, 'bob@example.org')
    const crossed = `${ada.id}.${bob.token.split('.')[1]}`
    for (const token of [crossed, `${ada.id}.`, ada.id, `${ada.token}x`, '', "' or 1=1"]) {
      const path = `/weekly/unsubscribe?t=${encodeURIComponent(token)}`
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
      expect((await scene.request(path, { method: 'POST', body })).status).toBe(404)
      expect((await scene.get(path)).status).toBe(404)
      expect((await scene.post('/weekly/unsubscribe', { t: token, action: 'delete' })).status).toBe(404)
    }
    expect(await scene.actions.store.activeCount()).toBe(2)
  })

  test('who left comes back by asking and confirming alone', async () => {
    const { token } = await subscribeAndConfirm(scene, anEmail)
    await scene.post('/weekly/unsubscribe', { t: token, action: 'unsubscribe' })
    await scene.subscribe(anEmail)
    expect(await scene.statusOf(anEmail)).toBe('unsubscribed')
    const again = scene.lastMail(anEmail)
    expect(again.path).toMatch(/^\/weekly\/confirm/)
    await scene.post('/weekly/confirm', { t: tokenOf(again.path) })
    expect(await scene.statusOf(anEmail)).toBe('active')
  })

  test('the button also voids a link that someone had mailed', async () => {
    const { token } = await subscribeAndConfirm(scene, anEmail)
    await scene.post('/weekly/unsubscribe', { t: token, action: 'unsubscribe' })
    await scene.subscribe(anEmail)
    await scene.post('/weekly/unsubscribe', { t: token, action: 'unsubscribe' })
    expect((await scene.get(scene.lastMail(anEmail).path)).status).toBe(410)
  })
})

describe('what is kept', () => {
  test('goes to the reader by mail, twice a day at most', async () => {
    const { token } = await subscribeAndConfirm(scene, anEmail)
    const pressed = await scene.post('/weekly/unsubscribe', { t: token, action: 'send' })
    expect((await scene.get(pressed.location ?? '')).text).toContain('is on its way')
    const [, json = ''] = /(\{[\s\S]*\})/.exec(scene.lastMail(anEmail).parsed.text ?? '') ?? []
    expect(JSON.parse(json)).toMatchObject({
      email: anEmail,
      status: 'active',
      events: [{ event: 'asked' }, { event: 'confirmed' }],
      letters: [],
    })
    await scene.post('/weekly/unsubscribe', { t: token, action: 'send' })
    const third = await scene.post('/weekly/unsubscribe', { t: token, action: 'send' })
    expect(third.location).toContain('done=limited')
  })

  test('is gone after “Delete me”: no table of the database has the address or the id', async () => {
    const { id, token, path } = await subscribeAndConfirm(scene, anEmail)
    await scene.pool.query(
      `insert into digests (id, week, status, content_sha256, content, drafted_at) values ('dig_1', '2026-W47', 'sent', 'x', '{}', now())`,
    )
    await scene.pool.query(
      `insert into digest_deliveries (digest_id, subscriber_id, status, message_id, detail) values ('dig_1', $1, 'refused', 'dig_1.x@example.com', $2)`,
      [id, `550 <${anEmail}> unknown`],
    )
    expect((await scene.findEverywhere(anEmail)).length).toBeGreaterThan(1)
    const pressed = await scene.post('/weekly/unsubscribe', { t: token, action: 'delete' })
    expect(pressed).toMatchObject({ status: 303, location: '/weekly/unsubscribe?done=deleted' })
    expect((await scene.get(pressed.location ?? '')).text).toContain('Everything about you was deleted')
    expect(await scene.findEverywhere(anEmail)).toEqual([])
    expect(await scene.findEverywhere('mail_suppressions')).toEqual([])
    expect((await scene.pool.query('select * from subscribers')).rows).toEqual([])
    expect((await scene.pool.query('select * from subscriber_events')).rows).toEqual([])
    expect((await scene.get(path)).status).toBe(404)
    const oneClick = await scene.request(path, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect(oneClick.status).toBe(200)
    expect(scene.logged.join('').toLowerCase()).not.toContain(anEmail.toLowerCase())
  })
})
