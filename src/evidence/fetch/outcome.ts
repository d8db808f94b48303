/** What is asked of the page fetcher. */
export type FetchRequest = {
  url: string
  /** Sent as If-None-Match and If-Modified-Since; what has not changed comes back as `unchanged`. */
  validators?: { etag: string | null; lastModified: string | null } | undefined
  /** The Accept header; that of a reader of pages when left out. */
  accept?: string | undefined
  /** Sent to the first origin alone, dropped on a redirect to another: tokens go here. */
  headers?: Readonly<Record<string, string>> | undefined
  /** An API is asked whatever robots.txt says; a page is not. */
  isApi?: boolean | undefined
  /** Whatever the bytes are is an answer, not text alone: for pictures, which their reader has to check. */
  takesPictures?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** Every kind of failure, for schemas of what is stored. */
export const fetchFailureKinds = [
  /** The text is no address of the web at all. */
  'not-a-url',
  /** An address that is never asked: private, reserved, another scheme than http(s), credentials in it. */
  'refused-address',
  /** The name is not known, nothing listens, or there is no trusted connection. */
  'unreachable',
  'timeout',
  'too-large',
  'too-many-redirects',
  /** robots.txt forbids the page, or could not be read. */
  'robots',
  /** 401 or 403 to a page, or a redirect to where one signs in. */
  'login-wall',
  /** Any other status that is no page: 404, 500, 401 of an API. */
  'http-error',
  'not-text',
  'rate-limited',
  /** An answer that is cut off, cannot be decompressed, or is no HTTP. */
  'broken',
] as const
export type FetchFailureKind = (typeof fetchFailureKinds)[number]

export type FetchFailure = {
  status: 'failed'
  /** As asked for, clipped, and without credentials. */
  url: string
  /** The address that failed, behind all redirects; null when nothing was asked for. */
  finalUrl: string | null
  kind: FetchFailureKind
  httpStatus: number | null
  /** What happened, one sentence that names the address. */
  message: string
  /** What to do, imperative. */
  fix: string
  /** Milliseconds the server asks to wait; null when it does not say. */
  retryAfterMs: number | null
}

export type FetchedPage = {
  status: 'fetched'
  url: string
  /** Where the page was in the end, without a fragment. `http:` behind an `https:` request where a redirect led there. */
  finalUrl: string
  httpStatus: number
  /**
   * As the header says, lower case, without parameters; as the bytes say where they show a PDF, and where the header names none, or what is no
   * text and the bytes are.
   */
  mediaType: string | null
  /** The header's parameter, lower case, as written. */
  charset: string | null
  /** Decoded: no content-encoding is left. */
  bytes: Uint8Array
  etag: string | null
  lastModified: string | null
  fetchedAt: Date
  /** By lower-case name; several of one name are joined by `, `. */
  headers: ReadonlyMap<string, string>
}

/** The page is as it was when the validators were noted. */
export type UnchangedPage = { status: 'unchanged'; url: string; finalUrl: string; fetchedAt: Date; headers: ReadonlyMap<string, string> }

export type FetchOutcome = FetchedPage | UnchangedPage | FetchFailure

export type PageFetcher = {
  /** Never rejects but with the reason of the caller's own signal. */
  fetchPage: (request: FetchRequest) => Promise<FetchOutcome>
  /** Closes what connections are kept open; the fetcher is not used after that. */
  close: () => Promise<void>
}
