import { Readable } from 'node:stream'
import { SitemapStream, streamToPromise } from 'sitemap'
import type { SiteLinks } from './links.js'

type Address = { slug: string; changedAt: string }
export type SitemapPages = {
  tools: readonly Address[]
  pairs: readonly Address[]
  personas: readonly { id: string }[]
  issues: readonly { week: string; sentAt: string }[]
}

/** What one file may hold (sitemaps.org, "Sitemap file format"). */
const maxAddresses = 50_000

/**
 * Every address that search engines should know, with when it last changed; above 50,000, which is all that one file may hold, those that
 * changed last. Null on a site that does not know its own address.
 */
export async function sitemapXml({ tools, pairs, personas, issues }: SitemapPages, links: SiteLinks): Promise<string | null> {
  if (links.absolute('/') === null) return null
  const changing = [
    ...pairs.map(({ slug, changedAt }) => ({ path: `/compare/${slug}`, changedAt })),
    ...tools.map(({ slug, changedAt }) => ({ path: `/tools/${slug}`, changedAt })),
    ...issues.map(({ week, sentAt }) => ({ path: `/weekly/${week}`, changedAt: sentAt })),
  ].toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : a.path < b.path ? -1 : 1))
  const fixedPaths = ['/', '/how-it-works', '/personas', '/weekly', ...personas.map(({ id }) => `/personas/${id}`)]
  const items = [
    ...fixedPaths.map((path) => ({ url: links.absolute(path) ?? path })),
    ...changing.map(({ path, changedAt }) => ({ url: links.absolute(path) ?? path, lastmod: changedAt })),
  ].slice(0, maxAddresses)
  const stream = new SitemapStream({ xmlns: { news: false, xhtml: false, image: false, video: false } })
  return (await streamToPromise(Readable.from(items).pipe(stream))).toString('utf8')
}

/** Which pages crawlers leave alone, and where the sitemap is. Badges and cards may be fetched. */
export function robotsTxt(links: SiteLinks): string {
  const sitemap = links.absolute('/sitemap.xml')
  const closed = ['/desk', '/api/', '/records/', '/vote/', '/weekly/subscribe', '/weekly/confirm', '/weekly/unsubscribe']
  return [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    'Allow: /',
    ...(sitemap === null ? [] : ['', `Sitemap: ${sitemap}`]),
    '',
  ].join('\n')
}
