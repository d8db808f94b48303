import type { SiteBrand } from '../../contracts/site-identity.js'
import type { RenderedParts } from './rendered-parts.js'

/** Where the pages lead: the same pages are served and written as files. */
export type SiteLinks = {
  /** The href of a site path (`/tools/x`, `/`), which may carry a query or a fragment. */
  to: (path: string) => string
  /** The absolute address of a site path; null when the site does not know its own. */
  absolute: (path: string) => string | null
  /** The href of a file of the site's own, by its plain name (`site.css`, a font). */
  asset: (name: string) => string
  /** `live`: forms that post. `static`: files on any host, where voting and subscribing are links to the live site, or words that say there is none. */
  mode: { kind: 'live' } | { kind: 'static'; liveUrl: string | null }
  /** What the site is called, its colours and its logo; left out for the package's own. */
  identity?: SiteBrand | undefined
  /** What pages with the same links show alike; left out where each page is rendered by itself. */
  parts?: RenderedParts
}
