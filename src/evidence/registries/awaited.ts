import type { SourceKind } from '../../contracts/dossier.js'

export type FetchRequest = {
  url: string
  validators?: { etag: string | null; lastModified: string | null } | undefined
  accept?: string
  headers?: Readonly<Record<string, string>>
  isApi?: boolean
  signal?: AbortSignal
}
export type FetchFailure = {
  status: 'failed'
  url: string
  finalUrl: string | null
  kind: string
  httpStatus: number | null
  message: string
  fix: string
  retryAfterMs: number | null
}
export type FetchedPage = {
  status: 'fetched'
  url: string
  finalUrl: string
  httpStatus: number
  mediaType: string | null
  charset: string | null
  bytes: Uint8Array
  etag: string | null
  lastModified: string | null
  fetchedAt: Date
  headers: ReadonlyMap<string, string>
}
export type FetchUnchanged = { status: 'unchanged'; url: string; finalUrl: string; fetchedAt: Date; headers: ReadonlyMap<string, string> }
export type FetchOutcome = FetchedPage | FetchUnchanged | FetchFailure
export type PageFetcher = { fetchPage: (request: FetchRequest) => Promise<FetchOutcome>; close: () => Promise<void> }

export type ExtractedPage = { version: number; form: string; url: string; title: string | null; text: string; notes: string[] }
export type ExtractFailure = { kind: string; message: string; fix: string }
export type ExtractPage = (
  page: { url: string; bytes: Uint8Array; mediaType: string | null; charset: string | null },
  options: { signal?: AbortSignal },
) => Promise<{ page: ExtractedPage } | { failure: ExtractFailure }>

export type ReadSource = {
  id: string
  kind: SourceKind
  url: string
  title: string
  publisher: string
  publishedOn: string | null
  text: string
  how: 'registry' | 'text'
  page: ExtractedPage | null
}
