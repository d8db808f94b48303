import type { SiteIdentity } from '../../../contracts/site-identity.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { packageLine } from '../../../site/pages/home-page.js'
import { packageAccent } from '../../../site/pages/record/grounds.js'
import { HeadLogo } from '../../../site/pages/record/tool-logo.js'
import type { Scheme } from './accent-contrast.js'

type PreviewProps = {
  site: SiteIdentity
  /** Null for none. */
  logo: { width: number; height: number; src: string } | null
  /** Whether readers see it so already. */
  isStored: boolean
}

/** The head of the site, its line and its accents, on light ground and on dark. */
export function SitePreview({ site, logo, isStored }: PreviewProps) {
  return (
    <section class="block" aria-labelledby="preview">
      <h2 id="preview">
        {isStored ? 'How it looks' : 'How it would look'}
        <span class="meta">{isStored ? 'as it is now' : 'not saved'}</span>
      </h2>
      <div class="site-previews">
        <Ground scheme="light" accent={site.accentLight} site={site} logo={logo} />
        <Ground scheme="dark" accent={site.accentDark} site={site} logo={logo} />
      </div>
    </section>
  )
}

type GroundProps = Pick<PreviewProps, 'site' | 'logo'> & { scheme: Scheme; accent: string | null }

/** Drawn with attributes: the policy of pages lets them hold no style of their own. */
function Ground({ scheme, accent, site, logo }: GroundProps) {
  const colour = accent ?? packageAccent[scheme]
  const name = revealInvisible(site.name)
  return (
    <div class={`site-preview ${scheme}`}>
      <p class="name">
        <HeadLogo logo={logo} name={name} src={logo?.src ?? ''} />
        {name}
      </p>
      <p class="meta">{site.line === '' ? packageLine : revealInvisible(site.line)}</p>
      <p>
        <svg width="150" height="34" role="img" aria-label={`Accent on ${scheme} pages: ${colour}`}>
          <rect x="2" y="2" width="34" height="30" rx="3" fill="none" stroke={colour} stroke-width="2" />
          <text x="19" y="23" fill={colour} text-anchor="middle">
            1
          </text>
          <text x="46" y="23" fill={colour}>
            {colour}
          </text>
        </svg>
      </p>
    </div>
  )
}
