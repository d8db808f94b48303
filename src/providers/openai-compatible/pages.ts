import { ProviderError } from '../../platform/errors.js'
import type { Fetch, ProviderEndpoint } from '../http/endpoint.js'
import { callProvider } from '../http/http.js'

/** With these the server fails, loads or is away, which says nothing about whether it has the page; 501 says that it has not. */
const failing = [429, 500, 502, 503, 504]

/** A server as its pages are asked for: where its API begins, and how it is called. */
export type Asking = { baseUrl: string; apiKey: string | null; endpoint: ProviderEndpoint }

/**
 * The JSON that a server has at a page beside its API, or answers there to what it is posted; null from a server that has no such page, or answers it
 * with something else. Throws `ProviderError` when nothing answers, while the model is loaded, and when the server fails.
 */
export async function answerAt(
  page: string,
  { baseUrl, apiKey, endpoint }: Asking,
  signal: AbortSignal,
  posted?: Record<string, unknown>,
): Promise<unknown> {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`
  // These pages are beside the API, not in it.
  const url = new URL(base.endsWith('/v1/') ? `../${page}` : page, base)
  const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }
  const init: RequestInit =
    posted === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(posted) }
  const send = async (fetch: Fetch) => await (await fetch(url, init)).text()
  try {
    return await callProvider(endpoint, { signal, send })
  } catch (error) {
    if (error instanceof ProviderError && error.statusCode !== null && !failing.includes(error.statusCode)) return null
    throw error
  }
}
