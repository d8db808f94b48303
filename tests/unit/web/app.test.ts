import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createMetrics } from '../../../src/app/observe/metrics.js'
import { actionCheck, createReadiness, type ReadinessCheck } from '../../../src/platform/observe/readiness.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createWebApp, type WebAppDependencies } from '../../../src/web/app.js'
import { createWorkerApp } from '../../../src/web/worker-app.js'
import { parseExposition } from '../../support/app/observe/exposition.js'

const lines: string[] = []
const runtime = {
  ...createRuntime({ logLevel: 'silent' }),
  log: pino({ base: undefined }, { write: (line: string) => void lines.push(line) }),
}

function dependencies(checks: readonly ReadinessCheck[] = [], metricsToken: string | null = null): WebAppDependencies {
  const metrics = createMetrics({ version: '1.2.3', runtime })
  return { version: '1.2.3', readiness: createReadiness({ checks, runtime }), metrics, metricsToken, runtime, queueBoard: null }
}

const bad = actionCheck('queue', () => Promise.reject(new Error('connect ECONNREFUSED redis://:hunter2@cache:6379')))
const good = actionCheck('database', async () => 'PostgreSQL 18')

test.each([
  ['a worker', createWorkerApp],
  ['the web app', createWebApp],
])('%s tells that it is alive without asking anything, whatever is broken', async (_name, create) => {
  let asked = 0
  const counting = actionCheck('database', async () => `asked ${++asked} times`)
  const response = await create(dependencies([counting, bad])).request('/healthz')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok', version: '1.2.3' })
  expect(asked).toBe(0)
})

test('it is ready with 200, and not ready with 503 and the reasons, never from a cache', async () => {
  const ready = await createWorkerApp(dependencies([good])).request('/readyz')
  expect([ready.status, ready.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(await ready.json()).toEqual({
    status: 'ready',
    version: '1.2.3',
    checks: [{ name: 'database', isReady: true, detail: 'PostgreSQL 18' }],
  })
  const broken = await createWorkerApp(dependencies([good, bad])).request('/readyz')
  expect(broken.status).toBe(503)
  const text = await broken.text()
  expect(JSON.parse(text)).toMatchObject({ status: 'not ready', checks: [{ isReady: true }, { name: 'queue', isReady: false }] })
  expect(text).not.toMatch(/hunter2|cache:6379/)
})

test('metrics are there for anyone who reaches the port', async () => {
  const response = await createWorkerApp(dependencies()).request('/metrics')
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const samples = parseExposition(await response.text())
  expect(samples).toContainEqual({ name: 'ship_panel_build_info', labels: { version: '1.2.3' }, value: 1 })
})

test('with a token, metrics are for those who show it', async () => {
  const app = createWorkerApp(dependencies([], 'a-long-token'))
  const scrape = (authorization?: string) => app.request('/metrics', authorization === undefined ? {} : { headers: { authorization } })
  expect((await scrape('Bearer a-long-token')).status).toBe(200)
  expect((await scrape()).status).toBe(401)
  expect((await scrape('Bearer another')).status).toBe(401)
  expect((await scrape('Basic YTpi')).status).toBe(400)
  expect((await app.request('/healthz')).status).toBe(200)
})

test('a token that no scraper could send is refused at the start', () => {
  expect(() => createWorkerApp(dependencies([], 'two words'))).toThrow(/letters, digits/)
})

test.each(['/', '/nothing', '/admin/queues', '/admin/queues/api/queues'])('an unknown path is a problem in JSON: %s', async (path) => {
  const response = await createWebApp(dependencies()).request(path)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: `There is nothing at ${path}.`,
    fix: 'Check the address.',
  })
})

test('an error is reported by an id that is in the log with the rest, and by nothing else', async () => {
  const pages = new Hono().get('/breaks', () => {
    throw new Error('select * from secrets')
  })
  const response = await createWebApp({ ...dependencies(), mounts: [{ path: '/desk', app: pages }] }).request('/desk/breaks')
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).not.toContain('secrets')
  const { id } = JSON.parse(text)
  expect(id).toMatch(/^err_[0-9a-f]{24}$/)
  const logged = lines.find((line) => line.includes(id))
  expect(logged).toContain('select * from secrets')
})

test('every answer forbids to be framed, sniffed or to load anything, unless its route has a policy of its own', async () => {
  const pages = new Hono().get('/', (c) => c.html('<p>page</p>', 200, { 'content-security-policy': "default-src 'self'" }))
  const app = createWebApp({ ...dependencies(), mounts: [{ path: '/page', app: pages }] })
  for (const path of ['/healthz', '/readyz', '/metrics', '/nothing']) {
    const { headers } = await app.request(path)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('strict-transport-security')).toBeNull()
  }
  expect((await app.request('/page')).headers.get('content-security-policy')).toBe("default-src 'self'")
})
