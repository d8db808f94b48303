import { createHash } from 'node:crypto'
import type { SiteDocument, SiteFile } from '../../site/documents/create-site-documents.js'
import { compress, type Encoding } from './encodings.js'
import { commonHeaders } from './headers.js'

/** One encoding of a page: its bytes, and every header of its answer. */
export type Variant = { body: Uint8Array<ArrayBuffer>; etag: string; headers: Record<string, string> }

/** A page as it is sent, for one version of the site. Encodings beside its own are made when someone first asks. */
export type ReadyPage = {
  status: number
  /** Where it moved to, as a site path; null where it did not. */
  location: string | null
  /** Of the document, whatever its encoding. */
  hash: string
  variant: (encoding: Encoding) => Variant | Promise<Variant>
  /** What it takes in memory, in bytes: the document, and what its encodings will take at most. */
  size: number
}

const minCompressedBytes = 600
const browserFreshSeconds = 60
/** A page that is a little old is shown at once, and fetched again behind. */
const staleSeconds = 300
const imageFreshSeconds = 3600
/** What a page takes besides its bytes. */
const overheadBytes = 1_024

/** Makes a document ready to be sent. Where `last` holds the same bytes, what was compressed is kept. */
export function makeReady(document: SiteDocument, last: ReadyPage | undefined): ReadyPage {
  if (document.kind === 'moved') return redirect(document.to)
  const body = typeof document.body === 'string' ? new TextEncoder().encode(document.body) : document.body
  const hash = createHash('sha256').update(document.type).update(String(document.status)).update(body).digest('base64url').slice(0, 22)
  if (last !== undefined && last.hash === hash) return last
  const isText = !/^image\/(?:png|webp)/.test(document.type) && body.byteLength >= minCompressedBytes
  const variants = new Map<Encoding, Variant | Promise<Variant>>()
  const make = (encoding: Encoding, bytes: Uint8Array): Variant => {
    const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`
    return {
      body: bytes as Uint8Array<ArrayBuffer>,
      etag,
      headers: headersOf(document, { etag, encoding, length: bytes.byteLength, isText }),
    }
  }
  variants.set('identity', make('identity', body))
  const variant = (wanted: Encoding): Variant | Promise<Variant> => {
    const encoding = isText ? wanted : 'identity'
    const ready = variants.get(encoding)
    if (ready !== undefined) return ready
    const making = compress(body, encoding as Exclude<Encoding, 'identity'>).then((bytes) => {
      const made = make(encoding, bytes)
      variants.set(encoding, made)
      return made
    })
    variants.set(encoding, making)
    making.catch(() => variants.delete(encoding))
    return making
  }
  return { status: document.status, location: null, hash, variant, size: overheadBytes + body.byteLength * (isText ? 2 : 1) }
}

function redirect(to: string): ReadyPage {
  const headers = { ...commonHeaders, location: to, 'cache-control': cacheControl(browserFreshSeconds), 'content-length': '0' }
  const variant: Variant = { body: new Uint8Array(), etag: '', headers }
  return { status: 301, location: to, hash: `to ${to}`, variant: () => variant, size: overheadBytes }
}

type Facts = { etag: string; encoding: Encoding; length: number; isText: boolean }

function headersOf(document: SiteFile, { etag, encoding, length, isText }: Facts): Record<string, string> {
  const isImage = document.type.startsWith('image/')
  return {
    ...commonHeaders,
    'content-type': document.type,
    'content-length': String(length),
    'cache-control':
      document.isImmutable === true
        ? 'public, max-age=31536000, immutable'
        : cacheControl(isImage ? imageFreshSeconds : browserFreshSeconds),
    etag,
    ...(isText ? { vary: 'accept-encoding' } : {}),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    ...(document.isEmbeddable === true ? { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' } : {}),
    ...(document.fileName === undefined ? {} : { 'content-disposition': `attachment; filename="${document.fileName}"` }),
  }
}

function cacheControl(seconds: number): string {
  return `public, max-age=${seconds}, stale-while-revalidate=${Math.max(seconds, staleSeconds)}`
}
