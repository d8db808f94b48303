import type { Anthropic } from '@anthropic-ai/sdk'
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import type { Stream } from '@anthropic-ai/sdk/streaming'
import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import { ProviderError, type ProviderErrorKind } from '../../platform/errors.js'
import { maxJsonDepth, nestsTooDeep } from '../../platform/input/bounded-json.js'
import { causeChain, cleanText, safeCause, sentences } from '../../platform/text/provider-text.js'
import type { Answered, ProviderEndpoint } from '../http/endpoint.js'
import { errorInBody } from '../http/http-failure.js'
import { requestIdOf } from '../http/http-headers.js'
import { errorIn, errorInLines } from '../http/upstream-error.js'

/**
 * Sends a message through the SDK and returns the reply that the SDK puts together from the stream, in the form it has without streaming.
 *
 * `client.messages` would do the same, but prints a warning to the console for each call to a model near its retirement, whatever the
 * log level. The SDK adds `parsed_output` to a message; that never came over the wire.
 */
export async function sendMessage(client: Anthropic, body: MessageCreateParamsStreaming): Promise<unknown> {
  const { MessageStream } = await import('@anthropic-ai/sdk/lib/MessageStream')
  const events = await client.post<Stream<RawMessageStreamEvent>>('/v1/messages', { body, stream: true })
  const { parsed_output: _, ...message } = await MessageStream.fromReadableStream(ReadableStream.from(lines(events))).finalMessage()
  return JSON.parse(JSON.stringify(message))
}

/** The events as the lines of JSON that the SDK puts together, with the usage that it insists on and some gateways leave out. */
async function* lines(events: AsyncIterable<RawMessageStreamEvent>): AsyncGenerator<Uint8Array> {
  for await (const event of events) {
    const line = JSON.stringify(withUsage(event))
    // Newer versions of Node read and write what older ones have no stack for; what handles the reply goes down by recursion.
    if (nestsTooDeep(line)) throw new RangeError(`an event nests deeper than ${maxJsonDepth} levels`)
    yield new TextEncoder().encode(`${line}\n`)
  }
}

function withUsage(event: RawMessageStreamEvent): unknown {
  if (event.type === 'message_delta') return { ...event, usage: event.usage ?? {} }
  return event.type === 'message_start' ? { ...event, message: { ...event.message, usage: event.message.usage ?? {} } } : event
}

/** What the SDK throws over an error event holds the event's data, as text where it is no JSON (`APIError` in its core/error.ts). */
const errorEventSchema = z.object({
  error: z.union([
    z
      .string()
      .max(longest.document)
      .transform((error) => ({ error })),
    z.looseObject({}),
  ]),
})

/**
 * The error for a stream that arrived and is no whole reply. An error event is what it says: Anthropic sends one when a failure comes after the
 * status 200 (platform.claude.com/docs/en/build-with-claude/streaming, "Error events"), and gateways write theirs in other forms. A stream
 * that just ends was cut off.
 */
export function streamError(endpoint: ProviderEndpoint, thrown: unknown, { response, text }: { response: Answered; text: string }) {
  const { status, headers } = response
  const event = errorEventSchema.safeParse(thrown)
  const error = (event.success ? errorIn(event.data.error) : null) ?? errorInLines(text)
  if (error !== null) return errorInBody(endpoint, error, { status, headers })
  const chain = causeChain(thrown)
  // Nested too deep: it would come again, and be paid for again.
  const tooDeep = chain.find((link) => link instanceof RangeError)
  const cause = tooDeep ?? chain.at(1)
  const [kind, what]: [ProviderErrorKind, string] =
    cause === undefined
      ? ['connection', `the reply of ${endpoint.provider} broke off before its end`]
      : ['unreadable-reply', `${endpoint.provider} sent a stream that cannot be read: ${cleanText(cause.message, endpoint.secrets)}`]
  const details = {
    kind,
    provider: endpoint.provider,
    isRetryable: tooDeep === undefined,
    retryAfterMs: null,
    statusCode: status,
    requestId: requestIdOf(headers),
    repeatsAnswer: kind === 'unreadable-reply',
  }
  return new ProviderError(sentences(what, null), details, { cause: safeCause(thrown, endpoint.secrets) })
}
