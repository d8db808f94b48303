import type { CallIdentity } from '../../contracts/model-call.js'
import { hashJson } from '../../platform/hash.js'

/** A model call's key: SHA-256 of the canonical JSON of what decides its reply. */
export function callKey({ model, request, sample }: CallIdentity): string {
  return hashJson({ model, request, sample })
}
