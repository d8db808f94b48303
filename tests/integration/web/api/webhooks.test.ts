import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type DeliverDependencies, deliverWebhook } from '../../../../src/webhooks/deliver-webhook.js'
import { dispatchWebhooks } from '../../../../src/webhooks/dispatch-webhooks.js'
import { webhookBodySchema } from '../../../../src/webhooks/events.js'
import { createWebhookSender } from '../../../../src/webhooks/send-webhook.js'
import { admin, bodyOf, editor, openTestApi, otherEditor, type TestApi } from '../../../support/web/api/api-app.js'
import { type Answer, type Received, type Receiver, startReceiver } from '../../../support/webhooks/receiver.js'

let api: TestApi
let receiver: Receiver
let answer: (received: Received, count: number) => Answer
const sender = createWebhookSender({ allowsPrivate: true })
const guarded = createWebhookSender({ allowsPrivate: false })
beforeAll(async () => {
  api = await openTestApi({ allowsPrivateWebhooks: true })
})
afterAll(async () => {
  await Promise.all([sender.close(), guarded.close()])
  await api.close()
})
beforeEach(async () => {
  answer = () => ({ status: 204 })
  receiver = await startReceiver((received, count) => answer(received, count))
})
afterEach(async () => {
  await receiver.stop()
  // Each test has the webhooks it makes.
  await api.pool.query('delete from webhooks')
})

type Hook = { id: string; lastDelivery: { status: string; responseStatus: number | null; problem: string | null; attempts: number } | null }
const make = (body: object = {}) =>
  bodyOf<{ webhook: Hook; secret: string }>(api.as(admin).post('/webhooks', { url: receiver.url, ...body }), 201)
const look = (id: string) => bodyOf<Hook>(api.as(admin).get(`/webhooks/${id}`))
const dispatch = () => dispatchWebhooks({ review: api.review, store: api.webhooks, runtime: api.runtime })
const deliver = (deliveryId: string, isLastAttempt = false, send: DeliverDependencies['send'] = sender.send) =>
  deliverWebhook({ store: api.webhooks, send, runtime: api.runtime }, { deliveryId }, { isLastAttempt })

/** A record goes public, by the API. */
async function publish(): Promise<{ recordId: string; path: string }> {
  const { recordId, verdicts } = await api.panel()
  const [edda, okke] = [api.as(editor), api.as(otherEditor)]
  for (const id of verdicts) await bodyOf(edda.post(`/verdicts/${id}/accept`, {}, { ifMatch: await edda.tag(`/verdicts/${id}`) }))
  const path = `/records/${recordId}`
  await bodyOf(okke.post(`${path}/approve`, {}, { ifMatch: await okke.tag(path) }))
  await bodyOf(okke.post(`${path}/publish`, {}, { ifMatch: await okke.tag(path) }))
  return { recordId, path }
}
const retract = async (path: string) =>
  bodyOf(api.as(editor).post(`${path}/retract`, { publicReason: 'The price was wrong.' }, { ifMatch: await api.as(editor).tag(path) }))

/** As a receiver checks it, after the words of Standard Webhooks. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
  return String(headers['webhook-signature']).split(' ').includes(`v1,${signature}`)
}

test('a publication and a retraction are sent, signed, once each', async () => {
  await publish()
  const { webhook, secret } = await make()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const { recordId, path } = await publish()
  await retract(path)
  const ids = await dispatch()
  expect(ids).toHaveLength(2)
  expect(await dispatch()).toEqual(ids)
  for (const id of ids) expect(await deliver(id)).toBe('delivered')
  for (const id of ids) expect(await deliver(id)).toBe('nothing to do')
  expect(await dispatch()).toEqual([])
  expect(receiver.received).toHaveLength(2)
  const bodies = receiver.received.map(({ body }) => webhookBodySchema.parse(JSON.parse(body)))
  expect(bodies).toMatchObject([
    { type: 'record.published', data: { recordId, publicReason: null } },
    { type: 'record.retracted', data: { recordId, publicReason: 'The price was wrong.' } },
  ])
  for (const received of receiver.received) {
    expect(isSigned(received, secret)).toBe(true)
    expect(isSigned({ ...received, body: received.body.replace('record', 'rekord') }, secret)).toBe(false)
    expect(isSigned(received, `whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(false)
  }
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(ids)
  expect(await look(webhook.id)).toMatchObject({ lastDelivery: { status: 'delivered', responseStatus: 204, attempts: 1 } })
})

test('two processes that look at once make one delivery of each decision', async () => {
  await make()
  await publish()
  await Promise.all(Array.from({ length: 5 }, dispatch))
  const ids = await dispatch()
  expect(ids).toHaveLength(1)
})

test('a failure is tried again with the same id and the same bytes, and its last result is shown', async () => {
  const { webhook } = await make()
  await publish()
  const [id = ''] = await dispatch()
  answer = (_received, count) => (count === 1 ? { status: 503 } : count === 2 ? 'hang up' : { status: 200 })
  await expect(deliver(id)).rejects.toThrow(/the receiver answered 503/)
  expect((await look(webhook.id)).lastDelivery).toMatchObject({ status: 'pending', responseStatus: 503, attempts: 1 })
  await expect(deliver(id)).rejects.toThrow()
  expect((await look(webhook.id)).lastDelivery).toMatchObject({
    status: 'pending',
    responseStatus: null,
    attempts: 2,
    problem: expect.any(String),
  })
  expect(await dispatch()).toEqual([id])
  expect(await deliver(id)).toBe('delivered')
  const [first, ...later] = receiver.received
  for (const each of later) expect([each.body, each.headers['webhook-id']]).toEqual([first?.body, first?.headers['webhook-id']])
  const { items } = await bodyOf<{ items: object[] }>(api.as(admin).get(`/webhooks/${webhook.id}/deliveries`))
  expect(items).toMatchObject([{ id, status: 'delivered', attempts: 3, problem: null }])
})

test('an attempt that fails after another one delivered changes nothing', async () => {
  const { webhook } = await make()
  await publish()
  const [id = ''] = await dispatch()
  const delivered = { status: 'delivered', responseStatus: 204, attempts: 1, problem: null }
  const late: DeliverDependencies['send'] = async () => {
    expect(await deliver(id)).toBe('delivered')
    return { status: 503 }
  }
  await expect(deliver(id, false, late)).rejects.toThrow(/503/)
  expect((await look(webhook.id)).lastDelivery).toMatchObject(delivered)
  expect(await deliver(id)).toBe('nothing to do')
  await api.webhooks.noteAttempt({ id, status: 'failed', at: api.runtime.now(), responseStatus: 500, problem: 'late' })
  expect((await look(webhook.id)).lastDelivery).toMatchObject(delivered)
})

test('deliveries to a dead receiver do not hold up those to others', async () => {
  await make()
  await publish()
  const [stuck = ''] = await dispatch()
  answer = () => 'hang up'
  await expect(deliver(stuck)).rejects.toThrow()
  await publish()
  await dispatch()
  const [first, second] = [await api.webhooks.pendingDeliveries(1), await api.webhooks.pendingDeliveries(2)]
  expect(first).not.toEqual([stuck])
  expect(second).toEqual([...first, stuck])
})

test.each([
  ['the last attempt', { status: 500 }, true],
  ['a receiver that is gone', { status: 410 }, false],
] as [string, Answer, boolean][])('%s ends a delivery', async (_name, said, isLast) => {
  const { webhook } = await make()
  await publish()
  const [id = ''] = await dispatch()
  answer = () => said
  expect(await deliver(id, isLast)).toBe('given up')
  expect((await look(webhook.id)).lastDelivery).toMatchObject({ status: 'failed' })
  expect(await dispatch()).toEqual([])
})

test('a redirect is no delivery', async () => {
  await make()
  await publish()
  const [id = ''] = await dispatch()
  answer = () => ({ status: 307, headers: { location: receiver.url } })
  await expect(deliver(id)).rejects.toThrow(/redirects are not followed/)
  expect(receiver.received).toHaveLength(1)
})

test('an address that is private by now gets nothing, and no second attempt', async () => {
  const { webhook } = await make({ url: receiver.url.replace('127.0.0.1', 'localhost') })
  await publish()
  const [id = ''] = await dispatch()
  expect(await deliver(id, false, guarded.send)).toBe('given up')
  expect(receiver.received).toEqual([])
  expect((await look(webhook.id)).lastDelivery?.problem).toMatch(/localhost is at (127\.0\.0\.1|::1), which is not on the public internet/)
})

test('a webhook gets what it asked for, and nothing while it is switched off', async () => {
  const { webhook } = await make({ events: ['record.retracted'] })
  const { path } = await publish()
  expect(await dispatch()).toEqual([])
  await retract(path)
  const [id = ''] = await dispatch()
  const as = api.as(admin)
  const off = await as.call('PATCH', `/webhooks/${webhook.id}`, {
    body: { isActive: false },
    ifMatch: await as.tag(`/webhooks/${webhook.id}`),
  })
  expect(await bodyOf(off)).toMatchObject({ isActive: false, version: 2 })
  expect(await deliver(id)).toBe('given up')
  await publish()
  expect(await dispatch()).toEqual([])
  expect(receiver.received).toEqual([])
})

test('a new secret signs at once, and the one before beside it for a day', async () => {
  const { webhook, secret } = await make()
  const as = api.as(admin)
  const path = `/webhooks/${webhook.id}`
  const renewed = await as.post(`${path}/renew-secret`, {}, { ifMatch: await as.tag(path) })
  const fresh = await bodyOf<{ secret: string }>(renewed)
  expect(renewed.headers.get('etag')).toBe(await as.tag(path))
  await publish()
  const [id = ''] = await dispatch()
  await deliver(id)
  const [received] = receiver.received
  expect([secret, fresh.secret].map((each) => received !== undefined && isSigned(received, each))).toEqual([true, true])
  await api.pool.query("update webhooks set previous_until = '2026-01-01'")
  await publish()
  const [next = ''] = await dispatch()
  await deliver(next)
  const [, later] = receiver.received
  expect([secret, fresh.secret].map((each) => later !== undefined && isSigned(later, each))).toEqual([false, true])
})

test('what was delivered is sent once more when an admin asks, under the same webhook-id; what is under way is not', async () => {
  const { webhook } = await make()
  await publish()
  const [id = ''] = await dispatch()
  const again = () => api.as(admin).post(`/webhooks/${webhook.id}/deliveries/${id}/redeliver`, {})
  expect((await again()).status).toBe(409)
  await deliver(id)
  expect((await again()).status).toBe(204)
  expect(await dispatch()).toEqual([id])
  await deliver(id)
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
  const { entries } = await api.review.audit.list({ limit: 1 })
  expect(entries[0]).toMatchObject({ action: 'send a webhook again', subject: { id: webhook.id }, data: { deliveryId: id } })
  expect((await api.as(admin).post(`/webhooks/${webhook.id}/deliveries/msg_none/redeliver`, {})).status).toBe(409)
})

test('webhooks are changed and deleted from the version that was read, and a secret is shown once', async () => {
  const { webhook, secret } = await make()
  const as = api.as(admin)
  const path = `/webhooks/${webhook.id}`
  const tag = await as.tag(path)
  const answers = await Promise.all(['a', 'b', 'c'].map((description) => as.call('PATCH', path, { body: { description }, ifMatch: tag })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  expect((await as.call('DELETE', path, { ifMatch: tag })).status).toBe(412)
  for (const each of [path, '/webhooks', `${path}/deliveries`]) expect(await (await as.get(each)).text()).not.toContain(secret)
  expect((await as.call('DELETE', path, { ifMatch: await as.tag(path) })).status).toBe(204)
  expect((await as.get(path)).status).toBe(404)
  const { entries } = await api.review.audit.list({ limit: 5 })
  expect(entries.filter(({ subject }) => subject.id === webhook.id).map(({ action }) => action)).toEqual([
    'delete a webhook',
    'change a webhook',
    'make a webhook',
  ])
  expect(JSON.stringify(entries)).not.toContain(secret)
})

test.each([
  [{ url: 'ftp://example.com/' }, '/url'],
  [{ url: 'http://user:pw@example.com/' }, '/url'],
  [{ events: [] }, '/events'],
  [{ events: ['record.published', 'record.published'] }, '/events'],
  [{ events: ['record.edited'] }, '/events/0'],
  [{ secret: 'whsec_mine' }, '/secret'],
  [{ createdBy: 'user_ed' }, '/createdBy'],
  [{ isActive: false }, '/isActive'],
])('%j is refused', async (body, pointer) => {
  const problem = await bodyOf<{ errors: { pointer: string }[] }>(api.as(admin).post('/webhooks', { url: receiver.url, ...body }), 422)
  expect(problem.errors.map((error) => error.pointer)).toEqual([pointer])
})

test('private addresses are refused where they are not allowed', async () => {
  const strict = await openTestApi()
  const as = strict.as(admin)
  for (const url of [receiver.url, 'http://localhost/', 'http://[::1]/', 'http://169.254.169.254/']) {
    expect(await bodyOf(as.post('/webhooks', { url }), 422)).toMatchObject({ errors: [{ pointer: '/url' }] })
  }
  const { webhook } = await bodyOf<{ webhook: Hook }>(as.post('/webhooks', { url: 'https://example.com/' }), 201)
  const path = `/webhooks/${webhook.id}`
  expect((await as.call('PATCH', path, { body: { url: receiver.url }, ifMatch: await as.tag(path) })).status).toBe(422)
  await strict.close()
})
