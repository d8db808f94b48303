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
  const size = fitInto(logo, { width: shownSide, height: shownSide })
  return <img class="logo" src={href(`/logos/${logo.name}`)} alt={`Logo of ${name}`} {...size} />
}

/** As much as fits beside a name in one row on a phone. */
const inHead = { width: 96, height: 28 } as const

type HeadLogoProps = { logo: Size | null | undefined; name: string; src: string }

/** The site's own logo in the head of a page, beside its name; nothing where there is none. */
export function HeadLogo({ logo, name, src }: HeadLogoProps) {
  if (logo === null || logo === undefined) return null
  return <img class="head-logo" src={src} alt={`Logo of ${name}`} {...fitInto(logo, inHead)} />
}

type Size = { width: number; height: number }

/** At its own proportions, and no larger than it is. */
function fitInto({ width, height }: Size, most: Size): Size {
  const scale = Math.min(1, most.width / width, most.height / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
