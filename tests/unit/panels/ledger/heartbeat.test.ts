import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHeartbeat, leaseMs } from '../../../../src/panels/ledger/heartbeat.js'
import { createRuntime } from '../../../../src/platform/runtime.js'

/** A heartbeat whose time passes when `beat` is called, and what it renewed in each round. */
function openHeartbeat({ renew = async () => {} }: { renew?: (key: string) => Promise<void> } = {}) {
  const rounds: string[][] = []
  const sleepers: { wake: () => void; stop: (reason: unknown) => void }[] = []
  const sleep = (_: number, signal?: AbortSignal) =>
    new Promise<void>((wake, stop) => {
      sleepers.push({ wake, stop })
      signal?.addEventListener('abort', () => stop(signal.reason))
    })
  const { log } = createRuntime({ logLevel: 'silent' })
  const heartbeat = createHeartbeat({
    runtime: { sleep, log },
    store: {
      renew: async ({ key, leaseMs: lease }) => {
        expect(lease).toBe(leaseMs)
        rounds.at(-1)?.push(key)
        await renew(key)
      },
    },
  })
  const beat = async (): Promise<string[]> => {
    rounds.push([])
    sleepers.at(-1)?.wake()
    await setImmediate()
    return rounds.at(-1) ?? []
  }
  return { heartbeat, beat, naps: () => sleepers.length }
}

const call = (key: string) => ({ key, owner: `own_${key}` })

test('the calls of a process are kept alive in one round, each until it ends', async () => {
  const { heartbeat, beat, naps } = openHeartbeat()
  const [first] = ['a', 'b', 'c'].map((key) => heartbeat.hold(call(key)))
  expect(naps()).toBe(1)
  expect(await beat()).toEqual(['a', 'b', 'c'])
  first?.release()
  expect(await beat()).toEqual(['b', 'c'])
})

test('nothing beats once the last call has ended, and the next one is kept alive again', async () => {
  const { heartbeat, beat, naps } = openHeartbeat()
  heartbeat.hold(call('a')).release()
  expect(await beat()).toEqual([])
  expect(naps()).toBe(1)
  heartbeat.hold(call('b'))
  expect(await beat()).toEqual(['b'])
})

test('a call that is asked for again under the same key has a reservation of its own', async () => {
  const { heartbeat, beat } = openHeartbeat()
  const before = heartbeat.hold(call('a'))
  heartbeat.hold({ ...call('a'), owner: 'own_again' })
  before.release()
  before.release()
  expect(await beat()).toEqual(['a'])
})

test('a renewal that fails keeps no other from being renewed, now or later', async () => {
  const failing = (key: string) => (key === 'a' ? Promise.reject(new Error('the database is away')) : Promise.resolve())
  const { heartbeat, beat } = openHeartbeat({ renew: failing })
  for (const key of ['a', 'b']) heartbeat.hold(call(key))
  expect(await beat()).toEqual(['a', 'b'])
  expect(await beat()).toEqual(['a', 'b'])
})
