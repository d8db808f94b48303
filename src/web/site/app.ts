import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Runtime } from '../../platform/runtime.js'
import { asSentence } from '../../platform/text/sentence.js'
import { CardsBusyError } from '../../site/documents/cards-busy.js'
import type { SiteDocuments, SiteFile } from '../../site/documents/create-site-documents.js'
import { outageRetrySeconds, recordFailure } from '../http/failure.js'
import { evaluate, type Preconditions, readPreconditions } from '../http/preconditions.js'
import { type CompleteAnswer, sendComplete } from '../http/security-headers.js'
import { validAddressOnly } from '../http/valid-address.js'
import { siteAssetRoutes } from './asset-routes.js'
import type { SiteAsset } from './assets.js'
import { chooseEncoding } from './encodings.js'
import { commonHeaders } from './headers.js'
import type { PageCache } from './page-cache.js'
import { createPageCache, type PageCacheOptions } from './page-cache.js'
import { noAddress, readAddress } from './read-address.js'
import type { ReadyPage, Variant } from './ready-page.js'

export type SiteAppDependencies = {
  /** What there is at a site path. */
  documents: SiteDocuments
  assets: readonly SiteAsset[]
  /** Of the content and of the votes: a page is made again when what it shows of either may look different. */
  version: PageCacheOptions['version']
  /** How long the version is believed before it is asked again, in milliseconds. Default: a second. */
  freshForMs?: number
  /** What pages may take in memory, in bytes. Default: 64 MiB. */
  cacheBytes?: number
  isOutage: PageCacheOptions['isOutage']
  /** Pages that depend on who reads: votes, subscriptions. Each answers its own paths alone. */
  personal: readonly Hono[]
  runtime: Pick<Runtime, 'monotonicMs' | 'sleep' | 'newId' | 'log'>
}

const defaultFreshForMs = 1_000
const defaultCacheBytes = 64 * 1024 * 1024

export type SiteApp = {
  /** To be mounted at `/` after everything else: whatever no one answered gets its page of what is not there. */
  routes: Hono
  /**
   * The answer to a request for a page that is ready; null for any other. Asked before everything else: no route is looked for, no middleware
   * runs, and the server need not wait for a promise.
   */
  ready: (request: Request) => Response | null
}

/** The public site. */
export function createSiteApp({ documents, assets, personal, runtime, ...options }: SiteAppDependencies): SiteApp {
  const { freshForMs = defaultFreshForMs, cacheBytes: maxBytes = defaultCacheBytes, version, isOutage } = options
  const cache = createPageCache({ version, freshForMs, maxBytes, isOutage, runtime })
  const app = new Hono()
  app.route('/', siteAssetRoutes(assets))
  app.use(validAddressOnly((c) => sendDocument(c, documents.problem({ ...noAddress, path: '/' }))))
  for (const routes of personal) app.route('/', routes)
  app.get('*', (c) => (isReserved(c.req.path) ? c.notFound() : showPage(c, { cache, documents })))
  app.all('*', (c) => {
    if (isReserved(c.req.path)) return c.notFound()
    const text = 'What is at this address can be read, and nothing else.'
    return sendDocument(c, documents.problem({ status: 405, title: 'Not for this', text, path: c.req.path }), { allow: 'GET, HEAD' })
  })
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      return sendDocument(
        c,
        documents.problem({ status: error.status, title: 'Not understood', text: asSentence(error.message), path: c.req.path }),
      )
    }
    if (error instanceof CardsBusyError) {
      const text = 'Too many pictures are asked for at once. Try again in a moment.'
      const document = documents.problem({ status: 503, title: 'Back in a moment', text, path: c.req.path })
      return sendDocument(c, document, { 'retry-after': String(error.retryAfterSeconds) })
    }
    const { status, title, text } = recordFailure(c, { error, runtime, what: 'a page of the site failed' })
    const document = documents.problem({ status, title, text, path: c.req.path })
    return sendDocument(c, document, status === 503 ? { 'retry-after': String(outageRetrySeconds) } : {})
  })
  return { routes: app, ready: (request) => readyAnswer(request, cache) }
}

/** Paths of others: what they do not answer themselves is answered as without a site. */
const reserved = /^\/(?:desk|auth|api|admin|metrics|healthz|readyz)(?:\/|$)/

function isReserved(path: string): boolean {
  return reserved.test(path)
}

type Pages = { cache: PageCache; documents: SiteDocuments }

function showPage(c: Context, { cache, documents }: Pages): Response | Promise<Response> {
  const address = readAddress(c.req.url)
  if (address.kind === 'refused') return sendDocument(c, documents.problem({ ...address.problem, path: '/' }))
  if (address.kind === 'elsewhere') return c.redirect(address.to, address.status)
  const { key, isOneOfMany } = address
  const page = cache.get({ key, isOneOfMany, make: () => documents.at(address) })
  return page instanceof Promise ? page.then((ready) => sendPage(c, ready)) : sendPage(c, page)
}

function readyAnswer(request: Request, cache: PageCache): Response | null {
  if (request.method !== 'GET') return null
  const address = readAddress(request.url)
  const page = address.kind === 'page' && !isReserved(address.path) ? cache.ready(address.key) : null
  const variant = page?.variant(chooseEncoding(request.headers.get('accept-encoding') ?? undefined)) ?? null
  if (page === null || variant === null || variant instanceof Promise) return null
  const { status, body, headers } = answerOf(page, variant, (name) => request.headers.get(name) ?? undefined)
  return new Response(body, { status, headers })
}

/** The page in the encoding that the reader takes; 304 when the reader has it, 412 when it is not the one asked for. */
function sendPage(c: Context, page: ReadyPage): Response | Promise<Response> {
  const variant = page.variant(chooseEncoding(c.req.header('accept-encoding')))
  if (variant instanceof Promise) return variant.then(() => sendPage(c, page))
  return sendComplete(
    c,
    answerOf(page, variant, (name) => c.req.header(name)),
  )
}

type Header = (name: string) => string | undefined

function answerOf({ status }: ReadyPage, { etag, body, headers }: Variant, header: Header): CompleteAnswer {
  // Conditions are for what is there (RFC 9110, 13.2.1).
  const outcome = status === 200 ? evaluate(conditionsOf(header), { current: etag, isRead: true }) : 'go on'
  if (outcome === 'go on') return { status, body, headers }
  const { 'content-length': _length, 'content-type': _type, 'content-encoding': _encoding, ...rest } = headers
  return outcome === 'not modified'
    ? { status: 304, body: null, headers: rest }
    : { status: 412, body: null, headers: { ...rest, 'cache-control': 'no-store', 'content-length': '0' } }
}

/** A condition that cannot be read names no version of the page: feed readers that mangle tags still get the feed. */
function conditionsOf(header: Header): Preconditions {
  const conditions = readPreconditions(header)
  if (!('malformed' in conditions)) return conditions
  return conditions.malformed === 'If-Match' ? { ifMatch: [], ifNoneMatch: null } : { ifMatch: null, ifNoneMatch: [] }
}

/** A page that is made for this one answer, and kept by no one. */
function sendDocument(c: Context, document: SiteFile, more: Record<string, string> = {}): Response {
  const body = typeof document.body === 'string' ? new TextEncoder().encode(document.body) : document.body
  const headers = {
    ...commonHeaders,
    'content-type': document.type,
    'content-length': String(body.byteLength),
    'cache-control': 'no-store',
    ...more,
  }
  return sendComplete(c, { status: document.status, body: body as Uint8Array<ArrayBuffer>, headers })
}
