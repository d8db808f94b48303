import { expect, test } from 'vitest'
import { onceFor } from '../../../src/platform/once-for.js'

test('makes it once for each object, and gives everyone the same', () => {
  const asked: string[] = []
  const upper = onceFor(({ name }: { name: string }) => {
    asked.push(name)
    return { name: name.toUpperCase() }
  })
  const [ada, alike] = [{ name: 'ada' }, { name: 'ada' }]
  expect(upper(ada)).toBe(upper(ada))
  expect(upper(ada)).toEqual({ name: 'ADA' })
  expect(upper(alike)).not.toBe(upper(ada))
  expect(asked).toEqual(['ada', 'ada'])
})

test('what could not be made is tried again', () => {
  let tries = 0
  const make = onceFor((_: object) => {
    tries += 1
    if (tries === 1) throw new Error('not yet')
    return tries
  })
  const of = {}
  expect(() => make(of)).toThrow('not yet')
  expect([make(of), make(of)]).toEqual([2, 2])
})
