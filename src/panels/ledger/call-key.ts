import type { CallIdentity, ChatRequest } from '../../contracts/model-call.js'
import { canonicalJson, sha256 } from '../../platform/hash.js'
import { onceFor } from '../../platform/once-for.js'

/** A model call's key: SHA-256 of the canonical JSON of what decides its reply. A request, and what is in it, must not change once it has one. */
export function callKey({ model, request, sample }: CallIdentity): string {
  return sha256(`{"model":${canonicalJson(model)},"request":${canonicalRequest(request)},"sample":${canonicalJson(sample)}}`)
}

/** The canonical JSON of a request, its parts in the order of their names: what is the same object in request after request is written once. */
function canonicalRequest({ messages, replySchema, sampling, ...rest }: ChatRequest): string {
  // A new part of requests has to be written here as well.
  rest satisfies Record<string, never>
  const written = messages.map((message) => (message.role === 'system' ? canonicalOnce : canonicalJson)(message)).join(',')
  return `{"messages":[${written}],"replySchema":${canonicalOnce(replySchema)},"sampling":${canonicalJson(sampling)}}`
}

const canonicalOnce = onceFor((part: object) => canonicalJson(part))
