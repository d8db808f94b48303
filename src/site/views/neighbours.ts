import { groupBy } from '../../platform/group-by.js'
import type { SiteStore } from '../store/site.js'
import { type PairLink, pairLink, pairSlug, plainPairSlug } from './pair.js'

/** A tool is compared with so many of the newest of its category, besides those it shares a record with. */
const nearestCount = 8

type Named = { slug: string; name: string }

/** With what a tool can be compared, the nearest first: those it is in a record with, then the newest of its category. */
export async function findNeighbours(site: SiteStore, tools: readonly (Named & { category: string })[]): Promise<Map<string, Named[]>> {
  const [peers, ...nearest] = await Promise.all([
    site.peers(tools.map(({ slug }) => slug)),
    ...tools.map((tool) => site.nearestTools(tool, nearestCount)),
  ])
  return new Map(
    tools.map(({ slug }, index) => {
      const all = [...peers.filter(({ of }) => of === slug), ...(nearest[index] ?? [])]
      const named = new Map(all.map((tool) => [tool.slug, { slug: tool.slug, name: tool.name }]))
      return [slug, [...named.values()]]
    }),
  )
}

/** Links to a tool's comparisons. Pure. */
export function comparisonsOf(tool: Named, neighbours: readonly Named[]): (PairLink & { other: Named })[] {
  return neighbours.map((other) => ({ ...pairLink(tool, other), other }))
}

type Pages = {
  /**
   * Every published address, for sitemap and export, with when it last changed. Pairs: those of a record, and each tool with the nearest of its
   * category. `formerPairs`: addresses that comparisons had and that lead to where they are now.
   */
  pages: () => Promise<{
    tools: { slug: string; category: string; changedAt: string }[]
    pairs: { slug: string; tools: [string, string]; changedAt: string }[]
    formerPairs: string[]
  }>
}

/**
 * Every published address: all tools, the pairs of each record, and each tool with the newest of its category. That is where other pages
 * lead, and grows with the tools and not with their square.
 */
export function createPages({ site }: { site: SiteStore }): Pages {
  return {
    pages: async () => {
      const [tools, records, redirects] = await Promise.all([site.addresses(), site.recordTools(null), site.redirects()])
      const changedAt = new Map(tools.map((tool) => [tool.slug, tool.changedAt.toISOString()]))
      const pairs = new Map<string, Pair & { changedAt: string }>()
      const add = (a: string, b: string) => {
        const [one, other] = [changedAt.get(a), changedAt.get(b)]
        if (one === undefined || other === undefined) return
        pairs.set(pairSlug(a, b), { slugs: [a, b], changedAt: one > other ? one : other })
      }
      for (const { slugs } of records) for (const [a, b] of pairsOf(slugs)) add(a, b)
      for (const newest of newestByCategory(tools)) {
        for (const { slug } of newest.all)
          for (const other of newest.first.filter((each) => each !== slug).slice(0, nearestCount)) add(slug, other)
      }
      const peers = redirects.length === 0 ? [] : await site.peers(redirects.map(({ from }) => from))
      return {
        tools: tools.map(({ slug, category }) => ({ slug, category, changedAt: changedAt.get(slug) ?? '' })),
        pairs: [...pairs].map(([slug, pair]) => ({ slug, tools: pair.slugs, changedAt: pair.changedAt })),
        formerPairs: formerPairs([...pairs.values()], { redirects, peers }),
      }
    },
  }
}

type Pair = { slugs: [string, string] }
type Renamed = { redirects: readonly { from: string; to: string }[]; peers: readonly { of: string; slug: string }[] }

/** Addresses that pairs had: by a tool's earlier slug, or before pairs that shared one were distinguished. The site leads from each to a pair. Pure. */
function formerPairs(pairs: readonly Pair[], { redirects, peers }: Renamed): string[] {
  const earlier = groupBy(redirects, ({ to }) => to)
  const endOf = new Map(redirects.map(({ from, to }) => [from, to]))
  const namesOf = (slug: string) => [slug, ...(earlier.get(slug) ?? []).map(({ from }) => from)]
  // What an earlier slug was in a record with need not be near the new one.
  const beside = peers.map(({ of, slug }): Pair => ({ slugs: [endOf.get(of) ?? of, slug] }))
  const all = [...pairs, ...beside].filter(({ slugs: [a, b] }) => a !== b)
  const former = all.flatMap(({ slugs: [a, b] }) => namesOf(a).flatMap((one) => namesOf(b).flatMap((other) => addressesOf(one, other))))
  const present = new Set(all.map(({ slugs: [a, b] }) => pairSlug(a, b)))
  return [...new Set(former)].filter((slug) => !present.has(slug))
}

function addressesOf(a: string, b: string): string[] {
  return [pairSlug(a, b), plainPairSlug(a, b)]
}

function pairsOf(slugs: readonly string[]): [string, string][] {
  return slugs.flatMap((a, index) => slugs.slice(index + 1).map((b): [string, string] => [a, b]))
}

/** One more than a tool is compared with, for one of them may be the tool itself. */
function newestByCategory(tools: readonly { slug: string; category: string }[]) {
  const all = groupBy(tools, ({ category }) => category)
  return [...all.values()].map((each) => ({ all: each, first: each.slice(0, nearestCount + 1).map(({ slug }) => slug) }))
}
