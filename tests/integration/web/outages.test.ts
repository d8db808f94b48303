import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { createMetrics } from '../../../src/app/observe/metrics.js'
import { outageLogHooks } from '../../../src/app/observe/outage-log.js'
import { createOperations } from '../../../src/app/operations.js'
import { outageOf } from '../../../src/platform/db/is-outage.js'
import { cookiesOf } from '../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../support/web/site/test-site.js'
import { adminPassword, createWholeApp, fillSite, routesOf } from '../../support/web/site/whole-app.js'

/* Every route of desk, API, site and sign-in, while the database is away, takes no changes, or has a full disk. */

let site: TestSite
let cookie: string
let ids: Record<string, string>
let nowMs = 0
const lines: string[] = []
const formType = 'application/x-www-form-urlencoded'

beforeAll(async () => {
  const hooks = outageLogHooks({ monotonicMs: () => nowMs, kindOf: (error) => outageOf(error)?.kind ?? null })
  site = await openTestSite({ runtime: { log: pino({ base: undefined, hooks }, { write: (line: string) => void lines.push(line) }) } })
  ids = await fillSite(site)
  const signedIn = await post('/auth/sign-in', { email: 'ada@example.org', password: adminPassword })
  cookie = cookiesOf(signedIn)
})
afterAll(() => site.close())
beforeEach(() => {
  // The minute of the outage before has passed.
  nowMs += 60_000
  lines.length = 0
})

const webApp = () => createWholeApp(site)

const ask = (path: string, init: { method?: string; body?: string | FormData; headers?: Record<string, string> } = {}) =>
  webApp().request(`${site.url}${path}`, {
    ...init,
    headers: { 'sec-fetch-site': 'same-origin', ...(cookie === undefined ? {} : { cookie }), ...init.headers },
  })
const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { 'content-type': formType, ...headers } })

const fill = (path: string) => path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, (_all, name: string) => ids[name] ?? 'none')

/** Every route once, asked as its pages and programs do, as far as an empty form goes; then writes that would really write. */
async function askEverything() {
  const routes = routesOf(webApp()).filter(({ path }) => !path.endsWith('/events'))
  const answers = []
  for (const { method, path } of routes) {
    const body = method === 'GET' ? {} : { body: '', headers: { 'content-type': formType } }
    answers.push({ name: `${method} ${path}`, response: await ask(fill(path), { method, ...body }) })
  }
  const json = { 'content-type': 'application/json' }
  const writes = {
    'sign in': () => post('/auth/sign-in', { email: 'ada@example.org', password: adminPassword }, { cookie: '' }),
    'archive a tool': () => post('/desk/tools/bulk', { query: '', seen: '0', which: 'picked', do: 'archive', pick: 'mistral-3-instruct' }),
    subscribe: () => post('/weekly/subscribe', { email: 'reader@example.org' }, { cookie: '' }),
    vote: () => post('/vote/mistral-3-instruct', { choice: 'ship', vote: 'ship', call: 'ship' }, { cookie: '' }),
    'add a person': () => post('/auth/people/invite', { name: 'Bo', email: 'bo@example.org', role: 'editor' }),
    'cancel a panel': () => ask(`/api/v1/panels/${ids.panelId}/cancel`, { method: 'POST', body: '{"reason":"x"}', headers: json }),
    'a redirect': () => post('/desk/community/redirects', { from: 'old-name', to: 'mistral-3-instruct' }),
  }
  for (const [name, write] of Object.entries(writes)) answers.push({ name, response: await write() })
  return Promise.all(answers.map(async ({ name, response }) => ({ name, response, text: await response.text() })))
}

/** Of all answers: none is a 500, every 503 says when to come back, none shows the inside. Returns what answered 503. */
function checkAnswers(answers: Awaited<ReturnType<typeof askEverything>>): string[] {
  const down: string[] = []
  for (const { name, response, text } of answers) {
    const { status, headers } = response
    expect([name, status]).not.toEqual([name, 500])
    if (status < 500) continue
    expect([name, status, headers.get('retry-after')]).toEqual([name, 503, '10'])
    expect([name, headers.get('content-type')]).toEqual([
      name,
      name.includes('/api/') || name === 'cancel a panel' ? 'application/problem+json' : expect.stringContaining('text/html'),
    ])
    expect(text, name).not.toMatch(/\bat \S+ \(|node_modules|Failed query|select |insert |127\.0\.0\.1|read-only transaction|53100/)
    down.push(name)
  }
  return down
}

/** Changes the database by statements of its server's operator, throws everyone out, and afterwards changes it back. */
async function whileDatabase({ set, back }: { set: string; back: string }, use: () => Promise<void>): Promise<void> {
  const name = new URL(site.database.connectionString).pathname.slice(1)
  const client = new pg.Client({ connectionString: inject('postgresConnectionString') })
  await client.connect()
  const everybodyOut = () =>
    client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', [name])
  try {
    await client.query(`alter database ${name} ${set}`)
    await everybodyOut()
    await use()
  } finally {
    await client.query(`alter database ${name} ${back}`)
    await everybodyOut()
    await client.end()
  }
}

async function readiness() {
  const { app, config, runtime } = site
  const metrics = createMetrics({ version: '1', runtime })
  const response = await createOperations({ app, config, runtime, metrics }).workerApp().request('/readyz')
  const { checks } = (await response.json()) as { checks: { name: string; isReady: boolean; detail: string }[] }
  return checks.find(({ name }) => name === 'database')
}

/** Of the log: one line a minute for an outage, whatever broke, and no error of another kind. */
function expectOneLine(outage: RegExp): void {
  const errors = lines.map((line): { level: number; id?: string } => JSON.parse(line)).filter(({ level }) => level >= 50)
  expect(lines.filter((line) => line.includes('"err"') && outage.test(line))).toHaveLength(1)
  expect(errors.filter(({ id }) => id !== undefined)).toEqual([])
}

test('with the database away, every route that needs it answers 503 with Retry-After, and the log has one line', async () => {
  await whileDatabase({ set: 'with allow_connections false', back: 'with allow_connections true' }, async () => {
    const down = checkAnswers(await askEverything())
    expect(down.length).toBeGreaterThan(100)
    expect(down).toEqual(
      expect.arrayContaining([
        'GET /desk/panels',
        'GET /api/v1/tools',
        'POST /auth/sign-in',
        'sign in',
        'subscribe',
        'vote',
        'GET /desk/community/redirects',
      ]),
    )
    expect(await readiness()).toEqual({ name: 'database', isReady: false, detail: 'the database cannot be reached' })
    expectOneLine(/./)
  })
  await expect.poll(readiness).toMatchObject({ isReady: true })
})

test('with a database that takes no changes, pages are read, whatever writes answers 503, and it is not ready', async () => {
  const set = 'set default_transaction_read_only = on'
  await whileDatabase({ set, back: 'reset default_transaction_read_only' }, async () => {
    const answers = await askEverything()
    expect(checkAnswers(answers)).toEqual(
      expect.arrayContaining(['sign in', 'archive a tool', 'subscribe', 'add a person', 'a redirect', 'vote']),
    )
    expect(answers.filter(({ name, response }) => name.startsWith('GET /desk') && response.status === 200).length).toBeGreaterThan(10)
    expect(await readiness()).toEqual({ name: 'database', isReady: false, detail: 'the database takes no changes' })
    // Who was thrown out at the beginning is another outage.
    expectOneLine(/read-only transaction/)
  })
  await expect.poll(readiness).toMatchObject({ isReady: true })
})

/** Every table of the product refuses changes as PostgreSQL does when a file cannot grow. */
const fullDisk = `
  create function disk_is_full() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file "base/16384/2619": No space left on device' using errcode = '53100'; end $$;
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('create trigger disk_is_full before insert or update or delete on %I for each statement execute function disk_is_full()', name);
    end loop;
  end $$`

test('with a full disk, whatever writes answers 503, and it is not ready', async () => {
  const client = new pg.Client({ connectionString: site.database.connectionString })
  await client.connect()
  try {
    await client.query(fullDisk)
    expect(checkAnswers(await askEverything())).toEqual(
      expect.arrayContaining(['sign in', 'archive a tool', 'subscribe', 'add a person', 'a redirect', 'vote']),
    )
    expect(await readiness()).toEqual({ name: 'database', isReady: false, detail: 'the disk of the database is full' })
    expectOneLine(/./)
  } finally {
    await client.query('drop function disk_is_full cascade')
    await client.end()
  }
})

test('a minute later the log says how many lines it left out', () => {
  const kept: string[] = []
  let atMs = 0
  const hooks = outageLogHooks({ monotonicMs: () => atMs, kindOf: (error) => outageOf(error)?.kind ?? null })
  const log = pino({ base: undefined, hooks }, { write: (line: string) => void kept.push(line) })
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  for (let count = 0; count < 260; count += 1) log.error({ err: away }, `job ${count}`)
  log.error({ err: new Error('a bug') }, 'another')
  log.error('without an error')
  atMs = 60_000
  log.error({ err: away, job: 7 }, 'job again')
  expect(kept.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'job 0' },
    { msg: 'another' },
    { msg: 'without an error' },
    { msg: 'job again', job: 7, linesLeftOut: 259 },
  ])
})
