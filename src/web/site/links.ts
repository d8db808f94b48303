import type { SiteBrand } from '../../contracts/site-identity.js'
import { withoutAtEnd } from '../../platform/text/text-end.js'
import { coloursStylesheet } from '../../site/pages/identity.js'
import type { SiteLinks } from '../../site/pages/links.js'
import { nameIn, type SiteAsset } from './assets.js'

type LiveSite = { publicUrl: string | null; assets: readonly SiteAsset[]; identity?: () => SiteBrand }

/**
 * Links between pages that a server serves at the root of its address. `publicUrl` is that address, when it is known; `identity` says what the
 * site is called now.
 */
export function liveLinks({ publicUrl, assets, identity }: LiveSite): SiteLinks {
  const base = publicUrl === null ? null : withoutAtEnd(publicUrl, '/')
  return {
    to: (path) => path,
    absolute: (path) => (base === null ? null : `${base}${path}`),
    asset: (plainName) => `/assets/${coloursStylesheet(plainName) === null ? nameIn(assets, plainName) : plainName}`,
    mode: { kind: 'live' },
    get identity() {
      return identity?.()
    },
  }
}
