import { createToolLogoStore } from '../panels/store/tool-logos.js'
import type { Runtime } from '../platform/runtime.js'
import { secretShapesOf, secretsOf } from '../providers/setup.js'
import type { SiteActions } from '../site/create-site-actions.js'
import { createSiteDocuments, type SiteDocuments } from '../site/documents/create-site-documents.js'
import { createCardDrawer } from '../site/documents/pictures.js'
import { createPublishedBundles } from '../site/documents/published-bundle.js'
import type { SiteLinks } from '../site/pages/links.js'
import { loadSiteAssets, type SiteAsset } from '../web/site/assets.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'

/** Everything that is the same for every reader, for the server and for the export. */
export type SiteFiles = {
  assets: readonly SiteAsset[]
  /** Pages, feeds and pictures, with links as the page at a path writes them. */
  documents: (linksAt: (path: string) => SiteLinks) => SiteDocuments
  /** Draws the site's own card, so that what draws is loaded and its fonts are parsed before a reader asks for the first one: the most of its time. */
  warmCards: () => Promise<void>
}

/** `site` in the place of the app's own. */
type SiteDocumentsSetting = { app: App; config: Config; runtime: Runtime; site?: SiteActions }

/** The documents of the site over the app's features. Nothing has to be closed but the app. */
export async function openSiteDocuments({ app, config, runtime, site: given }: SiteDocumentsSetting): Promise<SiteFiles> {
  const [site, newsletter, settings] = await Promise.all([given ?? app.site(), app.archive(), app.settings()])
  const isPublished = async (recordId: string) => (await app.reviews.publication(recordId))?.standing === 'published'
  const bundle = createPublishedBundles({
    panels: app.panels,
    recordingsOf: app.recordingsOf,
    isPublished,
    secrets: { known: secretsOf(config), shapes: secretShapesOf(config) },
    runtime,
  })
  const drawCard = createCardDrawer()
  const ofTools = createToolLogoStore(app.db)
  const logo = async (sha256: string) => (await settings.logoOf(sha256)) ?? ofTools.bytesOf(sha256)
  const parts = { site, newsletter, drawCard, logo, measureAgreement: app.measureAgreement, bundle }
  return {
    assets: loadSiteAssets(),
    documents: (linksAt) => createSiteDocuments({ ...parts, linksAt }),
    warmCards: async () => {
      await drawCard({ kind: 'home' })
    },
  }
}
