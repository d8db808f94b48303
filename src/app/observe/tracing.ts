import type { Tracer } from '@opentelemetry/api'
import { withDeadline } from '../../platform/observe/with-deadline.js'
import type { Runtime } from '../../platform/runtime.js'
import { withoutAtEnd } from '../../platform/text/text-end.js'

export type Tracing = {
  tracer: Tracer
  /** Sends what is still to be sent, within the deadline, and stops. A collector that is gone keeps no one waiting longer. */
  shutdown: () => Promise<void>
}

export type TracingOptions = {
  /** The collector's base address, as OTEL_EXPORTER_OTLP_ENDPOINT holds it; spans go to `/v1/traces` below it. */
  endpoint: string
  serviceName: string
  version: string
  runtime: Pick<Runtime, 'sleep' | 'log'>
}

const exportTimeoutMs = 5_000
const shutdownDeadlineMs = 6_000

/**
 * Starts tracing for this process: OTLP over HTTP (JSON), in batches. Registers globally, because bullmq-otel and the propagation of the context
 * work on the globals; so at most once in a process. Loads the SDK only now: call it when an endpoint is set, and never otherwise.
 * Headers for the collector (OTEL_EXPORTER_OTLP_HEADERS) and the sampler (OTEL_TRACES_SAMPLER) are read by the SDK itself.
 */
export async function startTracing({ endpoint, serviceName, version, runtime }: TracingOptions): Promise<Tracing> {
  const [
    { context, diag, DiagLogLevel, propagation, trace },
    { BatchSpanProcessor, NodeTracerProvider },
    { OTLPTraceExporter },
    resources,
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const warn = (message: string) => runtime.log.warn({ what: 'tracing' }, message)
  const quiet = () => undefined
  diag.setLogger(
    { error: warn, warn, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  const exporter = new OTLPTraceExporter({ url: `${withoutAtEnd(endpoint, '/')}/v1/traces`, timeoutMillis: exportTimeoutMs })
  const named = resources.resourceFromAttributes({ 'service.name': serviceName, 'service.version': version })
  const provider = new NodeTracerProvider({
    resource: resources.defaultResource().merge(named),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  provider.register()
  return {
    tracer: trace.getTracer(serviceName, version),
    shutdown: async () => {
      try {
        await withDeadline(provider.shutdown(), { runtime, deadlineMs: shutdownDeadlineMs })
      } catch (error) {
        runtime.log.warn({ err: error }, 'the last spans could not be sent')
      }
      for (const api of [trace, context, propagation, diag]) api.disable()
    },
  }
}
