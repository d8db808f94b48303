import type { Actor } from '../contracts/actor.js'
import type { PageFetcher } from '../evidence/fetch/outcome.js'
import type { Runtime } from '../platform/runtime.js'
import { findIcons } from './logo/find-icons.js'
import { type Logo, type LogoProblem, readLogo } from './logo/read-logo.js'
import type { ToolLogoStore } from './store/tool-logos.js'

export type ToolLogos = ReturnType<typeof createToolLogos>

type Change = { slug: string; by: Actor }
type Dependencies = {
  logos: ToolLogoStore
  /** Loaded at the first page that is read. */
  fetcher: () => Promise<Pick<PageFetcher, 'fetchPage'>>
  runtime: Pick<Runtime, 'now'>
}

/** What pictures are asked for, the ones that are read. */
const accept = 'image/svg+xml, image/webp, image/png, image/jpeg, image/x-icon;q=0.8, image/gif;q=0.5'

/** What editors do with the logo of a tool. Who may is for the caller to check, and whether there is such a tool. */
export function createToolLogos({ logos, fetcher, runtime }: Dependencies) {
  const entryOf = ({ slug, by }: Change, action: string, data: Record<string, string | null>) => ({
    ...{ at: runtime.now().toISOString(), actor: by, action, data },
    subject: { kind: 'tool' as const, id: slug, recordId: null },
  })
  const keep = (change: Change, logo: Logo, source: string | null) =>
    logos.put(change.slug, { ...logo, source }, entryOf(change, 'set a logo', { sha256: logo.sha256, source }))
  return {
    find: logos.find,
    /** The problem with a picture that is not taken; null when it is the tool's logo now. */
    upload: async ({ bytes, ...change }: Change & { bytes: Uint8Array }): Promise<LogoProblem | null> => {
      const logo = await readLogo(bytes)
      if ('fix' in logo) return logo
      await keep(change, logo, null)
      return null
    },
    /** Takes the first picture that can be read of those by which the page shows itself. */
    takeFromPage: async ({ url, ...change }: Change & { url: string }, signal: AbortSignal): Promise<LogoProblem | null> => {
      const { fetchPage } = await fetcher()
      const page = await fetchPage({ url, signal })
      if (page.status === 'failed') return { message: page.message, fix: page.fix }
      if (page.status === 'unchanged') throw new Error(`${url} answered that nothing changed without having been asked`)
      const html = new TextDecoder().decode(page.bytes)
      let last: LogoProblem | null = null
      for (const address of findIcons(html, page.finalUrl)) {
        const picture = await fetchPage({ url: address, accept, takesPictures: true, signal })
        const read = picture.status === 'fetched' ? await readLogo(picture.bytes) : picture.status === 'failed' ? picture : null
        if (read !== null && 'sha256' in read) {
          await keep(change, read, address)
          return null
        }
        last = read ?? last
      }
      const why = last === null ? '' : ` The last one it names: ${last.message}`
      return { message: `The page has no logo that can be read.${why}`, fix: 'Send a file instead.' }
    },
    /** False where there was none. */
    remove: (change: Change): Promise<boolean> => logos.remove(change.slug, entryOf(change, 'remove a logo', {})),
  }
}
