import { join } from 'node:path'
import type { Dossier } from '../../src/contracts/dossier.js'
import { openExtractor } from '../../src/evidence/extract/extractor.js'
import { createPageFetcher } from '../../src/evidence/fetch/page-fetcher.js'
import { createFreshness } from '../../src/evidence/freshness/create-freshness.js'
import { readFacts } from '../../src/evidence/freshness/read-facts.js'
import { createCachingFetcher } from '../../src/evidence/intake/caching-fetcher.js'
import { readPage } from '../../src/evidence/intake/read-page.js'
import { recogniseAddress } from '../../src/evidence/registries/recognise-address.js'
import { createCaptureStore } from '../../src/evidence/store/captures.js'
import { createSourceCheckStore } from '../../src/evidence/store/source-checks.js'
import { findTexts } from '../../src/evidence/store/source-texts.js'
import { freezeDossier } from '../../src/panels/dossier/parse-dossier.js'
import { createDocumentStore } from '../../src/panels/store/documents.js'
import { createDossierStore } from '../../src/panels/store/dossiers.js'
import { openDatabase } from '../../src/platform/db/database.js'
import { migrateDatabase } from '../../src/platform/db/migrate.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { prepareSourceMarks } from '../../src/review/source-marks.js'
import { createReviewStore } from '../../src/review/store/reviews.js'
import { startChild } from '../child.js'
import type { BenchContext } from '../context.js'
import { freePort } from '../free-port.js'
import { benchDossiers } from '../inputs.js'
import { readMachine } from '../machine.js'
import { readTreeCpu } from '../processes.js'
import { withBench } from '../with-bench.js'

/*
 * `npm run bench:freshness`: the sources of 500 published tools, four each, read again by the scheduler, from pages on 100 loopback hosts. Prints
 * seconds, requests and memory for pages that answer 304, that send the same bytes, that send other noise, and of which a quarter changed a price.
 * The list of what is published is given; reading, comparing and storing are the product's own.
 */

const tools = 500
const pagesOfTool = 4
const hostCount = 100
const dayMs = 24 * 3_600_000
const modes = ['tagged', 'plain', 'noise', 'changed'] as const

await withBench('panel-freshness', async (context) => {
  const port = await freePort('127.0.1.1')
  const hosts = Array.from({ length: hostCount }, (_, index) => `127.0.1.${index + 1}`)
  const pages = await startChild({
    script: 'bench/freshness/pages-process.js',
    args: [JSON.stringify({ hosts, port })],
    folder: context.folder,
    outputFile: join(context.folder, 'pages.log'),
    readyText: 'listening',
    runtime: context.runtime,
  })
  const place = await context.servers.place('postgres')
  try {
    const results = await measure(context, { hosts, port, connectionString: place.connectionString })
    process.stdout.write(
      `${JSON.stringify({ tools, sources: tools * pagesOfTool, hosts: hostCount, machine: readMachine(context.servers.facts), results }, null, 2)}\n`,
    )
  } finally {
    await pages.stop()
    await place.drop()
  }
})

type Setting = { hosts: readonly string[]; port: number; connectionString: string }

async function measure(context: BenchContext, { hosts, port, connectionString }: Setting) {
  let skippedMs = 0
  const runtime = { ...context.runtime, now: () => new Date(context.runtime.now().getTime() + skippedMs) }
  const { db, pool } = openDatabase({ connectionString, log: runtime.log })
  await migrateDatabase(pool, packageFiles.migrations)
  const captures = createCaptureStore(db)
  const allowedHosts = hosts.map((host) => `${host}:${port}`)
  const fetcher = createPageFetcher({ runtime, settings: { allowedHosts, userAgent: 'ShipPanel/0.0.0 (+https://panel.example)' } })
  const extractor = openExtractor(runtime)
  const readKnown = () => Promise.reject(new Error('no registry here'))
  const readers = { extractPage: extractor.extractPage, recogniseAddress, readKnown }
  const reviews = createReviewStore(db)
  const ask = async (path: string) => (await runtime.fetch(`http://${hosts[0]}:${port}${path}`)).text()
  try {
    context.say(`${tools} tools: their pages are read as intake does`)
    const dossiers = await readTools({ hosts, port }, { readers: { ...readers, fetcher: createCachingFetcher({ fetcher, captures }) } })
    const store = createDossierStore(db)
    for (const dossier of dossiers) await store.add(dossier, { at: runtime.now() })
    const published = dossiers.map(({ tool, sha256 }) => ({
      tool: tool.slug,
      dossierSha256: sha256,
      recordId: `rec_${tool.slug.replaceAll('-', '')}`,
    }))
    const freshness = createFreshness({
      checks: createSourceCheckStore(db),
      ...{ runtime, readFacts, refreshDays: 7 },
      readers: { ...readers, fetcher, captures },
      textOf: async (hash) => (await findTexts(db, [hash])).get(hash) ?? null,
      published: async () => published,
      dossier: createDocumentStore(db).dossier,
      marksFor: (slugs) => prepareSourceMarks({ reviews, runtime, settings: { fourEyes: true, blindFirst: false } }, slugs),
    })
    const followedMs = await timed(runtime, () => freshness.follow())
    const rounds = []
    for (const mode of modes) {
      await ask(`/-/mode/${mode}`)
      await ask('/-/count')
      skippedMs += 9 * dayMs
      context.say(`${mode}: read again`)
      const [cpuBefore, databaseBefore] = [process.cpuUsage(), await readTreeCpu(context.servers.postgresPid)]
      let round = { read: 0, changed: 0, failed: 0 }
      const ms = await timed(runtime, async () => {
        round = await freshness.readDue(new AbortController().signal)
      })
      const { user, system } = process.cpuUsage(cpuBefore)
      const database = await readTreeCpu(context.servers.postgresPid)
      rounds.push({
        mode,
        ...round,
        seconds: ms / 1_000,
        requests: JSON.parse(await ask('/-/count')) as unknown,
        cpuSeconds: (user + system) / 1e6,
        databaseCpuSeconds: database === null || databaseBefore === null ? null : database - databaseBefore,
        residentMb: Math.round(process.memoryUsage.rss() / 1e6),
        peakMb: Math.round(process.resourceUsage().maxRSS / 1e3),
      })
    }
    return { followedSeconds: followedMs / 1_000, rounds }
  } finally {
    await Promise.all([fetcher.close(), extractor.close()])
    await pool.end()
  }
}

async function timed(runtime: BenchContext['runtime'], work: () => Promise<unknown>): Promise<number> {
  const startedMs = runtime.monotonicMs()
  await work()
  return runtime.monotonicMs() - startedMs
}

type Reading = { readers: Parameters<typeof readPage>[0] }

async function readTools({ hosts, port }: Pick<Setting, 'hosts' | 'port'>, { readers }: Reading): Promise<Dossier[]> {
  return Promise.all(
    benchDossiers(tools, { tag: 'fresh' }).map(async ({ sha256: _hash, ...dossier }, index) => {
      const urls = Array.from({ length: pagesOfTool }, (_, page) => `http://${hosts[index % hosts.length]}:${port}/tool-${index}-${page}`)
      const read = await Promise.all(urls.map((url) => readPage(readers, { url, kind: null }, AbortSignal.timeout(600_000))))
      const sources = read.map(({ sources: [source] }, page) => {
        if (source === undefined) throw new Error(`${urls[page]} could not be read`)
        const { kind, title, publisher, url, text, capture } = source
        const today = capture.fetchedAt.slice(0, 10)
        return {
          id: `page-${page}`,
          kind,
          title,
          publisher,
          url,
          publishedOn: today,
          retrievedOn: today,
          origin: 'captured' as const,
          text,
          capture,
        }
      })
      const quote = 'It keeps what you wrote last week within reach'
      const facts = [{ id: 'one', statement: 'It keeps what one wrote.', source: 'page-0', quote }]
      const license = { ...dossier.license, source: 'page-0' }
      return freezeDossier({ ...dossier, license, entryPrice: { ...dossier.entryPrice, source: 'page-0' }, facts, sources })
    }),
  )
}
