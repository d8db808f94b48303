import type { Dossier } from '../../contracts/dossier.js'
import type { FetchFailure, PageFetcher } from '../fetch/outcome.js'
import { type Again, createCachingFetcher, fetchAgain } from '../intake/caching-fetcher.js'
import { type CapturedSource, type PageReaders, readPage } from '../intake/read-page.js'
import type { CaptureStore } from '../store/captures.js'

export type AgainReaders = Omit<PageReaders, 'fetcher'> & {
  fetcher: Pick<PageFetcher, 'fetchPage'>
  captures: Pick<CaptureStore, 'find' | 'keep' | 'touch' | 'bytesOf'>
}

/** Why an address gave nothing. `isGone`: it is known to be no more. `counts`: too often in a row, and it is taken for gone. */
export type NotRead = {
  status: 'failed'
  isGone: boolean
  counts: boolean
  httpStatus: number | null
  message: string
  fix: string
  /** Milliseconds that the server asks to wait; null where it does not say. */
  askedMs: number | null
}

/** What is at an address now. `sources` extracts the texts, where the bytes alone do not tell; a page that gives no text is `NotRead`. */
export type ReadNow = {
  status: 'read'
  at: Date
  /** Of a page's bytes; null for a registry's data, which are several answers. */
  bytesSha256: string | null
  /** Whether a source that is not among them is no more: not where a part could not be read. */
  isWhole: boolean
  sources: () => Promise<CapturedSource[] | NotRead>
}

/** What a server answers that has no such page any more. */
const goneStatuses: readonly (number | null)[] = [404, 410, 451]
/** Failures that say nothing of whether the page is there. */
const answering: readonly FetchFailure['kind'][] = [
  'robots',
  'login-wall',
  'not-text',
  'too-large',
  'rate-limited',
  'refused-address',
  'not-a-url',
]

/** Which address a source is read at: its own, or that of the registry which it is a part of. Pure. */
export function addressOf(
  { url }: Pick<Dossier['sources'][number], 'url'>,
  { recogniseAddress }: Pick<PageReaders, 'recogniseAddress'>,
): string {
  return recogniseAddress(url)?.url ?? url
}

/** Reads an address again, by a conditional request where it was read before. Rejects only with the signal's reason, and when the database does. */
export async function readAgain(readers: AgainReaders, address: string, signal: AbortSignal): Promise<ReadNow | NotRead> {
  const known = readers.recogniseAddress(address)
  return known === null ? readPageAgain(readers, address, signal) : readRegistryAgain(readers, address, signal)
}

/** Whether an address answers, whatever it says: for sources that people typed. Null where it does. */
export async function findDeadLink({ fetcher }: AgainReaders, url: string, signal: AbortSignal): Promise<NotRead | null> {
  const answer = await fetcher.fetchPage({ url, signal })
  if (answer.status !== 'failed' || answering.includes(answer.kind)) return null
  return notRead(answer)
}

/** A page's text by this version of the extraction, of the bytes that were fetched once; null where they are stored no more. */
export async function extractStored(
  readers: AgainReaders,
  source: Dossier['sources'][number],
  signal: AbortSignal,
): Promise<string | null> {
  const { capture } = source
  if (capture === undefined || readers.recogniseAddress(source.url) !== null) return null
  const bytes = (await readers.captures.bytesOf([capture.bytesSha256])).get(capture.bytesSha256)
  if (bytes === undefined) return null
  const stored = await readers.captures.find(source.url)
  const charset = stored?.bytesSha256 === capture.bytesSha256 ? stored.charset : null
  const extraction = await readers.extractPage({ url: capture.finalUrl, bytes, mediaType: capture.mediaType, charset }, { signal })
  return 'failure' in extraction ? null : extraction.page.text
}

async function readPageAgain(readers: AgainReaders, url: string, signal: AbortSignal): Promise<ReadNow | NotRead> {
  const answer = await fetchAgain(readers, { url, signal })
  if (answer.status === 'failed') return notRead(answer)
  const { bytesSha256, fetchedAt } = answer
  return { status: 'read', at: fetchedAt, bytesSha256, isWhole: true, sources: async () => textsOf(readers, { url, answer, signal }) }
}

async function textsOf(
  readers: AgainReaders,
  { url, answer, signal }: { url: string; answer: Again; signal: AbortSignal },
): Promise<CapturedSource[] | NotRead> {
  const whole = answer.bytes === null ? await createCachingFetcher(readers).fetchPage({ url, signal }) : { ...answer, bytes: answer.bytes }
  if (whole.status === 'failed') return notRead(whole)
  const read = await readPage({ ...readers, fetcher: { fetchPage: async () => whole } }, { url, kind: null }, signal)
  if (read.sources.length > 0) return read.sources
  const message = read.report.message ?? `${url} could not be read.`
  const fix = read.report.fix ?? 'Read it in a browser.'
  return { status: 'failed', isGone: false, counts: false, httpStatus: whole.httpStatus, message, fix, askedMs: null }
}

async function readRegistryAgain(readers: AgainReaders, address: string, signal: AbortSignal): Promise<ReadNow | NotRead> {
  const problems: { httpStatus?: number | null }[] = []
  const noted: AgainReaders['readKnown'] = async (known, options) => {
    const outcome = await readers.readKnown(known, options)
    problems.push(...outcome.problems)
    return outcome
  }
  const nothing = { fetchPage: () => Promise.reject(new Error('a registry is not fetched as a page')) }
  const { sources, report } = await readPage({ ...readers, readKnown: noted, fetcher: nothing }, { url: address, kind: null }, signal)
  const [first] = sources
  if (first === undefined) {
    const httpStatus = problems[0]?.httpStatus ?? null
    const message = report.message ?? `${address} could not be read.`
    const fix = report.fix ?? 'Try again later.'
    return { status: 'failed', isGone: goneStatuses.includes(httpStatus), counts: false, httpStatus, message, fix, askedMs: null }
  }
  const at = new Date(first.capture.fetchedAt)
  return { status: 'read', at, bytesSha256: null, isWhole: problems.length === 0, sources: async () => sources }
}

function notRead({ kind, httpStatus, message, fix, retryAfterMs }: FetchFailure): NotRead {
  const isGone = kind === 'http-error' && goneStatuses.includes(httpStatus)
  return { status: 'failed', isGone, counts: !answering.includes(kind), httpStatus, message, fix, askedMs: retryAfterMs }
}
