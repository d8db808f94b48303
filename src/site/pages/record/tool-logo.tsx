import type { PublishedTool } from '../../../contracts/site.js'

type Shown = NonNullable<PublishedTool['logo']>

/** At most so many CSS pixels a side: half of those that are kept, for screens of two to one. */
const shownSide = 64

/** The name that a logo's file has below `/logos/`. Pure. */
export function logoFile({ sha256, type }: { sha256: string; type: 'image/png' | 'image/webp' }): string {
  return `${sha256}.${type === 'image/png' ? 'png' : 'webp'}`
}

/** A tool's logo at its own proportions; nothing where there is none. `name` is shown as it is. */
export function Logo({ logo, name, href }: { logo: Shown | undefined; name: string; href: (path: string) => string }) {
  if (logo === undefined) return null
  const scale = Math.min(1, shownSide / Math.max(logo.width, logo.height))
  const size = { width: Math.max(1, Math.round(logo.width * scale)), height: Math.max(1, Math.round(logo.height * scale)) }
  return <img class="logo" src={href(`/logos/${logo.name}`)} alt={`Logo of ${name}`} {...size} />
}
