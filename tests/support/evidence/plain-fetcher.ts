import type { FetchedPage, FetchFailure, PageFetcher } from '../../../src/evidence/registries/awaited.js'

const most = 5 * 1024 * 1024

export function createPlainFetcher(now: () => Date): PageFetcher {
  const fail = (url: string, kind: string, httpStatus: number | null, retryAfterMs: number | null = null): FetchFailure => ({
    status: 'failed',
    url,
    finalUrl: url,
    kind: kind as never,
    httpStatus,
    message: `${url} failed (${kind}, HTTP ${httpStatus}).`,
    fix: 'Check the address.',
    retryAfterMs,
  })
  return {
    close: async () => undefined,
    fetchPage: async ({ url, accept, headers, validators, signal }) => {
      let at = url
      for (let hop = 0; hop < 6; hop += 1) {
        const isFirst = new URL(at).origin === new URL(url).origin
        const sent = {
          ...(accept === undefined ? {} : { accept }),
          ...(isFirst ? headers : {}),
          ...(validators?.etag ? { 'if-none-match': validators.etag } : {}),
        }
        let answer: Response
        try {
          answer = await fetch(at, { redirect: 'manual', headers: sent, ...(signal ? { signal } : {}) })
        } catch {
          return fail(url, 'unreachable', null)
        }
        const all = new Map([...answer.headers])
        const fetchedAt = new Date(0)
        if (answer.status === 304) return { status: 'unchanged', url, finalUrl: at, fetchedAt, headers: all }
        const location = answer.headers.get('location')
        if (location !== null) {
          at = new URL(location, at).href
          continue
        }
        if (!answer.ok) {
          const reset = Number(all.get('x-ratelimit-reset'))
          if (answer.status === 403 && all.get('x-ratelimit-remaining') === '0')
            return fail(url, 'rate-limited', 403, reset * 1000 - now().getTime())
          return fail(url, 'http-error', answer.status)
        }
        const bytes = new Uint8Array(await answer.arrayBuffer())
        if (bytes.length > most) return fail(url, 'too-large', 200)
        const page: FetchedPage = {
          status: 'fetched',
          url,
          finalUrl: at,
          httpStatus: answer.status,
          mediaType: all.get('content-type')?.split(';')[0] ?? null,
          charset: null,
          bytes,
          etag: all.get('etag') ?? null,
          lastModified: null,
          fetchedAt,
          headers: all,
        }
        return page
      }
      return fail(url, 'too-many-redirects', null)
    },
  }
}
