import { expect, test } from 'vitest'
import { deliveryPayloadSchema } from '../../../src/newsletter/send-delivery.js'

test('a queued job keeps the names of its ids', () => {
  const data = { digestId: 'dig_1', subscriberId: 'sub_1' }
  expect(deliveryPayloadSchema.parse(data)).toEqual({ issueId: 'dig_1', subscriberId: 'sub_1' })
  expect(deliveryPayloadSchema.safeParse({ ...data, more: 1 }).success).toBe(false)
})
