import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { renderHtml } from '../../platform/html/render-html.js'
import { isolate } from '../../platform/text/text-direction.js'
import { coloursName, siteName } from './identity.js'
import { scriptJson } from './json-ld-text.js'
import type { SiteLinks } from './links.js'
import { HeadLogo } from './record/tool-logo.js'
import { renderOnce } from './rendered-parts.js'
import { preloadedFonts } from './site-fonts.js'

export { siteStyles, siteStylesheet } from './site-styles.js'

/** The name under which the stylesheet and the fonts are asked of `SiteLinks.asset`. */
export const stylesheetName = 'site.css'

export type SitePageProps = {
  /** What the page is about, without the paper's name. */
  title: string
  /** One or two sentences for search engines and link previews. */
  description?: string
  /** The page's own site path: canonical address, and what the navigation marks. */
  path: string
  links: SiteLinks
  /** Asks search engines to leave the page out; it then names no canonical address either. */
  noIndex?: boolean
  /** A schema.org object or graph. */
  jsonLd?: object
  /** Site path of a PNG of 1200×630 for link previews. */
  image?: string
  /** Whether the page names the site's feeds. Default: yes. */
  feeds?: boolean
  children: Child
}

const maxTitleLength = 65
const icon = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 2l7 12H1z' fill='%230a6b4f'/%3E%3C/svg%3E`

/** A page of the site, whole: no script, one stylesheet. Everything it holds comes from its props, so the same props give the same bytes. */
export function SitePage(props: SitePageProps) {
  const { path, links } = props
  const { parts } = links
  return (
    <html lang="en">
      <Head {...props} />
      <body>
        <a class="skip-link" href="#main">
          Skip to the content
        </a>
        <div class="page">
          {renderOnce(parts, { of: sections, key: markedIn(path) }, () => (
            <SiteHead path={path} links={links} />
          ))}
          <main id="main">{props.children}</main>
          {renderOnce(parts, { of: feedLinks, key: 'foot' }, () => (
            <SiteFoot links={links} />
          ))}
        </div>
      </body>
    </html>
  )
}

/** A page as the bytes that are sent or written. */
export function renderSitePage(page: { toString: () => string }): string {
  return `<!DOCTYPE html>\n${renderHtml(page)}\n`
}

function Head(props: SitePageProps) {
  const { description, links, noIndex = false, jsonLd, feeds = true } = props
  const title = isolate(props.title)
  const name = siteName(links)
  const withPaper = `${title} | ${name}`
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title === name || withPaper.length > maxTitleLength ? title : withPaper}</title>
      {description === undefined ? null : <meta name="description" content={description} />}
      <meta name="color-scheme" content="light dark" />
      {noIndex ? <meta name="robots" content="noindex" /> : null}
      {renderOnce(links.parts, { of: preloadedFonts, key: 'files' }, () => (
        <Files links={links} />
      ))}
      {noIndex ? null : <Preview {...props} />}
      {feeds && hasFeeds(links) ? renderOnce(links.parts, { of: feedLinks, key: 'head' }, () => <Feeds links={links} />) : null}
      {jsonLd === undefined ? null : <script type="application/ld+json">{raw(scriptJson(jsonLd))}</script>}
    </head>
  )
}

/** The files of the site's own that every page loads. */
function Files({ links }: { links: SiteLinks }) {
  const colours = coloursName(links)
  return (
    <>
      <link rel="stylesheet" href={links.asset(stylesheetName)} />
      {colours === null ? null : <link rel="stylesheet" href={links.asset(colours)} />}
      {preloadedFonts.map((name) => (
        <link rel="preload" href={links.asset(name)} as="font" type="font/woff2" crossorigin="anonymous" />
      ))}
      <link rel="icon" href={icon} />
    </>
  )
}

/** The canonical address, and what other sites show where they link to the page. Only absolute addresses are of use to them. */
function Preview({ title, description, path, links, image }: SitePageProps) {
  const canonical = links.absolute(path)
  const picture = image === undefined ? null : links.absolute(image)
  return (
    <>
      {canonical === null ? null : <link rel="canonical" href={canonical} />}
      <meta property="og:type" content={path === '/' ? 'website' : 'article'} />
      <meta property="og:site_name" content={siteName(links)} />
      <meta property="og:title" content={title} />
      {description === undefined ? null : <meta property="og:description" content={description} />}
      {canonical === null ? null : <meta property="og:url" content={canonical} />}
      {picture === null ? null : (
        <>
          <meta property="og:image" content={picture} />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          <meta property="og:image:alt" content={`${isolate(title)}: how the panel called it`} />
        </>
      )}
      <meta name="twitter:card" content={picture === null ? 'summary' : 'summary_large_image'} />
    </>
  )
}

const feedLinks = [
  { type: 'application/rss+xml', path: '/feed.xml', name: 'RSS' },
  { type: 'application/atom+xml', path: '/atom.xml', name: 'Atom' },
  { type: 'application/feed+json', path: '/feed.json', name: 'JSON feed' },
] as const

/** Feeds hold absolute addresses: a site that does not know its own has none. */
function hasFeeds(links: SiteLinks): boolean {
  return links.absolute('/feed.xml') !== null
}

function Feeds({ links }: { links: SiteLinks }) {
  return (
    <>
      {feedLinks.map(({ type, path, name }) => (
        <link rel="alternate" type={type} href={links.to(path)} title={`${siteName(links)}, ${name}`} />
      ))}
    </>
  )
}

const sections = [
  { path: '/#comparisons', name: 'Comparisons' },
  { path: '/#tools', name: 'Tools' },
  { path: '/personas', name: 'Personas' },
  { path: '/how-it-works', name: 'How it works' },
  { path: '/weekly', name: 'Newsletter' },
] as const

/** The path of a page that the navigation marks; nothing for others, whose heads are alike. */
function markedIn(path: string): string {
  return path === '/' || sections.some((section) => section.path === path) ? path : ''
}

/** One row, also on a phone: there the sections are behind a button, which needs no script. */
function SiteHead({ path, links }: { path: string; links: SiteLinks }) {
  const logo = links.identity?.logo ?? null
  return (
    <header class="masthead">
      <p class="name">
        <a href={links.to('/')} aria-current={path === '/' ? 'page' : undefined}>
          <HeadLogo logo={logo} name={siteName(links)} src={logo === null ? '' : links.to(`/logos/${logo.name}`)} />
          {siteName(links)}
        </a>
      </p>
      <span class="where">{sections.find((section) => section.path === path)?.name}</span>
      <button type="button" class="opener" popovertarget="menu">
        Menu
      </button>
      <nav class="menu" id="menu" popover="auto" aria-label="The site">
        {sections.map((section) => (
          <a href={links.to(section.path)} aria-current={section.path === path ? 'page' : undefined}>
            {section.name}
          </a>
        ))}
      </nav>
    </header>
  )
}

function SiteFoot({ links }: { links: SiteLinks }) {
  return (
    <footer class="foot">
      <p>{siteName(links)}. A call is an opinion with its reasons beside it; the sources are there to be read.</p>
      <p>
        <a href={links.to('/how-it-works')}>How it works</a>
        {hasFeeds(links) ? ' · Feeds: ' : null}
        {(hasFeeds(links) ? feedLinks : []).map(({ path, name }, index) => (
          <>
            {index > 0 ? ', ' : null}
            <a href={links.to(path)}>{name}</a>
          </>
        ))}
      </p>
    </footer>
  )
}
