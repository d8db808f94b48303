import { afterAll, beforeAll, expect, test } from 'vitest'
import { createVoteKeys } from '../../../../../src/voting/keys.js'
import { voteLimits } from '../../../../../src/voting/rules/limits.js'
import { openTestVotes, type TestVotes } from '../../../../support/web/site/votes/vote-app.js'

let site: TestVotes

beforeAll(async () => {
  site = await openTestVotes()
})
afterAll(async () => {
  await site.close()
  expect(site.failures).toEqual([])
})

/** Each test has address blocks and readers of its own: what one of them uses up is not missing elsewhere. */
let nextBlock = 0
function newAddress(): string {
  nextBlock += 1
  return `10.${Math.floor(nextBlock / 250)}.${nextBlock % 250}.7`
}

test('a tool no one voted on has a tally without a percentage', async () => {
  expect(await site.tally('gamma')).toEqual({
    raw: { ships: 0, votes: 0, percent: null },
    confirmed: { ships: 0, votes: 0, percent: null },
  })
})

test('a first vote sets a signed cookie and is shown on the reader’s own page', async () => {
  const reader = site.reader(newAddress())
  const before = await site.tally('alpha')
  const first = await reader.post('/vote/alpha', { choice: 'ship' })
  expect([first.status, first.location]).toEqual([307, '/vote/alpha?cookie=set'])
  expect(first.headers.get('set-cookie')).toMatch(/^reader=[\w-]{22}\.[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(await site.tally('alpha')).toEqual(before)
  const second = await reader.post(first.location ?? '', { choice: 'ship' })
  expect([second.status, second.location]).toEqual([303, '/vote/alpha'])
  const page = await reader.get('/vote/alpha')
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.text).toContain('You voted <span class="call ship">Ship</span>')
  expect(page.text).toContain('Your vote on Alpha &lt;1&gt;')
  expect(page.text).not.toContain('<script')
  expect((await site.tally('alpha')).raw).toMatchObject({ votes: before.raw.votes + 1, ships: before.raw.ships + 1 })
})

test('a reader who votes twice counts once', async () => {
  const reader = site.reader(newAddress())
  const before = (await site.tally('beta')).raw
  await reader.vote('beta', 'ship')
  await reader.vote('beta', 'ship')
  expect((await site.tally('beta')).raw).toMatchObject({ votes: before.votes + 1, ships: before.ships + 1 })
})

test('a vote can be changed, and the version of the tallies changes with it and with nothing else', async () => {
  const reader = site.reader(newAddress())
  await reader.vote('beta', 'ship')
  const [tally, version] = [(await site.tally('beta')).raw, await site.votes.reader.version()]
  expect((await reader.vote('beta', 'skip')).text).toContain('You voted <span class="call skip">Skip</span>')
  expect((await site.tally('beta')).raw).toMatchObject({ votes: tally.votes, ships: tally.ships - 1 })
  expect(await site.votes.reader.version()).toBe(version + 1)
  await reader.vote('beta', 'skip')
  await reader.get('/vote/beta')
  expect(await site.votes.reader.version()).toBe(version + 1)
})

test('fifty votes of one reader at once are one vote', async () => {
  const reader = site.reader(newAddress())
  await reader.vote('alpha', 'ship')
  const before = (await site.tally('gamma')).raw
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => reader.post('/vote/gamma', { choice: index % 2 === 0 ? 'ship' : 'skip' })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 303))
  expect((await site.tally('gamma')).raw.votes).toBe(before.votes + 1)
})

test('a reader without cookies sees why, and is not counted however often', async () => {
  const reader = site.reader(newAddress(), { keepsCookies: false })
  const before = await site.tally('alpha')
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await reader.vote('alpha', 'ship')
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Allow cookies for this site and vote again')
  }
  expect(await site.tally('alpha')).toEqual(before)
})

test('a forged cookie, or one of another installation, is no reader', async () => {
  const real = createVoteKeys('a secret of thirty-two characters or more')
  const foreign = createVoteKeys('another secret of thirty-two characters!')
  const id = real.newReader()
  expect(real.open(real.seal(id))).toBe(id)
  const good = real.seal(id)
  const flipped = `${good.slice(0, -2)}${good.endsWith('AA') ? 'BB' : 'AA'}`
  for (const cookie of [foreign.seal(id), flipped, `${id}.`, id, '', `${good}x`, 'ü'.repeat(66)]) expect(real.open(cookie)).toBeNull()
  const reader = site.reader(newAddress())
  reader.cookies.set('reader', foreign.seal(id))
  const before = await site.tally('alpha')
  const answer = await reader.post('/vote/alpha', { choice: 'ship' })
  expect(answer.status).toBe(307)
  expect(await site.tally('alpha')).toEqual(before)
  expect((await reader.get('/vote/alpha')).text).toContain('No vote of yours is known')
})

test('a form that another site sends is refused', async () => {
  const reader = site.reader(newAddress())
  await reader.vote('alpha', 'ship')
  const before = await site.tally('alpha')
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    const answer = await reader.post('/vote/alpha', { choice: 'skip' }, headers)
    expect(answer.status).toBe(403)
  }
  const foreign = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' }
  expect((await reader.send('/vote/alpha', { method: 'POST', body: 'choice=skip', headers: foreign })).status).toBe(403)
  expect(await site.tally('alpha')).toEqual(before)
})

test('the address a reader is sent back to changes nothing when someone links to it', async () => {
  const reader = site.reader(newAddress())
  const before = await site.tally('alpha')
  expect((await reader.get('/vote/alpha?cookie=set&choice=ship')).status).toBe(200)
  expect(await site.tally('alpha')).toEqual(before)
})

test('what is no vote is answered with what to do, and counts nothing', async () => {
  const reader = site.reader(newAddress())
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  const before = await site.tally('alpha')
  const cases = [
    { body: '', status: 422, says: 'choose Ship or Skip' },
    { body: 'choice=love', status: 422, says: 'choose Ship or Skip' },
    { body: 'choice[]=ship', status: 422, says: 'choose Ship or Skip' },
    { body: '%E0%A4%A', status: 422, says: 'choose Ship or Skip' },
    { body: `choice=ship&x=${'x'.repeat(9_000)}`, status: 413, says: '8 kB at most' },
  ]
  for (const { body, status, says } of cases) {
    const answer = await reader.send('/vote/alpha', { method: 'POST', body, headers: form })
    expect([answer.status, answer.text.includes(says)]).toEqual([status, true])
  }
  const json = await reader.send('/vote/alpha', {
    method: 'POST',
    body: '{"choice":"ship"}',
    headers: { ...form, 'content-type': 'application/json' },
  })
  expect(json.status).toBe(415)
  expect(await site.tally('alpha')).toEqual(before)
})

test.each(['unknown', 'ALPHA', '..%2F..%2Fetc', "alpha'%20or%201=1", '%3Cscript%3E', 'a'.repeat(200), '%00', 'alpha%0d%0aset-cookie:x=1'])(
  'there is nothing to vote on at %s',
  async (slug) => {
    const reader = site.reader(newAddress())
    for (const answer of [await reader.get(`/vote/${slug}`), await reader.post(`/vote/${slug}`, { choice: 'ship' })]) {
      expect(answer.status).toBe(404)
      expect(answer.text).toContain('Nothing to vote on')
      expect(answer.text).not.toContain('<script')
    }
  },
)

test('a renamed tool is voted on under its new name', async () => {
  const reader = site.reader(newAddress())
  const moved = await reader.get('/vote/old-alpha')
  expect([moved.status, moved.location]).toEqual([301, '/vote/alpha'])
  expect((await reader.vote('old-alpha', 'skip')).text).toContain('You voted <span class="call skip">Skip</span>')
  expect((await site.votes.reader.of(['old-alpha'])).get('old-alpha')?.raw.votes).toBe(0)
})

test('a tool that gets another slug takes its votes along, and a reader of both has one', async () => {
  const [both, one] = [site.reader(newAddress()), site.reader(newAddress())]
  await both.vote('gamma', 'ship')
  await one.vote('gamma', 'ship')
  await both.vote('beta', 'skip')
  const [from, to] = [(await site.tally('gamma')).raw, (await site.tally('beta')).raw]
  await site.votes.renameTool({ from: 'gamma', to: 'beta' })
  expect((await site.tally('gamma')).raw.votes).toBe(0)
  expect((await site.tally('beta')).raw).toMatchObject({ votes: from.votes + to.votes - 1 })
  expect((await both.get('/vote/beta')).text).toContain('You voted <span class="call skip">Skip</span>')
})

test('over TLS the cookie is for TLS and this host alone', async () => {
  const secure = await openTestVotes({ publicUrl: 'https://ship.example' })
  try {
    const reader = secure.reader(newAddress())
    const answer = await reader.post('/vote/alpha', { choice: 'ship' })
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-reader=\S+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect((await reader.vote('alpha', 'ship')).status).toBe(200)
    expect((await secure.tally('alpha')).raw.votes).toBe(1)
  } finally {
    await secure.close()
  }
})

test('a network may bring so many new readers an hour; the next learns when to come back, and others are not held up', async () => {
  const address = newAddress()
  const [{ points }] = voteLimits.readersOfBlock
  const statuses: number[] = []
  for (let count = 0; count < points; count += 1) statuses.push((await site.reader(address).post('/vote/beta', { choice: 'ship' })).status)
  expect(new Set(statuses)).toEqual(new Set([307]))
  const before = await site.tally('beta')
  const over = await site.reader(address).post('/vote/beta', { choice: 'ship' })
  expect(over.status).toBe(429)
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(over.headers.get('retry-after'))).toBeLessThanOrEqual(3_600)
  expect(over.text).toContain('what you voted before still counts')
  expect(await site.tally('beta')).toEqual(before)
  expect((await site.reader(newAddress()).vote('beta', 'ship')).status).toBe(200)
})

test('one reader may change votes so often an hour; then the vote stands as it is', async () => {
  const reader = site.reader(newAddress())
  const [{ points }] = voteLimits.votesOfReader
  for (let count = 0; count < points; count += 1) await reader.vote('alpha', count % 2 === 0 ? 'ship' : 'skip')
  const over = await reader.post('/vote/alpha', { choice: 'ship' })
  expect(over.status).toBe(429)
  expect((await reader.get('/vote/alpha')).text).toContain('You voted <span class="call skip">Skip</span>')
})

test('two processes on one database count towards the same limits', async () => {
  const { createVoteActions } = await import('../../../../../src/voting/vote-actions.js')
  const { openDatabase } = await import('../../../../../src/platform/db/database.js')
  const other = openDatabase({ connectionString: site.database.connectionString, log: site.runtime.log })
  try {
    const elsewhere = createVoteActions({
      db: other.db,
      secret: 'a secret of thirty-two characters or more',
      mailer: { send: () => Promise.reject(new Error('not used')) },
      findTool: async () => null,
      runtime: site.runtime,
    })
    const address = newAddress()
    const [{ points }] = voteLimits.readersOfBlock
    const asked = await Promise.all(
      Array.from({ length: points + 10 }, (_, index) => (index % 2 === 0 ? site.votes : elsewhere).admitReader(address)),
    )
    expect(asked.filter(({ status }) => status === 'admitted')).toHaveLength(points)
  } finally {
    await other.pool.end()
  }
})

test('no address, and no reader’s id, is stored or logged', async () => {
  const address = '203.0.113.77'
  const reader = site.reader(address)
  await reader.vote('alpha', 'ship')
  const id = [...reader.cookies.values()][0]?.split('.')[0] ?? ''
  const stored = JSON.stringify([
    await site.rows('select * from votes'),
    await site.rows('select * from vote_bursts'),
    await site.rows('select * from request_limits'),
    await site.rows('select * from address_keys'),
  ])
  for (const text of [stored, site.logged.join('\n')]) {
    expect(text).not.toContain('203.0.113')
    expect(text).not.toContain(id)
  }
})
