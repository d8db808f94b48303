import { expect, test } from 'vitest'
import { createPromptCache } from '../../../bench/prompt-cache-model.js'

/** A prompt of 400 bytes, of which the first 360 are shared: 90 tokens and 10. */
function prompt(persona: string, model = 'one') {
  const brief = `<brief persona="${persona}">`
  const content = `${'d'.repeat(360 - 'user: '.length)}${brief}`
  return { model, messages: [{ role: 'user', content: `${content}${'.'.repeat(400 - 'user: '.length - content.length)}` }] }
}

test('all four at once each write the prefix: 1.25 of it, four times', () => {
  const cache = createPromptCache()
  for (const persona of ['a', 'b', 'c', 'd']) expect(cache.arrive(prompt(persona)).persona).toBe(persona)
  expect(cache.tokens()).toEqual({ sent: 400, billed: 4 * (90 * 1.25 + 10) })
})

test('once the first reply has begun, the others read what it wrote at a tenth', () => {
  const cache = createPromptCache()
  cache.arrive(prompt('a')).begin()
  for (const persona of ['b', 'c', 'd']) cache.arrive(prompt(persona))
  const { sent, billed } = cache.tokens()
  expect(sent).toBe(400)
  expect(billed).toBeCloseTo(90 * 1.25 + 10 + 3 * (9 + 10), 9)
  expect(cache.reads()).toBe(3)
})

test('what one model wrote no other reads', () => {
  const cache = createPromptCache()
  cache.arrive(prompt('a')).begin()
  cache.arrive(prompt('b', 'two'))
  expect(cache.reads()).toBe(0)
  expect(cache.tokens()).toEqual({ sent: 200, billed: 2 * (90 * 1.25 + 10) })
})
