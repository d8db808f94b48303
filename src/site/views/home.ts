import type { RecordContent } from '../../contracts/record.js'
import { leanBetween } from '../../panels/record/panel-ship.js'
import { searchable, storable } from '../../platform/text/search-text.js'
import type { SiteStore } from '../store/site.js'
import type { ListedTool } from '../store/site-lists.js'
import { type PairLink, pairLink, pairSlug } from './pair.js'
import { type CommunityReader, readCommunity, type ToolSummary, toSummary } from './summaries.js'

export const sortOrders = ['newest', 'ship', 'name'] as const

export type SortOrder = (typeof sortOrders)[number]

export type HomeQuery = { q: string; category: string | null; sort: SortOrder; page: number }

export type ComparisonSummary = PairLink & { publishedAt: string; tools: [ToolSummary, ToolSummary]; lean: RecordContent['lean'] }

export type HomeView = {
  query: HomeQuery
  /** The newest comparisons; empty on a search, and on later pages. */
  newest: ComparisonSummary[]
  tools: ToolSummary[]
  /** Tools that match in all. */
  total: number
  pageSize: number
  categories: { name: string; tools: number }[]
}

const pageSize = 24
const newestShown = 6
/** Of a search, so much is looked at: more words would only make it slow. */
const longestSearch = 200
const mostWords = 12
const lastPage = 100_000

type Dependencies = { site: SiteStore; community: CommunityReader }

/** The start page: a list that is searched, narrowed and sorted, above it the newest comparisons. */
export function createHome({ site, community }: Dependencies): { home: (query: HomeQuery) => Promise<HomeView> } {
  return {
    home: async (input) => {
      const query = normalize(input)
      const words = wordsOf(query.q)
      const filter = { words, category: query.category }
      const isFirst = words.length === 0 && query.category === null && query.page === 1
      const [found, total, categories, pairs] = await Promise.all([
        site.findTools({ ...filter, order: query.sort, limit: pageSize, offset: (query.page - 1) * pageSize }),
        site.countTools(filter),
        site.categories(),
        isFirst ? newestPairs(site) : [],
      ])
      const compared = await site.listTools(pairs.flat())
      const votesOf = await readCommunity(
        community,
        [...found, ...compared].map(({ slug }) => slug),
      )
      const bySlug = new Map(compared.map((tool) => [tool.slug, tool]))
      return {
        query,
        newest: pairs.flatMap(([a, b]) => toComparison(bySlug.get(a), bySlug.get(b), votesOf)),
        tools: found.map((tool) => toSummary(tool, votesOf(tool.slug))),
        total,
        pageSize,
        categories,
      } satisfies HomeView
    },
  }
}

/** What readers ask for may be anything. */
function normalize({ q, category, sort, page }: HomeQuery): HomeQuery {
  const whole = Number.isInteger(page) ? Math.min(Math.max(page, 1), lastPage) : 1
  const order = sortOrders.find((known) => known === sort) ?? 'newest'
  return { q: q.slice(0, longestSearch).trim(), category: category === null ? null : storable(category), sort: order, page: whole }
}

function wordsOf(q: string): string[] {
  const words = searchable(q)
    .split(/\s+/)
    .filter((word) => word !== '')
  return [...new Set(words)].slice(0, mostWords)
}

/** Of records that compare several tools, the newest; of more than two tools, the first two. */
async function newestPairs(site: SiteStore): Promise<[string, string][]> {
  const pairs = new Map<string, [string, string]>()
  // Several records may compare the same two.
  for (const { slugs } of await site.recordTools(4 * newestShown)) {
    const [a, b] = slugs.toSorted()
    if (a !== undefined && b !== undefined && !pairs.has(pairSlug(a, b))) pairs.set(pairSlug(a, b), [a, b])
  }
  return [...pairs.values()].slice(0, newestShown)
}

type VotesOf = Awaited<ReturnType<typeof readCommunity>>

function toComparison(a: ListedTool | undefined, b: ListedTool | undefined, votesOf: VotesOf): ComparisonSummary[] {
  if (a === undefined || b === undefined) return []
  const tools: ComparisonSummary['tools'] = [toSummary(a, votesOf(a.slug)), toSummary(b, votesOf(b.slug))]
  const publishedAt = a.publishedAt > b.publishedAt ? a.publishedAt : b.publishedAt
  return [{ ...pairLink(tools[0], tools[1]), publishedAt: publishedAt.toISOString(), tools, lean: leanBetween(tools) }]
}
