import { withoutAtEnd } from '../../platform/text/text-end.js'
import type { SiteLinks } from '../../site/pages/links.js'
import { nameIn, type SiteAsset } from './assets.js'

/** Links between pages that a server serves at the root of its address. `publicUrl` is that address, when it is known. */
export function liveLinks({ publicUrl, assets }: { publicUrl: string | null; assets: readonly SiteAsset[] }): SiteLinks {
  const base = publicUrl === null ? null : withoutAtEnd(publicUrl, '/')
  return {
    to: (path) => path,
    absolute: (path) => (base === null ? null : `${base}${path}`),
    asset: (plainName) => `/assets/${nameIn(assets, plainName)}`,
    mode: { kind: 'live' },
  }
}
