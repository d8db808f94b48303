import type { FetchedPage, FetchFailure, FetchRequest, PageFetcher } from '../fetch/outcome.js'
import type { CaptureStore } from '../store/captures.js'

/** A page as it was fetched now, or before where its server says that nothing changed. */
export type Fetched = FetchedPage & { bytesSha256: string; isUnchanged: boolean }

export type CachingFetcher = { fetchPage: (request: Omit<FetchRequest, 'validators'>) => Promise<Fetched | FetchFailure> }

/**
 * Asks whether a page changed when its bytes are still stored, and stores what is answered. What a server answers with an error is not stored.
 * Two that read the same page at once store it twice; the later one stays.
 */
export function createCachingFetcher(
  fetcher: Pick<PageFetcher, 'fetchPage'>,
  captures: Pick<CaptureStore, 'find' | 'keep' | 'touch'>,
): CachingFetcher {
  return {
    fetchPage: async (request) => {
      const key = keyOf(request)
      const known = await captures.find(key)
      const bytes = known?.bytes ?? null
      const validators = known === null || bytes === null ? undefined : { etag: known.etag, lastModified: known.lastModified }
      const answer = await fetcher.fetchPage({ ...request, validators })
      if (answer.status === 'failed') return answer
      if (answer.status === 'unchanged') {
        if (known === null || bytes === null) throw new Error(`${request.url} answered that nothing changed without having been asked`)
        await captures.touch({ key, checkedAt: answer.fetchedAt })
        const { mediaType, charset, etag, lastModified, bytesSha256, status } = known
        return {
          ...answer,
          status: 'fetched',
          httpStatus: status,
          mediaType,
          charset,
          etag,
          lastModified,
          bytes,
          bytesSha256,
          isUnchanged: true,
        }
      }
      const { url, finalUrl, httpStatus: status, mediaType, charset, etag, lastModified, fetchedAt } = answer
      const kept = { key, url, finalUrl, status, mediaType, charset, etag, lastModified, fetchedAt, bytes: answer.bytes }
      const bytesSha256 = await captures.keep(kept)
      return { ...answer, bytesSha256, isUnchanged: known?.bytesSha256 === bytesSha256 }
    },
  }
}

/** One address may answer otherwise where something else is accepted. */
export function keyOf({ url, accept }: Pick<FetchRequest, 'url' | 'accept'>): string {
  return accept === undefined ? url : `${url} ${accept}`
}
