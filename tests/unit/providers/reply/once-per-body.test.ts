import { expect, test } from 'vitest'
import { oncePerBody } from '../../../../src/providers/reply/once-per-body.js'

test('a body is read once, however many ask, and another body by itself', () => {
  const read: unknown[] = []
  const once = oncePerBody((raw) => {
    read.push(raw)
    return { text: JSON.stringify(raw) }
  })
  const [first, second] = [{ id: 1 }, { id: 1 }]
  expect([once(first), once(first), once(second)].map(({ text }) => text)).toEqual(['{"id":1}', '{"id":1}', '{"id":1}'])
  expect(read).toEqual([first, second])
})

test('what was read as nothing is not read again, and what is no object is', () => {
  let reads = 0
  const once = oncePerBody(() => {
    reads += 1
    return null
  })
  const body = {}
  expect([once(body), once(body), once('text'), once('text')]).toEqual([null, null, null, null])
  expect(reads).toBe(3)
})

test('a body that cannot be read throws each time', () => {
  const once = oncePerBody(() => {
    throw new Error('it holds no message')
  })
  const body = {}
  for (const _ of [1, 2]) expect(() => once(body)).toThrow('it holds no message')
})
