import type { LinkKind, OfferedLink } from '../../contracts/proposal.js'
import type { KnownLink, KnownLinkKind } from '../registries/known-outcome.js'
import { pageKey } from './addresses.js'

/** How many links are read by themselves for one tool. */
export const mostLinksRead = 8

/** What a dossier needs most comes first. */
const order: readonly LinkKind[] = [
  'pricing',
  'license',
  'repository',
  'registry',
  'documentation',
  'changelog',
  'model-card',
  'comparison',
  'security',
]

/** Kinds of which one page is enough. */
const kindOfKnown: Partial<Record<KnownLinkKind, LinkKind>> = {
  repository: 'repository',
  documentation: 'documentation',
  changelog: 'changelog',
  license: 'license',
  package: 'registry',
}

/** The links of a registry's data that are worth reading, the home page apart. Pure. */
export function linksOfKnown(links: readonly KnownLink[]): { home: string | null; others: OfferedLink[] } {
  const home = links.find(({ kind }) => kind === 'homepage')?.url ?? null
  const others = links.flatMap(({ kind, url }) => {
    const offered = kindOfKnown[kind]
    return offered === undefined ? [] : [{ url, kind: offered, text: kind }]
  })
  return { home, others }
}

/**
 * Which of the links are read by themselves: of each kind that was not read the first, the kinds in the order of what a dossier needs most, at most
 * so many. `rest` are the others, each page once. Pure.
 */
export function chooseLinks(
  links: readonly OfferedLink[],
  { read, kindsRead, most }: { read: ReadonlySet<string>; kindsRead: ReadonlySet<LinkKind>; most: number },
): { chosen: OfferedLink[]; rest: OfferedLink[] } {
  const seen = new Set(read)
  const fresh = links.filter(({ url }) => {
    const key = pageKey(url)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  const firsts = order.flatMap((kind) => (kindsRead.has(kind) ? [] : (fresh.find((link) => link.kind === kind) ?? [])))
  const chosen = firsts.slice(0, most)
  return { chosen, rest: fresh.filter((link) => !chosen.includes(link)) }
}
