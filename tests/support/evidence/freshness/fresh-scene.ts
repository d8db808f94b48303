import type { Dossier } from '../../../../src/contracts/dossier.js'
import { openExtractor } from '../../../../src/evidence/extract/extractor.js'
import { createPageFetcher } from '../../../../src/evidence/fetch/page-fetcher.js'
import { createFreshness, type FreshnessParts } from '../../../../src/evidence/freshness/create-freshness.js'
import { readFacts } from '../../../../src/evidence/freshness/read-facts.js'
import { createCachingFetcher } from '../../../../src/evidence/intake/caching-fetcher.js'
import { type PageReaders, readPage } from '../../../../src/evidence/intake/read-page.js'
import { recogniseAddress } from '../../../../src/evidence/registries/recognise-address.js'
import { createCaptureStore } from '../../../../src/evidence/store/captures.js'
import { createSourceCheckStore } from '../../../../src/evidence/store/source-checks.js'
import { findTexts } from '../../../../src/evidence/store/source-texts.js'
import { createDocumentStore } from '../../../../src/panels/store/documents.js'
import { hashJson, sha256 } from '../../../../src/platform/hash.js'
import { prepareSourceMarks } from '../../../../src/review/source-marks.js'
import { createReviewStore } from '../../../../src/review/store/reviews.js'
import { sampleDossier, samplePersona } from '../../samples.js'
import { publishPanel } from '../../site/views/publish-samples.js'
import { openTestSite } from '../../site/views/test-site.js'
import { servePages } from '../serve-pages.js'

export type FreshScene = Awaited<ReturnType<typeof openFreshScene>>

const dayMs = 24 * 3_600_000

/**
 * Pages on loopback, a database, and what reads sources of published tools again. Its clock goes on with each look, and by days where a test says
 * so. `publish` reads paths of the served pages as intake does and publishes a tool with them as its sources.
 */
export async function openFreshScene(routes: Parameters<typeof servePages>[0]) {
  const [scene, pages] = await Promise.all([openTestSite({ personas: async () => [samplePersona()] }), servePages(routes)])
  let skippedMs = 0
  const runtime = { ...scene.runtime, now: () => new Date(scene.runtime.now().getTime() + skippedMs) }
  const captures = createCaptureStore(scene.db)
  const fetcher = createPageFetcher({
    runtime,
    settings: { allowedHosts: [pages.host], userAgent: 'ShipPanel/0.0.0 (+https://panel.example)' },
  })
  const extractor = openExtractor(runtime)
  const checks = createSourceCheckStore(scene.db)
  const documents = createDocumentStore(scene.db)
  const reviews = createReviewStore(scene.db)
  const readKnown: PageReaders['readKnown'] = async () => {
    throw new Error('no registry here')
  }
  const readers = { extractPage: extractor.extractPage, recogniseAddress, readKnown }
  const freshness = (change: Partial<FreshnessParts> = {}) =>
    createFreshness({
      checks,
      runtime,
      refreshDays: 7,
      readers: { ...readers, fetcher, captures },
      readFacts,
      textOf: async (hash) => (await findTexts(scene.db, [hash])).get(hash) ?? null,
      published: scene.store.publishedDossiers,
      dossier: documents.dossier,
      marksFor: (tools) => prepareSourceMarks({ reviews, runtime, settings: { fourEyes: true, blindFirst: false } }, tools),
      ...change,
    })
  /** A dossier whose sources are these pages as they are now. */
  const dossierOf = async (paths: readonly string[], tool: Partial<Dossier['tool']> = {}): Promise<Dossier> => {
    const reading = { ...readers, fetcher: createCachingFetcher({ fetcher, captures }) }
    const read = await Promise.all(
      paths.map((path) => readPage(reading, { url: `${pages.url}${path}`, kind: null }, AbortSignal.timeout(60_000))),
    )
    const found = read.map(({ sources: [source] }, index) => {
      if (source === undefined) throw new Error(`${paths[index]} could not be read`)
      const { kind, title, publisher, url, text, capture } = source
      const id = index === 0 ? 'readme' : `source-${index + 1}`
      return {
        id,
        kind,
        title,
        publisher,
        url,
        publishedOn: '2026-11-01',
        retrievedOn: '2026-11-22',
        origin: 'captured' as const,
        text,
        sha256: sha256(text),
        capture,
      }
    })
    const [first] = found
    const quote = first?.text.split('\n').find((line) => line.length > 3 && !line.startsWith('#')) ?? ''
    const { sha256: _hash, ...sample } = sampleDossier()
    const facts = [{ id: 'one', statement: 'It says so.', source: 'readme', quote }]
    const content = { ...sample, tool: { ...sample.tool, ...tool }, facts, sources: found }
    return { ...content, sha256: hashJson(content) }
  }
  const publish = async (dossiers: readonly Dossier[]) => {
    const replyFor = (seat: { tool: string }) => {
      const [fact] = dossiers.find(({ tool }) => tool.slug === seat.tool)?.facts ?? []
      return { evidence: [{ source: fact?.source ?? '', quote: fact?.quote ?? '', shows: 'What it says.' }] }
    }
    const published = await publishPanel(scene.db, { dossiers, personas: [samplePersona()], replyFor, runtime })
    await scene.site.refresh()
    return published
  }
  const never = new AbortController().signal
  return {
    ...scene,
    runtime,
    pages,
    readers: { ...readers, fetcher, captures },
    captures,
    checks,
    reviews,
    freshness,
    dossierOf,
    publish,
    forward: (days: number): void => {
      skippedMs += days * dayMs
    },
    /** What a scheduler does in one round. */
    round: async (change: Partial<FreshnessParts> = {}) => {
      const scheduler = freshness(change)
      await scheduler.follow()
      return scheduler.readDue(never)
    },
    close: async () => {
      await Promise.all([fetcher.close(), extractor.close()])
      await pages.stop()
      await scene.close()
    },
  }
}
