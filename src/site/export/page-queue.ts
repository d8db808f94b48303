import { type HomeQuery, sortOrders } from '../views/home.js'

export type PageQueueOptions = {
  /** Whether feeds and sitemap are written. */
  hasAddresses: boolean
  cards: 'none' | 'tools' | 'all'
}

/** Paths that a server answers and no file can: what depends on the reader, or is long and seldom read. */
const unwritten = /^\/(?:compare$|vote\/|records\/|weekly\/(?:subscribe|confirm|unsubscribe|bounces)(?:\/|$))/
const addressed = new Set(['/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml'])
const listPath = /^\/page\/([1-9]\d{0,4})$/

/**
 * The site paths to write: those that are known to be published, and those that a written page links to. Later pages of the list of tools, which have a
 * query when they are served, are under a path of their own.
 */
export function createPageQueue({ hasAddresses, cards }: PageQueueOptions) {
  const known = new Set<string>()
  let waiting: string[] = []

  const isPossible = (path: string) => {
    if (unwritten.test(path)) return false
    if (addressed.has(path)) return hasAddresses
    if (path.endsWith('/card.png')) return cards === 'all' || (cards === 'tools' && !path.startsWith('/compare/'))
    return true
  }
  const add = (path: string): boolean => {
    if (known.has(path)) return true
    if (!isPossible(path)) return false
    known.add(path)
    waiting.push(path)
    return true
  }
  return {
    add,
    /** Whether there is a file for that path: the caller links to it, so from now on it is to be written. */
    has: add,
    /** The paths added since the last time. */
    take: (): string[] => {
      const taken = waiting
      waiting = []
      return taken
    },
    addressOf,
    pathOfQuery,
  }
}

/** What to ask the site for at a path. Pure. */
export function addressOf(path: string): { path: string; query: HomeQuery } {
  const page = listPath.exec(path)?.[1]
  return { path: page === undefined ? path : '/', query: { q: '', category: null, sort: sortOrders[0], page: Number(page ?? 1) } }
}

/** Null for a search or another order: no file answers that. Pure. */
export function pathOfQuery(path: string, query: string): string | null {
  const asked = [...new URLSearchParams(query)]
  const page = asked.find(([name]) => name === 'page')?.[1] ?? '1'
  const others = asked.filter(([name]) => name !== 'page')
  if (path !== '/' || others.length > 0 || !listPath.test(`/page/${page}`)) return null
  return page === '1' ? '/' : `/page/${page}`
}
