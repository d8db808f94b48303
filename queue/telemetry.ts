import type { Span, Telemetry } from 'bullmq'

/** What BullMQ does for itself every few seconds, whether or not there is a job: a trace of its own each time, that says nothing. */
const housekeeping = ['startStalledCheckTimer', 'moveStalledJobsToWait', 'extendLocks', 'close']

/**
 * What BullMQ's `telemetry` option wants of a producer and of a worker: spans for both, joined through the job. Works on the process's global
 * tracer, so tracing is to be started first. Leaves out what jobs return and what errors say, which may repeat a prompt or a reply, and
 * BullMQ's housekeeping. Loads OpenTelemetry only when asked for.
 */
export async function queueTelemetry({ version }: { version: string }): Promise<Telemetry> {
  const [{ BullMQOtel }, { SpanStatusCode, trace }] = await Promise.all([import('bullmq-otel'), import('@opentelemetry/api')])
  const { tracer, contextManager } = new BullMQOtel({ tracerName: 'ship-panel-queue', version })
  const markFailed = (span: Span): void => {
    trace.getSpan(span.setSpanOnContext(contextManager.active()))?.setStatus({ code: SpanStatusCode.ERROR })
  }
  return {
    contextManager,
    tracer: {
      startSpan: (name, options, context) =>
        housekeeping.some((operation) => name === operation || name.startsWith(`${operation} `))
          ? noSpan
          : redactSpan(tracer.startSpan(name, options, context), markFailed),
    },
  }
}

const nothing = () => undefined
const noSpan: Span = {
  setSpanOnContext: (context) => context,
  setAttribute: nothing,
  setAttributes: nothing,
  addEvent: nothing,
  recordException: nothing,
  end: nothing,
}

/** The same span without the attributes of its events and the words of its exceptions. */
function redactSpan(span: Span, markFailed: (span: Span) => void): Span {
  return {
    setSpanOnContext: (context) => span.setSpanOnContext(context),
    setAttribute: (key, value) => span.setAttribute(key, value),
    setAttributes: (attributes) => span.setAttributes(attributes),
    addEvent: (name) => {
      span.addEvent(name)
      if (name === 'job failed') markFailed(span)
    },
    recordException: (exception) => {
      span.setAttribute('error.type', (typeof exception === 'string' ? undefined : exception.name) ?? 'Error')
      markFailed(span)
    },
    end: () => span.end(),
  }
}
