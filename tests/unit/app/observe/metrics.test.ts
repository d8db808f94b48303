import { expect, test } from 'vitest'
import { createMetrics, type Metrics, type MetricsOptions } from '../../../../src/app/observe/metrics.js'
import type { Ledger, LedgerReply } from '../../../../src/panels/ledger/ledger.js'
import { BudgetError, RecordingMissError } from '../../../../src/platform/errors.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { parseExposition } from '../../../support/app/observe/exposition.js'
import { providerError, sampleRequest, sampleUsage, scriptedModel, secretAnswer } from '../../../support/app/observe/sample-model.js'

const runtime = createRuntime({ logLevel: 'silent' })
const { signal } = new AbortController()
const identity = { model: 'mistral:small', request: sampleRequest, sample: 1 }

const openMetrics = (options: Partial<MetricsOptions> = {}) => createMetrics({ version: '1.2.3', runtime, ...options })

/** What a scrape says of one metric: its label values, joined, and its values. */
async function scrape(metrics: Metrics, name: string): Promise<Record<string, number>> {
  const samples = parseExposition(await metrics.exposition()).filter((sample) => sample.name === `ship_panel_${name}`)
  return Object.fromEntries(samples.map(({ labels, value }) => [Object.values(labels).join(' '), value]))
}

function replyingLedger(sources: readonly LedgerReply['source'][]): Ledger {
  const left = [...sources]
  const reply = { key: 'k', origin: 'recorded', raw: {}, usage: sampleUsage, costUsd: 0, latencyMs: 1 } as const
  return { complete: async () => ({ ...reply, source: left.shift() ?? 'call' }) }
}

test('a ledger is counted by where its replies come from, and hands them on as they are', async () => {
  const metrics = openMetrics()
  const ledger = metrics.observeLedger(replyingLedger(['call', 'ledger', 'ledger', 'recording']))
  for (let visit = 0; visit < 4; visit++) expect(await ledger.complete(identity, { signal })).toMatchObject({ key: 'k' })
  expect(await scrape(metrics, 'ledger_replies_total')).toEqual({
    'mistral:small call': 1,
    'mistral:small ledger': 2,
    'mistral:small recording': 1,
  })
})

test.each([
  ['a budget that refuses', new BudgetError('over budget'), 'budget_refusals_total'],
  ['a recording that is missing', new RecordingMissError('no recording'), 'recording_misses_total'],
])('%s is counted, and thrown on', async (_name, error, counter) => {
  const metrics = openMetrics()
  const ledger = metrics.observeLedger({ complete: () => Promise.reject(error) })
  await expect(ledger.complete(identity, { signal })).rejects.toBe(error)
  expect(await scrape(metrics, counter)).toEqual({ 'mistral:small': 1 })
  expect(await scrape(metrics, 'ledger_replies_total')).toEqual({})
})

test('a call is measured: its time, its tokens without overlap, its cost', async () => {
  let nowMs = 0
  const model = scriptedModel('mistral:small')
  const slow = {
    ...model,
    complete: (...call: Parameters<typeof model.complete>) => {
      nowMs = 2_000
      return model.complete(...call)
    },
  }
  const metrics = openMetrics({ runtime: { ...runtime, monotonicMs: () => nowMs } })
  const observed = metrics.observeChatModel(slow, { costUsd: () => 0.25 })
  expect(await observed.complete(sampleRequest, { signal })).toEqual({ body: secretAnswer })
  expect(await scrape(metrics, 'model_call_duration_seconds_sum')).toEqual({ 'mistral:small ok': 2 })
  expect(await scrape(metrics, 'model_call_duration_seconds_bucket')).toMatchObject({
    '1 mistral:small ok': 0,
    '2.5 mistral:small ok': 1,
    '+Inf mistral:small ok': 1,
  })
  expect(await scrape(metrics, 'model_tokens_total')).toEqual({
    'mistral:small input': 40,
    'mistral:small cached_input': 60,
    'mistral:small output': 20,
  })
  expect(await scrape(metrics, 'model_cost_usd_total')).toEqual({ 'mistral:small': 0.25 })
  expect(await scrape(metrics, 'model_errors_total')).toEqual({})
})

test('a call whose cost is not known is counted as such, and adds nothing to the cost', async () => {
  const metrics = openMetrics()
  const usage = { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null }
  await metrics.observeChatModel(scriptedModel('vllm:m', { usage }), { costUsd: () => null }).complete(sampleRequest, { signal })
  expect(await scrape(metrics, 'model_calls_without_cost_total')).toEqual({ 'vllm:m': 1 })
  expect(await scrape(metrics, 'model_cost_usd_total')).toEqual({})
  expect(await scrape(metrics, 'model_tokens_total')).toEqual({})
})

test.each([
  ['a provider error', providerError('overloaded', 529), 'overloaded'],
  ['a bug', new TypeError('oops'), 'unexpected'],
])('%s is counted by its kind, and thrown on', async (_name, error, kind) => {
  const metrics = openMetrics()
  const observed = metrics.observeChatModel(scriptedModel('mistral:small', { breaks: error }), { costUsd: () => 0 })
  await expect(observed.complete(sampleRequest, { signal })).rejects.toBe(error)
  expect(await scrape(metrics, 'model_errors_total')).toEqual({ [`mistral:small ${kind}`]: 1 })
  expect(await scrape(metrics, 'model_call_duration_seconds_count')).toEqual({ 'mistral:small error': 1 })
})

test('a reply that cannot be read is an error, and is still handed on: it may have been billed', async () => {
  const metrics = openMetrics()
  const observed = metrics.observeChatModel(scriptedModel('mistral:small', { unreadable: true }), { costUsd: () => 0 })
  expect(await observed.complete(sampleRequest, { signal })).toEqual({ body: secretAnswer })
  expect(await scrape(metrics, 'model_errors_total')).toEqual({ 'mistral:small unreadable-reply': 1 })
})

test('a call that its caller gave up is no error of the provider', async () => {
  const metrics = openMetrics()
  const gone = AbortSignal.abort(new Error('the worker is stopping'))
  const observed = metrics.observeChatModel(scriptedModel('mistral:small', { breaks: gone.reason }), { costUsd: () => 0 })
  await expect(observed.complete(sampleRequest, { signal: gone })).rejects.toBe(gone.reason)
  expect(await scrape(metrics, 'model_call_duration_seconds_count')).toEqual({ 'mistral:small aborted': 1 })
  expect(await scrape(metrics, 'model_errors_total')).toEqual({})
})

test('seats, panels and waits are counted', async () => {
  const metrics = openMetrics()
  metrics.seatEnded({ status: 'drafted', kind: null, persona: 'dx', model: 'mistral:small' })
  metrics.seatEnded({ status: 'unscored', kind: 'over-budget', persona: 'dx', model: 'mistral:small' })
  metrics.panelEnded({ outcome: 'complete' })
  metrics.jobWaited({ queue: 'seats', waitMs: 1_500 })
  metrics.jobWaited({ queue: 'seats', waitMs: -20 })
  expect(await scrape(metrics, 'seats_ended_total')).toEqual({
    'drafted none dx mistral:small': 1,
    'unscored over-budget dx mistral:small': 1,
  })
  expect(await scrape(metrics, 'panels_ended_total')).toEqual({ complete: 1 })
  expect(await scrape(metrics, 'job_wait_seconds_sum')).toEqual({ seats: 1.5 })
  expect(await scrape(metrics, 'job_wait_seconds_count')).toEqual({ seats: 2 })
})

const reading = { queue: 'seats', waiting: 3, active: 2, delayed: 1, failed: 0, workers: 4, pausedForMs: 2_500 }

test('gauges are read at each scrape, once for all that a read fills, and forget what is gone', async () => {
  let reads = 0
  const metrics = openMetrics()
  expect(await scrape(metrics, 'panels')).toEqual({})
  let panels: Record<string, number> = { running: 2, finished: 5 }
  metrics.readFrom({ panels: async () => panels })
  metrics.readFrom({
    queues: async () => {
      reads++
      return [reading]
    },
  })
  expect(await scrape(metrics, 'panels')).toEqual({ running: 2, finished: 5 })
  expect(reads).toBe(1)
  expect(await scrape(metrics, 'queue_jobs')).toEqual({ 'seats waiting': 3, 'seats active': 2, 'seats delayed': 1, 'seats failed': 0 })
  expect(await scrape(metrics, 'queue_workers')).toEqual({ seats: 4 })
  expect(await scrape(metrics, 'queue_paused_seconds')).toEqual({ seats: 2.5 })
  panels = { finished: 7 }
  expect(await scrape(metrics, 'panels')).toEqual({ finished: 7 })
})

test('a source that fails or hangs is missing and counted, and the rest is there', async () => {
  const hanging = { ...runtime, sleep: async () => undefined }
  const metrics = openMetrics({
    runtime: hanging,
    sources: { panels: () => Promise.reject(new Error('the database is away')), queues: () => new Promise(() => undefined) },
  })
  metrics.panelEnded({ outcome: 'complete' })
  // A failure shows at the scrape after.
  await metrics.exposition()
  expect(await scrape(metrics, 'scrape_failures_total')).toEqual({ panels: 1, queues: 1 })
  expect(await scrape(metrics, 'queue_jobs')).toEqual({})
  expect(await scrape(metrics, 'panels_ended_total')).toEqual({ complete: 1 })
})

test('names from outside can neither break the exposition nor make it grow without end', async () => {
  const metrics = openMetrics()
  const hostile = 'vllm:a"} 1\nship_panel_fake_total{x="\\'
  metrics.seatEnded({ status: 'drafted', kind: null, persona: 'p'.repeat(500), model: hostile })
  for (let n = 0; n < 500; n++) metrics.seatEnded({ status: 'drafted', kind: null, persona: `p${n}`, model: `vllm:m${n}` })
  const samples = parseExposition(await metrics.exposition())
  expect(samples.some(({ name }) => name === 'ship_panel_fake_total')).toBe(false)
  const seats = samples.filter(({ name }) => name === 'ship_panel_seats_ended_total')
  expect(seats.find(({ labels }) => labels.model === hostile)?.labels.persona).toBe('p'.repeat(120))
  expect(new Set(seats.map(({ labels }) => labels.model)).size).toBe(101)
  expect(new Set(seats.map(({ labels }) => labels.persona)).size).toBe(51)
  expect(seats.find(({ labels }) => labels.model === 'other' && labels.persona === 'other')?.value).toBe(401)
})

test('every process has its own registry, with the version and the figures of its process', async () => {
  const [one, other] = [openMetrics(), openMetrics()]
  one.panelEnded({ outcome: 'complete' })
  expect(await scrape(other, 'panels_ended_total')).toEqual({})
  expect(await scrape(one, 'build_info')).toEqual({ '1.2.3': 1 })
  const names = parseExposition(await one.exposition()).map(({ name }) => name)
  expect(names).toContain('process_resident_memory_bytes')
  expect(names.filter((name) => name.startsWith('ship_panel_') && !/^[a-z_]+$/.test(name))).toEqual([])
})
