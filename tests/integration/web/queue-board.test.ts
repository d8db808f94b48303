import type { Queue } from 'bullmq'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createQueueBoard } from '../../../queue/board.js'
import { backends, openTestQueues, type TestQueues } from '../../support/app/observe/queues.js'
import { boardPassword, openBoardApp } from '../../support/web/board-app.js'

const credentials = { authorization: `Basic ${btoa(`admin:${boardPassword}`)}` }
const ownPage = { ...credentials, 'sec-fetch-site': 'same-origin' }

describe.each(backends)('the queue board on %s', (backend) => {
  let queues: TestQueues
  let queue: Queue
  let app: Hono

  beforeAll(async () => {
    queues = await openTestQueues(backend)
    queue = queues.queue('seats')
    await queue.waitUntilReady()
    app = openBoardApp(createQueueBoard([{ queue, description: 'One job a seat.' }]))
    await queue.add('draft-seat', { seatId: 'seat_waits' }, { jobId: 'waits', delay: 3_600_000 })
    await queue.add('draft-seat', { seatId: 'seat_fails' }, { jobId: 'fails' })
    const worker = queues.worker('seats', async () => {
      throw new Error('the provider is away')
    })
    await new Promise((resolve) => worker.once('failed', resolve))
    await worker.close()
  })
  afterAll(() => queues.close())

  const get = async (path: string): Promise<unknown> => {
    const response = await app.request(`/admin/queues${path}`, { headers: credentials })
    expect(response.status).toBe(200)
    return response.json()
  }
  const put = async (path: string) => (await app.request(`/admin/queues${path}`, { method: 'PUT', headers: ownPage })).status

  test('its overview counts the jobs of each queue, and its lists hold them', async () => {
    expect(await get('/api/queues?activeQueue=seats&status=failed&page=1&jobsPerPage=10')).toMatchObject({
      queues: [
        {
          name: 'seats',
          description: 'One job a seat.',
          counts: { failed: 1, delayed: 1, active: 0 },
          isPaused: false,
          jobs: [{ id: 'fails', name: 'draft-seat', data: { seatId: 'seat_fails' }, failedReason: 'the provider is away' }],
        },
      ],
    })
    expect(await get('/api/queues?activeQueue=seats&status=delayed&page=1&jobsPerPage=10')).toMatchObject({
      queues: [{ jobs: [{ id: 'waits', data: { seatId: 'seat_waits' } }] }],
    })
  })

  test('it shows one job, its logs, its flow, the workers and the server', async () => {
    expect(await get('/api/queues/seats/fails')).toMatchObject({ status: 'failed', job: { id: 'fails', stacktrace: [expect.any(String)] } })
    expect(await get('/api/queues/seats/fails/logs')).toEqual([])
    expect(await get('/api/queues/seats/fails/flow')).toBeTypeOf('object')
    expect(await get('/api/queues/seats/workers')).toMatchObject({ workers: [] })
    expect(await get('/api/queues/seats/metrics')).toBeTypeOf('object')
    expect(await get('/api/queues/seats/rate-limit')).toMatchObject({ rateLimit: null })
    expect(await get('/api/job-schedulers')).toBeTypeOf('object')
    expect(await get('/api/redis/stats')).toMatchObject({ backend: backend === 'Redis' ? 'redis' : 'postgres' })
  })

  test('a worker that runs is listed', async () => {
    const paused = queues.queue('idle')
    await paused.waitUntilReady()
    const idle = openBoardApp(createQueueBoard([{ queue: paused }]))
    const worker = queues.worker('idle', async () => null)
    await worker.waitUntilReady()
    const response = await idle.request('/admin/queues/api/queues/idle/workers', { headers: credentials })
    expect(await response.json()).toMatchObject({ workers: [{ name: null }] })
    await worker.close()
  })

  test('it retries a failed job and promotes a delayed one', async () => {
    expect(await put('/api/queues/seats/fails/retry')).toBe(204)
    expect(await queue.getJobState('fails')).toBe('waiting')
    expect(await put('/api/queues/seats/waits/promote')).toBe(204)
    expect(await queue.getJobState('waits')).toBe('waiting')
  })

  test('it pauses and resumes a queue, and takes a job out', async () => {
    expect(await put('/api/queues/seats/pause')).toBe(200)
    expect(await queue.isPaused()).toBe(true)
    expect(await put('/api/queues/seats/resume')).toBe(200)
    expect(await queue.isPaused()).toBe(false)
    expect(await put('/api/queues/seats/waits/clean')).toBe(204)
    expect(await queue.getJob('waits')).toBeUndefined()
  })
})

describe('who may use the board', () => {
  // The guards are in front of everything, so no queue is needed to meet them.
  const app = openBoardApp(createQueueBoard([]))
  const behindProxy = openBoardApp(createQueueBoard([]), 'https://panel.example.com/')

  test.each([
    ['no one', {}],
    ['someone with another password', { authorization: `Basic ${btoa('admin:guess')}` }],
    ['someone with another name', { authorization: `Basic ${btoa(`root:${boardPassword}`)}` }],
  ])('%s is refused, on pages, files and calls alike', async (_name, headers) => {
    for (const path of ['', '/', '/static/favicon.ico', '/api/queues', '/queue/seats']) {
      const response = await app.request(`/admin/queues${path}`, { headers })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="Ship Panel queues"')
    }
  })

  test.each([
    ['another site, which the browser names', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', origin: 'http://localhost' }],
    ['another origin', { origin: 'https://evil.example.com' }],
    ['an origin that hides', { origin: 'null' }],
    ['no one knows where', {}],
    ['another origin, as JSON', { origin: 'https://evil.example.com', 'content-type': 'application/json' }],
  ])('a change asked for from %s is refused, password or not', async (_name, headers) => {
    const response = await app.request('/admin/queues/api/queues/pause', { method: 'PUT', headers: { ...credentials, ...headers } })
    expect(response.status).toBe(403)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  test.each([
    ['the browser says so', app, { 'sec-fetch-site': 'same-origin' }],
    ['its origin is this server', app, { origin: 'http://localhost' }],
    ['its origin is this server as the proxy shows it', behindProxy, { origin: 'https://panel.example.com' }],
  ])('a change from a page of its own is let through: %s', async (_name, to, headers) => {
    const response = await to.request('/admin/queues/api/queues/pause', { method: 'PUT', headers: { ...credentials, ...headers } })
    expect(response.status).toBe(200)
  })

  test('its page and its files come under a policy that allows this server alone, and nothing beside its files comes at all', async () => {
    const page = await app.request('/admin/queues', { headers: credentials })
    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    const [, script = ''] = /<script defer src="(static\/js\/main[^"]+)"/.exec(await page.text()) ?? []
    const file = await app.request(`/admin/queues/${script}`, { headers: credentials })
    expect(file.headers.get('content-type')).toMatch(/javascript/)
    for (const { status, headers } of [page, file]) {
      expect(status).toBe(200)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*connect-src 'self'/)
    }
    for (const path of ['..%2findex.ejs', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json'])
      expect((await app.request(`/admin/queues/static/${path}`, { headers: credentials })).status).not.toBe(200)
  })

  test('a call that breaks is reported by an id, and not by what the server said', async () => {
    const broken = openBoardApp((server) => {
      createQueueBoard([])(server)
      const fail = () => Promise.reject(new Error('connect ECONNREFUSED redis://:hunter2@cache:6379'))
      server.setApiRoutes([{ method: 'get', route: '/api/broken', handler: fail, spec: { summary: 'Breaks.', response: 'EmptyResponse' } }])
    })
    const response = await broken.request('/admin/queues/api/broken', { headers: credentials })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ message: expect.stringMatching(/^The log says what went wrong, under err_[0-9a-f]+\.$/) })
  })

  test('a body longer than a job ever is gets refused', async () => {
    const body = JSON.stringify({ data: 'x'.repeat(300_000) })
    const headers = { ...ownPage, 'content-type': 'application/json', 'content-length': String(body.length) }
    expect((await app.request('/admin/queues/api/queues/seats/add', { method: 'POST', headers, body })).status).toBe(413)
  })

  test('without a password there is no board', async () => {
    expect((await openBoardApp(null).request('/admin/queues', { headers: credentials })).status).toBe(404)
  })
})
