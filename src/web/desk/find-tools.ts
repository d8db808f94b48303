import { slugSchema } from '../../contracts/primitives.js'
import type { DossierStore } from '../../panels/store/dossiers.js'
import type { ToolHead } from '../../panels/store/tool-lists.js'
import type { SuggestedTool } from '../../panels/store/tool-suggestions.js'

/** What the list of tools is narrowed to; empty for all of them. */
export type ToolSearch = { q: string; category: string }

export type ToolGroup = { title: string; tools: ToolHead[] }

/** What the tool picker of a kick-off shows. */
export type FoundTools = {
  chosen: ToolHead[]
  /** One that was taken out just now: it stays where it is, so that the keyboard’s focus stays on it, and it can be put back. */
  removed: ToolHead | null
  suggested: { tool: ToolHead; why: SuggestedTool }[]
  /** What a search brings; without one, the tools of one's last panels and those that were added last. */
  groups: ToolGroup[]
  /** Of a search, how many match beside those chosen; without one, how many tools there are. */
  matching: number
  isSearch: boolean
  /** The largest first. */
  categories: { category: string; tools: number }[]
}

type Reading = Pick<DossierStore, 'listTools' | 'toolHeads' | 'categories' | 'suggestTools' | 'panelledLately'>
type Wanted = { chosen: readonly string[]; search: ToolSearch; removed: string | null; userId: string }

/** As many as one panel may have, and some. */
const mostChosen = 50
const mostFound = 16
const mostLately = 4
const mostAdded = 8
const mostSuggested = 4
/** Beyond so many tools one knows what to compare. */
const mostSuggestedFor = 4
const mostCategories = 60

/** What has another form names no tool, and is not asked for. */
export function isSlug(text: string): boolean {
  return slugSchema.safeParse(text).success
}

/** What the picker shows for these tools and that search: some twenty tools beside the chosen, from their heads alone. */
export async function findTools(dossiers: Reading, { chosen: slugs, search, removed: out, userId }: Wanted): Promise<FoundTools> {
  const wanted = [...new Set(slugs.filter(isSlug))].slice(0, mostChosen)
  const removed = out !== null && isSlug(out) ? out : null
  const isSearch = search.q.trim() !== '' || search.category !== ''
  const [suggestions, found, categories, lately] = await Promise.all([
    wanted.length > mostSuggestedFor ? [] : dossiers.suggestTools(wanted, mostSuggested),
    dossiers.listTools({ ...queryOf(search), sort: isSearch ? 'name' : 'newest', limit: mostFound + mostChosen }),
    dossiers.categories(),
    isSearch ? [] : dossiers.panelledLately(userId, mostLately + wanted.length),
  ])
  const heads = await dossiers.toolHeads([
    ...wanted,
    ...suggestions.map(({ slug }) => slug),
    ...lately,
    ...(removed === null ? [] : [removed]),
  ])
  const headOf = (slug: string) => heads.get(slug) ?? []
  const chosen = wanted.flatMap(headOf)
  const shown = new Set([...wanted, ...(removed === null ? [] : [removed])])
  const takeNew = (tools: readonly ToolHead[], limit: number): ToolHead[] => {
    const taken = tools.filter(({ slug, archivedAt }) => !shown.has(slug) && archivedAt === null).slice(0, limit)
    for (const { slug } of taken) shown.add(slug)
    return taken
  }
  const others = found.items.filter(({ slug }) => !wanted.includes(slug))
  // What someone searches for is where it was found; else what goes with the chosen comes before what is new.
  const sought = isSearch ? takeNew(others, mostFound) : []
  const suggested = suggestions.flatMap((why) => takeNew([headOf(why.slug)].flat(), 1).map((tool) => ({ tool, why })))
  const groups = isSearch
    ? [{ title: 'Found', tools: sought }]
    : [
        { title: 'In your last panels', tools: takeNew(lately.flatMap(headOf), mostLately) },
        { title: 'Added last', tools: takeNew(others, mostAdded) },
      ]
  return {
    ...{ chosen, suggested, isSearch },
    removed: removed === null || wanted.includes(removed) ? null : (heads.get(removed) ?? null),
    groups: groups.filter(({ tools }) => tools.length > 0),
    matching: isSearch ? found.total - (found.items.length - others.length) : found.total,
    categories: categories.toSorted((one, other) => other.tools - one.tools).slice(0, mostCategories),
  }
}

function queryOf({ q, category }: ToolSearch) {
  return { q, ...(category === '' ? {} : { category }) }
}
