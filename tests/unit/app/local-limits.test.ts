import { expect, test } from 'vitest'
import { createLocalLimits } from '../../../src/app/local-limits.js'
import type { ServerSlots } from '../../../src/providers/provider.js'

/** Limits over one local server, `lab`, which says what `told` holds; null for one that does not answer. */
function labLimits(limits: Parameters<typeof createLocalLimits>[0]['limits'] = {}) {
  const state = { told: { total: 4, busy: 0 } as ServerSlots | null | 'away', asked: 0, nowMs: 0, isShared: false }
  const lab = {
    slots: async () => {
      state.asked += 1
      if (state.told === 'away') throw new Error('no one answers')
      return state.told
    },
    takesOneAtATime: () => state.isShared,
  }
  const local = createLocalLimits({
    registry: { localServer: (name) => (name === 'lab' ? lab : undefined) },
    limits,
    runtime: { monotonicMs: () => state.nowMs },
  })
  return { state, ...local }
}

test('a local server is asked for its slots once, and again after five minutes', async () => {
  const { state, limitsOf, learn, keepsToSlots } = labLimits()
  expect([limitsOf('lab'), keepsToSlots('lab')]).toEqual([{ concurrency: 1 }, false])
  await Promise.all([learn('lab'), learn('lab')])
  await learn('lab')
  expect([state.asked, limitsOf('lab'), keepsToSlots('lab')]).toEqual([1, { concurrency: 4 }, true])
  state.told = { total: 2, busy: null }
  state.nowMs = 299_999
  await learn('lab')
  expect(limitsOf('lab')).toEqual({ concurrency: 4 })
  state.nowMs = 300_000
  await learn('lab')
  expect([state.asked, limitsOf('lab')]).toEqual([2, { concurrency: 2 }])
})

test('a server that is away is asked again each time, and what it said before holds', async () => {
  const { state, limitsOf, learn } = labLimits()
  state.told = 'away'
  await learn('lab')
  await learn('lab')
  expect([state.asked, limitsOf('lab')]).toEqual([2, { concurrency: 1 }])
  state.told = { total: 3, busy: 0 }
  await learn('lab')
  state.told = 'away'
  state.nowMs = 300_000
  await learn('lab')
  expect([state.asked, limitsOf('lab')]).toEqual([4, { concurrency: 3 }])
})

test('a server whose calls ended each other gets one at a time, whatever it says of its slots, unless the configuration says more', async () => {
  const { state, limitsOf, learn, keepsToSlots } = labLimits()
  await learn('lab')
  state.isShared = true
  expect([limitsOf('lab'), keepsToSlots('lab')]).toEqual([{ concurrency: 1 }, true])
  const configured = labLimits({ lab: { concurrency: 2 } })
  configured.state.isShared = true
  expect(configured.limitsOf('lab')).toEqual({ concurrency: 2 })
})

test('a server that knows no slots gets one call at a time', async () => {
  const { state, limitsOf, learn } = labLimits()
  state.told = null
  await learn('lab')
  expect(limitsOf('lab')).toEqual({ concurrency: 1 })
})

test('what the configuration says of calls at once wins; its other limits go beside the slots', async () => {
  const configured = labLimits({ lab: { concurrency: 9, requestsPerMinute: 5 } })
  await configured.learn('lab')
  expect(configured.limitsOf('lab')).toEqual({ concurrency: 9, requestsPerMinute: 5 })
  expect(labLimits({ lab: { perWorker: 2 } }).limitsOf('lab')).toEqual({ perWorker: 2 })
  expect(labLimits({ lab: { requestsPerMinute: 5 } }).limitsOf('lab')).toEqual({ concurrency: 1, requestsPerMinute: 5 })
})

test('a hosted provider is asked nothing and has the limits of the configuration', async () => {
  const { state, limitsOf, learn } = labLimits()
  await learn('hosted')
  expect([state.asked, limitsOf('hosted')]).toEqual([0, {}])
})
