import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueTelemetry } from '../../../../queue/telemetry.js'
import { traceChatModel } from '../../../../src/app/observe/trace-chat-model.js'
import { startTracing } from '../../../../src/app/observe/tracing.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { type CollectedSpan, startCollector } from '../../../support/app/observe/collector.js'
import { backends, openTestQueues, type TestQueues } from '../../../support/app/observe/queues.js'
import { providerError, sampleRequest, scriptedModel, secretAnswer, secretQuestion } from '../../../support/app/observe/sample-model.js'

const runtime = createRuntime({ logLevel: 'silent' })
const signal = new AbortController().signal

/** Runs work under tracing, and returns what the collector has once tracing has been shut down. */
async function traced(work: (tracing: Awaited<ReturnType<typeof startTracing>>) => Promise<void>) {
  const collector = await startCollector()
  const tracing = await startTracing({ endpoint: `${collector.url}/`, serviceName: 'ship-panel', version: '1.2.3', runtime })
  try {
    await work(tracing)
  } finally {
    await tracing.shutdown()
    await collector.stop()
  }
  return collector
}

const named = (spans: readonly CollectedSpan[], name: string): CollectedSpan => {
  const found = spans.filter((span) => span.name === name)
  const [only] = found
  if (only === undefined || found.length > 1) throw new Error(`${found.length} spans are called ${name}, of ${spans.map((s) => s.name)}`)
  return only
}

describe.each(backends)('jobs on %s', (backend) => {
  let queues: TestQueues

  beforeAll(async () => {
    queues = await openTestQueues(backend)
  })
  afterAll(() => queues.close())

  test('a flow, its jobs and the chat calls they make arrive at the collector as one trace', async () => {
    const { spans, bodies } = await traced(async ({ tracer }) => {
      const telemetry = await queueTelemetry({ version: '1.2.3' })
      const model = traceChatModel(scriptedModel('mistral:small'), { tracer })
      let attempts = 0
      const draft = () => {
        attempts++
        if (attempts === 1) throw providerError('server', 500)
        return model.complete(sampleRequest, { signal })
      }
      const seats = queues.worker('seats', async () => draft(), { telemetry })
      const done = new Promise((resolve) => seats.once('completed', resolve))
      const panels = queues.worker('panels', async () => null, { telemetry })
      const parentDone = new Promise((resolve) => panels.once('completed', resolve))
      await tracer.startActiveSpan('kick off', async (span) => {
        const draft = { name: 'draft', queueName: 'seats', data: { seatId: 'seat_1' }, opts: { attempts: 2 } }
        await queues.flows({ telemetry }).add({ name: 'aggregate', queueName: 'panels', opts: { attempts: 1 }, children: [draft] })
        span.end()
      })
      await Promise.all([done, parentDone])
      await Promise.all([seats.close(), panels.close()])
    })
    const root = named(spans, 'kick off')
    const [producer, call] = ['addNode seats', 'chat small'].map((name) => named(spans, name))
    const attempts = spans.filter(({ name }) => name === 'process seats')
    expect(producer).toMatchObject({ traceId: root.traceId, service: 'ship-panel', version: '1.2.3' })
    expect(attempts).toHaveLength(2)
    expect(attempts.map(({ status }) => status)).toEqual([{ code: SpanStatusCode.ERROR }, { code: SpanStatusCode.UNSET }])
    expect(attempts[0]?.parentSpanId).toBe(producer?.spanId)
    // In OTLP, kinds count from 1.
    expect(call).toMatchObject({ traceId: root.traceId, parentSpanId: attempts[1]?.spanId, kind: SpanKind.CLIENT + 1 })
    expect(named(spans, 'process panels')).toMatchObject({ traceId: root.traceId })
    // Nothing that BullMQ does for itself, and nothing of what the job threw and returned.
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([root.traceId]))
    expect(bodies.join()).not.toContain(secretQuestion)
    expect(bodies.join()).not.toContain(secretAnswer)
  })
})

test('a chat span says who was asked, how it ended and what it took, and none of what was asked or answered', async () => {
  const { spans, bodies } = await traced(async ({ tracer }) => {
    const usage = { inputTokens: 100, cachedInputTokens: 60, cacheWriteInputTokens: 10, outputTokens: 20 }
    const model = scriptedModel('mistral:small', { usage, finishReason: 'content-filter' })
    await traceChatModel(model, { tracer, attributes: { 'ship_panel.panel.id': 'pnl_1' } }).complete(sampleRequest, { signal })
  })
  expect(spans).toHaveLength(1)
  expect(named(spans, 'chat small').attributes).toEqual({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'mistral_ai',
    'gen_ai.request.model': 'small',
    'gen_ai.request.temperature': 0.25,
    'gen_ai.request.max_tokens': 700,
    'gen_ai.output.type': 'json',
    'gen_ai.response.finish_reasons': ['content_filter'],
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.cache_read.input_tokens': 60,
    'gen_ai.usage.cache_creation.input_tokens': 10,
    'gen_ai.usage.output_tokens': 20,
    'ship_panel.panel.id': 'pnl_1',
  })
  expect(bodies.join()).not.toContain(secretQuestion)
  expect(bodies.join()).not.toContain(secretAnswer)
})

test.each([
  ['a call that broke', scriptedModel('anthropic:claude', { breaks: providerError('rate-limited', 429) }), 'rate-limited'],
  ['a reply that cannot be read', scriptedModel('anthropic:claude', { unreadable: true }), 'unreadable-reply'],
  ['a bug', scriptedModel('anthropic:claude', { breaks: new TypeError(secretQuestion) }), 'TypeError'],
])('%s makes its span an error of that kind, without the words', async (_name, model, kind) => {
  const { spans, bodies } = await traced(async ({ tracer }) => {
    await traceChatModel(model, { tracer })
      .complete(sampleRequest, { signal })
      .catch(() => undefined)
  })
  const span = named(spans, 'chat claude')
  expect(span.attributes).toMatchObject({ 'gen_ai.provider.name': 'anthropic', 'error.type': kind })
  expect(span.status).toEqual({ code: SpanStatusCode.ERROR })
  expect(bodies.join()).not.toContain(secretQuestion)
})

test('a traced model tells its caller that the reply began, and throws the error it met', async () => {
  await traced(async ({ tracer }) => {
    let began = 0
    const model = traceChatModel(scriptedModel('vllm:org/model'), { tracer })
    expect(await model.complete(sampleRequest, { signal, onBegin: () => began++ })).toEqual({ body: secretAnswer })
    expect(began).toBe(1)
    const error = providerError('server', 500)
    const broken = traceChatModel(scriptedModel('vllm:org/model', { breaks: error }), { tracer })
    await expect(broken.complete(sampleRequest, { signal })).rejects.toBe(error)
  })
})

test('a collector that is gone costs the spans and nothing else', async () => {
  const tracing = await startTracing({ endpoint: 'http://127.0.0.1:1', serviceName: 'ship-panel', version: '1.2.3', runtime })
  await traceChatModel(scriptedModel('mistral:small'), { tracer: tracing.tracer }).complete(sampleRequest, { signal })
  await tracing.shutdown()
})
