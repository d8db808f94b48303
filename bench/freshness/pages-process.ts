import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/*
 * Pages of tools on many loopback hosts, in a process of its own. `/-/mode/<mode>` sets how they answer from then on: `tagged` with an ETag, by which
 * an unchanged page is a 304; `plain` with the same bytes each time; `noise` with another date and counter in each; `changed` with another price.
 * `/-/count` says how many requests for pages, and for robots.txt, there were since it was asked last.
 */

const { hosts, port } = z.strictObject({ hosts: z.array(z.string()), port: z.number() }).parse(JSON.parse(process.argv[2] ?? ''))
const paragraph = 'It keeps what you wrote last week within reach, on one machine, for a team of any size. '
let mode = 'tagged'
let version = 1
let pages = 0
let robots = 0

function pageOf(path: string): string {
  const noise =
    mode === 'noise' ? `<p>Updated ${version} days ago. ${10_000 + version} views.</p>` : '<p>Updated 3 days ago. 10,482 views.</p>'
  const price = mode === 'changed' && path.endsWith('-1') ? 25 : 20
  const rows = `<table><tr><th>Plan</th><th>Price</th></tr><tr><td>Team</td><td>$${price} per month</td></tr></table>`
  const text = Array.from({ length: 20 }, (_, index) => `<h2>Part ${index + 1} of ${path}</h2><p>${paragraph.repeat(4)}</p>`).join('')
  return `<!doctype html><html lang="en"><head><title>Tool ${path}</title></head><body><nav><a href="/">Home</a></nav><main><h1>Tool ${path}</h1>${text}${rows}${noise}</main></body></html>`
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/'
  if (path.startsWith('/-/mode/')) {
    mode = path.slice('/-/mode/'.length)
    version += 1
    response.end('ok')
  } else if (path === '/-/count') {
    response.end(JSON.stringify({ pages, robots }))
    pages = 0
    robots = 0
  } else if (path === '/robots.txt') {
    robots += 1
    response.writeHead(404).end()
  } else sendPage(path, request, response)
}

function sendPage(path: string, request: IncomingMessage, response: ServerResponse): void {
  pages += 1
  const body = pageOf(path)
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  const headers = { 'content-type': 'text/html; charset=utf-8', ...(mode === 'tagged' ? { etag } : {}) }
  if (mode === 'tagged' && request.headers['if-none-match'] === etag) response.writeHead(304, headers).end()
  else response.writeHead(200, headers).end(body)
}

await Promise.all(
  hosts.map(async (host) => {
    const server = createServer(answer).listen(port, host)
    await once(server, 'listening')
  }),
)
process.stdout.write('listening\n')
await once(process, 'SIGTERM')
process.exit(0)
