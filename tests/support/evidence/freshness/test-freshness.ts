import type { SourceNow } from '../../../../src/evidence/freshness/read-dossier.js'
import { createSourceChanges } from '../../../../src/evidence/freshness/source-changes.js'
import { createSourceCheckStore } from '../../../../src/evidence/store/source-checks.js'
import { findTexts } from '../../../../src/evidence/store/source-texts.js'
import type { PanelActions } from '../../../../src/panels/panel-actions.js'
import { createDocumentStore } from '../../../../src/panels/store/documents.js'
import { createDossierVersions } from '../../../../src/panels/store/dossier-versions.js'
import type { DossierStore } from '../../../../src/panels/store/dossiers.js'
import type { Database } from '../../../../src/platform/db/database.js'
import type { Runtime } from '../../../../src/platform/runtime.js'
import type { ReviewActions } from '../../../../src/review/create-review-actions.js'
import { createFreshnessActions } from '../../../../src/review/freshness-actions.js'
import { createReviewStore } from '../../../../src/review/store/reviews.js'
import { createSiteStore } from '../../../../src/site/store/site.js'
import { personas } from '../../review/desk.js'

type Parts = {
  db: Database
  runtime: Pick<Runtime, 'now'>
  review: Pick<ReviewActions, 'marksFor'>
  dossiers: DossierStore
  actions: Pick<PanelActions, 'kickOff'>
  checkJuror: (model: string) => unknown
}

/** What people do about changed sources, where no page is read: each source is as it was. */
export function testFreshness({ db, runtime, review, dossiers, actions, checkJuror }: Parts) {
  const reviews = createReviewStore(db)
  const site = createSiteStore(db)
  return createFreshnessActions({
    runtime,
    checkJuror,
    kickOff: actions.kickOff,
    marksFor: review.marksFor,
    dossierVersions: createDossierVersions(db),
    personas: async () => personas,
    slugs: async () => (await dossiers.tools()).map(({ newest }) => newest.slug),
    newestDossier: async (slug) => {
      const [newest] = await dossiers.versions(slug)
      return newest === undefined ? null : dossiers.find(newest.sha256)
    },
    published: async (slug) => {
      const head = (await site.publishedDossiers()).find(({ tool }) => tool === slug)
      const publication = head === undefined ? null : ((await reviews.publication(head.recordId))?.publication ?? null)
      return head === undefined || publication === null ? null : { recordId: head.recordId, content: publication.content }
    },
    readNow: async ({ sources }): Promise<SourceNow[]> => sources.map((source) => ({ source, outcome: 'same' })),
    changes: createSourceChanges({
      checks: createSourceCheckStore(db),
      dossier: createDocumentStore(db).dossier,
      textOf: async (hash) => (await findTexts(db, [hash])).get(hash) ?? null,
    }),
  })
}
