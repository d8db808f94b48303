import { siteName } from './identity.js'
import type { SiteLinks } from './links.js'

/** The badge, and what to paste into a README for it. Nothing on a site that does not know its own address: a README needs a whole one. */
export function BadgeSnippet({ slug, links }: { slug: string; links: SiteLinks }) {
  const badge = links.absolute(`/tools/${slug}/badge.svg`)
  const page = links.absolute(`/tools/${slug}`)
  const name = siteName(links)
  if (badge === null || page === null) return null
  return (
    <section id="badge" aria-labelledby="badge-title">
      <h2 id="badge-title">A badge for its README</h2>
      <p class="text">
        <img src={links.to(`/tools/${slug}/badge.svg`)} alt="The badge with panel ship and its counts" height="20" /> It shows panel ship
        with its counts, and follows the verdicts.
      </p>
      <p class="text">Markdown</p>
      <pre class="code">
        <code>{`[![${name}’s verdict](${badge})](${page})`}</code>
      </pre>
      <p class="text">HTML</p>
      <pre class="code">
        <code>{`<a href="${page}"><img src="${badge}" alt="${name}’s verdict"></a>`}</code>
      </pre>
    </section>
  )
}
