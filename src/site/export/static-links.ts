import type { SiteBrand } from '../../contracts/site-identity.js'
import { withoutAtEnd } from '../../platform/text/text-end.js'
import type { SiteLinks } from '../pages/links.js'
import type { RenderedParts } from '../pages/rendered-parts.js'

/** What the export writes and where it will be. */
export type StaticSite = {
  /** Where the files will be served, for canonical addresses, feeds and the sitemap; null when no one said. */
  baseUrl: string | null
  /** The running site, where votes and subscriptions go; null for none. */
  liveUrl: string | null
  /** A file of the site's own by its plain name, as it is written: `site.<hash>.css`. */
  assetName: (plainName: string) => string
  /** Whether there is a file for that site path. */
  isWritten: (path: string) => boolean
  /** The site path of a page that has a query when it is served; null for one that is not written. */
  pathOfQuery: (path: string, query: string) => string | null
  /** What the site is called, its colours and its logo; left out for the package's own. */
  identity?: SiteBrand | undefined
  /** What pages whose links begin alike show alike. */
  partsAt?: (root: string) => RenderedParts
}

/** The file of a site path, from the export's folder: a page is the `index.html` of a folder of its own. Pure. */
export function fileOf(path: string): string {
  if (path === '/') return 'index.html'
  return hasExtension(path) ? path.slice(1) : `${path.slice(1)}/index.html`
}

/** The address of a site path below the folder that the export is served from: `tools/x/`, `feed.xml`, empty for the first page. Pure. */
export function hrefOf(path: string): string {
  if (path === '/') return ''
  return hasExtension(path) ? path.slice(1) : `${path.slice(1)}/`
}

/**
 * Links as the page at `from` writes them: relative, so that the files work below any folder of any host. What depends on the reader leads to
 * the running site.
 */
export function staticLinks(site: StaticSite, from: string): SiteLinks {
  const { baseUrl, liveUrl, assetName } = site
  const up = hasExtension(from) ? depthOf(from) - 1 : depthOf(from)
  const root = up === 0 ? './' : '../'.repeat(up)
  const relative = (path: string) => {
    const { bare, query, fragment } = split(path)
    const written = query === '' ? bare : site.pathOfQuery(bare, query)
    if (written !== null && site.isWritten(written)) return `${root}${hrefOf(written)}${fragment}`
    return liveUrl === null ? `${root}${fragment}` : `${liveUrl}${path}`
  }
  return {
    to: relative,
    absolute: (path) => {
      const { bare, fragment } = split(path)
      return baseUrl === null || !site.isWritten(bare) ? null : `${baseUrl}/${hrefOf(bare)}${fragment}`
    },
    asset: (plainName) => `${root}assets/${assetName(plainName)}`,
    mode: { kind: 'static', liveUrl },
    identity: site.identity,
    parts: site.partsAt?.(root),
  }
}

/** Links of a page that a host shows for any address, such as 404.html: they start at the root. */
export function rootedLinks(site: StaticSite): SiteLinks {
  const root = site.baseUrl === null ? '/' : `${withoutAtEnd(new URL(site.baseUrl).pathname, '/')}/`
  const links = staticLinks(site, '/')
  const rooted = (href: string) => (href.startsWith('./') ? `${root}${href.slice(2)}` : href)
  return { ...links, to: (path) => rooted(links.to(path)), asset: (plainName) => rooted(links.asset(plainName)), parts: undefined }
}

function split(path: string): { bare: string; query: string; fragment: string } {
  const [, bare = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(path) ?? []
  return { bare, query, fragment }
}

function depthOf(path: string): number {
  return path.split('/').filter((part) => part !== '').length
}

function hasExtension(path: string): boolean {
  return /\.[a-z0-9]+$/.test(path)
}
