import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAndParse } from '../../../bench/ask.js'
import { requestBodies } from '../../../bench/inputs.js'
import { type Provider, startProvider, windowMs } from '../../../bench/provider.js'
import { createRuntime } from '../../../src/platform/runtime.js'

const runtime = createRuntime({ logLevel: 'silent' })
const { fetch } = runtime
let folder: string
let provider: Provider

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-bench-test-'))
  provider = await startProvider({ folder, runtime })
})
afterAll(async () => {
  await provider.stop()
  await rm(folder, { recursive: true })
})

test('it answers with a reply that parses, and counts from when it was last set', async () => {
  const ask = (body: string) => askAndParse({ fetch, url: provider.url, body })
  await provider.set({ latencyMs: 500 })
  await Promise.all(requestBodies(8, 'count').map(ask))
  const stats = await provider.stats()
  expect(stats).toMatchObject({ requests: 8, replies: 8, inFlight: 0, peakInFlight: 8 })
  expect(windowMs(stats, 8)).toBeGreaterThan(0)
  await provider.set({ latencyMs: 0 })
  expect(await provider.stats()).toMatchObject({ requests: 0, replies: 0, firstRequestMs: null, lastReplyMs: null })
})

test('a window with a request too many or too few is none', async () => {
  await provider.set({ latencyMs: 0 })
  await askAndParse({ fetch, url: provider.url, body: requestBodies(4, 'one')[0] ?? '' })
  const stats = await provider.stats()
  expect(() => windowMs(stats, 2)).toThrow('the paced provider got 1 requests and answered 1, where 2 were expected')
})

test('as a provider with a prompt cache, it bills four personas one after another for less than four at once', async () => {
  const bodies = requestBodies(4, 'cached')
  const billed = async (run: () => Promise<unknown>) => {
    // Long enough for four requests to arrive before the first reply begins.
    await provider.set({ latencyMs: 500, meters: true })
    await run()
    const { tokens, cacheReads } = await provider.stats()
    return { ratio: tokens.billed / tokens.sent, cacheReads }
  }
  const ask = (body: string) => askAndParse({ fetch, url: provider.url, body })
  const led = await billed(async () => {
    for (const body of bodies) await ask(body)
  })
  const atOnce = await billed(() => Promise.all(bodies.map(ask)))
  expect(atOnce.ratio).toBeGreaterThan(1)
  expect(led.ratio).toBeLessThan(1)
  expect([atOnce, led].map(({ cacheReads }) => cacheReads)).toEqual([0, 3])
})
