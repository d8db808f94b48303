import { expect, test } from 'vitest'
import { createMailBacklog } from '../../../src/mail/mail-backlog.js'
import { createRuntime } from '../../../src/platform/runtime.js'

/** A backlog whose pauses last until the test ends them; which pauses there were, in milliseconds. */
function openBacklog() {
  const pauses: number[] = []
  const ends: (() => void)[] = []
  const sleep = (milliseconds: number, signal?: AbortSignal) => {
    if (milliseconds === 0) return Promise.resolve()
    pauses.push(milliseconds)
    return new Promise<void>((resolve, reject) => {
      ends.push(resolve)
      signal?.addEventListener('abort', () => reject(new Error('aborted')))
    })
  }
  const backlog = createMailBacklog({ ...createRuntime({ logLevel: 'silent' }), sleep })
  const nextAttempt = async () => {
    ends.shift()?.()
    // The pause ends, and then the attempt begins.
    await new Promise((resolve) => setImmediate(resolve))
    await backlog.settled()
  }
  return { backlog, pauses, nextAttempt }
}

test('a mail is written after the reader who asked for it has their answer', async () => {
  const { backlog } = openBacklog()
  const order: string[] = []
  backlog.add(async () => {
    order.push('mail')
    return true
  })
  order.push('answer')
  await backlog.settled()
  expect(order).toEqual(['answer', 'mail'])
})

test('a mail that did not get through is tried again with growing pauses, and then given up', async () => {
  const { backlog, pauses, nextAttempt } = openBacklog()
  let attempts = 0
  backlog.add(async () => {
    attempts += 1
    if (attempts === 2) throw new Error('the database is away')
    return false
  })
  await backlog.settled()
  for (let n = 0; n < 5; n += 1) await nextAttempt()
  expect([attempts, pauses]).toEqual([4, [5_000, 60_000, 600_000]])
})

test('one mail that waits holds up no other, and none is sent twice', async () => {
  const { backlog, nextAttempt } = openBacklog()
  const sent: string[] = []
  let isDown = true
  const mail = (to: string) => async () => {
    if (to === 'slow' && isDown) return false
    sent.push(to)
    return true
  }
  for (const to of ['slow', 'a', 'b', 'c', 'd', 'e', 'f']) backlog.add(mail(to))
  await backlog.settled()
  expect(sent.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  isDown = false
  await nextAttempt()
  await nextAttempt()
  expect(sent.filter((to) => to === 'slow')).toHaveLength(1)
})

test('stopping lets what is being sent come to its end, and tries nothing again', async () => {
  const { backlog } = openBacklog()
  let attempts = 0
  backlog.add(async () => {
    attempts += 1
    return false
  })
  await backlog.stop()
  await backlog.settled()
  expect(attempts).toBe(1)
})
