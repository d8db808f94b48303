import type { Runtime } from '../../platform/runtime.js'
import type { SiteStore } from '../store/site.js'
import { isSlug } from './pair.js'

type Refused = { status: 'refused'; why: string; fix: string }
type Dependencies = { site: SiteStore; runtime: Pick<Runtime, 'now'> }

type Redirects = {
  /** Sends readers of an old tool's slug to the new one. Refused when the new one is not published, or it would go in a circle. */
  addRedirect: (redirect: { from: string; to: string; by: string }) => Promise<{ status: 'done' } | Refused>
  /** Whether there was one: the tool's own page, where it has one, is found under the old slug again. */
  removeRedirect: (from: string) => Promise<boolean>
  redirects: () => Promise<{ from: string; to: string; by: string; at: string }[]>
}

/** Renamed tools. The old slug's own page, where it still has one, gives way to the new one's. */
export function createRedirects({ site, runtime }: Dependencies): Redirects {
  return {
    addRedirect: async ({ from, to, by }) => {
      const wrong = [from, to].find((slug) => !isSlug(slug))
      if (wrong !== undefined)
        return refused(`${JSON.stringify(wrong.slice(0, 80))} is no slug`, 'use lower-case letters, digits and single hyphens')
      if (from === to) return refused('both are the same', 'name the old slug first, and then the new one')
      const known = await site.redirectsOf([to])
      const publicStates = await site.publicStates([to, known.get(to) ?? to])
      const refusal = await site.addRedirect({ from, by, at: runtime.now() }, (redirects) => {
        // Where the new slug is an old one itself, readers go straight to its end.
        const end = redirects.get(to) ?? to
        if (end === from)
          return { refusal: refused(`${to} leads to ${from}: it would go in a circle`, `remove the redirect of ${to} first`) }
        if (publicStates.get(end) !== true)
          return { refusal: refused(`${end} is not published`, 'publish the tool under its new slug first') }
        return { to: end }
      })
      return refusal ?? { status: 'done' }
    },
    removeRedirect: async (from) => isSlug(from) && site.removeRedirect(from),
    redirects: async () => (await site.redirects()).map(({ at, ...redirect }) => ({ ...redirect, at: at.toISOString() })),
  }
}

function refused(why: string, fix: string): Refused {
  return { status: 'refused', why, fix }
}
