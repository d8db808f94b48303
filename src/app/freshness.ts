import type { Dossier } from '../contracts/dossier.js'
import { createFreshness } from '../evidence/freshness/create-freshness.js'
import type { AgainReaders } from '../evidence/freshness/read-again.js'
import { readDossierNow } from '../evidence/freshness/read-dossier.js'
import { readFacts } from '../evidence/freshness/read-facts.js'
import { createSourceChanges } from '../evidence/freshness/source-changes.js'
import { createSourceCheckStore } from '../evidence/store/source-checks.js'
import { findTexts } from '../evidence/store/source-texts.js'
import type { PanelActions } from '../panels/panel-actions.js'
import { createDocumentStore } from '../panels/store/documents.js'
import { createDossierVersions } from '../panels/store/dossier-versions.js'
import type { DossierStore } from '../panels/store/dossiers.js'
import type { Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import type { Marks } from '../review/changed-sources.js'
import { createFreshnessActions } from '../review/freshness-actions.js'
import type { RefreshParts } from '../review/refresh-tool.js'
import { prepareSourceMarks } from '../review/source-marks.js'
import type { ReviewStore } from '../review/store/reviews.js'
import { createSiteStore } from '../site/store/site.js'
import type { Config } from './config.js'

export type FreshnessFoundation = {
  db: Database
  config: Config
  runtime: Runtime
  reviews: ReviewStore
  dossiers: DossierStore
  newestDossier: (slug: string) => Promise<Dossier | null>
  marksFor: (dossiers: readonly Dossier[]) => Promise<Marks>
  personas: RefreshParts['personas']
  kickOff: PanelActions['kickOff']
  checkJuror: (model: string) => unknown
  /** What reads pages; opened when the first is read. */
  readers: () => Promise<AgainReaders>
}

/** Reads sources of published tools again by schedule, and what people do about those that changed. Opens nothing that has to be closed. */
export function openFreshness({ db, config, runtime, reviews, dossiers, readers, ...parts }: FreshnessFoundation) {
  const checks = createSourceCheckStore(db)
  const site = createSiteStore(db)
  const { dossier } = createDocumentStore(db)
  const textOf = async (hash: string) => (await findTexts(db, [hash])).get(hash) ?? null
  const published: RefreshParts['published'] = async (slug) => {
    const head = (await site.publishedDossiers()).find(({ tool }) => tool === slug)
    const publication = head === undefined ? null : ((await reviews.publication(head.recordId))?.publication ?? null)
    return head === undefined || publication === null ? null : { recordId: head.recordId, content: publication.content }
  }
  return {
    actions: createFreshnessActions({
      ...parts,
      runtime,
      published,
      slugs: async () => (await dossiers.everyTool()).map(({ slug }) => slug),
      dossierVersions: createDossierVersions(db),
      readNow: async (of, signal) => readDossierNow({ readers: await readers(), readFacts }, of, signal),
      changes: createSourceChanges({ checks, dossier, textOf }),
    }),
    /** What a scheduler does: watches what is published now, and reads what is due. What reads pages is loaded where there is any. */
    readDue: async (signal: AbortSignal) => {
      const [published, watched] = await Promise.all([site.publishedDossiers(), checks.heads()])
      if (published.length + watched.length === 0) return { read: 0, changed: 0, failed: 0 }
      const scheduler = createFreshness({
        ...{ checks, runtime, dossier, textOf, readFacts },
        refreshDays: config.intake.refreshDays,
        readers: await readers(),
        published: async () => published,
        marksFor: (tools) => prepareSourceMarks({ reviews, runtime, settings: config.review }, tools),
      })
      await scheduler.follow()
      return scheduler.readDue(signal)
    },
  }
}
