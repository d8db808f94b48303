import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, openTestAuth, origin, otherPassword, type TestAuth, textOf } from '../../../support/web/auth/auth-app.js'

let scene: TestAuth
beforeAll(async () => {
  scene = await openTestAuth()
  await scene.addPerson('admin', 'Ada')
  await scene.addPerson('editor', 'Edith')
  await scene.addPerson('reviewer', 'Rosa')
})
afterAll(() => scene.close())

test('a visitor who is not signed in is sent to sign in, and afterwards back to where they wanted to go', async () => {
  const browser = scene.browser()
  const sent = await browser.get('/desk?panel=1')
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/auth/sign-in?next=%2Fdesk%3Fpanel%3D1'])
  const page = await browser.get('/auth/sign-in?next=%2Fdesk%3Fpanel%3D1')
  expect(await page.text()).toContain('<input type="hidden" name="next" value="/desk?panel=1"/>')
  const back = await browser.post('/auth/sign-in', { email: 'ada@example.org', password: goodPassword, next: '/desk?panel=1' })
  expect([back.status, back.headers.get('location')]).toEqual([303, '/desk?panel=1'])
  expect(await (await browser.get('/desk')).json()).toMatchObject({ actor: { name: 'Ada', role: 'admin' } })
})

test('the form that changes the password names the account in an input that password managers read', async () => {
  const browser = scene.browser('192.0.2.9')
  await browser.signIn('Ada')
  const page = await (await browser.get('/auth/account')).text()
  const [form = ''] = /<form[^>]*action="\/auth\/account\/password"[\s\S]*?<\/form>/.exec(page) ?? []
  const [input = ''] = /<input[^>]*autocomplete="username"[^>]*>/.exec(form) ?? []
  expect(input).toContain('value="ada@example.org"')
  expect(input).toContain('type="text"')
  expect(input).toMatch(/ hidden/)
})

test('an address signs in however it is written', async () => {
  const browser = scene.browser('192.0.2.2')
  expect((await browser.post('/auth/sign-in', { email: '  ADA@Example.org ', password: goodPassword })).status).toBe(303)
})

test('a wrong password, an unknown address, a deactivated person and nonsense get the same answer', async () => {
  await scene.addPerson('reviewer', 'Gone')
  const gone = await scene.people.findByEmail('gone@example.org')
  await scene.people.deactivate({ actor: { system: 'test' }, userId: gone?.id ?? '' })
  const browser = scene.browser('192.0.2.3')
  const answer = async (email: string, password: string) => {
    const response = await browser.post('/auth/sign-in', { email, password })
    expect(response.headers.getSetCookie()).toEqual([])
    return `${response.status} ${(await response.text()).replace(/value="[^"]*"/g, '')}`
  }
  const wrong = await answer('ada@example.org', otherPassword)
  expect(wrong).toMatch(/^401 [\s\S]*Email or password is wrong/)
  expect(await answer('nobody@example.org', otherPassword)).toBe(wrong)
  expect(await answer('gone@example.org', goodPassword)).toBe(wrong)
  expect(await answer('no address', otherPassword)).toBe(wrong)
  expect(await answer("' or 1=1 --", "' or 1=1 --")).toBe(wrong)
  expect(await answer('ada\0@example.org', goodPassword)).toBe(wrong)
  expect(await answer(`${'a'.repeat(10_000)}@example.org`, 'b'.repeat(10_000))).toBe(wrong)
})

test('a sign-in form with fields that are missing or too large is refused, and only forms are read', async () => {
  const browser = scene.browser('192.0.2.4')
  expect((await browser.post('/auth/sign-in', {})).status).toBe(401)
  expect((await browser.post('/auth/sign-in', { email: 'a'.repeat(70_000) })).status).toBe(413)
  const json = await browser.send('/auth/sign-in', {
    method: 'POST',
    body: JSON.stringify({ email: 'ada@example.org', password: goodPassword }),
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  })
  expect([json.status, json.headers.getSetCookie()]).toEqual([415, []])
})

test('the cookie is HttpOnly, SameSite=Lax, of this host alone, for seven days; a session is new at every sign-in', async () => {
  const browser = scene.browser('192.0.2.5')
  const first = await browser.signIn('Edith')
  const [cookie = ''] = first.headers.getSetCookie()
  expect(cookie).toMatch(/^panel\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  const before = browser.cookies.get('panel.session_token')
  await browser.signIn('Edith')
  expect(browser.cookies.get('panel.session_token')).not.toBe(before)
  const old = await scene.app.request(`${origin}/desk`, { headers: { cookie: `panel.session_token=${before}` } })
  expect(old.status).toBe(303)
})

test('a session id that someone else planted is not taken on', async () => {
  const browser = scene.browser('192.0.2.6')
  browser.cookies.set('panel.session_token', 'planted.by-somebody-else')
  await browser.signIn('Edith')
  expect(browser.cookies.get('panel.session_token')).not.toContain('planted')
  const thief = await scene.app.request(`${origin}/desk`, { headers: { cookie: 'panel.session_token=planted.by-somebody-else' } })
  expect(thief.status).toBe(303)
})

test('behind TLS the cookie is Secure and bears the prefix that binds it to this host', async () => {
  const secure = await openTestAuth({ publicUrl: 'https://desk.test' })
  await secure.addPerson('editor', 'Edith')
  const browser = secure.browser()
  const [cookie = ''] = (await browser.signIn('Edith')).headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-panel\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect((await browser.get('/desk')).status).toBe(200)
  await secure.close()
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
  ['a foreign origin, from a browser without fetch metadata', { 'sec-fetch-site': '', origin: 'http://evil.test' }],
])('a form sent by %s changes nothing', async (_who, headers) => {
  const browser = scene.browser('192.0.2.7')
  await browser.signIn('Edith')
  for (const path of ['/auth/sign-in', '/auth/sign-out', '/auth/account/password', '/auth/account/tokens', '/auth/people/invite']) {
    expect((await browser.post(path, {}, headers)).status, path).toBe(403)
  }
  expect((await browser.get('/desk')).status).toBe(200)
})

test('signing out ends the session on the server, and a link cannot do it', async () => {
  const browser = scene.browser('192.0.2.8')
  await browser.signIn('Edith')
  const cookie = `panel.session_token=${browser.cookies.get('panel.session_token')}`
  expect((await browser.get('/auth/sign-out')).status).toBe(404)
  expect((await browser.get('/desk')).status).toBe(200)
  expect((await browser.post('/auth/sign-out', {})).headers.get('location')).toBe('/auth/sign-in')
  expect((await scene.app.request(`${origin}/desk`, { headers: { cookie } })).status).toBe(303)
})

test('a session lasts seven days from its last day of use, and ends then', async () => {
  const browser = scene.browser('192.0.2.20')
  await browser.signIn('Edith')
  const token = (browser.cookies.get('panel.session_token') ?? '').split('.')[0]
  const leaves = (interval: string) =>
    scene.pool.query("update sessions set expires_at = now() + $2::interval, updated_at = now() - interval '2 days' where token = $1", [
      token,
      interval,
    ])
  await leaves('5 days')
  expect((await browser.get('/desk')).headers.getSetCookie().join()).toMatch(/^panel\.session_token=[^;]+; Max-Age=604800;/)
  const { rows } = await scene.pool.query(
    "select expires_at > now() + interval '6 days 23 hours' as is_prolonged from sessions where token = $1",
    [token],
  )
  expect(rows).toEqual([{ is_prolonged: true }])
  expect((await browser.get('/desk')).headers.getSetCookie()).toEqual([])
  await leaves('-1 second')
  expect((await browser.get('/desk')).status).toBe(303)
})

test('a changed cookie signs no one in', async () => {
  const browser = scene.browser('192.0.2.9')
  await browser.signIn('Edith')
  const cookie = browser.cookies.get('panel.session_token') ?? ''
  for (const changed of [`x${cookie}`, cookie.replace(/\..*/, ''), '', '%00', 'a.b', 'x'.repeat(6_000)]) {
    browser.cookies.set('panel.session_token', changed)
    expect((await browser.get('/desk')).status, changed.slice(0, 20)).toBe(303)
  }
})

test('too many tries at an account are refused from every address, for an account that exists and one that does not', async () => {
  const statuses = async (name: string) => {
    const all: number[] = []
    for (let index = 0; index < 11; index += 1) all.push((await scene.browser(`198.51.100.${index}`).signIn(name, otherPassword)).status)
    return all
  }
  const refused = [...Array<number>(10).fill(401), 429]
  expect(await statuses('Rosa')).toEqual(refused)
  expect(await statuses('Stranger')).toEqual(refused)
  const right = await scene.browser('198.51.100.99').signIn('Rosa')
  expect([right.status, Number(right.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(await textOf(right, 'problem')).toMatch(/^Too many tries\. Try again in \d+ (seconds|minutes)\.$/)
  scene.advance(900_001)
  expect((await scene.browser('198.51.100.99').signIn('Rosa')).status).toBe(303)
})

test('too many tries from one address are refused, at whatever account and however many at once; others may go on', async () => {
  const tries = Array.from({ length: 30 }, (_, index) => scene.browser('203.0.113.1').signIn(`somebody${index}`, otherPassword))
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 401)).toHaveLength(20)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  expect((await scene.browser('203.0.113.2').signIn('Edith')).status).toBe(303)
})

test('a header that says where a request came from is believed from a configured proxy alone', async () => {
  const forwarded = async (auth: TestAuth, index: number) => {
    const fields = { email: `spread${index}@example.org`, password: otherPassword }
    const headers = { 'x-forwarded-for': `203.0.113.${index}`, 'x-panel-client-address': `203.0.113.${index}` }
    return (await auth.browser('192.0.2.200').post('/auth/sign-in', fields, headers)).status
  }
  const indexes = Array.from({ length: 21 }, (_, index) => index)
  const spoofed = await Promise.all(indexes.map((index) => forwarded(scene, index)))
  expect(spoofed.filter((status) => status === 429)).toHaveLength(1)
  const behind = await openTestAuth({ trustedProxyHeader: 'x-forwarded-for' })
  const proxied = await Promise.all(indexes.map((index) => forwarded(behind, index)))
  expect(proxied.filter((status) => status === 429)).toHaveLength(0)
  await behind.close()
})

test.each([
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  '/\t/evil.test',
  '/.//evil.test',
  '/x/..//evil.test',
  'javascript:alert(1)',
  'desk',
  '/\n/evil.test',
  '/auth/sign-out',
  `/${'a'.repeat(2_000)}`,
])('after signing in no one is sent away (%#)', async (next) => {
  scene.advance(61_000)
  const browser = scene.browser('192.0.2.11')
  const response = await browser.post('/auth/sign-in', { email: 'ada@example.org', password: goodPassword, next })
  expect([response.status, response.headers.get('location')]).toEqual([303, '/desk'])
  expect((await browser.get(`/auth/sign-in?next=${encodeURIComponent(next)}`)).headers.get('location')).toBe('/desk')
})

test('every page has the strict policy, is kept by no cache, and holds no script or style in its text', async () => {
  const browser = scene.browser('192.0.2.12')
  await browser.signIn('Ada')
  for (const path of ['/auth/account', '/auth/people', '/auth/invitation?token=x']) {
    const response = await browser.get(path)
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).not.toMatch(/<script(?! src="\/desk\/assets\/)|<style|style=|onclick/)
  }
})

test("better-auth's own routes are not to be reached, whatever the path", async () => {
  const browser = scene.browser('192.0.2.13')
  const paths = [
    '/auth/sign-up/email',
    '/auth/api/sign-up/email',
    '/inner/sign-up/email',
    '/auth/inner/get-session',
    '/auth/../inner/ok',
    '/auth/%2e%2e/inner/ok',
  ]
  for (const path of paths) expect((await browser.post(path, { email: 'x@example.org' })).status, path).toBe(404)
  expect((await browser.get('/auth//people')).status).toBe(404)
})

test('neither password nor cookie nor hash is ever logged, not even when the database fails', async () => {
  const broken = await openTestAuth()
  const edith = await broken.addPerson('admin', 'Edith')
  if (edith.status !== 'added') throw new Error(edith.status)
  const browser = broken.browser()
  await browser.signIn('Edith')
  await browser.signIn('Edith', otherPassword)
  const token = (browser.cookies.get('panel.session_token') ?? '').split('.')[0] ?? ''
  await broken.pool.query('alter table one_time_links rename to gone')
  const link = await broken.people
    .invite({ actor: { userId: edith.userId, name: 'Edith', role: 'admin' }, role: 'editor', email: null })
    .catch((error) => error)
  expect(String(link)).toBe('Error: a query about people failed')
  await broken.pool.query('alter table sessions rename to away')
  expect((await browser.get('/desk')).status).toBe(500)
  expect((await browser.signIn('Edith')).status).toBe(500)
  const text = broken.logged.join('')
  expect(text).toContain('a request failed')
  for (const secret of [goodPassword, otherPassword, token]) expect(text).not.toContain(secret)
  await broken.close()
})
