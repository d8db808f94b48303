import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditLog } from '../../../src/audit/audit-log.js'
import { type Browser, goodPassword, openTestAuth, origin, otherPassword, type TestAuth, textOf } from '../../support/web/auth/auth-app.js'

const dayMs = 86_400_000
let scene: TestAuth
let admin: Browser
beforeAll(async () => {
  scene = await openTestAuth()
  await scene.addPerson('admin', 'Ada')
  admin = scene.browser()
  await admin.signIn('Ada')
})
afterAll(() => scene.close())

const idOf = async (name: string) => (await scene.people.findByEmail(`${name.toLowerCase()}@example.org`))?.id ?? ''
/** An invitation as the admin's page shows it. */
const invite = async (fields: Record<string, string>) =>
  (await textOf(await admin.post('/auth/people/invite', fields), 'made-link')).replace(origin, '')
const tokenOf = (path: string) => new URL(path, origin).searchParams.get('token') ?? ''
const accept = (browser: Browser, path: string, fields: Record<string, string> = {}) =>
  browser.post('/auth/invitation', {
    token: tokenOf(path),
    name: 'New',
    email: 'new@example.org',
    password: goodPassword,
    repeated: goodPassword,
    ...fields,
  })
const signedIn = async (name: string, role: 'admin' | 'editor' | 'reviewer') => {
  await scene.addPerson(role, name)
  const browser = scene.browser(`192.0.2.${100 + name.length}`)
  await browser.signIn(name)
  return browser
}

const textIn = (page: string, id: string) => new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(page)?.[1] ?? ''
const inputIn = (page: string, id: string) => page.match(/<input[^>]*>/g)?.find((tag) => tag.includes(` id="${id}"`)) ?? ''

test('an invitation makes an account with the role the admin chose, signs it in, and works once', async () => {
  const path = await invite({ role: 'editor', email: '' })
  const browser = scene.browser()
  expect(await (await browser.get(path)).text()).toContain('<h1>Join Ship Panel</h1>')
  const joined = await accept(browser, path, {
    name: 'Ines',
    email: 'ines@example.org',
    role: 'admin',
    deactivatedAt: '2020-01-01',
    id: 'usr_mine',
  })
  expect([joined.status, joined.headers.get('location')]).toEqual([303, '/desk'])
  const { actor } = (await (await browser.get('/desk')).json()) as { actor: unknown }
  expect(actor).toEqual({ userId: expect.stringMatching(/^usr_[0-9a-f]{24}$/), name: 'Ines', role: 'editor' })
  expect((await accept(scene.browser(), path, { email: 'second@example.org' })).status).toBe(410)
  expect((await scene.browser().get(path)).status).toBe(410)
  expect(await scene.people.findByEmail('second@example.org')).toBeNull()
})

test('of two who accept one invitation at once, one gets in', async () => {
  const path = await invite({ role: 'reviewer', email: '' })
  const two = ['one', 'two'].map((name) => accept(scene.browser(), path, { email: `race-${name}@example.org` }))
  expect((await Promise.all(two)).map(({ status }) => status).sort()).toEqual([303, 410])
})

test('an invitation for an address is for no other', async () => {
  const path = await invite({ role: 'reviewer', email: 'Bound@Example.org' })
  expect((await accept(scene.browser(), path, { email: 'other@example.org' })).status).toBe(303)
  expect(await scene.people.findByEmail('other@example.org')).toBeNull()
  expect(await scene.people.findByEmail('bound@example.org')).toMatchObject({ role: 'reviewer' })
})

test('an address that is taken leaves the invitation open', async () => {
  const path = await invite({ role: 'reviewer', email: '' })
  expect((await accept(scene.browser(), path, { email: 'ADA@example.org' })).status).toBe(409)
  expect((await accept(scene.browser(), path, { email: 'free@example.org' })).status).toBe(303)
})

test('an invitation that expired, was withdrawn, is of another kind or changed works no more than none', async () => {
  const withdrawn = await invite({ role: 'reviewer', email: '' })
  const [open] = await scene.people.invitations()
  expect((await admin.post('/auth/people/withdraw', { id: open?.id ?? '' })).status).toBe(200)
  const path = await invite({ role: 'reviewer', email: '' })
  const bad = [
    withdrawn,
    path.slice(0, -1),
    `${path}x`,
    '/auth/invitation',
    '/auth/invitation?token=',
    `/auth/invitation?token=${'a'.repeat(10_000)}`,
  ]
  for (const link of bad) {
    expect((await scene.browser().get(link)).status, link.slice(0, 90)).toBe(410)
    expect((await accept(scene.browser(), link)).status).toBe(410)
  }
  for (const kind of ['set-up', 'password']) {
    expect((await scene.browser().get(path.replace('invitation', kind))).status).toBe(410)
    const fields = { token: tokenOf(path), name: 'New', email: 'new@example.org', password: goodPassword, repeated: goodPassword }
    expect((await scene.browser().post(`/auth/${kind}`, fields)).status).toBe(410)
  }
  const late = await openTestAuth()
  await late.addPerson('admin', 'Ada')
  const actor = { userId: (await late.people.findByEmail('ada@example.org'))?.id ?? '', name: 'Ada', role: 'admin' } as const
  const link = await late.people.invite({ actor, role: 'editor', email: null })
  if (!('path' in link)) throw new Error(link.why)
  late.advance(7 * dayMs - 1_000)
  expect((await late.browser().get(link.path)).status).toBe(200)
  late.advance(1_000)
  expect((await late.browser().get(link.path)).status).toBe(410)
  expect((await accept(late.browser(), link.path)).status).toBe(410)
  await late.close()
})

test.each([
  ['too short', 'short pass', 'at least 12'],
  ['too long', 'ab cd ef gh '.repeat(900), 'at most 128'],
  ['common', 'Password1234!', 'easily guessed'],
  ['the own name', 'ladislava1234', 'easily guessed'],
])('a password that is %s is refused with the reason, and the link stays open', async (_what, password, reason) => {
  const path = await invite({ role: 'reviewer', email: '' })
  const refused = await accept(scene.browser(), path, { name: 'Ladislava', email: 'l@example.org', password, repeated: password })
  const page = await refused.text()
  expect([refused.status, textIn(page, 'password-problem')]).toEqual([422, expect.stringContaining(reason)])
  expect(inputIn(page, 'password')).toMatch(/aria-describedby="password-hint password-problem" autofocus/)
  // What was typed stays, but for the passwords.
  expect([inputIn(page, 'name'), inputIn(page, 'email')]).toEqual([
    expect.stringContaining('value="Ladislava"'),
    expect.stringContaining('value="l@example.org"'),
  ])
  expect(page).not.toContain(password)
  expect((await scene.browser().get(path)).status).toBe(200)
})

test.each([
  ['name', { name: 'x'.repeat(10_000) }],
  ['name', { name: 'NUL\0' }],
  ['name', { name: '  ' }],
  ['email', { email: `${'x'.repeat(10_000)}@example.org` }],
  ['email', { email: 'no address' }],
  ['repeated', { repeated: 'something else' }],
])('a form with a bad %s stores nothing and says at the field what is wrong', async (field, fields) => {
  const path = await invite({ role: 'reviewer', email: '' })
  const before = (await scene.people.list()).length
  const refused = await accept(scene.browser(), path, fields)
  expect(refused.status).toBe(422)
  const page = await refused.text()
  expect(textIn(page, `${field}-problem`).length).toBeGreaterThan(5)
  expect(inputIn(page, field)).toMatch(/aria-invalid="true".* autofocus/)
  expect(page.split(' autofocus')).toHaveLength(2)
  expect(await scene.people.list()).toHaveLength(before)
})

test('what was typed for an invitation, a token or a sign-in stays, and the password does not', async () => {
  const invited = await admin.post('/auth/people/invite', { role: 'editor', email: 'no address' })
  const people = await invited.text()
  expect([invited.status, textIn(people, 'invite-email-problem')]).toEqual([422, expect.stringMatching(/\.$/)])
  expect(inputIn(people, 'invite-email')).toMatch(/value="no address".*aria-describedby="invite-email-hint invite-email-problem"/)
  expect(people).toMatch(/<select id="invite-role"[\s\S]*?value="editor" selected/)
  const token = await (await admin.post('/auth/account/tokens', { name: 'nightly', scopes: ['write'], expires: '2020-01-01' })).text()
  expect(textIn(token, 'token-expires-problem')).toContain('already over')
  expect([inputIn(token, 'token-name'), inputIn(token, 'token-expires')]).toEqual([
    expect.stringContaining('value="nightly"'),
    expect.stringContaining('value="2020-01-01"'),
  ])
  expect(token.match(/<input type="checkbox"[^>]*>/g)?.filter((tag) => tag.includes('checked'))).toEqual([
    expect.stringContaining('value="write"'),
  ])
  const none = await (await admin.post('/auth/account/tokens', { name: 'nightly' })).text()
  expect(textIn(none, 'scopes-problem')).toContain('without a scope')
  const changed = { current: goodPassword, password: otherPassword, repeated: 'something else' }
  const account = await (await admin.post('/auth/account/password', changed)).text()
  expect(textIn(account, 'repeated-problem')).toContain('not the same')
  const signIn = await scene.browser('192.0.2.77').post('/auth/sign-in', { email: 'ada@example.org', password: 'wrong horse here' })
  const page = await signIn.text()
  expect(inputIn(page, 'email')).toContain('value="ada@example.org"')
  expect(inputIn(page, 'password')).toMatch(/aria-describedby="problem" autofocus/)
  expect(`${account}${page}`).not.toMatch(new RegExp(`${goodPassword}|${otherPassword}|something else|wrong horse`))
})

test('a name is shown as text, wherever it came from', async () => {
  await accept(scene.browser(), await invite({ role: 'reviewer', email: '' }), {
    name: '<script>alert(1)</script>',
    email: 'xss@example.org',
  })
  const page = await (await admin.get('/auth/people')).text()
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).not.toContain('<script>')
})

test('the set-up link makes the first admin, once; a new one voids the one before; with an admin there is none', async () => {
  const fresh = await openTestAuth()
  const path = async () => (await fresh.people.ensureSetupLink({ origin }))?.replace(origin, '') ?? ''
  const [first, second] = [await path(), await path()]
  const setUp = (link: string, email: string) =>
    fresh.browser().post('/auth/set-up', { token: tokenOf(link), name: 'Fay', email, password: goodPassword, repeated: goodPassword })
  expect((await fresh.browser().get(first)).status).toBe(410)
  fresh.advance(dayMs)
  expect((await setUp(second, 'late@example.org')).status).toBe(410)
  const third = await path()
  const both = await Promise.all([setUp(third, 'fay@example.org'), setUp(third, 'eve@example.org')])
  expect(both.map(({ status }) => status).sort()).toEqual([303, 410])
  expect((await fresh.people.list()).map(({ role }) => role)).toEqual(['admin'])
  expect(await fresh.people.ensureSetupLink({ origin })).toBeNull()
  await fresh.close()
})

test('a set-up link that is open when an admin comes about otherwise is void', async () => {
  const fresh = await openTestAuth()
  const link = (await fresh.people.ensureSetupLink({ origin })) ?? ''
  await fresh.addPerson('admin', 'Ada')
  const fields = { token: tokenOf(link), name: 'Eve', email: 'eve@example.org', password: goodPassword, repeated: goodPassword }
  expect((await fresh.browser().post('/auth/set-up', fields)).status).toBe(410)
  await fresh.close()
})

test('links and tokens lie in the database as hashes alone', async () => {
  const path = await invite({ role: 'reviewer', email: '' })
  const token = await textOf(await admin.post('/auth/account/tokens', { name: 'at rest', scopes: ['read'] }), 'made-token')
  const { rows } = await scene.pool.query(
    'select row_to_json(l)::text as row from one_time_links l union all select row_to_json(t)::text from api_tokens t',
  )
  const stored = rows.map(({ row }) => row).join('\n')
  expect(token).toMatch(/^spt_[A-Za-z0-9_-]{43}$/)
  for (const secret of [tokenOf(path), token, token.slice(4)]) expect(stored).not.toContain(secret)
  const passwords = await scene.pool.query('select password from accounts')
  expect(passwords.rows.every(({ password }) => /^[0-9a-f]{32}:[0-9a-f]{128}$/.test(password))).toBe(true)
})

test('people are for admins', async () => {
  for (const role of ['editor', 'reviewer'] as const) {
    const browser = await signedIn(`Not${role}`, role)
    expect((await browser.get('/auth/people')).status).toBe(403)
    for (const action of ['invite', 'withdraw', 'role', 'deactivate', 'reactivate', 'password'])
      expect((await browser.post(`/auth/people/${action}`, { id: await idOf('Ada'), role: 'admin' })).status, action).toBe(403)
  }
  expect((await scene.browser().get('/auth/people')).status).toBe(303)
})

test('a deactivated person’s session and tokens die at once, and links they made; reactivated, they sign in again', async () => {
  const browser = await signedIn('Dora', 'editor')
  const token = await textOf(await browser.post('/auth/account/tokens', { name: 'mine', scopes: ['read'] }), 'made-token')
  const authorization = `Bearer ${token}`
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(200)
  const link = await scene.people.passwordLink({ actor: { system: 'test' }, userId: await idOf('Dora') })
  expect((await admin.post('/auth/people/deactivate', { id: await idOf('Dora') })).status).toBe(200)
  expect((await browser.get('/desk')).status).toBe(303)
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(401)
  expect((await scene.browser().get('path' in link ? link.path : '')).status).toBe(410)
  expect((await browser.signIn('Dora')).status).toBe(401)
  expect((await admin.post('/auth/people/password', { id: await idOf('Dora') })).status).toBe(409)
  expect((await admin.post('/auth/people/reactivate', { id: await idOf('Dora') })).status).toBe(200)
  expect((await browser.get('/desk')).status).toBe(303)
  expect((await browser.signIn('Dora')).status).toBe(303)
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(401)
})

test('a change of role takes effect with the next request', async () => {
  const browser = await signedIn('Rudolf', 'reviewer')
  expect((await browser.get('/editing')).status).toBe(403)
  await admin.post('/auth/people/role', { id: await idOf('Rudolf'), role: 'editor' })
  expect((await browser.get('/editing')).status).toBe(200)
  await admin.post('/auth/people/role', { id: await idOf('Rudolf'), role: 'reviewer' })
  expect((await browser.get('/editing')).status).toBe(403)
  for (const fields of [{ role: 'owner' }, { role: '' }, { id: 'usr_none' }, { id: '\0' }]) {
    const response = await admin.post('/auth/people/role', { id: await idOf('Rudolf'), role: 'editor', ...fields })
    expect([404, 422], JSON.stringify(fields)).toContain(response.status)
  }
})

test.each([
  ['an invitation', '/auth/people/invite', () => ({ role: 'admin' })],
  ['a link for a password', '/auth/people/password', (id: string) => ({ id })],
])('%s that an admin asks for while another deactivates them is not made', async (_name, path, fields) => {
  const late = await openTestAuth()
  for (const name of ['Ada', 'Bea']) await late.addPerson('admin', name)
  const browser = late.browser()
  await browser.post('/auth/sign-in', { email: 'bea@example.org', password: goodPassword })
  const idOfLate = async (name: string) => (await late.people.findByEmail(`${name}@example.org`))?.id ?? ''
  const [ada, bea] = [await idOfLate('ada'), await idOfLate('bea')]
  const { rows: before } = await late.pool.query('select id from one_time_links')
  const client = await late.pool.connect()
  try {
    await client.query('begin')
    await client.query('update users set deactivated_at = now() where id = $1', [bea])
    // The request is let in, since the change is not there yet, and then waits for it.
    const asked = browser.post(path, fields(ada))
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    await expect.poll(async () => (await late.pool.query(waiting)).rowCount).toBe(1)
    await client.query('commit')
    const refused = await asked
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('You are no longer an admin.')])
  } finally {
    client.release()
  }
  expect((await late.pool.query('select id from one_time_links')).rows).toEqual(before)
  await late.close()
})

test('the last admin can be neither demoted nor deactivated, not by two admins at once either', async () => {
  const alone = await openTestAuth()
  await alone.addPerson('admin', 'Ada')
  const ada = { userId: (await alone.people.findByEmail('ada@example.org'))?.id ?? '', name: 'Ada', role: 'admin' } as const
  const browser = alone.browser()
  await browser.signIn('Ada')
  for (const [path, fields] of [
    ['role', { role: 'editor' }],
    ['deactivate', {}],
  ] as const)
    expect((await browser.post(`/auth/people/${path}`, { id: ada.userId, ...fields })).status).toBe(409)
  await alone.addPerson('admin', 'Bea')
  const bea = { userId: (await alone.people.findByEmail('bea@example.org'))?.id ?? '', name: 'Bea', role: 'admin' } as const
  const both = [
    alone.people.deactivate({ actor: ada, userId: bea.userId }),
    alone.people.setRole({ actor: bea, userId: ada.userId, role: 'reviewer' }),
  ]
  expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual(['done', 'refused'])
  const left = (await alone.people.list()).filter(({ role, deactivatedAt }) => role === 'admin' && deactivatedAt === null)
  expect(left).toHaveLength(1)
  await alone.close()
})

async function lastEntry(): Promise<unknown> {
  const { rows } = await scene.pool.query('select body from audit_log order by seq desc limit 1')
  return rows[0]?.body
}

test('a changed password ends all other sessions, revokes all API tokens, and needs the present one', async () => {
  const here = await signedIn('Paula', 'reviewer')
  const there = scene.browser('192.0.2.77')
  await there.signIn('Paula')
  const change = (fields: Record<string, string>) =>
    here.post('/auth/account/password', { current: goodPassword, password: otherPassword, repeated: otherPassword, ...fields })
  expect((await change({ current: 'not the present one' })).status).toBe(422)
  expect((await change({ repeated: 'not the same' })).status).toBe(422)
  expect((await change({ password: 'paula paula 12', repeated: 'paula paula 12' })).status).toBe(422)
  expect((await there.get('/desk')).status).toBe(200)
  const before = here.cookies.get('panel.session_token')
  const authorization = `Bearer ${await textOf(await here.post('/auth/account/tokens', { name: 'ci', scopes: ['read'] }), 'made-token')}`
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(200)
  const changed = await change({})
  expect([changed.status, (await changed.text()).includes('The API token is revoked: ci.')]).toEqual([200, true])
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(401)
  expect(await lastEntry()).toMatchObject({ action: 'change password', data: { revokedTokens: ['ci'] } })
  expect(here.cookies.get('panel.session_token')).not.toBe(before)
  expect((await here.get('/desk')).status).toBe(200)
  expect((await there.get('/desk')).status).toBe(303)
  expect((await there.signIn('Paula')).status).toBe(401)
  expect((await there.signIn('Paula', otherPassword)).status).toBe(303)
  expect((await here.post('/auth/account/sessions/end', {})).status).toBe(200)
  expect([(await here.get('/desk')).status, (await there.get('/desk')).status]).toEqual([200, 303])
})

test('a password is not changed when its tokens cannot be revoked and logged: never the one without the other', async () => {
  const here = await signedIn('Petra', 'reviewer')
  const authorization = `Bearer ${await textOf(await here.post('/auth/account/tokens', { name: 'ci', scopes: ['read'] }), 'made-token')}`
  await scene.pool.query(
    "create function log_is_full() returns trigger language plpgsql as $$ begin raise exception 'full' using errcode = '53100'; end $$",
  )
  await scene.pool.query('create trigger log_full before insert on audit_log for each row execute function log_is_full()')
  const change = () => here.post('/auth/account/password', { current: goodPassword, password: otherPassword, repeated: otherPassword })
  expect((await change()).status).toBe(503)
  await scene.pool.query('drop function log_is_full cascade')
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(200)
  expect((await scene.browser('192.0.2.78').signIn('Petra', otherPassword)).status).toBe(401)
  expect((await scene.browser('192.0.2.78').signIn('Petra')).status).toBe(303)
})

test('a password that is lost after its tokens are revoked leaves them revoked', async () => {
  const here = await signedIn('Pius', 'reviewer')
  const authorization = `Bearer ${await textOf(await here.post('/auth/account/tokens', { name: 'ci', scopes: ['read'] }), 'made-token')}`
  await scene.pool.query(
    "create function no_account() returns trigger language plpgsql as $$ begin raise exception 'full' using errcode = '53100'; end $$",
  )
  await scene.pool.query('create trigger no_account before update on accounts for each row execute function no_account()')
  const change = () => here.post('/auth/account/password', { current: goodPassword, password: otherPassword, repeated: otherPassword })
  expect((await change()).status).toBe(503)
  await scene.pool.query('drop function no_account cascade')
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(401)
  expect(await lastEntry()).toMatchObject({ action: 'change password', data: { revokedTokens: ['ci'] } })
})

test('signing out everywhere else ends every other session, however many there are', async () => {
  const here = await signedIn('Many', 'reviewer')
  await scene.pool.query(
    `insert into sessions (id, token, user_id, expires_at, created_at, updated_at)
    select 'ses_' || n, 'token' || n, $1, now() + interval '1 day', now(), now() from generate_series(1, 150) n`,
    [await idOf('Many')],
  )
  expect(await (await here.post('/auth/account/sessions/end', {})).text()).toContain('You are signed out everywhere else.')
  const { rows } = await scene.pool.query('select count(*)::int as left from sessions where user_id = $1', [await idOf('Many')])
  expect(rows).toEqual([{ left: 1 }])
  expect((await here.get('/desk')).status).toBe(200)
})

test.each([
  ['signing out everywhere else', '/auth/account/sessions/end', 'revoke-other-sessions'],
  ['changing the password', '/auth/account/password', 'change-password'],
])('%s claims nothing that was not done', async (_what, path, inner) => {
  const own = await openTestAuth()
  await own.addPerson('reviewer', 'Otto')
  const [here, there] = [own.browser('192.0.2.1'), own.browser('192.0.2.2')]
  for (const browser of [here, there]) await browser.signIn('Otto')
  const ask = () => here.post(path, { current: goodPassword, password: otherPassword, repeated: otherPassword })
  const expectRefusal = async (response: Response, status: number, words: RegExp) => {
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(text).toMatch(words)
    expect(text).not.toMatch(/You are signed out|is changed/)
    expect((await there.get('/desk')).status).toBe(200)
  }
  await own.pool.query("insert into rate_limits (key, count, ends_at_ms) values ('address|192.0.2.1|/' || $1, 1000, $2)", [
    inner,
    own.runtime.now().getTime() + 60_000,
  ])
  await expectRefusal(await ask(), 429, /Too many tries\. Try again in \d+ seconds/)
  own.advance(61_000)
  // The session is prolonged once a day, before the deed; here it ends at that moment.
  const token = (here.cookies.get('panel.session_token') ?? '').split('.')[0]
  await own.pool.query(`create function end_session() returns trigger language plpgsql as
    'begin delete from sessions where token = new.token; return null; end'`)
  await own.pool.query(
    "update sessions set updated_at = now() - interval '2 days', expires_at = now() + interval '5 days' where token = $1",
    [token],
  )
  await own.pool.query('create trigger end_session after update on sessions for each row execute function end_session()')
  await expectRefusal(await ask(), 409, /: your session expired\. Sign in again/)
  expect((await own.browser('192.0.2.3').signIn('Otto')).status).toBe(303)
  await own.close()
})

test('a link for a new password replaces the password, ends all sessions, revokes all API tokens, and voids the link before it', async () => {
  const browser = await signedIn('Lena', 'reviewer')
  const ask = async () =>
    (await textOf(await admin.post('/auth/people/password', { id: await idOf('Lena') }), 'made-link')).replace(origin, '')
  const authorization = `Bearer ${await textOf(await browser.post('/auth/account/tokens', { name: 'nightly', scopes: ['read'] }), 'made-token')}`
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(200)
  const [old, link] = [await ask(), await ask()]
  expect(await (await scene.browser().get(link)).text()).toContain('revokes all its API tokens')
  expect((await scene.browser().get(old)).status).toBe(410)
  const fields = { token: tokenOf(link), name: 'Mallory', email: 'm@example.org', password: otherPassword, repeated: otherPassword }
  expect((await scene.browser().post('/auth/password', fields)).status).toBe(303)
  expect((await browser.get('/desk')).status).toBe(303)
  expect((await scene.browser().get('/api/v1/me', { authorization })).status).toBe(401)
  expect(await lastEntry()).toMatchObject({ action: 'set password', data: { revokedTokens: ['nightly'] } })
  expect(await scene.people.findByEmail('lena@example.org')).toMatchObject({ name: 'Lena' })
  expect((await browser.signIn('Lena', otherPassword)).status).toBe(303)
})

test('an API token does what its scopes say and never more than its owner may', async () => {
  const make = async (browser: Browser, ...scopes: string[]) =>
    `Bearer ${await textOf(await browser.post('/auth/account/tokens', { name: scopes.join(), scopes }), 'made-token')}`
  const asks = async (authorization: string) => {
    const paths = ['/api/v1/me', '/api/v1/write', '/api/v1/people']
    return Promise.all(paths.map(async (path) => (await scene.browser().get(path, { authorization })).status))
  }
  expect(await asks(await make(admin, 'read'))).toEqual([200, 403, 403])
  expect(await asks(await make(admin, 'read', 'write'))).toEqual([200, 200, 403])
  const all = await make(admin, 'read', 'write', 'admin')
  expect(await asks(all)).toEqual([200, 200, 200])
  const me = await scene.browser().get('/api/v1/me', { authorization: await make(admin, 'read') })
  expect(await me.json()).toMatchObject({ actor: { name: 'Ada', role: 'editor' }, scopes: ['read'] })

  const editor = await signedIn('Tove', 'admin')
  const was = await make(editor, 'read', 'admin')
  await admin.post('/auth/people/role', { id: await idOf('Tove'), role: 'editor' })
  expect(await asks(was)).toEqual([200, 403, 403])
  expect((await editor.post('/auth/account/tokens', { name: 'more', scopes: ['admin'] })).status).toBe(422)
  const bad: Record<string, string | string[]>[] = [
    { name: 'x' },
    { name: 'x', scopes: ['root'] },
    { name: 'x', scopes: ['read'], expires: '2020-01-01' },
    { name: 'x'.repeat(10_000), scopes: ['read'] },
  ]
  for (const fields of bad) expect((await editor.post('/auth/account/tokens', fields)).status).toBe(422)
})

test('a token that expired, was revoked, is unknown or malformed is refused in the words of RFC 9457', async () => {
  const browser = await signedIn('Tokenia', 'editor')
  const day = new Date(scene.runtime.now().getTime() + 2 * dayMs).toISOString().slice(0, 10)
  const over = await textOf(await browser.post('/auth/account/tokens', { name: 'over', scopes: ['read'], expires: day }), 'made-token')
  const revoked = await textOf(await browser.post('/auth/account/tokens', { name: 'revoked', scopes: ['read'] }), 'made-token')
  const ask = (authorization: string) => scene.browser().get('/api/v1/me', { authorization })
  expect([(await ask(`Bearer ${over}`)).status, (await ask(`bearer ${revoked}`)).status]).toEqual([200, 200])
  const tokens = await scene.people.tokensOf(await idOf('Tokenia'))
  const { id = '' } = tokens.find(({ name }) => name === 'revoked') ?? {}
  expect((await admin.post('/auth/account/tokens/revoke', { id })).status).toBe(404)
  expect((await ask(`Bearer ${revoked}`)).status).toBe(200)
  expect((await browser.post('/auth/account/tokens/revoke', { id })).status).toBe(200)
  const bad = [revoked, `${over}x`, 'spt_', 'x', '', over.replace('spt_', ''), 'a'.repeat(10_000)]
  for (const token of bad) expect((await ask(`Bearer ${token}`)).status).toBe(401)
  expect((await ask(`Basic ${over}`)).status).toBe(401)
  const refused = await ask('Bearer x')
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="Ship Panel", error="invalid_token"')
  const anonymous = await scene.browser().get('/api/v1/me')
  expect([anonymous.status, anonymous.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
})

test('a bad token is refused even to a browser that is signed in, and a token opens no page of a person', async () => {
  expect((await admin.get('/api/v1/me', { authorization: 'Bearer spt_x' })).status).toBe(401)
  const token = await textOf(await admin.post('/auth/account/tokens', { name: 'pages', scopes: ['read', 'admin'] }), 'made-token')
  expect((await scene.browser().get('/auth/people', { authorization: `Bearer ${token}` })).status).toBe(303)
})

test('the last use of a token is written once a minute at most', async () => {
  const fresh = await openTestAuth()
  await fresh.addPerson('editor', 'Edith')
  const browser = fresh.browser()
  await browser.signIn('Edith')
  const token = await textOf(await browser.post('/auth/account/tokens', { name: 'used', scopes: ['read'] }), 'made-token')
  const use = async () => {
    await fresh.browser().get('/api/v1/me', { authorization: `Bearer ${token}` })
    const owner = (await fresh.people.findByEmail('edith@example.org'))?.id ?? ''
    return (await fresh.people.tokensOf(owner))[0]?.lastUsedAt?.getTime() ?? 0
  }
  const first = await use()
  fresh.advance(50_000)
  expect(await use()).toBe(first)
  fresh.advance(20_000)
  expect(await use()).toBeGreaterThan(first)
  await fresh.close()
})

test('what was changed about people is in the audit log, without a secret, and the chain holds', async () => {
  const log = createAuditLog(scene.db)
  expect((await log.verify()).status).not.toBe('broken')
  const { entries } = await log.list({ limit: 500 })
  const actions = new Set(entries.map(({ action }) => action))
  for (const action of [
    'add user',
    'invite',
    'accept invitation',
    'change role',
    'deactivate user',
    'make token',
    'revoke token',
    'set password',
  ])
    expect(actions, action).toContain(action)
  expect(JSON.stringify(entries)).not.toMatch(/spt_|violet|"password"|@example\.org/)
})

test('people are found by name or address, and deactivating asks first and says what follows', async () => {
  await signedIn('Zelda', 'reviewer')
  const found = await (await admin.get('/auth/people?q=ZELD')).text()
  expect(found).toContain('zelda')
  expect(found).not.toContain('ada@example.org')
  const id = await idOf('Zelda')
  const asked = await (await admin.get(`/auth/people/deactivate?id=${id}`)).text()
  expect(asked).toContain('Verdicts assigned to them wait for anyone again')
  expect((await scene.people.find(id))?.deactivatedAt).toBeNull()
  expect((await admin.get('/auth/people/deactivate?id=usr_none')).status).toBe(404)
})
