import { HtmlValidate } from 'html-validate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSecret } from '../../../../../src/platform/secrets.js'
import { confirmationHours } from '../../../../../src/voting/confirmation.js'
import { voteLimits } from '../../../../../src/voting/rules/limits.js'
import { linkIn, openTestVotes, type TestVotes, tokenIn } from '../../../../support/web/site/votes/vote-app.js'

let site: TestVotes

beforeAll(async () => {
  site = await openTestVotes()
})
afterAll(async () => {
  await site.close()
  expect(site.failures).toEqual([])
})

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off' },
})
const hourMs = 3_600_000

let nextReader = 0
/** A reader from a block of their own who voted, and an address no one used before. */
async function voter(slug: string, choice = 'ship') {
  nextReader += 1
  const reader = site.reader(`10.9.${nextReader}.1`)
  await reader.vote(slug, choice)
  return { reader, email: `reader-${nextReader}@example.org` }
}

/** Asks for a mail and returns it. */
async function mailFor({ reader, email }: Awaited<ReturnType<typeof voter>>, slug: string) {
  const asked = await reader.post(`/vote/${slug}/confirm`, { email })
  expect([asked.status, asked.location]).toEqual([303, `/vote/${slug}?mail=sent`])
  const mail = site.mails.at(-1)
  if (mail === undefined) throw new Error('no mail was sent')
  return mail
}

test('a vote is confirmed by the button behind the mail’s link, and counted apart', async () => {
  const who = await voter('alpha')
  const before = await site.tally('alpha')
  const mail = await mailFor(who, 'alpha')
  expect((await who.reader.get('/vote/alpha?mail=sent')).text).toContain('A mail is on its way')
  expect(mail).toMatchObject({ to: who.email, subject: 'Confirm your vote on Alpha <1>' })
  expect(mail.html).toContain('Alpha &lt;1&gt;')
  expect(mail.text).toContain('If you did not vote, do nothing')
  const elsewhere = site.reader('10.8.1.1')
  const page = await elsewhere.get(linkIn(mail))
  expect(page.status).toBe(200)
  expect(page.text).toContain('Confirm your vote on Alpha &lt;1&gt;')
  expect(page.text.match(/<button type="submit"/g)).toHaveLength(1)
  const done = await elsewhere.post('/vote/confirm', { token: tokenIn(mail) })
  expect([done.status, done.location]).toEqual([303, '/vote/alpha?mail=confirmed'])
  expect((await elsewhere.get('/vote/alpha?mail=confirmed')).text).toContain('counted among those confirmed by mail')
  const after = await site.tally('alpha')
  expect(after.raw).toEqual(before.raw)
  expect(after.confirmed).toMatchObject({ votes: before.confirmed.votes + 1, ships: before.confirmed.ships + 1 })
  expect((await who.reader.get('/vote/alpha')).text).toContain('confirmed by mail.')
})

test('a program that follows the links in mails confirms nothing', async () => {
  const who = await voter('alpha')
  const before = await site.tally('alpha')
  const version = await site.votes.reader.version()
  const link = linkIn(await mailFor(who, 'alpha'))
  const scanner = site.reader('10.8.2.1')
  for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS']) await scanner.send(link, { method })
  expect(await site.tally('alpha')).toEqual(before)
  expect(await site.votes.reader.version()).toBe(version)
})

test('a link works once, and says so afterwards', async () => {
  const mail = await mailFor(await voter('beta'), 'beta')
  const token = tokenIn(mail)
  const reader = site.reader('10.8.3.1')
  const answers = await Promise.all(Array.from({ length: 10 }, () => reader.post('/vote/confirm', { token })))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  const again = await reader.post('/vote/confirm', { token })
  expect([again.status, again.text.includes('It was confirmed with this link before')]).toEqual([200, true])
  expect((await reader.get(linkIn(mail))).text).toContain('It was confirmed with this link before')
})

test.each([
  ['none', ''],
  ['a short one', 'x'],
  ['one of the right form', 'a'.repeat(43)],
  ['a very long one', 'a'.repeat(5_000)],
  ['one that is not text', '%00'],
  ['one that is SQL', "' or 1=1"],
])('a token that was never sent does nothing: %s', async (_name, token) => {
  const reader = site.reader('10.8.4.1')
  const version = await site.votes.reader.version()
  const looked = await reader.get(`/vote/confirm?token=${encodeURIComponent(token)}`)
  const sent = await reader.post('/vote/confirm', { token })
  expect([looked.status, sent.status]).toEqual([410, 410])
  expect(sent.text).toContain('ask for another mail')
  expect(await site.votes.reader.version()).toBe(version)
})

test('a token that was guessed is not the one of a mail', async () => {
  await mailFor(await voter('beta'), 'beta')
  const answer = await site.reader('10.8.4.2').post('/vote/confirm', { token: makeSecret().text })
  expect(answer.status).toBe(410)
})

test('a link expires after its time', async () => {
  const fresh = await openTestVotes()
  try {
    const reader = fresh.reader('10.1.1.1')
    await reader.vote('alpha', 'ship')
    await reader.post('/vote/alpha/confirm', { email: 'late@example.org' })
    fresh.advance(confirmationHours * hourMs)
    expect((await reader.get(linkIn(fresh.mails[0]))).status).toBe(410)
    expect((await reader.post('/vote/confirm', { token: tokenIn(fresh.mails[0]) })).status).toBe(410)
    expect((await fresh.tally('alpha')).confirmed.votes).toBe(0)
    await fresh.votes.tidy()
    expect(await fresh.rows('select * from vote_confirmations')).toEqual([])
  } finally {
    await fresh.close()
  }
})

test('one address confirms one vote a tool: the latest, and the earlier one gives way', async () => {
  const [first, second] = [await voter('gamma', 'ship'), await voter('gamma', 'skip')]
  const start = await site.tally('gamma')
  await site.reader('10.8.5.1').post('/vote/confirm', { token: tokenIn(await mailFor(first, 'gamma')) })
  const mail = await mailFor({ ...second, email: first.email.toUpperCase() }, 'gamma')
  await site.reader('10.8.5.2').post('/vote/confirm', { token: tokenIn(mail) })
  const { raw, confirmed } = await site.tally('gamma')
  expect(confirmed).toEqual({ votes: start.confirmed.votes + 1, ships: start.confirmed.ships, percent: 0 })
  expect(raw).toMatchObject({ votes: start.raw.votes - 1, ships: start.raw.ships - 1 })
  expect((await first.reader.get('/vote/gamma')).text).toContain('No vote of yours is known')
})

test('an address confirms votes on several tools', async () => {
  const who = await voter('alpha')
  await who.reader.vote('beta', 'skip')
  const before = [await site.tally('alpha'), await site.tally('beta')]
  for (const slug of ['alpha', 'beta']) await who.reader.post('/vote/confirm', { token: tokenIn(await mailFor(who, slug)) })
  const after = [await site.tally('alpha'), await site.tally('beta')]
  expect(after.map(({ confirmed }) => confirmed.votes)).toEqual(before.map(({ confirmed }) => confirmed.votes + 1))
})

test('a confirmed vote stays confirmed when its reader changes it', async () => {
  const who = await voter('beta', 'ship')
  await who.reader.post('/vote/confirm', { token: tokenIn(await mailFor(who, 'beta')) })
  const before = (await site.tally('beta')).confirmed
  await who.reader.vote('beta', 'skip')
  expect((await site.tally('beta')).confirmed).toMatchObject({ votes: before.votes, ships: before.ships - 1 })
})

test('a reader who has not voted, or wrote no address, sees what to do and gets no mail', async () => {
  const sent = site.mails.length
  const stranger = site.reader('10.8.6.1')
  const asked = await stranger.post('/vote/alpha/confirm', { email: 'a@example.org' })
  expect([asked.status, asked.text.includes('Vote first')]).toEqual([409, true])
  const { reader } = await voter('alpha')
  for (const email of ['', 'nobody', 'a@b\r\nbcc: c@example.org', `${'x'.repeat(250)}@example.org`, 'a@example.org, b@example.org']) {
    const answer = await reader.post('/vote/alpha/confirm', { email })
    expect([answer.status, answer.text.includes('no mail was sent')]).toEqual([422, true])
  }
  expect(site.mails).toHaveLength(sent)
})

test('a mail that could not be sent, or was refused, leaves nothing behind, and the answer and the log say nothing of it', async () => {
  const { reader } = await voter('alpha')
  const links = async () => (await site.rows('select * from vote_confirmations')).length
  const before = await links()
  const down = await reader.post('/vote/alpha/confirm', { email: 'someone@down.example' })
  const refused = await reader.post('/vote/alpha/confirm', { email: 'someone@refused.example' })
  const sent = { status: 303, location: '/vote/alpha?mail=sent' }
  expect([down, refused]).toMatchObject([sent, sent])
  expect((await reader.get('/vote/alpha?mail=sent')).text).toContain('check the address for typos')
  expect(await links()).toBe(before)
  expect(site.logged.join('\n')).toContain('was not sent')
  expect(site.logged.join('\n').toLowerCase()).not.toContain('someone@')
  // The server may have this one, whose link has to work then.
  expect(await reader.post('/vote/alpha/confirm', { email: 'someone@lost.example' })).toMatchObject(sent)
  expect(await links()).toBe(before + 1)
})

test('a mail address gets so many mails a day, from whichever network; it is stored only as a hash', async () => {
  const [{ points }] = voteLimits.mailsToAddress
  const email = 'often@example.org'
  for (let count = 0; count < points; count += 1) await mailFor({ ...(await voter('alpha')), email }, 'alpha')
  const { reader } = await voter('alpha')
  const over = await reader.post('/vote/alpha/confirm', { email: 'OFTEN@example.org' })
  expect(over.status).toBe(429)
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(3_600)
  expect(over.text).toContain('your vote still counts')
  const stored = JSON.stringify([
    await site.rows('select * from votes'),
    await site.rows('select * from vote_confirmations'),
    await site.rows('select * from request_limits'),
  ])
  expect(stored.toLowerCase()).not.toContain('example.org')
  expect(stored).not.toContain(tokenIn(site.mails.at(-1)))
})

test('a network asks for so many mails an hour', async () => {
  const [{ points }] = voteLimits.mailsOfBlock
  const reader = site.reader('10.8.7.1')
  await reader.vote('alpha', 'ship')
  const statuses: number[] = []
  for (let count = 0; count <= points; count += 1) {
    statuses.push((await reader.post('/vote/alpha/confirm', { email: `many-${count}@example.org` })).status)
  }
  expect(statuses.filter((status) => status === 303)).toHaveLength(points)
  expect(statuses.at(-1)).toBe(429)
})

test('links in mails lead to the site’s own address, wherever a request says it was sent', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  const ask = async (publicUrl: string | null) => {
    const own = await openTestVotes({ publicUrl })
    try {
      const origin = 'https://evil.example'
      const headers = new Headers(form)
      const first = await own.app.request(`${origin}/vote/alpha`, { method: 'POST', body: 'choice=ship', headers })
      headers.set('cookie', /^[^;]+/.exec(first.headers.get('set-cookie') ?? '')?.[0] ?? '')
      await own.app.request(`${origin}/vote/alpha`, { method: 'POST', body: 'choice=ship', headers })
      const asked = await own.app.request(`${origin}/vote/alpha/confirm`, { method: 'POST', body: 'email=a%40example.org', headers })
      await own.votes.backlog.settled()
      return { status: asked.status, mail: own.mails[0], text: await asked.text() }
    } finally {
      await own.close()
    }
  }
  expect((await ask('https://ship.example')).mail?.text).toContain('https://ship.example/vote/confirm?token=')
  const unknown = await ask(null)
  expect([unknown.status, unknown.mail]).toEqual([503, undefined])
})

test('every page is valid HTML and is kept by no one', async () => {
  const who = await voter('alpha')
  const mail = await mailFor(who, 'alpha')
  const stranger = site.reader('10.8.8.1')
  const pages = [
    await stranger.get('/vote/alpha'),
    await who.reader.get('/vote/alpha'),
    await who.reader.get('/vote/alpha?mail=sent'),
    await who.reader.post('/vote/alpha/confirm', { email: 'nobody' }),
    await who.reader.post('/vote/alpha', { choice: 'love' }),
    await stranger.get(linkIn(mail)),
    await who.reader.follow('/vote/confirm', { token: tokenIn(mail) }),
    await stranger.get('/vote/alpha?mail=confirmed'),
    await stranger.get(linkIn(mail)),
    await stranger.get('/vote/confirm?token=x'),
    await stranger.get('/vote/nothing'),
  ]
  for (const { text, headers } of pages) {
    const report = await validator.validateString(text)
    expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`))).toEqual(
      [],
    )
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toContain('<script')
  }
})

test('many addresses of one mailbox confirm one vote a tool, and get as many mails as one; each mail goes to the address as typed', async () => {
  const before = await site.tally('beta')
  const spellings = ['Vera.One+1@GMAIL.com', 'veraone+2@googlemail.com', 'v.e.r.a.o.n.e@gmail.com']
  for (const email of spellings) {
    const { reader } = await voter('beta')
    const mail = await mailFor({ reader, email }, 'beta')
    expect(mail.to).toBe(email)
    await reader.post('/vote/confirm', { token: tokenIn(mail) })
    expect((await site.tally('beta')).confirmed.votes).toBe(before.confirmed.votes + 1)
  }
  const { reader } = await voter('beta')
  expect((await reader.post('/vote/beta/confirm', { email: 'veraone+4@gmail.com' })).status).toBe(429)
})
