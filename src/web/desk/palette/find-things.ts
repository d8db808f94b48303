import type { Actor } from '../../../contracts/actor.js'
import type { Persona } from '../../../contracts/persona.js'
import type { FoundPanel, FoundSeat, PanelFinder, ToolName } from '../../../panels/store/panel-finder.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import type { ReviewActions } from '../../../review/create-review-actions.js'
import { dayText } from '../../../site/pages/record/words.js'
import { mayAs } from '../env.js'
import { mustCallFirst } from '../panel-state.js'
import { panelPath, panelsPath, recordPath, toolPath, verdictPath } from '../paths.js'
import { type Place, placesFor } from './places.js'
import { bestMatches, longestSearch, rank, readSearch, type Search } from './rank.js'

/** One thing that was found: what it is called, where it is, and a word on it. */
export type Found = { name: string; path: string; about: string }
export type FoundGroup = { title: string; items: Found[] }

export type FindDependencies = {
  review: { settings: ReviewActions['settings'] }
  find: PanelFinder
  people: { list: () => Promise<readonly { id: string; name: string; role: string; deactivatedAt: Date | null }[]> }
  personas: () => Promise<Persona[]>
}

const shownOfEach = 6
/** Of how many tools and panels further things are looked for. */
const toolsFollowed = 60
const panelsRead = 100
const seatsRead = 400

/**
 * What someone may open by a few letters, in groups: nothing in it says what a draft calls, nor to
 * who must call first which model wrote it, and only admins find people. Reads names alone; the
 * work is linear in the tools there are.
 */
export async function findThings(
  { review, find, people, personas }: FindDependencies,
  { actor, q }: { actor: Actor; q: string },
): Promise<FoundGroup[]> {
  const search = readSearch(q)
  const [tools, everyone, known] = await Promise.all([find.toolNames(), mayAs(actor, 'admin') ? people.list() : [], personas()])
  const names = new Map(tools.map(({ slug, name }) => [slug, shown(name)]))
  const current = tools.filter(({ isArchived }) => !isArchived)
  const matched = bestMatches(current, { search, textOf: toolText, limit: shownOfEach })
  const panels = await find.findPanels({ slugs: toolsNamed(tools, search), id: idIn(q), limit: panelsRead })
  const seats = search.length === 0 ? [] : await seatsOf(find, panels)
  const seatNames = new Map(known.map(({ id, seat }) => [id, shown(seat)]))
  const titleOf = (panel: FoundPanel) => panel.tools.map((slug) => names.get(slug) ?? slug).join(' vs ')
  const textOf = (panel: FoundPanel) => `${titleOf(panel)} ${panel.tools.join(' ')} ${panel.panelId} ${panel.recordId ?? ''}`
  const seatName = ({ persona, tool }: FoundSeat) => `${seatNames.get(persona) ?? shown(persona)} on ${names.get(tool) ?? tool}`
  const modelOf = ({ model }: FoundSeat) => (mustCallFirst(review, actor) ? '' : shown(model))
  const best = <T>(things: readonly T[], text: (thing: T) => string) => bestMatches(things, { search, textOf: text, limit: shownOfEach })
  const named = placesOf('action', actor, search)
  const actions: FoundGroup = { title: 'Actions', items: [...named, ...kickOffs(actor, search, matched)] }
  const groups: FoundGroup[] = [
    // What is called so comes first; where no action is, the tool and not what may be done with it.
    ...(named.length > 0 ? [actions] : []),
    { title: 'Tools', items: matched.map((tool) => ({ name: shown(tool.name), path: toolPath(tool.slug), about: shown(tool.vendor) })) },
    ...(named.length > 0 ? [] : [actions]),
    {
      title: 'Records',
      items: best(panels.filter(hasRecord), textOf).map((panel) => ({
        name: titleOf(panel),
        path: recordPath(panel.recordId ?? ''),
        about: `${(panel.recordStatus ?? '').replaceAll('_', ' ')}, ${dayText(panel.createdAt.toISOString())}`,
      })),
    },
    {
      title: 'Verdicts',
      items: best(seats, (seat) => `${seatName(seat)} ${seat.persona} ${seat.tool} ${modelOf(seat)} ${seat.verdictId}`).map((seat) => ({
        name: seatName(seat),
        path: verdictPath(seat.recordId, seat.verdictId),
        about: modelOf(seat),
      })),
    },
    {
      title: 'Panels',
      items: best(panels, textOf).map((panel) => ({
        name: titleOf(panel),
        path: panelPath(panel.panelId),
        about: `panel, ${dayText(panel.createdAt.toISOString())}`,
      })),
    },
    {
      title: 'People',
      items:
        search.length === 0
          ? []
          : best(everyone, ({ name }) => name).map(({ name, role, deactivatedAt }) => ({
              name: shown(name),
              path: '/auth/people',
              about: deactivatedAt === null ? role : `${role}, deactivated`,
            })),
    },
    { title: 'Pages', items: placesOf('page', actor, search) },
  ]
  return groups.filter(({ items }) => items.length > 0)
}

const hasRecord = ({ recordId }: FoundPanel) => recordId !== null

/** Names come from outside: what cannot be seen is written out, and each keeps to its own direction. */
function shown(name: string): string {
  return isolate(revealInvisible(name))
}

function toolText({ name, slug, vendor, category }: ToolName): string {
  return `${name} ${slug} ${vendor} ${category}`
}

/** The tools that any word of the search names, archived ones too; null for a search without words. */
function toolsNamed(tools: readonly ToolName[], search: Search): string[] | null {
  if (search.length === 0) return null
  const scored = tools.map((tool) => ({ slug: tool.slug, score: Math.max(...search.map((word) => rank(toolText(tool), [word]) ?? 0)) }))
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, toolsFollowed)
    .map(({ slug }) => slug)
}

/** An id that was pasted, e.g. `rec_1f00`. */
function idIn(q: string): string | null {
  const id = q.slice(0, longestSearch).trim()
  return /^(?:pnl|rec)_[0-9a-z]{1,80}$/.test(id) ? id : null
}

function seatsOf(find: PanelFinder, panels: readonly FoundPanel[]): Promise<FoundSeat[]> {
  const recordIds = panels.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]))
  return find.findSeats({ recordIds, limit: seatsRead })
}

function placesOf(kind: Place['kind'], actor: Actor, search: Search): Found[] {
  const those = placesFor(actor.role).filter((place) => place.kind === kind)
  const best = bestMatches(those, { search, textOf: ({ name, also }) => `${name} ${also ?? ''}`, limit: shownOfEach })
  return best.map(({ name, path }) => ({ name, path, about: '' }))
}

/** A panel over the tools that are named, for those who may start one. */
function kickOffs(actor: Actor, search: Search, tools: readonly ToolName[]): Found[] {
  if (search.length === 0 || !mayAs(actor, 'editor')) return []
  return tools.slice(0, 2).map(({ name, slug }) => ({
    name: `Kick off a panel over ${shown(name)}`,
    path: `${panelsPath}/new?${new URLSearchParams({ tool: slug })}`,
    about: '',
  }))
}
