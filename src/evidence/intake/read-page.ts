import type { SourceKind } from '../../contracts/dossier.js'
import type { LinkKind, PageReport } from '../../contracts/proposal.js'
import type { Capture } from '../../contracts/source-capture.js'
import type { ExtractedPage, Extraction, PageBytes } from '../extract/extracted.js'
import type { ReadSource } from '../read-source.js'
import type { KnownFields, KnownLink, KnownOutcome, RegistryRequest } from '../registries/known-outcome.js'
import type { KnownAddress } from '../registries/recognise-address.js'
import { withoutWww } from '../site-of.js'
import type { CachingFetcher, Fetched } from './caching-fetcher.js'

export type PageReaders = {
  fetcher: CachingFetcher
  extractPage: (page: PageBytes, options: { signal?: AbortSignal }) => Promise<Extraction>
  recogniseAddress: (url: string) => KnownAddress | null
  readKnown: (address: KnownAddress, options: { signal: AbortSignal }) => Promise<KnownOutcome>
}

/** A source with where it came from. */
export type CapturedSource = ReadSource & { capture: Capture }

/** What a page came to: its sources, and what leads on from it. Without sources where it could not be read. */
export type PageRead = {
  sources: CapturedSource[]
  page: ExtractedPage | null
  known: { fields: KnownFields; links: KnownLink[] } | null
  report: Pick<PageReport, 'status' | 'title' | 'message' | 'fix'>
}

/** Reads one address: a registry's by its own data, another by its text. Whatever fails is in the report. */
export async function readPage(
  readers: PageReaders,
  address: { url: string; kind: LinkKind | null },
  signal: AbortSignal,
): Promise<PageRead> {
  const known = readers.recogniseAddress(address.url)
  return known === null ? readWebPage(readers, address, signal) : readRegistry(readers, known, signal)
}

async function readRegistry({ readKnown }: PageReaders, address: KnownAddress, signal: AbortSignal): Promise<PageRead> {
  const { sources, fields, links, problems, requests } = await readKnown(address, { signal })
  const [problem] = problems
  const message = problems.length === 0 ? null : problems.map((each) => each.message).join(' ')
  const fix = problem?.fix ?? null
  const captured = sources.flatMap(({ requests: urls, ...source }) => {
    const request = requests.find(({ url }) => url === urls[0])
    return request === undefined ? [] : [{ ...source, capture: captureOfRequest(request, source) }]
  })
  const isUnchanged = requests.length > 0 && requests.every(({ status }) => status === 304)
  const status = captured.length === 0 ? 'failed' : isUnchanged ? 'unchanged' : 'read'
  return { sources: captured, page: null, known: { fields, links }, report: { status, title: captured[0]?.title ?? null, message, fix } }
}

function captureOfRequest(request: RegistryRequest, { page }: ReadSource): Capture {
  const { finalUrl, fetchedAt, mediaType, sha256: bytesSha256, status } = request
  const extraction = page?.version ?? 1
  return { finalUrl, fetchedAt: fetchedAt.toISOString(), status: status === 304 ? 200 : status, mediaType, bytesSha256, extraction }
}

async function readWebPage(
  { fetcher, extractPage }: PageReaders,
  address: { url: string; kind: LinkKind | null },
  signal: AbortSignal,
): Promise<PageRead> {
  const answer = await fetcher.fetchPage({ url: address.url, signal })
  if (answer.status === 'failed') return failed(answer)
  const { finalUrl, bytes, mediaType, charset } = answer
  const extraction = await extractPage({ url: finalUrl, bytes, mediaType, charset }, { signal })
  if ('failure' in extraction) return failed(extraction.failure)
  const { page } = extraction
  const source = toSource(page, { ...address, fetched: answer })
  const message = page.notes.length === 0 ? null : page.notes.join(' ')
  const status = answer.isUnchanged ? 'unchanged' : 'read'
  return { sources: [source], page, known: null, report: { status, title: source.title, message, fix: null } }
}

function failed({ message, fix }: { message: string; fix: string }): PageRead {
  return { sources: [], page: null, known: null, report: { status: 'failed', title: null, message, fix } }
}

type WebPage = { url: string; kind: LinkKind | null; fetched: Fetched }

function toSource(page: ExtractedPage, { url, kind, fetched }: WebPage): CapturedSource {
  const { finalUrl, fetchedAt, httpStatus, mediaType, bytesSha256 } = fetched
  const { siteName, publisher, publishedOn, modifiedOn } = page.structured
  const { host, pathname } = new URL(finalUrl)
  const capture = { finalUrl, fetchedAt: fetchedAt.toISOString(), status: httpStatus, mediaType, bytesSha256, extraction: page.version }
  const sourceKind = kind === null ? kindOfPath(pathname) : kindOfLink[kind]
  return {
    id: idOf(sourceKind, pathname),
    kind: sourceKind,
    url,
    title: page.title ?? `${host}${pathname === '/' ? '' : pathname}`,
    publisher: siteName ?? publisher ?? withoutWww(host),
    publishedOn: dayOf(modifiedOn) ?? dayOf(publishedOn),
    text: page.text,
    how: 'text',
    page,
    capture,
  }
}

const kindOfLink: Record<LinkKind, SourceKind> = {
  pricing: 'pricing',
  license: 'license',
  documentation: 'documentation',
  changelog: 'release-notes',
  repository: 'repository',
  registry: 'registry',
  'model-card': 'model-card',
  security: 'documentation',
  comparison: 'website',
}

const kindWords: readonly [RegExp, SourceKind][] = [
  [/\/(?:pricing|prices|plans|preise|tarifs?|precios)\b/i, 'pricing'],
  [/\/(?:licen[cs]e|licen[cs]ing|terms|tos|legal|copying)\b/i, 'license'],
  [/\/(?:changelog|releases?|release-notes|whats-new)\b/i, 'release-notes'],
  [/\/(?:docs?|documentation|guides?|manual|reference)\b/i, 'documentation'],
  [/\/(?:model-?cards?)\b/i, 'model-card'],
  [/\/(?:blog|news|announc\w{0,20})\b/i, 'announcement'],
]

function kindOfPath(pathname: string): SourceKind {
  return kindWords.find(([pattern]) => pattern.test(pathname))?.[1] ?? 'website'
}

/** A page's own id: its kind, or for one of no kind the last part of its path. Made unique where it is put among others. */
function idOf(kind: SourceKind, pathname: string): string {
  if (kind !== 'website') return kind
  const words = pathname
    .toLowerCase()
    .slice(-200)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  return (words.at(-1) ?? 'home').slice(0, 40)
}

/** The day of a date as a page writes it; null where it is none. */
function dayOf(written: string | null): string | null {
  if (written === null) return null
  const day = /^(\d{4}-\d{2}-\d{2})(?!\d)/.exec(written)?.[1]
  return day === undefined || Number.isNaN(Date.parse(day)) ? null : day
}
