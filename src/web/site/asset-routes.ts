import { type Context, Hono } from 'hono'
import { coloursStylesheet } from '../../site/pages/identity.js'
import { sendComplete } from '../http/security-headers.js'
import type { SiteAsset } from './assets.js'
import { chooseEncoding, compress, type Encoding } from './encodings.js'
import { commonHeaders } from './headers.js'

const foreverSeconds = 31_536_000

/** Serves the site's files at `/assets/<hashed name>`, text compressed once, as small as can be; `/favicon.ico` is the icon. */
export function siteAssetRoutes(assets: readonly SiteAsset[]): Hono {
  const app = new Hono()
  for (const asset of assets) {
    const send = assetSender(asset)
    app.get(`/assets/${asset.name}`, send)
    if (asset.plainName === 'favicon.svg') app.get('/favicon.ico', send)
  }
  app.get('/assets/:name{colours-[0-9a-f]{6}-[0-9a-f]{6}\\.css}', sendColours)
  return app
}

function sendColours(c: Context): Response | Promise<Response> {
  const body = coloursStylesheet(c.req.param('name') ?? '')
  if (body === null) return c.notFound()
  const bytes = new TextEncoder().encode(body)
  const headers = {
    ...commonHeaders,
    'content-type': 'text/css; charset=utf-8',
    'content-length': String(bytes.byteLength),
    'cache-control': `public, max-age=${foreverSeconds}, immutable`,
  }
  return sendComplete(c, { status: 200, body: bytes, headers })
}

function assetSender({ type, body }: SiteAsset) {
  const isText = !type.startsWith('font/')
  const ready = new Map<Encoding, Promise<Uint8Array>>([['identity', Promise.resolve(body)]])
  const bytesIn = (encoding: Encoding): Promise<Uint8Array> => {
    const known = ready.get(encoding)
    if (known !== undefined || encoding === 'identity') return known ?? Promise.resolve(body)
    const made = compress(body, encoding, true)
    ready.set(encoding, made)
    return made
  }
  return async (c: Context): Promise<Response> => {
    const encoding = isText ? chooseEncoding(c.req.header('accept-encoding')) : 'identity'
    const bytes = (await bytesIn(encoding)) as Uint8Array<ArrayBuffer>
    const headers = {
      ...commonHeaders,
      'content-type': type,
      'content-length': String(bytes.byteLength),
      // The icon's second address has no hash in it.
      'cache-control': c.req.path.startsWith('/assets/') ? `public, max-age=${foreverSeconds}, immutable` : 'public, max-age=86400',
      ...(isText ? { vary: 'accept-encoding' } : {}),
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    }
    return sendComplete(c, { status: 200, body: bytes, headers })
  }
}
