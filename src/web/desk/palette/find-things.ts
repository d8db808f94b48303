import type { SavedViewActions } from '../../../accounts/saved-views.js'
import type { Actor } from '../../../contracts/actor.js'
import type { Persona } from '../../../contracts/persona.js'
import type { FoundPanel, FoundSeat, PanelFinder, ToolName } from '../../../panels/store/panel-finder.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import type { ReviewActions } from '../../../review/create-review-actions.js'
import { mayAs } from '../env.js'
import { mustCallFirst } from '../panel-state.js'
import { panelPath, panelsPath, peoplePath, recordPath, toolPath, verdictPath } from '../paths.js'
import { recordLine, shortId } from '../record-names.js'
import { viewsOf } from './find-views.js'
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
  savedViews: Pick<SavedViewActions, 'list'>
}

const shownOfEach = 6
const shownPlaces = 12
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
  { review, find, people, personas, savedViews }: FindDependencies,
  { actor, q }: { actor: Actor; q: string },
): Promise<FoundGroup[]> {
  const search = readSearch(q)
  const [tools, everyone, known, views] = await Promise.all([
    find.toolNames(),
    mayAs(actor, 'admin') ? people.list() : [],
    personas(),
    search.length === 0 ? [] : viewsOf(savedViews, actor),
  ])
  const names = new Map(tools.map(({ slug, name }) => [slug, shown(name)]))
  const current = tools.filter(({ isArchived }) => !isArchived)
  const matched = bestMatches(current, { search, textOf: toolText, limit: shownOfEach })
  const panels = await find.findPanels({ slugs: toolsNamed(tools, search), id: idIn(q), limit: panelsRead })
  const seats = search.length === 0 ? [] : await seatsOf(find, panels)
  const seatNames = new Map(known.map(({ id, seat }) => [id, shown(seat)]))
  const titleOf = (panel: FoundPanel) => panel.tools.map((slug) => names.get(slug) ?? slug).join(' vs ')
  const textOf = (panel: FoundPanel) => `${titleOf(panel)} ${panel.tools.join(' ')} ${panel.panelId} ${panel.recordId ?? ''}`
  const seatName = ({ persona, tool }: FoundSeat) => `${seatNames.get(persona) ?? shown(persona)} on ${names.get(tool) ?? tool}`
  // Those of one title are told apart by their jurors, their day and their ids.
  const lineOf = ({ jurors, createdAt }: FoundPanel, id: string) =>
    recordLine({ id, models: mustCallFirst(review, actor) ? [] : jurors, createdAt: createdAt.toISOString() })
  const modelOf = ({ model }: FoundSeat) => (mustCallFirst(review, actor) ? '' : shown(model))
  const best = <T>(things: readonly T[], text: (thing: T) => string) => bestMatches(things, { search, textOf: text, limit: shownOfEach })
  const bySeat = best(seats, (seat) => `${seatName(seat)} ${seat.persona} ${seat.tool} ${modelOf(seat)} ${seat.verdictId}`)
  const named = placesOf('action', actor, search)
  const actions: FoundGroup = { title: 'Actions', items: [...named, ...kickOffs(actor, search, matched)] }
  const groups: FoundGroup[] = [
    // What is called so comes first; where no action is, the tool and not what may be done with it.
    ...(named.length > 0 ? [actions] : []),
    {
      title: 'Tools',
      items: matched.map((tool) => ({ name: shown(tool.name), path: toolPath(tool.slug), about: aboutTool(tool, matched) })),
    },
    ...(named.length > 0 ? [] : [actions]),
    {
      title: 'Records',
      items: best(panels.filter(hasRecord), textOf).map((panel) => ({
        name: titleOf(panel),
        path: recordPath(panel.recordId ?? ''),
        about: `${(panel.recordStatus ?? '').replaceAll('_', ' ')}, ${lineOf(panel, panel.recordId ?? '')}`,
      })),
    },
    {
      title: 'Verdicts',
      items: bySeat.map((seat) => ({
        name: seatName(seat),
        path: verdictPath(seat.recordId, seat.verdictId),
        about:
          bySeat.filter((other) => seatName(other) === seatName(seat)).length > 1
            ? [modelOf(seat), shortId(seat.recordId)].filter(Boolean).join(' · ')
            : modelOf(seat),
      })),
    },
    {
      title: 'Panels',
      items: best(panels, textOf).map((panel) => ({
        name: titleOf(panel),
        path: panelPath(panel.panelId),
        about: `panel, ${lineOf(panel, panel.panelId)}`,
      })),
    },
    {
      title: 'People',
      items:
        search.length === 0
          ? []
          : best(everyone, ({ name }) => name).map(({ name, role, deactivatedAt }) => ({
              name: shown(name),
              path: peoplePath,
              about: deactivatedAt === null ? role : `${role}, deactivated`,
            })),
    },
    {
      title: 'Saved views',
      items: best(views, ({ name, list }) => `${name} ${list} view`).map(({ name, list, path }) => ({
        name: shown(name),
        path,
        about: list,
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
  const best = bestMatches(those, { search, textOf: ({ name, also }) => `${name} ${also ?? ''}`, limit: shownPlaces })
  return best.map(({ name, path }) => ({ name, path, about: '' }))
}

/** A panel over the tools that are named, for those who may start one. */
function kickOffs(actor: Actor, search: Search, tools: readonly ToolName[]): Found[] {
  if (search.length === 0 || !mayAs(actor, 'editor')) return []
  return tools.slice(0, 2).map((tool) => ({
    name: `Kick off a panel over ${shown(tool.name)}`,
    path: `${panelsPath}/new?${new URLSearchParams({ tool: tool.slug })}`,
    about: isNamesake(tool, tools) ? tool.slug : '',
  }))
}

/** Its vendor, and its slug where another of them has its name. */
function aboutTool(tool: ToolName, among: readonly ToolName[]): string {
  return isNamesake(tool, among) ? `${shown(tool.vendor)} · ${tool.slug}` : shown(tool.vendor)
}

function isNamesake({ slug, name }: ToolName, among: readonly ToolName[]): boolean {
  return among.some((other) => other.slug !== slug && other.name === name)
}
