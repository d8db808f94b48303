import { expect, test } from 'vitest'
import { waitAtMost } from '../../../src/platform/wait-at-most.js'

/** A clock whose time is up when the test says so, and which notes whether its timer was taken back. */
function createClock() {
  const timers: { end: () => void; signal: AbortSignal | undefined }[] = []
  const sleep = (_milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      timers.push({ end: resolve, signal })
      signal?.addEventListener('abort', () => reject(new Error('aborted')))
    })
  return { sleep, timers, end: () => timers.at(-1)?.end() }
}

test('work that ends in time gives its value, and its timer is taken back', async () => {
  const clock = createClock()
  expect(await waitAtMost(Promise.resolve(7), 100, clock)).toEqual({ status: 'ended', value: 7 })
  expect(clock.timers.map(({ signal }) => signal?.aborted)).toEqual([true])
})

test('work that never ends is left once the time is up', async () => {
  const clock = createClock()
  const waiting = waitAtMost(new Promise<never>(() => {}), 100, clock)
  clock.end()
  expect(await waiting).toEqual({ status: 'timed out' })
})

test('work that fails in time fails the waiting, and its timer is taken back', async () => {
  const clock = createClock()
  await expect(waitAtMost(Promise.reject(new Error('broken')), 100, clock)).rejects.toThrow('broken')
  expect(clock.timers.map(({ signal }) => signal?.aborted)).toEqual([true])
})

test('a failure after the time is up bothers no one', async () => {
  const clock = createClock()
  let fail = (_error: Error) => {}
  const work = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  const waiting = waitAtMost(work, 100, clock)
  clock.end()
  expect(await waiting).toEqual({ status: 'timed out' })
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  fail(new Error('too late'))
  // Node reports what no one handles once the microtasks have run.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})
