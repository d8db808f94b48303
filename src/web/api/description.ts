import { sha256 } from '../../platform/hash.js'
import { webhookBodySchema } from '../../webhooks/events.js'
import { sendRepresentation } from './entity-tags.js'
import { apiPath } from './paths.js'
import type { Api } from './route.js'

const intro = `Tools, panels, verdicts, records and what was decided about them.

**Who you are.** Send an API token: \`Authorization: Bearer spt_…\`; make one under Account. Its scopes (\`read\`, \`write\`, \`admin\`) say what it may be used for, your role what you may do. Pages of this server may use your session instead.

**Versions.** Every answer to a GET has a strong \`ETag\`. A write to something that exists needs \`If-Match\` with it: 428 without, 412 when someone wrote in between, with both versions. \`If-Match\` and \`If-None-Match\` mean what RFC 9110 says, with lists, weak tags and \`*\`; one that cannot be read is 400.

**Errors** are \`application/problem+json\` (RFC 9457); each \`type\` is described at its address.

**Lists** come in pages: \`next\` is the address of the following one, null on the last.`

/** Adds the description of the API, in OpenAPI 3.1, made from the routes when it is first asked for. */
export function addDescription(api: Api, { version }: { version: string }): void {
  describeSecurity(api)
  describeWebhook(api)
  let made: { text: string; etag: string } | null = null
  api.get('/openapi.json', (c) => {
    made ??= makeDescription(api, version)
    const { text, etag } = made
    return sendRepresentation(c, { text, headers: { etag, 'cache-control': 'no-cache' } })
  })
}

function makeDescription(api: Api, version: string): { text: string; etag: string } {
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Ship Panel', version, description: intro, license: { name: 'Apache-2.0' } },
    servers: [{ url: apiPath }],
  })
  const text = JSON.stringify(document)
  return { text, etag: `"${sha256(text).slice(0, 24)}"` }
}

function describeSecurity({ openAPIRegistry: registry }: Api): void {
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer', description: 'An API token, spt_…' })
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'panel.session_token',
    description: 'The session of a person who is signed in, for pages of this server alone. Over TLS its name begins with __Host-.',
  })
}

function describeWebhook({ openAPIRegistry: registry }: Api): void {
  registry.registerWebhook({
    method: 'post',
    path: 'record',
    summary: 'A record was published or retracted',
    description: 'Signed after Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. Sent at least once.',
    request: { body: { required: true, content: { 'application/json': { schema: webhookBodySchema } } } },
    responses: { '2XX': { description: 'Received. Anything else is tried again, but for 410.' } },
  })
}
