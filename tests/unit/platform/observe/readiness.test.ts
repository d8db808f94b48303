import { pino } from 'pino'
import { expect, test } from 'vitest'
import { actionCheck, createReadiness, type ReadinessCheck } from '../../../../src/platform/observe/readiness.js'
import { createRuntime } from '../../../../src/platform/runtime.js'

/** A runtime whose clock stands until it is set, and whose log is kept. */
function testRuntime() {
  const lines: string[] = []
  const runtime = {
    ...createRuntime({ logLevel: 'silent' }),
    log: pino({ base: undefined }, { write: (line: string) => void lines.push(line) }),
  }
  let nowMs = 0
  return {
    lines,
    runtime: { ...runtime, monotonicMs: () => nowMs },
    advance: (milliseconds: number) => {
      nowMs += milliseconds
    },
  }
}

const good = actionCheck('database', async () => 'PostgreSQL 18')
const hanging: ReadinessCheck = { name: 'queue', check: () => new Promise(() => undefined) }

test('it is ready when every check is, with a word from each', async () => {
  const { runtime } = testRuntime()
  const checks = [good, { name: 'models', check: async () => ({ isReady: true, detail: 'ollama: 1 model' }) }]
  expect(await createReadiness({ checks, runtime }).report()).toEqual({
    isReady: true,
    checks: [
      { name: 'database', isReady: true, detail: 'PostgreSQL 18' },
      { name: 'models', isReady: true, detail: 'ollama: 1 model' },
    ],
  })
})

test('one check that fails makes it not ready; its words go to the log, and to no one else', async () => {
  const { runtime, lines } = testRuntime()
  const failing = actionCheck('database', () => Promise.reject(new Error('connect postgres://user:hunter2@db failed')))
  expect(await createReadiness({ checks: [failing], runtime }).report()).toEqual({
    isReady: false,
    checks: [{ name: 'database', isReady: false, detail: 'it failed; the log says why' }],
  })
  expect(lines.join()).toContain('a readiness check failed')
})

test('a connection string in the words of a check loses its password', async () => {
  const { runtime } = testRuntime()
  const detailed = actionCheck('database', async () => 'connected to postgres://user:hunter2@db/panel')
  const { checks } = await createReadiness({ checks: [detailed], runtime }).report()
  expect(checks[0]?.detail).toBe('connected to postgres://[redacted]@db/panel')
})

test('a check that hangs costs its deadline alone, and is aborted', async () => {
  const { runtime } = testRuntime()
  let signal: AbortSignal | undefined
  const watched: ReadinessCheck = {
    name: 'queue',
    check: (given) => {
      signal = given
      return hanging.check(given)
    },
  }
  const readiness = createReadiness({ checks: [good, watched], runtime: { ...runtime, sleep: async () => undefined }, deadlineMs: 1_500 })
  expect((await readiness.report()).checks).toContainEqual({ name: 'queue', isReady: false, detail: 'no answer within 1.5 s' })
  expect(signal?.aborted).toBe(true)
})

test('a storm of probes shares one run, and an answer holds for a while', async () => {
  const { runtime, advance } = testRuntime()
  let runs = 0
  const readiness = createReadiness({ checks: [actionCheck('database', async () => `run ${++runs}`)], runtime, cacheMs: 2_000 })
  await Promise.all(Array.from({ length: 50 }, () => readiness.report()))
  expect(runs).toBe(1)
  advance(1_999)
  await readiness.report()
  expect(runs).toBe(1)
  advance(1)
  expect((await readiness.report()).checks[0]?.detail).toBe('run 2')
})

test('once it is to stop it is not ready, whatever the checks say', async () => {
  const { runtime } = testRuntime()
  const readiness = createReadiness({ checks: [good], runtime })
  await readiness.report()
  readiness.stop()
  expect(await readiness.report()).toEqual({ isReady: false, checks: [{ name: 'process', isReady: false, detail: 'it is stopping' }] })
})
