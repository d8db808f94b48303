import { LRUCache } from 'lru-cache'
import { createGroupCommit } from '../../platform/db/group-commit.js'
import { groupBy } from '../../platform/group-by.js'
import type { SiteStore } from '../store/site.js'
import type { CommunityReader } from '../views/summaries.js'

/** Of whole tools, some 200 kB each: pages that share a tool are written near each other, so that one is seldom read again. */
const toolsKept = 150
/** Of what is small. */
const factsKept = 20_000
/** No tool has that slug. */
const noTool = ''

type Reads = { site: SiteStore; community: CommunityReader }

/**
 * The same reads for one export: what many pages show is read once, and what several pages ask for at a time is one statement. It does not see
 * what changes after it was read, and an error stays: each export begins with its own.
 */
export function createReadOnce({ site, community }: Reads): Reads {
  const publications = readTogether(async (slugs) => groupBy(await site.publications(slugs), ({ slug }) => slug), toolsKept)
  const peers = readTogether(async (slugs) => groupBy(await site.peers(slugs), ({ of }) => of), factsKept)
  const nearest = readList(async (category, limit) => site.nearestTools({ slug: noTool, category }, limit))
  const others = readList(async (_, limit) => site.otherTools(noTool, limit))
  return {
    site: {
      ...site,
      redirectsOf: readTogether(site.redirectsOf, factsKept),
      publicStates: readTogether(site.publicStates, factsKept),
      bodies: readTogether(site.bodies, toolsKept),
      publications: async (slugs) => [...(await publications(slugs)).values()].flat().sort((one, other) => other.seq - one.seq),
      peers: async (slugs) => [...(await peers(slugs)).values()].flat(),
      nearestTools: ({ slug, category }, limit) => nearest({ of: category, than: slug, limit }),
      otherTools: (than, limit) => others({ of: 'all', than, limit }),
    },
    community: { of: readTogether(community.of, factsKept) },
  }
}

/** What is known by slug, each slug read once as long as so many are kept, and with those that others ask for while a statement is under way. */
function readTogether<Value extends object | string | boolean>(
  read: (slugs: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  kept: number,
) {
  const readOne = createGroupCommit<string, Value | undefined>({
    send: async (slugs) => {
      const found = await read(slugs)
      return (slug) => found.get(slug)
    },
    keyOf: (slug) => slug,
  })
  const known = new LRUCache<string, Promise<Value | undefined>>({ max: kept })
  return async (slugs: readonly string[]): Promise<Map<string, Value>> => {
    const asked = [...new Set(slugs)].map((slug) => {
      const value = known.get(slug) ?? readOne(slug)
      known.set(slug, value)
      return value.then((found): [string, Value][] => (found === undefined ? [] : [[slug, found]]))
    })
    return new Map((await Promise.all(asked)).flat())
  }
}

/** Lists without one of their own, each read once with one more. What `read` gives is no query, which would be sent again for each who awaits it. */
function readList<Tool extends { slug: string }>(read: (of: string, limit: number) => Promise<Tool[]>) {
  const known = new LRUCache<string, Promise<Tool[]>>({ max: toolsKept })
  return async ({ of, than, limit }: { of: string; than: string; limit: number }): Promise<Tool[]> => {
    const key = `${limit} ${of}`
    const list = known.get(key) ?? read(of, limit + 1)
    known.set(key, list)
    return (await list).filter(({ slug }) => slug !== than).slice(0, limit)
  }
}
