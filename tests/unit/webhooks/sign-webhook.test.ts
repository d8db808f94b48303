import { expect, test } from 'vitest'
import { makeWebhookSecret, signWebhook } from '../../../src/webhooks/sign-webhook.js'

/** The example that Standard Webhooks gives in its specification. */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: 1614265330, body: '{"test": 2432232314}' }

test('it signs as the specification’s example does', () => {
  expect(signWebhook(message, [secret])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('with two secrets there are two signatures', () => {
  const [first, second] = (signWebhook(message, [makeWebhookSecret(), secret])['webhook-signature'] ?? '').split(' ')
  expect(first).not.toBe(second)
  expect(second).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('a secret holds 32 bytes that never come twice', () => {
  const secrets = Array.from({ length: 50 }, makeWebhookSecret)
  expect(new Set(secrets).size).toBe(50)
  for (const each of secrets) expect(Buffer.from(each.replace(/^whsec_/, ''), 'base64')).toHaveLength(32)
})
