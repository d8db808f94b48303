import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { startLoopbackServer } from '../../loopback-server.js'

const valueSchema = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.union([z.number(), z.string()]) }).transform(({ intValue }) => Number(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  z
    .object({ arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }) })
    .transform(({ arrayValue }) => arrayValue.values.map(({ stringValue }) => stringValue)),
])
const attributesSchema = z
  .array(z.object({ key: z.string(), value: z.unknown() }))
  .transform((entries) => Object.fromEntries(entries.map(({ key, value }) => [key, valueSchema.safeParse(value).data])))
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: attributesSchema,
  status: z.object({ code: z.number().optional(), message: z.string().optional() }),
})
const exportSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributesSchema }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
})

export type CollectedSpan = z.infer<typeof spanSchema> & { service: unknown; version: unknown }

/** An OpenTelemetry collector on loopback: takes OTLP over HTTP as JSON, and keeps the spans and every body as it came. */
export async function startCollector() {
  const spans: CollectedSpan[] = []
  const bodies: string[] = []
  const server = await startLoopbackServer(async (request, response) => {
    const body = await json(request)
    if (request.url !== '/v1/traces') return response.writeHead(404).end()
    bodies.push(JSON.stringify(body))
    for (const { resource, scopeSpans } of exportSchema.parse(body).resourceSpans) {
      const named = { service: resource.attributes['service.name'], version: resource.attributes['service.version'] }
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...span, ...named })
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  return {
    url: server.url,
    spans,
    bodies,
    stop: server.stop,
  }
}
