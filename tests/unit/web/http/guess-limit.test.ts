import type { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createQueueBoard } from '../../../../queue/board.js'
import { createReadiness } from '../../../../src/platform/observe/readiness.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createWebApp } from '../../../../src/web/app.js'
import { createBounceRoutes } from '../../../../src/web/site/newsletter/bounce-routes.js'

const password = 'correct horse battery'
const token = 'right-token'
const header = 'x-client'

function openApps() {
  const runtime = createRuntime({ logLevel: 'silent' })
  const logged: unknown[] = []
  runtime.log.warn = ((...line: unknown[]) => logged.push(line)) as typeof runtime.log.warn
  const app = createWebApp({
    version: '1.2.3',
    readiness: createReadiness({ checks: [], runtime }),
    metrics: { contentType: 'text/plain', exposition: async () => 'up 1' },
    metricsToken: token,
    trustedProxyHeader: header,
    runtime,
    queueBoard: { fill: createQueueBoard([]), password, publicUrl: null },
  })
  const subscriptions = { report: async () => ({ status: 'no report' as const }) }
  app.route('/', createBounceRoutes({ subscriptions, bounceToken: token, trustedProxyHeader: header, log: runtime.log }))
  return { app, logged }
}

const basic = (word: string) => `Basic ${btoa(`admin:${word}`)}`
const bearer = (word: string) => `Bearer ${word}`
const places = [
  { name: 'the queue board', path: '/admin/queues', method: 'GET', send: basic, right: password },
  { name: '/metrics', path: '/metrics', method: 'GET', send: bearer, right: token },
  { name: 'the reports of bounces', path: '/weekly/bounces', method: 'POST', send: bearer, right: token },
]

function ask(app: Hono, { path, method, send }: (typeof places)[number], word: string, address: string) {
  return app.request(path, { method, headers: { authorization: send(word), [header]: address, 'content-type': 'message/rfc822' } })
}

test.each(places)(
  '$name: wrong tries from one network are counted, logged without the secret, and then refused, right ones too',
  async (place) => {
    const { app, logged } = openApps()
    const tries = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(app, place, `wrong-${index}`, `192.0.2.${index}`)))
    const statuses = tries.map(({ status }) => status)
    expect([statuses.filter((status) => status === 401).length, statuses.filter((status) => status === 429).length]).toEqual([20, 40])
    expect(logged).toHaveLength(21)
    expect(JSON.stringify(logged)).not.toMatch(/wrong-|d3Jvb|battery/)
    const refused = await ask(app, place, place.right, '192.0.2.1')
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect((await ask(app, place, place.right, '198.51.100.1')).ok).toBe(true)
  },
)

test.each(places)('$name: right ones never run out, and nothing is counted without a secret', async (place) => {
  const { app, logged } = openApps()
  for (let round = 0; round < 30; round += 1) expect((await ask(app, place, place.right, '192.0.2.1')).ok).toBe(true)
  for (let round = 0; round < 30; round += 1) expect((await app.request(place.path, { method: place.method })).status).toBe(401)
  expect(logged).toEqual([])
})

test.each(places)('$name: tries from many networks are bounded together, and do not shut out those who got in before', async (place) => {
  const { app } = openApps()
  expect((await ask(app, place, place.right, '192.0.2.1')).ok).toBe(true)
  const statuses: number[] = []
  for (let network = 0; network < 320; network += 1) {
    statuses.push((await ask(app, place, 'wrong', `10.${network >> 8}.${network & 255}.1`)).status)
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(300)
  expect((await ask(app, place, place.right, '203.0.113.1')).status).toBe(429)
  expect((await ask(app, place, place.right, '192.0.2.1')).ok).toBe(true)
})
