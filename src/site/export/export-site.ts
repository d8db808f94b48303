import pLimit from 'p-limit'
import type { SiteBrand } from '../../contracts/site-identity.js'
import { groupBy } from '../../platform/group-by.js'
import type { SiteActions } from '../create-site-actions.js'
import type { SiteDocument, SiteDocuments } from '../documents/create-site-documents.js'
import { coloursName, coloursStylesheet } from '../pages/identity.js'
import type { SiteLinks } from '../pages/links.js'
import type { RenderedParts } from '../pages/rendered-parts.js'
import { type ExportCounts, openExportFolder } from './export-folder.js'
import { movedPage } from './moved-page.js'
import { createPageQueue } from './page-queue.js'
import { fileOf, rootedLinks, type StaticSite, staticLinks } from './static-links.js'

export type CardChoice = 'none' | 'tools' | 'all'

export type ExportOptions = {
  folder: string
  site: Pick<SiteActions, 'refresh' | 'pages' | 'redirects'>
  /** The site's documents with links as a page writes them: at its site path. */
  documents: (linksAt: (path: string) => SiteLinks) => SiteDocuments
  /** Published paths besides tools, comparisons and the personas': weeks of the newsletter. */
  morePaths: readonly string[]
  assets: readonly { plainName: string; name: string; body: Uint8Array }[]
  /** What the site is called, its colours and its logo; left out for the package's own. */
  identity?: SiteBrand | undefined
  /** Where the files will be served, without a slash at the end; null when no one said: then no feeds and no sitemap, which need addresses. */
  baseUrl: string | null
  /** The running site, for votes and subscriptions; null for none. */
  liveUrl: string | null
  /** Which link preview pictures are drawn: each takes as long as several pages. */
  cards: CardChoice
}

/** What an export wrote. `missing`: site paths that a page links to and that are not there. */
export type ExportSummary = ExportCounts & {
  pages: number
  tools: number
  comparisons: number
  cards: number
  bytes: number
  missing: string[]
}

/** What several ask of the database at a time is one statement (see `createReadOnce`); with more, the process holds more pages in memory. */
const pagesAtOnce = 6
const fixedPaths = ['/', '/how-it-works', '/personas', '/weekly', '/robots.txt']
const addressedPaths = ['/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml']

/**
 * Writes the whole site as files: every published page and every page those lead to. A file is replaced whole or not at all, what an earlier
 * export wrote and the site no longer has is removed. Throws `UsageError` for a folder that holds something else.
 */
export async function exportSite(options: ExportOptions): Promise<ExportSummary> {
  const { folder, site, identity, baseUrl, liveUrl, cards, morePaths } = options
  const assets = [...options.assets, ...coloursOf(identity)]
  await site.refresh()
  const [{ tools, pairs, formerPairs }, redirects, target] = await Promise.all([site.pages(), site.redirects(), openExportFolder(folder)])
  const queue = createPageQueue({ hasAddresses: baseUrl !== null, cards })
  const staticSite: StaticSite = {
    baseUrl,
    liveUrl,
    assetName: (plainName) => assets.find((asset) => asset.plainName === plainName)?.name ?? plainName,
    identity,
    isWritten: queue.has,
    pathOfQuery: queue.pathOfQuery,
    partsAt: createParts(),
  }
  const documents = options.documents((path) => staticLinks(staticSite, path))
  const summary = { pages: 0, tools: 0, comparisons: 0, cards: 0, bytes: 0, missing: [] as string[] }
  const write = async (name: string, body: string | Uint8Array) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    summary.bytes += bytes.byteLength
    await target.write(name, bytes)
  }
  try {
    await target.plan(['404.html', ...assets.map(({ name }) => `assets/${name}`)])
    for (const { name, body } of assets) await write(`assets/${name}`, body)
    for (const path of [...fixedPaths, ...(baseUrl === null ? [] : addressedPaths), ...morePaths]) queue.add(path)
    for (const path of nearEachOther({ tools, pairs }, baseUrl !== null)) queue.add(path)
    for (const slug of formerPairs) queue.add(`/compare/${slug}`)
    const from = new Map(redirects.map((redirect) => [`/tools/${redirect.from}`, `/tools/${redirect.to}`]))
    for (const path of from.keys()) queue.add(path)
    const limit = pLimit(pagesAtOnce)
    const writePage = async (path: string) => {
      const moved = from.get(path)
      const document: SiteDocument = moved === undefined ? await documents.at(queue.addressOf(path)) : { kind: 'moved', to: moved }
      if (document.kind === 'moved') return write(fileOf(path), movedPage(staticLinks(staticSite, path), document.to))
      if (document.status === 404) return void summary.missing.push(path)
      count(summary, path)
      return write(fileOf(path), document.body)
    }
    for (let paths = queue.take(); paths.length > 0; paths = queue.take()) {
      await target.plan(paths.map(fileOf))
      await Promise.all(paths.map((path) => limit(writePage, path)))
    }
    await write('404.html', options.documents(() => rootedLinks(staticSite)).problem(notFound).body)
  } catch (error) {
    await target.abandon()
    throw error
  }
  return { ...summary, missing: summary.missing.sort(), ...(await target.finish()) }
}

/** The file with the site's own colours, where it has any. */
function coloursOf(identity: SiteBrand | undefined): ExportOptions['assets'] {
  const name = coloursName({ identity })
  return name === null ? [] : [{ plainName: name, name, body: Buffer.from(coloursStylesheet(name) ?? '') }]
}

/** Parts by how links begin on the pages that show them: pages of a depth share theirs. */
function createParts(): (root: string) => RenderedParts {
  const byRoot = new Map<string, RenderedParts>()
  return (root) => {
    const parts: RenderedParts = byRoot.get(root) ?? new WeakMap()
    byRoot.set(root, parts)
    return parts
  }
}

type Published = Pick<Awaited<ReturnType<SiteActions['pages']>>, 'tools' | 'pairs'>

/**
 * What shows a tool (its page, its badge where there is one, its comparisons) follows each other, and so do the tools of a category: each is read,
 * and its parts are rendered, while they are at hand. Pure.
 */
function nearEachOther({ tools, pairs }: Published, hasBadges: boolean): string[] {
  const place = new Map([...groupBy(tools, ({ category }) => category).values()].flat().map(({ slug }, index) => [slug, index]))
  const placeOf = (slug: string) => place.get(slug) ?? 0
  const ofTools = tools.flatMap(({ slug }) =>
    [`/tools/${slug}`, ...(hasBadges ? [`/tools/${slug}/badge.svg`] : [])].map((path) => ({ path, at: placeOf(slug) })),
  )
  const ofPairs = pairs.map((pair) => ({ path: `/compare/${pair.slug}`, at: Math.min(...pair.tools.map(placeOf)) }))
  return [...ofTools, ...ofPairs].sort((one, other) => one.at - other.at).map(({ path }) => path)
}

const notFound = { status: 404, title: 'Not here', text: 'There is no page at this address, or no longer.', path: '/404.html' }

function count(summary: { pages: number; tools: number; comparisons: number; cards: number }, path: string): void {
  if (path.endsWith('/card.png')) summary.cards += 1
  else if (!/\.[a-z]+$/.test(path)) {
    summary.pages += 1
    if (/^\/tools\/[^/]+$/.test(path)) summary.tools += 1
    if (/^\/compare\/[^/]+$/.test(path)) summary.comparisons += 1
  }
}
