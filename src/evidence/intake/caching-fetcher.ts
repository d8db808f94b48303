import type { FetchedPage, FetchFailure, FetchRequest, PageFetcher } from '../fetch/outcome.js'
import type { CaptureStore } from '../store/captures.js'

/** A page as it was fetched now, or before where its server says that nothing changed. */
export type Fetched = FetchedPage & { bytesSha256: string; isUnchanged: boolean }

export type CachingFetcher = { fetchPage: (request: Omit<FetchRequest, 'validators'>) => Promise<Fetched | FetchFailure> }

/** A page's answer; `bytes` is null where it has not changed and its bytes are stored no more. */
export type Again = Omit<Fetched, 'bytes'> & { bytes: Uint8Array | null }

type Parts = { fetcher: Pick<PageFetcher, 'fetchPage'>; captures: Pick<CaptureStore, 'find' | 'keep' | 'touch'> }

/**
 * Asks whether a page changed since it was stored, and stores what is answered. What a server answers with an error is not stored.
 * Two that read the same page at once store it twice; the later one stays.
 */
export async function fetchAgain(parts: Parts, request: Omit<FetchRequest, 'validators'>): Promise<Again | FetchFailure> {
  return fetchSince(parts, request, await parts.captures.find(keyOf(request)))
}

/** Pages with their bytes: a page whose bytes are stored no more is fetched whole. */
export function createCachingFetcher(parts: Parts): CachingFetcher {
  return {
    fetchPage: async (request) => {
      const known = await parts.captures.find(keyOf(request))
      const answer = await fetchSince(parts, request, known?.bytes == null ? null : known)
      if (answer.status === 'failed') return answer
      const { bytes } = answer
      if (bytes === null) throw new Error(`${request.url} answered that nothing changed without having been asked`)
      return { ...answer, bytes, isUnchanged: known?.bytesSha256 === answer.bytesSha256 }
    },
  }
}

async function fetchSince(
  { fetcher, captures }: Parts,
  request: Omit<FetchRequest, 'validators'>,
  known: Awaited<ReturnType<CaptureStore['find']>>,
): Promise<Again | FetchFailure> {
  const key = keyOf(request)
  const validators = known === null ? undefined : { etag: known.etag, lastModified: known.lastModified }
  const answer = await fetcher.fetchPage({ ...request, validators })
  if (answer.status === 'failed') return answer
  if (answer.status === 'unchanged') {
    if (known === null) throw new Error(`${request.url} answered that nothing changed without having been asked`)
    await captures.touch({ key, checkedAt: answer.fetchedAt })
    const { status: httpStatus, mediaType, charset, etag, lastModified, bytesSha256, bytes } = known
    return { ...answer, status: 'fetched', httpStatus, mediaType, charset, etag, lastModified, bytes, bytesSha256, isUnchanged: true }
  }
  const { url, finalUrl, httpStatus: status, mediaType, charset, etag, lastModified, fetchedAt, bytes } = answer
  const page = { key, url, finalUrl, status, mediaType, charset, etag, lastModified, fetchedAt, bytes }
  const bytesSha256 = await captures.keep(page)
  return { ...answer, bytesSha256, isUnchanged: known?.bytesSha256 === bytesSha256 }
}

/** One address may answer otherwise where something else is accepted. */
export function keyOf({ url, accept }: Pick<FetchRequest, 'url' | 'accept'>): string {
  return accept === undefined ? url : `${url} ${accept}`
}
