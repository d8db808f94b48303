import type { Actor } from '../contracts/actor.js'
import type { PageFetcher } from '../evidence/fetch/outcome.js'
import type { Runtime } from '../platform/runtime.js'
import { findIcons } from './logo/find-icons.js'
import { type Logo, type LogoProblem, readLogo } from './logo/read-logo.js'
import type { ToolLogoStore } from './store/tool-logos.js'

export type ToolLogos = ReturnType<typeof createToolLogos>

type Change = {
  slug: string
  by: Actor
  /** The hash of the logo that the person saw, null for none: where another is there by now, nothing changes. Left out: whatever is there. */
  base?: string | null
}

/** What came of a new logo. `stale`: another one is there than the person saw. */
export type LogoSet = { status: 'set' } | { status: 'stale' } | ({ status: 'refused' } & LogoProblem)

/** Why nothing can be taken from the page of a tool whose dossier names none. */
export const noWebsite: LogoProblem = { message: 'The dossier names no website.', fix: 'Add it there, or send a file.' }

const refused = ({ message, fix }: LogoProblem): LogoSet => ({ status: 'refused', message, fix })

type Dependencies = {
  logos: ToolLogoStore
  /** Loaded at the first page that is read. */
  fetcher: () => Promise<Pick<PageFetcher, 'fetchPage'>>
  runtime: Pick<Runtime, 'now' | 'sleep'>
}

/** What pictures are asked for, the ones that are read. */
const accept = 'image/svg+xml, image/webp, image/png, image/jpeg, image/x-icon;q=0.8, image/gif;q=0.5'

/** What editors do with the logo of a tool. Who may is for the caller to check, and whether there is such a tool. */
export function createToolLogos({ logos, fetcher, runtime }: Dependencies) {
  const entryOf = ({ slug, by }: Change, action: string, data: Record<string, string | null>) => ({
    ...{ at: runtime.now().toISOString(), actor: by, action, data },
    subject: { kind: 'tool' as const, id: slug, recordId: null },
  })
  const keep = async (change: Change, logo: Logo, source: string | null): Promise<LogoSet> => {
    const entry = entryOf(change, 'set a logo', { sha256: logo.sha256, source })
    const isKept = await logos.put({ slug: change.slug, logo: { ...logo, source }, entry, base: change.base })
    return { status: isKept ? 'set' : 'stale' }
  }
  return {
    find: logos.find,
    /** Makes a picture the tool's logo, or says what is wrong with it. */
    upload: async ({ bytes, ...change }: Change & { bytes: Uint8Array }): Promise<LogoSet> => {
      const logo = await readLogo(bytes, runtime)
      return 'fix' in logo ? refused(logo) : keep(change, logo, null)
    },
    /** Takes the first picture that can be read of those by which the page shows itself. */
    takeFromPage: async ({ url, ...change }: Change & { url: string }, signal: AbortSignal): Promise<LogoSet> => {
      const { fetchPage } = await fetcher()
      const page = await fetchPage({ url, signal })
      if (page.status === 'failed') return refused(page)
      if (page.status === 'unchanged') throw new Error(`${url} answered that nothing changed without having been asked`)
      const html = new TextDecoder().decode(page.bytes)
      let last: LogoProblem | null = null
      for (const address of findIcons(html, page.finalUrl)) {
        const picture = await fetchPage({ url: address, accept, takesPictures: true, signal })
        const read = picture.status === 'fetched' ? await readLogo(picture.bytes, runtime) : picture.status === 'failed' ? picture : null
        if (read !== null && 'sha256' in read) return keep(change, read, address)
        last = read ?? last
      }
      const why = last === null ? '' : ` The last one it names: ${last.message}`
      return refused({ message: `The page has no logo that can be read.${why}`, fix: 'Send a file instead.' })
    },
    /** False where there was none, or another one than the person saw. */
    remove: (change: Change): Promise<boolean> => {
      const { slug, base } = change
      return logos.remove({ slug, base, entry: entryOf(change, 'remove a logo', {}) })
    },
  }
}
