import { readFile, stat, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import autocannon from 'autocannon'
import { z } from 'zod'
import { type Child, startChild } from '../child.js'
import { type BenchContext, makeFolder } from '../context.js'
import { runPanelCommand } from '../node-run.js'
import { readCpu } from '../processes.js'
import { copyRecords, publishSample, recordsFor } from '../published.js'
import type { ExportPoint, SiteLoadRun, SiteResult, SiteWeight } from '../results.js'

export type SitePlan = { connections: number; seconds: number; rounds: number; comparisons: readonly number[] }

const host = 'http://127.0.0.1'
const accepts = 'br'
const warmUpSeconds = 2

/**
 * The public site as `panel serve` serves it: the comparison page under load against a bare Hono route with the same bytes, each in a process of
 * its own, one after the other; what the page weighs; and how long `panel export` takes for so many comparisons.
 */
export async function measureSite(context: BenchContext, { connections, seconds, rounds, comparisons }: SitePlan): Promise<SiteResult> {
  context.say('site: a comparison page under load, and the export')
  const place = await context.servers.place('postgres')
  const folder = await makeFolder(context, 'site')
  const env = { DATABASE_URL: place.connectionString, LOG_LEVEL: 'warn', PANEL_PUBLIC_URL: 'https://panel.example' }
  try {
    const path = await publishSample(context, place)
    const served = await withServer(context, { env, folder }, async (site) => {
      const weight = await weigh(context, `${site.url}${path}`)
      const bare = await startBare(context, { folder, path, page: weight.page })
      try {
        const runs = await compareLoads({ site, bare, path }, { connections, seconds, rounds })
        return { weight: weight.weight, runs }
      } finally {
        await bare.child.stop()
      }
    })
    const exports: ExportPoint[] = []
    let present = 0
    for (const count of comparisons) {
      const records = recordsFor(count)
      await copyRecords(place, { from: present + 1, to: records })
      present = records
      exports.push(await measureExport(context, { count, env, folder }))
    }
    return { page: path, connections, seconds, ...served, exports }
  } finally {
    await place.drop()
  }
}

type Server = { child: Child; url: string }
type Setting = { env: Record<string, string>; folder: string }

async function withServer<T>(context: BenchContext, { env, folder }: Setting, use: (server: Server) => Promise<T>): Promise<T> {
  const child = await startChild({
    script: 'src/cli/main.js',
    args: ['serve', '--no-worker', '--port', '0'],
    env: { ...env, LOG_LEVEL: 'info' },
    folder,
    outputFile: join(folder, 'serve.log'),
    readyText: '"serving; stop with Ctrl-C"',
    runtime: context.runtime,
  })
  try {
    return await use({ child, url: addressIn(await child.output()) })
  } finally {
    await child.stop()
  }
}

type Page = { body: Buffer; headers: Record<string, string> }

async function startBare(context: BenchContext, { folder, path, page }: { folder: string; path: string; page: Page }): Promise<Server> {
  const file = join(folder, 'page.br')
  await writeFile(file, page.body)
  const child = await startChild({
    script: 'bench/bare-site-process.js',
    args: [JSON.stringify({ file, path, headers: page.headers })],
    folder,
    outputFile: join(folder, 'bare-site.log'),
    readyText: 'listening at',
    runtime: context.runtime,
  })
  return { child, url: addressIn(await child.output()) }
}

function addressIn(output: string): string {
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
  if (port === undefined) throw new Error(`no address in: ${output}`)
  return `${host}:${port}`
}

/** The page as it comes over the wire, with its stylesheet and fonts. Throws when it holds a script that would run. */
async function weigh({ runtime }: BenchContext, url: string): Promise<{ page: Page; weight: SiteWeight }> {
  const load = async (address: string) => {
    const response = await runtime.fetch(address, { headers: { 'accept-encoding': 'identity' } })
    const plain = Buffer.from(await response.arrayBuffer())
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`)
    return plain
  }
  const html = (await load(url)).toString()
  if (/<script(?! type="application\/ld\+json")/.test(html)) throw new Error('the page holds a script')
  const page = await loadRaw(url)
  const stylesheet = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? ''
  const css = (await load(new URL(stylesheet, url).href)).toString()
  const fonts = [...css.matchAll(/url\('?([^')]+\.woff2)'?\)/g)].map(([, font]) => new URL(font ?? '', new URL(stylesheet, url)).href)
  const fontBytes = await Promise.all(fonts.map(async (font) => (await load(font)).byteLength))
  if (!brotliDecompressSync(page.body).equals(Buffer.from(html))) throw new Error('the page compressed is another than the page')
  const weight = {
    htmlBytes: Buffer.byteLength(html),
    htmlBrotliBytes: page.body.byteLength,
    cssBrotliBytes: (await loadRaw(new URL(stylesheet, url).href)).body.byteLength,
    fontBytes: fontBytes.reduce((sum, bytes) => sum + bytes, 0),
  }
  return { page, weight }
}

/** An answer as it was sent: fetch would unpack it. */
async function loadRaw(url: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': accepts } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { 'content-type': type = '', 'content-encoding': encoding = '' } = response.headers
        resolve({ body: Buffer.concat(chunks), headers: { 'content-type': type, 'content-encoding': encoding } })
      })
    }).on('error', reject)
  })
}

type Contenders = { site: Server; bare: Server; path: string }

async function compareLoads({ site, bare, path }: Contenders, load: Omit<SitePlan, 'comparisons'>): Promise<SiteResult['runs']> {
  const runs: SiteResult['runs'] = []
  for (const server of [bare, site]) await fire(server, path, { ...load, seconds: warmUpSeconds })
  for (let round = 0; round < load.rounds; round += 1) {
    runs.push({ bare: await fire(bare, path, load), site: await fire(site, path, load) })
  }
  return runs
}

async function fire(
  { child, url }: Server,
  path: string,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<SiteLoadRun> {
  const before = await readCpu(child.pid)
  const result = await autocannon({ url: `${url}${path}`, connections, duration: seconds, headers: { 'accept-encoding': accepts } })
  const after = await readCpu(child.pid)
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(`${path} failed under load: ${result.non2xx} answers, ${result.errors} errors`)
  const requests = result.requests.total
  return {
    requestsPerSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMicrosecondsPerRequest: before === null || after === null ? null : ((after - before) / requests) * 1e6,
  }
}

type ExportTask = Setting & { count: number }

const markerName = '.ship-panel-export.json'
const markerSchema = z.object({ files: z.array(z.string()) })

async function measureExport({ runtime, say }: BenchContext, { count, env, folder }: ExportTask): Promise<ExportPoint> {
  say(`site: export of ${count} comparisons`)
  const target = join(folder, `export-${count}`)
  const run = () => runPanelCommand({ args: ['export', target], env, folder, monotonicMs: runtime.monotonicMs })
  const [first, again] = [await run(), await run()]
  const { files } = markerSchema.parse(JSON.parse(await readFile(join(target, markerName), 'utf8')))
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(target, file))).size))
  const pages = files.filter((file) => file.endsWith('.html'))
  const comparisons = pages.filter((file) => file.startsWith('compare/')).length
  if (comparisons < count) throw new Error(`the export holds ${comparisons} comparisons, not ${count}`)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return { comparisons, pages: pages.length, bytes, seconds: first.seconds, againSeconds: again.seconds, peakBytes: first.peakBytes }
}
