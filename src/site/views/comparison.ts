import type { HeadToHead } from '../../contracts/head-to-head.js'
import type { RecordContent } from '../../contracts/record.js'
import type { PublishedTool } from '../../contracts/site.js'
import { buildSplit } from '../../panels/record/build-record.js'
import { leanBetween } from '../../panels/record/panel-ship.js'
import type { SiteStore } from '../store/site.js'
import { type RetractedView, toRetracted } from './history.js'
import { comparisonsOf, findNeighbours } from './neighbours.js'
import { comparePath, type Moved, type NotPublished, type PairLink, pairLink, pairSlug, splitPair } from './pair.js'
import { type CommunityReader, readCommunity, type SiteTool, toSiteTool } from './summaries.js'

/** Two published tools side by side, each as last published; from one record or from two. */
export type ComparisonView = {
  kind: 'comparison'
  /** `<a>-vs-<b>`, the tools by slug in ascending order, or `<a>--vs--<b>` where two pairs would share that: the one canonical name of the pair. */
  slug: string
  title: string
  tools: [SiteTool, SiteTool]
  /** All personas of both, in the order of the newer publication first; a persona whose version differs comes twice only if its id does. */
  personas: RecordContent['personas']
  lean: RecordContent['lean']
  split: RecordContent['split']
  /** The record that both come from, when they do. */
  recordId: string | null
  /** How personas compared the two directly; none unless both come from one record that has it. */
  headToHead: HeadToHead[]
  /** The newer of the two publications. */
  publishedAt: string
  /** Other comparisons that a reader may go on to. */
  related: PairLink[]
}

const relatedShown = 6
const notPublished: NotPublished = { kind: 'not published' }

type Dependencies = { site: SiteStore; community: CommunityReader }

type Comparison = {
  /** `pair` as in the address: `<a>-vs-<b>` in either order. */
  comparison: (pair: string) => Promise<ComparisonView | RetractedView | Moved | NotPublished>
}

/** Two published tools side by side. */
export function createComparison(deps: Dependencies): Comparison {
  return {
    comparison: async (pair) => {
      const found = await findPair(deps.site, pair)
      if (found === null) return notPublished
      const [a, b] = [...found.slugs].sort()
      if (a === undefined || b === undefined) return notPublished
      const canonical = pairSlug(a, b)
      if (canonical !== pair) return { kind: 'moved', to: comparePath(canonical) }
      return found.isPublished ? showPair(deps, a, b) : ((await showRetracted(deps.site, a, b)) ?? notPublished)
    },
  }
}

/** Which two tools an address names: of all ways to read it the first whose tools are published, else the first whose tools once were. */
async function findPair(site: SiteStore, pair: string): Promise<{ slugs: [string, string]; isPublished: boolean } | null> {
  const splits = splitPair(pair)
  if (splits.length === 0) return null
  const redirects = await site.redirectsOf(splits.flat())
  const read = splits
    .map(([a, b]): [string, string] => [redirects.get(a) ?? a, redirects.get(b) ?? b])
    .filter(([a, b]) => a !== b)
    // The address of a pair that is named so comes before those that are only led there.
    .toSorted((one, other) => Number(pairSlug(...other) === pair) - Number(pairSlug(...one) === pair))
  const publicStates = await site.publicStates(read.flat())
  const live = read.find((slugs) => slugs.every((slug) => publicStates.get(slug) === true))
  if (live !== undefined) return { slugs: live, isPublished: true }
  const gone = read.find((slugs) => slugs.every((slug) => publicStates.has(slug)))
  return gone === undefined ? null : { slugs: gone, isPublished: false }
}

async function showPair({ site, community }: Dependencies, a: string, b: string): Promise<ComparisonView | NotPublished> {
  const [bodies, votesOf] = await Promise.all([site.bodies([a, b]), readCommunity(community, [a, b])])
  const [one, other] = [bodies.get(a), bodies.get(b)]
  // Taken back between two queries.
  if (one === undefined || other === undefined) return notPublished
  const named = [one, other].map(({ tool: { slug, name, category } }) => ({ slug, name, category }))
  const neighbours = await findNeighbours(site, named)
  const related = relatedOf(
    named.map((tool) => comparisonsOf(tool, neighbours.get(tool.slug) ?? [])),
    pairSlug(a, b),
  )
  return composeComparison([toSiteTool(one, votesOf(a)), toSiteTool(other, votesOf(b))], related)
}

/** Two publications as one comparison: lean and split are worked out of both, as a record does it. Pure. */
export function composeComparison(tools: [SiteTool, SiteTool], related: PairLink[]): ComparisonView {
  const [one, other] = tools
  const newer = one.publishedAt >= other.publishedAt ? one : other
  const personas = personasOf(newer, newer === one ? other : one)
  return {
    kind: 'comparison',
    ...pairLink(one.tool, other.tool),
    tools,
    personas,
    lean: leanBetween([one.tool, other.tool]),
    split: personas.map(({ id }) => buildSplit(id, [one.tool, other.tool])),
    recordId: one.recordId === other.recordId ? one.recordId : null,
    headToHead: one.contentSha256 === other.contentSha256 ? comparisonsOfPair(one, other.tool.slug) : [],
    publishedAt: newer.publishedAt,
    related,
  }
}

function comparisonsOfPair({ headToHead = [] }: PublishedTool, other: string): HeadToHead[] {
  return headToHead.filter(({ tools }) => tools.includes(other))
}

function personasOf(newer: PublishedTool, older: PublishedTool): PublishedTool['personas'] {
  const known = new Set(newer.personas.map(({ id }) => id))
  return [...newer.personas, ...older.personas.filter(({ id }) => !known.has(id))]
}

/** Of the comparisons of each, in turn. */
function relatedOf(comparisons: readonly PairLink[][], own: string): PairLink[] {
  const longest = Math.max(...comparisons.map(({ length }) => length))
  const inTurn = Array.from({ length: longest }, (_, index) => comparisons.flatMap((each) => each.slice(index, index + 1))).flat()
  const links = new Map(inTurn.map(({ slug, title }) => [slug, { slug, title }]))
  links.delete(own)
  return [...links.values()].slice(0, relatedShown)
}

async function showRetracted(site: SiteStore, a: string, b: string): Promise<RetractedView | null> {
  const [publications, publicStates] = await Promise.all([site.publications([a, b]), site.publicStates([a, b])])
  const nameOf = (slug: string) => publications.find((publication) => publication.slug === slug)?.summary.name ?? slug
  const { title } = pairLink({ slug: a, name: nameOf(a) }, { slug: b, name: nameOf(b) })
  return toRetracted(
    title,
    publications.filter(({ slug }) => publicStates.get(slug) === false),
  )
}
