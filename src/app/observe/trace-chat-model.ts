import type { Attributes, Span, SpanKind, SpanStatusCode, Tracer } from '@opentelemetry/api'
import type { ChatRequest } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import { parseModelId } from '../../providers/catalog/model-id.js'
import type { ChatModel, FinishReason, ReadReply } from '../../providers/chat-model.js'
import { setUpProviders, telemetryNameOf } from '../../providers/setup.js'

// The numbers of the API's enums, so that nothing of OpenTelemetry is loaded for a process that does not trace.
const clientKind: SpanKind.CLIENT = 2
const errorStatus: SpanStatusCode.ERROR = 2

const shipped = { providers: setUpProviders({}) }
const shippedName = (provider: string) => telemetryNameOf(provider, shipped)

export type TraceOptions = {
  tracer: Tracer
  /** More attributes for each span, such as the panel's id. Never text of a prompt. */
  attributes?: Attributes
  /** What the convention calls the provider of that name; as the package's vendors say it when left out. */
  telemetryName?: (provider: string) => string
}

/**
 * The same model, with a span for each call, as the GenAI semantic conventions describe an inference span
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/): who was asked, how, how it ended, what it took.
 * Never what was asked or answered.
 */
export function traceChatModel(model: ChatModel, { tracer, attributes = {}, telemetryName = shippedName }: TraceOptions): ChatModel {
  const { provider, model: name } = parseModelId(model.id)
  return {
    id: model.id,
    read: model.read,
    complete: (request, options) =>
      tracer.startActiveSpan(
        `chat ${name}`,
        { kind: clientKind, attributes: { ...attributes, ...requestAttributes(telemetryName(provider), name, request) } },
        async (span) => {
          try {
            const raw = await model.complete(request, {
              ...options,
              onBegin: () => {
                span.addEvent('reply began')
                options.onBegin?.()
              },
            })
            describeReply(span, model, raw)
            return raw
          } catch (error) {
            fail(span, options.signal.aborted ? 'aborted' : errorType(error))
            throw error
          } finally {
            span.end()
          }
        },
      ),
  }
}

function requestAttributes(provider: string, name: string, { sampling }: ChatRequest): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': name,
    'gen_ai.request.temperature': sampling.temperature,
    'gen_ai.request.max_tokens': sampling.maxOutputTokens,
    'gen_ai.output.type': 'json',
  }
}

function describeReply(span: Span, model: ChatModel, raw: unknown): void {
  let reply: ReadReply
  try {
    reply = model.read(raw)
  } catch (error) {
    // The caller reads it too, and meets the same error there.
    fail(span, errorType(error))
    return
  }
  const { usage } = reply
  span.setAttribute('gen_ai.response.finish_reasons', [finishReasonName(reply.finishReason)])
  const counts = {
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteInputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
  }
  for (const [key, count] of Object.entries(counts)) if (count !== null) span.setAttribute(key, count)
}

/** As the convention's examples write it. */
function finishReasonName(reason: FinishReason): string {
  return reason === 'content-filter' ? 'content_filter' : reason
}

/** No message: what a provider says may repeat what it was asked. */
function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type)
  span.setStatus({ code: errorStatus })
}

function errorType(error: unknown): string {
  if (error instanceof ProviderError) return error.kind
  return error instanceof Error ? error.name : 'unexpected'
}
