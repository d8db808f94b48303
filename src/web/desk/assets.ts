import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { sha256 } from '../../platform/hash.js'
import { pageStyles } from '../../site/pages/record/page-styles.js'
import { deskStyles } from './desk-styles.js'
import { listScript } from './lists/list-script.js'
import { earlyScript } from './palette/early-script.js'
import { paletteScript } from './palette/palette-script.js'
import { deskPath } from './paths.js'
import { liveScript } from './scripts/live-script.js'
import { uploadScript } from './scripts/upload-script.js'
import { yamlScript } from './scripts/yaml-script.js'

/** A file that pages load: its address holds the hash of its bytes, so that browsers may keep it for ever. */
export type Asset = { name: string; url: string; type: string; body: string | Uint8Array<ArrayBuffer> }

const hashLength = 12
const foreverSeconds = 31_536_000
const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
} as const

/** Makes a file of a page. `name` is its stem and kind, e.g. `verdict.js`; it must be served with `assetRoutes` in an app mounted at the desk. */
export function makeAsset(name: `${string}.${keyof typeof types}`, body: string | Uint8Array<ArrayBuffer>): Asset {
  const dot = name.lastIndexOf('.')
  const kind = name.slice(dot + 1) as keyof typeof types
  const hashed = `${name.slice(0, dot)}.${hash(body)}.${kind}`
  return { name: hashed, url: `${deskPath}/assets/${hashed}`, type: types[kind], body }
}

/** Serves those files, by their exact names. */
export function assetRoutes(assets: readonly Asset[]): Hono {
  const app = new Hono()
  for (const asset of assets) app.get(`/assets/${asset.name}`, (c) => c.body(asset.body, 200, headersOf(asset)))
  return app
}

function headersOf({ type }: Asset): Record<string, string> {
  return { 'content-type': type, 'cache-control': `public, max-age=${foreverSeconds}, immutable` }
}

function hash(body: string | Uint8Array<ArrayBuffer>): string {
  return sha256(typeof body === 'string' ? body : Buffer.from(body).toString('base64')).slice(0, hashLength)
}

const { resolve } = createRequire(import.meta.url)
const readBytes = (module: string) => new Uint8Array(readFileSync(resolve(module)))

/** The latin faces of the visual language, as the public pages use them. */
const fonts = [
  ['source-serif', 'Source Serif 4 Variable', 'normal', '200 900', 'source-serif-4/files/source-serif-4-latin-opsz-normal.woff2'],
  ['source-serif-italic', 'Source Serif 4 Variable', 'italic', '200 900', 'source-serif-4/files/source-serif-4-latin-wght-italic.woff2'],
  ['inter', 'Inter Variable', 'normal', '100 900', 'inter/files/inter-latin-wght-normal.woff2'],
].map(([name, family, style, weights, file]) => {
  const asset = makeAsset(`${name}.woff2`, readBytes(`@fontsource-variable/${file}`))
  const face = `@font-face { font-family: '${family}'; font-style: ${style}; font-weight: ${weights}; font-display: swap; src: url(${asset.url}) format('woff2'); }`
  return { asset, face }
})

export const deskStylesheet = makeAsset('desk.css', [...fonts.map(({ face }) => face), deskStyles].join('\n'))
export const htmx = makeAsset('htmx.js', readFileSync(resolve('htmx.org/dist/htmx.min.js'), 'utf8'))
/** Keeps a panel's progress up to date. */
export const liveScriptAsset = makeAsset('live.js', liveScript)
/** Shows what matches in a list while one types, and ticks all of its rows at once. */
export const listScriptAsset = makeAsset('lists.js', listScript)
/** Hears keys before any other script is there. To be loaded at once. */
export const earlyScriptAsset = makeAsset('early.js', earlyScript)
/** Hears keys, and finds anything by a few letters, on every page. Before other scripts, which say what their keys do. */
export const paletteScriptAsset = makeAsset('palette.js', paletteScript)
/** Reads a dropped or chosen file into the text field beside it. */
export const uploadScriptAsset = makeAsset('upload.js', uploadScript)
/** Numbers the lines of a text area, and lists the keys and values that fit. */
export const yamlScriptAsset = makeAsset('yaml.js', yamlScript)

/** How many tools a record may set side by side and still have a stylesheet; plans are far below. */
const maxTools = 24
const recordStylesheets = Array.from({ length: maxTools }, (_, index) =>
  makeAsset(`record-${index + 1}.css`, pageStyles({ toolCount: index + 1, fonts: [] })),
)

/** The public page's styles for that many tools: to be linked after the desk's own. */
export function recordStylesheet(toolCount: number): Asset {
  const sheet = recordStylesheets[Math.min(Math.max(toolCount, 1), maxTools) - 1]
  if (sheet === undefined) throw new Error('there is a stylesheet for every count')
  return sheet
}

/** Every file of the frame and of the pages around panels and records. */
export const deskAssets: readonly Asset[] = [
  deskStylesheet,
  htmx,
  liveScriptAsset,
  uploadScriptAsset,
  listScriptAsset,
  yamlScriptAsset,
  earlyScriptAsset,
  paletteScriptAsset,
  ...fonts.map(({ asset }) => asset),
  ...recordStylesheets,
]
