import type { AgreementReport } from '../../contracts/agreement.js'
import type { IssueContent } from '../../contracts/newsletter-issue.js'
import type { SiteActions } from '../create-site-actions.js'
import type { SiteLinks } from '../pages/links.js'
import {
  atomFeed,
  badgeSvg,
  badgeWithoutVerdict,
  jsonFeed,
  type ListedIssue,
  renderComparison,
  renderHome,
  renderIssuePage,
  renderMessage,
  renderMethodology,
  renderNewsletterArchive,
  renderNotFound,
  renderPersona,
  renderPersonas,
  renderRetracted,
  renderTool,
  robotsTxt,
  rssFeed,
  sitemapXml,
} from '../pages/pages.js'
import type { ComparisonView } from '../views/comparison.js'
import type { RetractedView } from '../views/history.js'
import type { HomeQuery } from '../views/home.js'
import type { Moved, NotPublished } from '../views/pair.js'
import type { ToolView } from '../views/tool.js'
import type { CardDrawer } from './pictures.js'

/** What is at a site path, as it is served or written. */
export type SiteFile = {
  kind: 'file'
  status: number
  /** The content type, with its charset. */
  type: string
  body: string | Uint8Array
  /** Whether other sites may show it on their pages. */
  isEmbeddable?: boolean
  /** Whether its address names its bytes, so that it never changes. */
  isImmutable?: boolean
  /** The tools whose readers' votes it shows, by slug; left out where it shows none. */
  votesOn?: readonly string[]
  /** What a browser calls it when it keeps it; left out for what is shown. */
  fileName?: string
}
/** It has another address, a site path; or it is a file. */
export type SiteDocument = SiteFile | Moved

/** What a reader reads instead of a page. */
export type SiteProblem = { status: number; title: string; text: string; path: string }

export type SiteDocuments = {
  /** Everything of the site that is the same for every reader. `query` counts for the home page alone. */
  at: (address: { path: string; query: HomeQuery }) => Promise<SiteDocument>
  problem: (problem: SiteProblem) => SiteFile
}

/** The issues sent so far, as `IssueActions` has them. */
export type NewsletterArchive = {
  published: () => Promise<readonly ListedIssue[]>
  issue: (week: string) => Promise<{ content: IssueContent; sentAt: string } | null>
}

export type SiteDocumentsOptions = {
  site: SiteActions
  newsletter: NewsletterArchive
  drawCard: CardDrawer
  /** The site's logo or a tool's, by the hash of its bytes; null for one that none of them has. */
  logo: (sha256: string) => Promise<{ type: string; bytes: Uint8Array } | null>
  /** How alike calls are, across records. */
  measureAgreement: () => Promise<AgreementReport>
  /** Everything that rebuilds a record that is published, as JSON; null for any other. */
  bundle: (recordId: string) => Promise<string | null>
  /** How the page at a site path writes its links. */
  linksAt: (path: string) => SiteLinks
}

type DocumentContext = SiteDocumentsOptions & { links: SiteLinks; path: string }
type Page = (context: DocumentContext, part: string, query: HomeQuery) => Promise<SiteDocument | NotPublished>

const feedSize = 50
const notPublished: NotPublished = { kind: 'not published' }

/** A path's pattern, whose one group is handed on, and what is there. */
const pages: readonly (readonly [RegExp, Page])[] = [
  [
    /^\/()$/,
    async ({ site, links }, _, query) => {
      const view = await site.home(query)
      // Beyond the last page of a list there is none.
      if (view.query.page > 1 && view.tools.length === 0) return notPublished
      const shown = [...view.tools, ...view.newest.flatMap(({ tools }) => tools)]
      return withVotes(html(renderHome(view, links)), shown)
    },
  ],
  [/^\/compare\/([a-z0-9-]+)$/, async (context, pair) => pageOfPublished(context, await context.site.comparison(pair), renderComparison)],
  [/^\/tools\/([a-z0-9-]+)$/, async (context, slug) => pageOfPublished(context, await context.site.tool(slug), renderTool)],
  [
    /^\/compare\/([a-z0-9-]+)\/card\.png$/,
    async ({ site, drawCard, links }, pair) =>
      picture(await site.comparison(pair), { file: 'card.png', draw: async (view) => png(await drawCard(view, links.identity)) }),
  ],
  [
    /^\/tools\/([a-z0-9-]+)\/card\.png$/,
    async ({ site, drawCard, links }, slug) =>
      picture(await site.tool(slug), { file: 'card.png', draw: async (view) => png(await drawCard(view, links.identity)) }),
  ],
  [
    /^\/logos\/([0-9a-f]{64}\.(?:png|webp))$/,
    async ({ logo }, name) => {
      const found = await logo(name.slice(0, 64))
      if (found === null || !name.endsWith(found.type.replace('image/', '.'))) return notPublished
      return { kind: 'file', status: 200, type: found.type, body: found.bytes, isImmutable: true }
    },
  ],
  [/^\/card\.png()$/, async ({ drawCard, links }) => png(await drawCard({ kind: 'home' }, links.identity))],
  [/^\/tools\/([a-z0-9-]+)\/badge\.svg$/, async ({ site }, slug) => badge(await site.tool(slug))],
  [
    /^\/how-it-works()$/,
    async ({ site, measureAgreement, links }) => {
      const [figures, personas, agreement] = await Promise.all([site.figures(), site.personas(), measureAgreement()])
      return html(renderMethodology({ figures, personas, agreement }, links))
    },
  ],
  [/^\/personas()$/, async ({ site, links }) => html(renderPersonas(await site.personas(), links))],
  [
    /^\/personas\/([a-z0-9-]+)$/,
    async ({ site, links }, id) => {
      const view = await site.persona(id)
      return view.kind === 'not published' ? view : html(renderPersona(view, links))
    },
  ],
  [/^\/weekly()$/, async ({ newsletter, links }) => html(renderNewsletterArchive(await newsletter.published(), links))],
  [
    /^\/weekly\/(\d{4}-W\d{2})$/,
    async ({ newsletter, links }, week) => {
      const issue = await newsletter.issue(week)
      return issue === null ? notPublished : html(renderIssuePage(issue, links))
    },
  ],
  [
    /^\/records\/(rec_[a-z0-9]+)\/bundle$/,
    async ({ bundle }, recordId) => {
      const body = await bundle(recordId)
      const type = 'application/json; charset=utf-8'
      return body === null ? notPublished : { kind: 'file', status: 200, type, body, fileName: `${recordId}.bundle.json` }
    },
  ],
  [/^\/feed\.xml()$/, async (context) => feed(rssFeed(await changes(context), context.links), 'application/rss+xml')],
  [/^\/atom\.xml()$/, async (context) => feed(atomFeed(await changes(context), context.links), 'application/atom+xml')],
  [/^\/feed\.json()$/, async (context) => feed(jsonFeed(await changes(context), context.links), 'application/feed+json')],
  [
    /^\/sitemap\.xml()$/,
    async ({ site, newsletter, links }) => {
      const [{ tools, pairs }, personas, issues] = await Promise.all([site.pages(), site.personas(), newsletter.published()])
      return feed(await sitemapXml({ tools, pairs, personas, issues }, links), 'application/xml')
    },
  ],
  [/^\/robots\.txt()$/, async ({ links }) => ({ kind: 'file', status: 200, type: 'text/plain; charset=utf-8', body: robotsTxt(links) })],
]

/** The patterns of all paths that the site may answer. */
export const sitePathPatterns: readonly RegExp[] = pages.map(([pattern]) => pattern)

/**
 * Everything of the site that is the same for every reader, by site path: what the server sends and what the export writes. Rejects when the
 * database cannot be asked.
 */
export function createSiteDocuments(options: SiteDocumentsOptions): SiteDocuments {
  return {
    at: async ({ path, query }) => {
      const links = options.linksAt(path)
      for (const [pattern, page] of pages) {
        const part = pattern.exec(path)?.[1]
        if (part === undefined) continue
        const document = await page({ ...options, links, path }, part, query)
        return document.kind === 'not published' ? html(renderNotFound(path, links), 404) : document
      }
      return html(renderNotFound(path, links), 404)
    },
    problem: ({ status, title, text, path }) => html(renderMessage({ title, paragraphs: [text], path }, options.linksAt(path)), status),
  }
}

/** A page of what is published; what was retracted says so (410), and what has another name leads there. */
function pageOfPublished<View extends ComparisonView | ToolView>(
  { links, path }: DocumentContext,
  view: View | RetractedView | Moved | NotPublished,
  render: (view: View, links: SiteLinks) => string,
): SiteDocument | NotPublished {
  if (view.kind === 'moved' || view.kind === 'not published') return view
  if (view.kind === 'retracted') return html(renderRetracted(view, { path, links }), 410)
  const shown = view.kind === 'tool' ? [view.current.tool] : view.tools.map(({ tool }) => tool)
  return withVotes(html(render(view, links)), shown)
}

/** A picture of what is published. What was retracted has none; what has another name has its picture there. */
async function picture<View extends ComparisonView | ToolView>(
  view: View | RetractedView | Moved | NotPublished,
  { file, draw }: { file: string; draw: (view: View) => Promise<SiteFile> | SiteFile },
): Promise<SiteDocument | NotPublished> {
  if (view.kind === 'moved') return { kind: 'moved', to: `${view.to}/${file}` }
  if (view.kind === 'retracted' || view.kind === 'not published') return { kind: 'not published' }
  return draw(view)
}

/** The badge is in READMEs of others: it says that there is no verdict rather than to break there. */
function badge(view: ToolView | RetractedView | Moved | NotPublished): SiteDocument {
  if (view.kind === 'moved') return { kind: 'moved', to: `${view.to}/badge.svg` }
  const body = view.kind === 'tool' ? badgeSvg(view.current.tool.panelShip) : badgeWithoutVerdict()
  const status = view.kind === 'not published' ? 404 : 200
  return { kind: 'file', status, type: 'image/svg+xml', body, isEmbeddable: true }
}

function changes({ site }: DocumentContext) {
  return site.changes({ limit: feedSize })
}

/** Null on a site that does not know its own address. */
function feed(body: string | null, type: string): SiteDocument | NotPublished {
  return body === null ? notPublished : { kind: 'file', status: 200, type: `${type}; charset=utf-8`, body }
}

function html(body: string, status = 200): SiteFile {
  return { kind: 'file', status, type: 'text/html; charset=utf-8', body }
}

function withVotes(file: SiteFile, shown: readonly { slug: string }[]): SiteFile {
  return { ...file, votesOn: [...new Set(shown.map(({ slug }) => slug))] }
}

function png(body: Uint8Array): SiteFile {
  return { kind: 'file', status: 200, type: 'image/png', body, isEmbeddable: true }
}
