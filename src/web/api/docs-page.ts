import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compress } from 'hono/compress'
import { sha256 } from '../../platform/hash.js'
import { apiPath } from './paths.js'
import { sendNotFound } from './problems.js'
import type { Api } from './route.js'

const { resolve } = createRequire(import.meta.url)
const foreverSeconds = 31_536_000
const hashLength = 12

/**
 * Everything from this server. Swagger UI writes style attributes into the page, and its pictures are data; nothing else of it needs leave.
 */
const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Starts Swagger UI on our description. No validator: it would send the description to another server. */
const startScript = `window.addEventListener('load', () => {
  window.ui = SwaggerUIBundle({
    url: '${apiPath}/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    validatorUrl: null,
    docExpansion: 'list',
    displayRequestDuration: true,
    presets: [SwaggerUIBundle.presets.apis],
  })
})
`

type DocsFile = { name: string; type: string; body: Uint8Array<ArrayBuffer> }

/** A file whose name holds the hash of its bytes, so that browsers may keep it for ever. */
function makeFile(name: string, type: string, body: Uint8Array<ArrayBuffer>): DocsFile {
  const dot = name.lastIndexOf('.')
  const hash = sha256(Buffer.from(body).toString('base64')).slice(0, hashLength)
  return { name: `${name.slice(0, dot)}.${hash}${name.slice(dot)}`, type, body }
}

type DocsFiles = { styles: DocsFile; bundle: DocsFile; start: DocsFile; icon: DocsFile }

function readFiles(): DocsFiles {
  const read = (name: string) => new Uint8Array(readFileSync(resolve(`swagger-ui-dist/${name}`)))
  return {
    styles: makeFile('swagger-ui.css', 'text/css; charset=utf-8', read('swagger-ui.css')),
    bundle: makeFile('swagger-ui.js', 'text/javascript; charset=utf-8', read('swagger-ui-bundle.js')),
    start: makeFile('start.js', 'text/javascript; charset=utf-8', new TextEncoder().encode(startScript)),
    icon: makeFile('icon.png', 'image/png', read('favicon-32x32.png')),
  }
}

function docsHtml({ styles, bundle, start, icon }: DocsFiles): string {
  const link = ({ name }: DocsFile) => `${apiPath}/docs/${name}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ship Panel API</title>
<link rel="icon" type="image/png" href="${link(icon)}">
<link rel="stylesheet" href="${link(styles)}">
</head>
<body>
<noscript><p>This page needs JavaScript. The description itself is at <a href="${apiPath}/openapi.json">${apiPath}/openapi.json</a>.</p></noscript>
<main id="swagger-ui"></main>
<script src="${link(bundle)}"></script>
<script src="${link(start)}"></script>
</body>
</html>
`
}

/** A page to read and try the API on: Swagger UI out of this package's own dependencies. Its files are read when someone first asks. */
export function addDocsPage(api: Api): void {
  let files: DocsFiles | null = null
  const all = () => {
    files ??= readFiles()
    return files
  }
  api.use('/docs/*', compress())
  api.get('/docs', (c) => {
    const headers = { 'content-security-policy': docsPolicy, 'cache-control': 'no-cache' }
    return c.html(docsHtml(all()), 200, headers)
  })
  api.get('/docs/:file', (c) => {
    const file = Object.values(all()).find(({ name }) => name === c.req.param('file'))
    if (file === undefined) return sendNotFound(c, 'file')
    return c.body(file.body, 200, { 'content-type': file.type, 'cache-control': `public, max-age=${foreverSeconds}, immutable` })
  })
}
