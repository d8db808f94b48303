import type { ListName, SavedViewActions } from '../../../accounts/saved-views.js'
import type { Actor } from '../../../contracts/actor.js'
import { mayAs } from '../env.js'
import { subscribersPath } from '../newsletter/paths.js'
import { auditPath, panelsPath, queuePath, recordsPath, toolsPath } from '../paths.js'

/** A saved view: what it is called, whose list it is of, and where it leads. */
export type FoundView = { name: string; list: string; path: string }

const lists: Record<ListName, { name: string; path: string; isForEditors?: true }> = {
  records: { name: 'records', path: recordsPath },
  queue: { name: 'review queue', path: queuePath },
  tools: { name: 'tools', path: toolsPath },
  panels: { name: 'panels', path: panelsPath },
  log: { name: 'log', path: auditPath, isForEditors: true },
  subscribers: { name: 'subscribers', path: subscribersPath, isForEditors: true },
}

/** Someone's own views and the shared ones, of the lists that they may open. */
export async function viewsOf({ list }: Pick<SavedViewActions, 'list'>, actor: Actor): Promise<FoundView[]> {
  const views = await list(actor, null)
  return Object.entries(lists).flatMap(([id, { name, path, isForEditors }]) =>
    isForEditors && !mayAs(actor, 'editor')
      ? []
      : views
          .filter((view) => view.list === id)
          .map((view) => ({ name: view.name, list: name, path: `${path}?${view.query === '' ? 'view=all' : view.query}` })),
  )
}
