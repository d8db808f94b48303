import { upTo, withoutAtEnd } from '../../platform/text/text-end.js'
import type { SiteProblem } from '../../site/documents/create-site-documents.js'
import { type HomeQuery, sortOrders } from '../../site/views/home.js'
import { comparePath, pairSlug } from '../../site/views/pair.js'
import { addressProblem } from '../http/valid-address.js'

/** What is asked for: a path of the site, for the home page with its query. `key` is the same for addresses of the same page. */
export type SiteAddress = {
  kind: 'page'
  path: string
  query: HomeQuery
  key: string
  /** One of endlessly many. */
  isOneOfMany: boolean
}

export type ReadAddress =
  | SiteAddress
  | { kind: 'elsewhere'; to: string; status: 301 | 303 }
  | { kind: 'refused'; problem: Omit<SiteProblem, 'path'> }

/** Of an address that stands for no text. */
export const noAddress = {
  status: 400,
  title: 'Not an address',
  text: 'This address holds what no address holds. Look for the page from the start.',
} as const

const maxAddressLength = 2_000
const maxSearchLength = 100
const maxCategoryLength = 80
const maxPage = 10_000
/** Letters, digits and what slugs, ids and file names hold besides. */
const pathPattern = /^\/(?:[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*)?$/i
const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Reads an address of the site; what cannot be one is refused with the reason, and what has a better form leads there. Pure. */
export function readAddress(url: string): ReadAddress {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const relative = start === -1 ? '/' : url.slice(start)
  if (relative.length > maxAddressLength) {
    return refused(414, 'Too long', `An address here has ${maxAddressLength} characters at most.`)
  }
  if (addressProblem(url) !== null) return { kind: 'refused', problem: noAddress }
  const question = relative.indexOf('?')
  const path = decodeURIComponent(question === -1 ? relative : relative.slice(0, question))
  // Written as %3F or %23 they are of the path, which no page's has; as a key it would be taken for that of a search.
  if (/[?#]/.test(path)) return refused(404, 'There is no such page', 'No address here holds a question mark or a number sign in its path.')
  const search = question === -1 ? null : new URLSearchParams(upTo(relative.slice(question + 1), '#'))
  if (path.length > 1 && path.endsWith('/')) {
    const bare = withoutAtEnd(path, '/')
    if (pathPattern.test(bare)) return { kind: 'elsewhere', to: bare, status: 301 }
  }
  if (path === '/compare') return search === null ? { kind: 'elsewhere', to: '/', status: 303 } : pairOf(search)
  if (path === '/' && search !== null) return homeAddress(search)
  return { kind: 'page', path, query: homeQuery({}), key: path, isOneOfMany: false }
}

/** What a form that picks two tools sends. */
function pairOf(search: URLSearchParams): ReadAddress {
  const [a, b] = [search.get('a')?.trim() ?? '', search.get('b')?.trim() ?? '']
  if (!slugPattern.test(a) || !slugPattern.test(b))
    return refused(400, 'Choose 2 tools', 'A comparison needs 2 tools. Choose both and try again.')
  if (a === b) return { kind: 'elsewhere', to: `/tools/${a}`, status: 303 }
  return { kind: 'elsewhere', to: comparePath(pairSlug(a, b)), status: 303 }
}

function homeAddress(search: URLSearchParams): ReadAddress {
  const q = (search.get('q') ?? '').replace(/\s+/g, ' ').trim()
  const category = (search.get('category') ?? '').trim()
  const sort = sortOrders.find((order) => order === search.get('sort')) ?? sortOrders[0]
  const page = search.get('page') ?? '1'
  if (q.length > maxSearchLength || category.length > maxCategoryLength) {
    return refused(400, 'Too much to search for', `A search has ${maxSearchLength} characters at most. Shorten it and try again.`)
  }
  if (!/^[1-9]\d{0,4}$/.test(page) || Number(page) > maxPage) {
    return refused(400, 'No such page', `A page of the list is a number from 1 to ${maxPage}.`)
  }
  const query = homeQuery({ q, category: category === '' ? null : category, sort, page: Number(page) })
  const key = `/?${homeSearch(query)}`
  return { kind: 'page', path: '/', query, key: key === '/?' ? '/' : key, isOneOfMany: key !== '/?' }
}

/** The home page's query, with what is usual where nothing is said. Pure. */
export function homeQuery({ q = '', category = null, sort = sortOrders[0], page = 1 }: Partial<HomeQuery>): HomeQuery {
  return { q, category, sort, page }
}

/** A home query as it is in an address, without what is usual. Pure. */
export function homeSearch({ q, category, sort, page }: HomeQuery): string {
  const search = new URLSearchParams()
  if (q !== '') search.set('q', q)
  if (category !== null) search.set('category', category)
  if (sort !== sortOrders[0]) search.set('sort', sort)
  if (page !== 1) search.set('page', String(page))
  return search.toString()
}

function refused(status: 400 | 404 | 414, title: string, text: string): ReadAddress {
  return { kind: 'refused', problem: { status, title, text } }
}
