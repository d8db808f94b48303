import { afterAll, beforeAll, expect, test } from 'vitest'
import { PrivateAddressError } from '../../../src/platform/net/guarded-client.js'
import { createWebhookSender } from '../../../src/webhooks/send-webhook.js'
import { type Receiver, startReceiver } from '../../support/webhooks/receiver.js'

const open = createWebhookSender({ allowsPrivate: true })
const guarded = createWebhookSender({ allowsPrivate: false })
let receiver: Receiver
let target: Receiver
beforeAll(async () => {
  target = await startReceiver()
  receiver = await startReceiver(({ path }) =>
    path === '/redirect' ? { status: 302, headers: { location: target.url } } : { status: 200, body: 'x'.repeat(1_000_000) },
  )
})
afterAll(async () => {
  await Promise.all([open.close(), guarded.close()])
  await Promise.all([receiver.stop(), target.stop()])
})

const message = { headers: { 'webhook-id': 'msg_1' }, body: '{"a":1}' }

test('it posts the bytes with their headers, and does not wait for a long answer', async () => {
  expect(await open.send({ ...message, url: receiver.url })).toEqual({ status: 200 })
  expect(receiver.received.at(-1)).toMatchObject({
    method: 'POST',
    path: '/hooks',
    body: '{"a":1}',
    headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json', 'user-agent': 'Ship-Panel-Webhooks' },
  })
})

test('a redirect is an answer, and is not followed', async () => {
  expect(await open.send({ ...message, url: receiver.url.replace('/hooks', '/redirect') })).toEqual({ status: 302 })
  expect(target.received).toEqual([])
})

test.each(['127.0.0.1', 'localhost', '127.1', '2130706433', '[::ffff:127.0.0.1]', '[::1]', '0.0.0.0'])(
  'nothing is sent to %s unless private addresses are allowed, whatever name it goes by',
  async (host) => {
    const before = receiver.received.length
    const sending = guarded.send({ ...message, url: `http://${host}:${receiver.port}/hooks` })
    const error = await sending.then(
      () => null,
      (reason: unknown) => reason,
    )
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    expect(cause).toBeInstanceOf(PrivateAddressError)
    expect(receiver.received).toHaveLength(before)
  },
)
