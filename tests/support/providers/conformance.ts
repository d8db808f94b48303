import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ChatRequest, Usage } from '../../../src/contracts/model-call.js'
import { ProviderError, type ProviderErrorKind } from '../../../src/platform/errors.js'
import type { ChatModel, FinishReason } from '../../../src/providers/chat-model.js'
import { expectSilence } from './http/silence.js'
import { chatRequest } from './requests.js'
import { useWireServer } from './use-wire-server.js'
import { json, startWireServer, type WireAnswer } from './wire-server.js'

/** What the suite has to know of an adapter, in its vendor's own wire format. */
export type AdapterUnderTest = {
  provider: string
  /** The model's name without the provider. */
  model: string
  /** The model at a server's address, such as `http://127.0.0.1:4000`. */
  connect: (server: { baseUrl: string; deadlineMs: number }) => ChatModel
  /** A reply's body; `usage` null for a server that does not count. */
  reply: (content: { text: string; finish?: string; usage: Omit<Usage, 'cachedInputTokens' | 'cacheWriteInputTokens'> | null }) => unknown
  /** How a server sends that body; left out, as JSON. */
  answer?: (body: unknown) => WireAnswer
  /** What the request says of sampling, where that is not `temperature` and `max_tokens`. */
  sentSampling?: Record<string, unknown>
  /** The vendor's words for how a reply ended, and ours. */
  finishReasons: readonly (readonly [string, FinishReason])[]
  /** Where a request's body holds the reply's schema, and what is there for the one of `requests.ts`. */
  sentSchema: { in: (body: unknown) => unknown; expected: unknown }
  requestIdHeader: string
  /** The vendor's error answers that mean something of their own. `says` is what the message must hold: the fix above all. */
  failures: readonly { name: string; status: number; body: unknown; kind: ProviderErrorKind; isRetryable: boolean; says: RegExp }[]
  /** What the message says when nothing listens at the address. */
  unreachableFix: RegExp
}

const enoughMs = 600_000
const replyText = '{"deadline":"2027-01-31","pattern":"none","call":"ship"}'
const usage = { inputTokens: 321, outputTokens: 45 }

/** The cases that every adapter passes, over real HTTP. Without `aimock` those alone that need none: aimock does not speak every vendor's API. */
export function describeConformance(adapter: AdapterUnderTest, { aimock = true }: { aimock?: boolean } = {}): void {
  describe(`${adapter.provider} adapter`, () => {
    expectSilence()
    if (aimock) againstAimock(adapter)
    againstWireServer(adapter)
  })
}

function againstAimock(adapter: AdapterUnderTest): void {
  describe('against aimock', () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' })
    const connect = (deadlineMs = enoughMs) => adapter.connect({ baseUrl: mock.url, deadlineMs })
    beforeAll(() => mock.start())
    afterEach(() => mock.reset())
    afterAll(() => mock.stop())

    it('sends the conversation once and reads the reply', async () => {
      mock.onMessage(/Ship or skip/, { content: replyText })
      const model = connect()
      const reply = model.read(await complete(model))
      expect(reply).toMatchObject({ text: replyText, finishReason: 'stop' })
      expect(mock.getRequests().map(({ body }) => body)).toEqual([
        expect.objectContaining({
          model: adapter.model,
          messages: [
            expect.objectContaining({ role: 'system', content: expect.stringMatching(/^You review tools\./) }),
            expect.objectContaining({ role: 'user', content: expect.stringMatching(/<dossier>Acme<\/dossier>[\s\S]*Ship or skip\?/) }),
          ],
          ...(adapter.sentSampling ?? { temperature: 0.25, max_tokens: 700 }),
        }),
      ])
    })

    it('waits as long as a rate limit says, and leaves trying again to its caller', async () => {
      mock.onMessage(/Ship or skip/, { error: { message: 'slow down' }, status: 429, retryAfter: 7 })
      const error = await failure(complete(connect()))
      expect(error).toMatchObject({
        kind: 'rate-limited',
        isRetryable: true,
        retryAfterMs: 7000,
        statusCode: 429,
        provider: adapter.provider,
      })
      expect(mock.getRequests()).toHaveLength(1)
    })

    it.each([
      [500, 'server'],
      [503, 'overloaded'],
      [504, 'timeout'],
    ] as const)('takes status %i for a retryable failure of kind %s, sent once', async (status, kind) => {
      mock.onMessage(/Ship or skip/, { error: { message: 'it broke' }, status })
      const error = await failure(complete(connect()))
      expect(error).toMatchObject({ kind, isRetryable: true, retryAfterMs: null, statusCode: status })
      expect(error.message).toContain('it broke')
      expect(mock.getRequests()).toHaveLength(1)
    })

    it('takes a dropped connection for a retryable failure', async () => {
      mock.onMessage(/Ship or skip/, { content: replyText }, { chaos: { disconnectRate: 1 } })
      expect(await failure(complete(connect()))).toMatchObject({ kind: 'connection', isRetryable: true, statusCode: null })
    })

    it('calls a good answer that is not JSON unreadable', async () => {
      mock.onMessage(/Ship or skip/, { content: replyText }, { chaos: { malformedRate: 1 } })
      const error = await failure(complete(connect()))
      expect(error).toMatchObject({ kind: 'unreadable-reply', statusCode: 200 })
      expect(error.message).toContain('not JSON')
    })

    it('gives up at its own deadline and says how long that was', async () => {
      mock.onMessage(/Ship or skip/, { content: replyText }, { chaos: { latencyMs: 30_000 } })
      const error = await failure(complete(connect(50)))
      expect(error).toMatchObject({ kind: 'timeout', isRetryable: true, statusCode: null })
      expect(error.message).toContain('within 0.05 s')
    })
  })
}

function againstWireServer(adapter: AdapterUnderTest): void {
  describe('against a bare server', () => {
    const server = useWireServer()
    const connect = () => adapter.connect({ baseUrl: server.url, deadlineMs: enoughMs })
    const answered = async (answer: WireAnswer) => {
      server.answerWith(answer)
      return complete(connect())
    }
    const replied = (body: unknown) => answered((adapter.answer ?? json)(body))

    it('puts the reply schema on the wire in the form that the provider takes', async () => {
      await replied(adapter.reply({ text: replyText, usage }))
      expect(server.requests.map(({ body }) => adapter.sentSchema.in(body))).toEqual([adapter.sentSchema.expected])
    })

    it('returns the body as it came, fields that no one knows included', async () => {
      const body = { ...Object(adapter.reply({ text: replyText, usage })), of_next_year: { kept: true } }
      expect(await replied(body)).toEqual(body)
    })

    it.each([
      ['once when a good reply begins', 200, 1],
      ['nothing of the kind when the answer is an error', 500, 0],
    ])('tells its caller %s', async (_, status, expected) => {
      let begun = 0
      const body = adapter.reply({ text: replyText, usage })
      server.answerWith(status === 200 ? (adapter.answer ?? json)(body) : json({}, { status }))
      const onBegin = () => {
        begun += 1
      }
      await connect()
        .complete(chatRequest(), { signal: new AbortController().signal, onBegin })
        .catch(() => null)
      expect(begun).toBe(expected)
    })

    it('reads the tokens that the provider counted', async () => {
      const raw = await replied(adapter.reply({ text: replyText, usage }))
      expect(connect().read(raw).usage).toMatchObject(usage)
    })

    it('reads tokens that the provider did not count as unknown, not as 0', async () => {
      const raw = await replied(adapter.reply({ text: replyText, usage: null }))
      expect(connect().read(raw).usage).toEqual({
        inputTokens: null,
        cachedInputTokens: null,
        cacheWriteInputTokens: null,
        outputTokens: null,
      })
    })

    it.each(adapter.finishReasons)('reads the end "%s" as %s', async (finish, expected) => {
      const raw = await replied(adapter.reply({ text: replyText, finish, usage }))
      expect(connect().read(raw).finishReason).toBe(expected)
    })

    it('refuses to read a body that is no reply', () => {
      expect(() => connect().read({ hello: 'world' })).toThrow(expect.objectContaining({ name: 'ProviderError', kind: 'unreadable-reply' }))
    })

    it.each(adapter.failures)('$name: $kind', async ({ status, body, kind, isRetryable, says }) => {
      const error = await failure(answered(json(body, { status })))
      expect(error).toMatchObject({ kind, isRetryable, statusCode: status, provider: adapter.provider })
      expect(error.message).toMatch(says)
      expect(server.requests).toHaveLength(1)
    })

    it.each([
      { 'retry-after': 'Sun, 06 Nov 1994 08:50:07 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT', waits: 30_000 },
      { 'retry-after': '1.5', waits: 1500 },
      { 'retry-after': '60', 'retry-after-ms': '250', waits: 250 },
      { 'retry-after': 'soon', waits: null },
    ])('understands the wait in $retry-after', async ({ waits, ...headers }) => {
      const error = await failure(answered(json({}, { status: 429, headers: Object.fromEntries(Object.entries(headers)) })))
      expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: waits })
    })

    it('keeps the id that the provider gave the request', async () => {
      const error = await failure(answered(json({}, { status: 500, headers: { [adapter.requestIdHeader]: 'req_42' } })))
      expect(error.requestId).toBe('req_42')
    })

    it('takes a body that breaks off for a lost connection', async () => {
      const error = await failure(
        answered((response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
          response.write('{"half":', () => response.destroy())
        }),
      )
      expect(error).toMatchObject({ kind: 'connection', isRetryable: true })
    })

    it('keeps the status of an error whose body breaks off', async () => {
      const error = await failure(
        answered((response) => {
          response.writeHead(500, { 'content-length': '1000' })
          response.write('{"half":', () => response.destroy())
        }),
      )
      expect(error).toMatchObject({ kind: 'server', statusCode: 500 })
    })

    it("closes the request when its caller aborts, and throws the caller's own reason", async () => {
      const controller = new AbortController()
      const reason = new Error('the panel was stopped')
      server.answerWith(() => controller.abort(reason))
      await expect(connect().complete(chatRequest(), { signal: controller.signal })).rejects.toBe(reason)
      await server.clientHungUp()
      expect(server.requests).toHaveLength(1)
    })

    it('sends nothing when its caller had aborted before', async () => {
      const reason = new Error('too late')
      await expect(connect().complete(chatRequest(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
      expect(server.requests).toEqual([])
    })

    it('says what to do when nothing listens at the address', async () => {
      const gone = await startWireServer()
      await gone.stop()
      const error = await failure(complete(adapter.connect({ baseUrl: gone.url, deadlineMs: enoughMs })))
      expect(error).toMatchObject({ kind: 'unreachable', isRetryable: true, statusCode: null })
      expect(error.message).toContain(`nothing answers at ${gone.url}`)
      expect(error.message).toMatch(adapter.unreachableFix)
    })
  })
}

function complete(model: ChatModel, request: ChatRequest = chatRequest()): Promise<unknown> {
  return model.complete(request, { signal: new AbortController().signal })
}

/** The `ProviderError` that the call ends with; a call that succeeds, or fails otherwise, fails the test. */
export async function failure(call: Promise<unknown>): Promise<ProviderError> {
  const ended = await call.then(
    () => 'it succeeded',
    (error: unknown) => error,
  )
  if (ended instanceof ProviderError) return ended
  throw new Error(`expected a ProviderError, got ${String(ended)}`, { cause: ended })
}
