import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type Every, runEvery } from '../../../src/platform/run-every.js'
import { createRuntime } from '../../../src/platform/runtime.js'

/** Rounds without real pauses; each of `rounds` is one, and the signal aborts after the last. */
async function run(rounds: readonly (() => unknown)[], every: Partial<Every> = {}) {
  const stopping = new AbortController()
  const steps: string[] = []
  const lines: { level: number; msg: string; err?: { message: string }; queue?: string }[] = []
  const log = pino({ base: undefined, level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const sleep = async (milliseconds: number) => void steps.push(`pause ${milliseconds}`)
  let round = 0
  const options = { everyMs: 5, signal: stopping.signal, what: 'look', ...every }
  await runEvery({ sleep, log }, options, async () => {
    steps.push('work')
    const work = rounds[round]
    round += 1
    if (round === rounds.length) stopping.abort()
    await work?.()
  })
  return { steps, lines, words: lines.map(({ msg, err }) => (err === undefined ? msg : `${msg}: ${err.message}`)) }
}

const fine = () => undefined
const fail = (message: string, code?: string) => () => {
  throw Object.assign(new Error(message), code === undefined ? {} : { code })
}

test('it works at once and pauses between rounds, or pauses first where that is asked', async () => {
  expect((await run([fine, fine])).steps).toEqual(['work', 'pause 5', 'work', 'pause 5'])
  expect((await run([fine], { pausesFirst: true })).steps).toEqual(['pause 5', 'work', 'pause 5'])
})

test('a round that fails is logged, with the fields given, and the next one comes all the same', async () => {
  const { steps, lines } = await run([fail('no'), fine, fine], { log: { queue: 'panels' } })
  expect(steps.filter((step) => step === 'work')).toHaveLength(3)
  expect(lines).toMatchObject([
    { level: 40, msg: 'could not look', queue: 'panels', err: { message: 'no' } },
    { level: 30, msg: 'can look again', queue: 'panels' },
  ])
})

test('the same failure is logged once until a round succeeds, and another failure at once', async () => {
  const { words } = await run([fail('a'), fail('a'), fail('b'), fine, fine, fail('b'), fine])
  expect(words).toEqual(['could not look: a', 'could not look: b', 'can look again', 'could not look: b', 'can look again'])
})

test('an outage of the database is logged once, whatever its errors say', async () => {
  const { words } = await run([
    fail('terminated by an administrator', '57P01'),
    fail('connect ECONNREFUSED', 'ECONNREFUSED'),
    fail('the database system is starting up', '57P03'),
    fine,
  ])
  expect(words).toEqual(['could not look: terminated by an administrator', 'can look again'])
})

test('what is thrown without being an error is logged, too', async () => {
  const { lines } = await run([() => Promise.reject('odd'), fine])
  expect(lines).toMatchObject([{ msg: 'could not look', err: 'odd' }, { msg: 'can look again' }])
})

test('an abort ends a pause at once, and what fails because of it is not logged', async () => {
  const { lines, steps } = await run([fail('the connection was closed')])
  expect(lines).toEqual([])
  expect(steps.filter((step) => step === 'work')).toHaveLength(1)

  const stopping = new AbortController()
  let rounds = 0
  const runtime = createRuntime({ logLevel: 'silent' })
  const running = runEvery(runtime, { everyMs: 3_600_000, signal: stopping.signal, what: 'look' }, async () => {
    rounds += 1
    // The pause of an hour begins before this runs.
    setImmediate(() => stopping.abort())
  })
  await running
  expect(rounds).toBe(1)
})

test('a signal that is aborted already lets nothing run', async () => {
  let rounds = 0
  const runtime = createRuntime({ logLevel: 'silent' })
  for (const pausesFirst of [false, true])
    await runEvery(runtime, { everyMs: 3_600_000, signal: AbortSignal.abort(), what: 'look', pausesFirst }, async () => {
      rounds += 1
    })
  expect(rounds).toBe(0)
})

test('a round that says so is the last one', async () => {
  let rounds = 0
  const runtime = createRuntime({ logLevel: 'silent' })
  await runEvery(runtime, { everyMs: 0, signal: new AbortController().signal, what: 'look' }, async (end) => {
    rounds += 1
    if (rounds === 1) throw new Error('not yet')
    if (rounds === 3) end()
  })
  expect(rounds).toBe(3)
})
