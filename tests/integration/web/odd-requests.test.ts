import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookiesOf } from '../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../support/web/site/test-site.js'
import { adminPassword, createWholeApp, fillSite, routesOf } from '../../support/web/site/whole-app.js'

/*
 * Every route there is, with what stands for no text in each part of a request that a stranger writes: nothing of it reaches the database, and
 * nothing breaks.
 */

let site: TestSite
let cookie: string
let ids: Record<string, string>

beforeAll(async () => {
  site = await openTestSite()
  ids = await fillSite(site)
  const signedIn = await post('/auth/sign-in', { email: 'ada@example.org', password: adminPassword })
  cookie = cookiesOf(signedIn)
})
afterAll(() => site.close())

const formType = 'application/x-www-form-urlencoded'
const send = (path: string, init: { method?: string; body?: string | FormData; headers?: Record<string, string> } = {}) =>
  site.send(path, { ...init, headers: { 'sec-fetch-site': 'same-origin', ...(cookie === undefined ? {} : { cookie }), ...init.headers } })
const postText = (path: string, body: string) => {
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': formType, ...(cookie === undefined ? {} : { cookie }) }
  return webApp().request(`${site.url}${path}`, { method: 'POST', body, headers })
}
const post = async (path: string, fields: Record<string, string>) => postText(path, new URLSearchParams(fields).toString())

const webApp = () => createWholeApp(site)

const routes = () => routesOf(webApp())

const fill = (path: string, odd?: string) => path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, (_all, name: string) => odd ?? ids[name] ?? 'none')
const bodyOf = (method: string) => (method === 'GET' ? {} : { body: '', headers: { 'content-type': formType } })

/** Statuses that are no answer to a stranger's nonsense, each with its request. */
async function failures(requests: readonly { name: string; ask: () => Promise<Response> }[], isFine: (status: number) => boolean) {
  const wrong: string[] = []
  const queue = [...requests]
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const response = await next.ask()
      await response.body?.cancel()
      if (!isFine(response.status)) wrong.push(`${next.name}: ${response.status}`)
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  return wrong
}

test('there are routes of every part', () => {
  const paths = routes().map(({ path }) => path)
  expect(paths.length).toBeGreaterThan(100)
  for (const part of ['/desk/newsletter/:week', '/api/v1/verdicts/:verdictId', '/auth/people/role', '/vote/:slug', '/weekly/confirm']) {
    expect(paths).toContain(part)
  }
})

test('an address that stands for no text leads nowhere, on every route with a name in its path', async () => {
  const withNames = routes().filter(({ path }) => path.includes(':'))
  const odd = ['%00', 'a%00b', '%ff', '%ED%A0%80', '%zz']
  const requests = withNames.flatMap(({ method, path }) =>
    odd.map((name) => ({ name: `${method} ${fill(path, name)}`, ask: () => send(fill(path, name), { method, ...bodyOf(method) }) })),
  )
  expect(await failures(requests, (status) => status >= 400 && status < 500)).toEqual([])
})

test('a query that stands for no text is refused on every route that is read', async () => {
  const requests = routes()
    .filter(({ method, path }) => method === 'GET' && !/^\/(?:healthz|readyz|metrics|favicon|assets|schemas|desk\/assets)/.test(path))
    .flatMap(({ path }) =>
      ['cursor=%00', 't=%ff', 'q=%zz'].map((query) => ({ name: `${path}?${query}`, ask: () => send(`${fill(path)}?${query}`) })),
    )
  expect(await failures(requests, (status) => status >= 400 && status < 500)).toEqual([])
})

/** The names of all fields that pages write and routes read. */
async function fieldNames(): Promise<string[]> {
  const names = new Set<string>()
  for (const file of await readdir('src/web', { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue
    const text = await readFile(`src/web/${file}`, 'utf8')
    for (const [, inPage, inRoute] of text.matchAll(/\bname="([\w-]+)"|textOf\([\w.]+, '([\w-]+)'\)/g)) names.add(inPage ?? inRoute ?? '')
    for (const [, name = ''] of text.matchAll(/form\.get\('([\w-]+)'\)/g)) names.add(name)
  }
  return [...names].filter((name) => name !== '')
}

test('fields with NUL, with half of a pair, and of a megabyte are taken as text or refused, on every form', async () => {
  const names = await fieldNames()
  expect(names).toEqual(expect.arrayContaining(['reason', 'subscriberId', 'email', 'token', 'intro']))
  const values = ['a\0b', '\0', `seat_\0`, 'x'.repeat(7_000)]
  const posts = routes().filter(({ method, path }) => method === 'POST' && !path.startsWith('/api/') && !path.includes('/sign-out'))
  const requests = posts.flatMap(({ path }) => [
    ...values.map((value) => ({
      name: `${path} ${JSON.stringify(value.slice(0, 9))}`,
      ask: () => post(fill(path), Object.fromEntries(names.map((name) => [name, value]).slice(0, value.length > 100 ? 1 : undefined))),
    })),
    { name: `${path} %ED%A0%80`, ask: async () => postText(fill(path), names.map((name) => `${name}=%ED%A0%80`).join('&')) },
    { name: `${path} a megabyte`, ask: () => post(fill(path), { [names[0] ?? 'x']: 'x'.repeat(1024 * 1024) }) },
  ])
  expect(await failures(requests, (status) => status < 500)).toEqual([])
})

test('cookies and headers with odd bytes break nothing', async () => {
  const odd = ['%00', '%', '%ff', 'a%00b', '\xff\xfe', 'x'.repeat(8_000), '="', '; ;=;']
  const paths = ['/desk', '/api/v1/tools', '/vote/mistral-3-instruct', '/auth/account', '/', '/weekly/subscribe']
  const requests = paths.flatMap((path) =>
    odd.flatMap((value) => {
      const sets: Record<string, string>[] = [
        { cookie: `panel.session_token=${value}; reader=${value}; ${value}` },
        { cookie, 'user-agent': value, 'accept-encoding': value, 'hx-request': value, 'last-event-id': value },
        { cookie, authorization: `Bearer ${value}`, 'idempotency-key': value, origin: value, 'x-forwarded-for': value },
        { cookie, 'if-none-match': value, 'if-match': value },
      ]
      return sets.map((headers) => ({ name: `${path} ${JSON.stringify(value.slice(0, 9))}`, ask: () => send(path, { headers }) }))
    }),
  )
  expect(await failures(requests, (status) => status < 500)).toEqual([])
})
