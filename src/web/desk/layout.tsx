import { type Child, createContext, useContext } from 'hono/jsx'
import type { Actor } from '../../contracts/actor.js'
import { packageSiteName, type SiteBrand } from '../../contracts/site-identity.js'
import { isolate } from '../../platform/text/text-direction.js'
import { HeadLogo } from '../../site/pages/record/tool-logo.js'
import { type Asset, deskStylesheet, earlyScriptAsset, paletteScriptAsset } from './assets.js'
import { Explained, type Term } from './explained.js'
import {
  accountPath,
  agreementPath,
  auditPath,
  communityPath,
  deskPath,
  findPath,
  newsletterPath,
  panelsPath,
  peoplePath,
  queuePath,
  recordsPath,
  settingsPath,
  toolsPath,
} from './paths.js'

export type PageProps = {
  /** What the page is about; shown as the browser's title, not on the page. */
  title: string
  /** Who is looking; null for no one, and then there is no way around. */
  actor: Actor | null
  /** Where the page is, for what marks it in the navigation. */
  path: string
  children: Child
  /** Scripts of this page, loaded once it is parsed, after the one for keys and the palette that every page has for who is signed in. */
  script?: Asset | readonly Asset[]
  /** Stylesheets after the desk's own. */
  styles?: readonly Asset[]
  /** Stands beside the main part, before it in reading order. */
  aside?: Child
  /** Takes the whole width. */
  isWide?: boolean
}

const sections = [
  { path: queuePath, name: 'Review' },
  { path: panelsPath, name: 'Panels' },
  { path: recordsPath, name: 'Records' },
  { path: toolsPath, name: 'Tools' },
  { path: newsletterPath, name: 'Newsletter' },
  { path: communityPath, name: 'Votes' },
  { path: agreementPath, name: 'Agreement' },
  { path: auditPath, name: 'Log' },
] as const

/** What the site is known by, for the head of the page that is rendered; null for the package's own. */
export const BrandContext = createContext<SiteBrand | null>(null)

/** What the site is called in the head of a page and on its tab. */
function brandName(brand: SiteBrand | null): string {
  return brand === null ? packageSiteName : isolate(brand.name)
}

/** Styles are files, and so are htmx's: its settings say to write none, and to run no text as code. */
const htmxConfig = JSON.stringify({ includeIndicatorCSS: false, history: false })

/** A page of the desk, whole. Render it with `sendPage`, or `c.html('<!DOCTYPE html>' + …)`. */
export function Page({ title, actor, path, children, script = [], styles = [], aside, isWide = false }: PageProps) {
  const own = Array.isArray(script) ? script : [script]
  const scripts = actor === null ? own : [paletteScriptAsset, ...own]
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${isolate(title)} · ${brandName(useContext(BrandContext))}`}</title>
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href="data:," />
        {actor === null ? null : <script src={earlyScriptAsset.url}></script>}
        {[deskStylesheet, ...styles].map(({ url }) => (
          <link rel="stylesheet" href={url} />
        ))}
        {scripts.map(({ url }: Asset) => (
          <script src={url} defer></script>
        ))}
      </head>
      <body>
        <a class="skip-link" href="#main">
          Skip to the content
        </a>
        <DeskHead actor={actor} path={path} />
        {aside === undefined ? (
          <main class={isWide ? 'desk wide' : 'desk'} id="main">
            {children}
          </main>
        ) : (
          <div class="beside">
            <aside aria-label="Decision">{aside}</aside>
            <main id="main">{children}</main>
          </div>
        )}
      </body>
    </html>
  )
}

/** One row, also on a phone: there the sections and the account are behind a button, which needs no script. */
function DeskHead({ actor, path }: Pick<PageProps, 'actor' | 'path'>) {
  const brand = useContext(BrandContext)
  const name = brandName(brand)
  return (
    <header class="desk-head">
      <a class="paper" href={deskPath} aria-current={path === deskPath ? 'page' : undefined}>
        <HeadLogo logo={brand?.logo} name={name} src={`/logos/${brand?.logo?.name}`} />
        {name}
      </a>
      {actor === null ? null : (
        <>
          <span class="where">{sectionOf(path)}</span>
          <a class="find" href={findPath} data-find="" title="Ctrl-K or ⌘K">
            Find
          </a>
          <button type="button" class="quiet opener" popovertarget="menu">
            Menu
          </button>
          <div class="menu" id="menu" popover="auto">
            <nav aria-label="Desk">
              {sections.map((section) => (
                <a href={section.path} aria-current={currentness(path, section.path)}>
                  {section.name}
                </a>
              ))}
              {actor.role === 'admin' ? (
                <>
                  <a href={peoplePath} aria-current={currentness(path, peoplePath)}>
                    People
                  </a>
                  <a href={settingsPath} aria-current={currentness(path, settingsPath)}>
                    Settings
                  </a>
                </>
              ) : null}
            </nav>
            <div class="me">
              <a href={accountPath} aria-current={currentness(path, accountPath)}>
                {actor.name}, {actor.role}
              </a>
              <form method="post" action="/auth/sign-out">
                <button type="submit" class="link">
                  Sign out
                </button>
              </form>
            </div>
          </div>
        </>
      )}
    </header>
  )
}

/** The section that a page is in, by its name; empty on the desk's own page. */
function sectionOf(path: string): string {
  const places = [
    ...sections,
    { path: peoplePath, name: 'People' },
    { path: settingsPath, name: 'Settings' },
    { path: accountPath, name: 'Account' },
  ]
  return places.find((place) => currentness(path, place.path) !== undefined)?.name ?? ''
}

function currentness(path: string, section: string): 'page' | 'true' | undefined {
  if (path === section) return 'page'
  return path.startsWith(`${section}/`) ? 'true' : undefined
}

type PageHeadProps = { title: Child; kicker?: Child; children?: Child; terms?: readonly Term[] }

/** The head of a page: its title, beside it what can be done or said about the whole, and below it what words of the page mean. */
export function PageHead({ title, kicker, children, terms = [] }: PageHeadProps) {
  return (
    <>
      <div class="page-head">
        <div>
          {kicker === undefined ? null : <p class="kicker">{kicker}</p>}
          <h1>{title}</h1>
        </div>
        {children === undefined ? null : <div class="doing">{children}</div>}
      </div>
      {terms.length === 0 ? null : <Explained terms={terms} />}
    </>
  )
}
