import { LRUCache } from 'lru-cache'
import type { Runtime } from '../../platform/runtime.js'
import type { SiteDocument } from '../../site/documents/create-site-documents.js'
import { makeReady, type ReadyPage } from './ready-page.js'
import { createSiteVersion, type PresentVersion, type SiteVersion } from './site-version.js'

export type PageCacheOptions = {
  /** As in `createSiteVersion`. */
  version: () => Promise<SiteVersion>
  freshForMs: number
  /** What all pages may take in memory, in bytes. */
  maxBytes: number
  /** Whether an error says that the database cannot be reached, so that what was shown before may be shown again. */
  isOutage: (error: unknown) => boolean
  runtime: Pick<Runtime, 'monotonicMs' | 'sleep' | 'log'>
}

/** One page to have: under which key, and how it is made. */
export type PageRequest = {
  /** Path and normalised query. */
  key: string
  make: () => Promise<SiteDocument>
  /** One of endlessly many, such as a search: it cannot push out what everyone reads. */
  isOneOfMany: boolean
}

export type PageCache = {
  get: (request: PageRequest) => ReadyPage | Promise<ReadyPage>
  /** The page when it is ready for the present version; null when anything would have to be done for it. */
  ready: (key: string) => ReadyPage | null
}

/** `votesAt`: the version of the tallies that it was made after; `votesOn`: the tools whose it shows. */
type Entry = { page: ReadyPage; content: string; votesAt: number; votesOn: readonly string[]; madeAtMs: number }

/** What a page says of the time (how long ago, what is due) is at most that old. */
const madeAgainAfterMs = 5 * 60_000
const shareOfMany = 0.1

/**
 * Pages as they were made for the present version of the site: each is made once, however many ask for it at once. A vote makes again the pages
 * that show that tool's votes, and no other.
 */
export function createPageCache({ version, freshForMs, maxBytes, isOutage, runtime }: PageCacheOptions): PageCache {
  const versions = createSiteVersion({ read: version, freshForMs, runtime })
  const store = (bytes: number) =>
    new LRUCache<string, Entry>({ maxSize: Math.max(1, Math.floor(bytes)), sizeCalculation: ({ page }, key) => page.size + key.length * 2 })
  const [pages, many] = [store(maxBytes * (1 - shareOfMany)), store(maxBytes * shareOfMany)]
  const making = new Map<string, Promise<ReadyPage>>()

  const make = async ({ key, make: makeDocument, isOneOfMany }: PageRequest, current: SiteVersion): Promise<ReadyPage> => {
    const last = pages.get(key) ?? many.get(key)
    try {
      const document = await makeDocument()
      const page = makeReady(document, last?.page)
      const votesOn = document.kind === 'file' ? (document.votesOn ?? []) : []
      const [home, other] = isOneOfMany || page.status === 404 ? [many, pages] : [pages, many]
      other.delete(key)
      home.set(key, { page, content: current.content, votesAt: current.votes.version, votesOn, madeAtMs: runtime.monotonicMs() })
      return page
    } catch (error) {
      if (last === undefined || !isOutage(error)) throw error
      runtime.log.warn({ err: error, page: key }, 'a page is shown as it was: the database cannot be reached')
      return last.page
    }
  }

  const lying = (key: string, { version: current, isCertain }: PresentVersion): ReadyPage | null => {
    const entry = pages.get(key) ?? many.get(key)
    if (entry === undefined || !isCurrent(entry, current)) return null
    return !isCertain || runtime.monotonicMs() - entry.madeAtMs < madeAgainAfterMs ? entry.page : null
  }

  const find = (request: PageRequest, present: PresentVersion): ReadyPage | Promise<ReadyPage> => {
    const { version: current } = present
    const page = lying(request.key, present)
    if (page !== null) return page
    const name = `${current.content} ${current.votes.version} ${request.key}`
    const under = making.get(name)
    if (under !== undefined) return under
    const made = make(request, current).finally(() => making.delete(name))
    making.set(name, made)
    return made
  }

  return {
    ready: (key) => {
      const present = versions.fresh()
      return present === null ? null : lying(key, present)
    },
    get: (request) => {
      const current = versions.current()
      return current instanceof Promise ? current.then((known) => find(request, known)) : find(request, current)
    },
  }
}

function isCurrent({ content, votesAt, votesOn }: Entry, current: SiteVersion): boolean {
  return content === current.content && votesOn.every((tool) => current.votes.changedAt(tool) <= votesAt)
}
