import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import { boundedText } from '../contracts/bounded-text.js'
import { mayActAs } from '../contracts/role.js'
import type { Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import { createViewStore, type SavedView, type StoredView, type ViewWords } from './store/saved-views.js'

/** The lists that can have views. */
export const listNames = ['records', 'queue', 'tools', 'panels', 'log', 'subscribers'] as const
export type ListName = (typeof listNames)[number]

/** What a view is called: one line. */
export const viewNameSchema = boundedText(60).regex(/^[^\r\n]*$/, 'write one line')
/** What percent-encodes UTF-8, without NUL, as `isText` has it: for JSON Schema (the byte sequences of RFC 3629, section 4). */
const tail = '%[89ABab][0-9A-Fa-f]'
const sequences = [
  '[^%]',
  '%(?:0[1-9A-Fa-f]|[1-7][0-9A-Fa-f])',
  `%(?:[Cc][2-9A-Fa-f]|[Dd][0-9A-Fa-f])${tail}`,
  `%[Ee](?:0%[ABab][0-9A-Fa-f]|[1-9A-Ca-cEeFf]${tail}|[Dd]%[89][0-9A-Fa-f])${tail}`,
  `%[Ff](?:0%[9ABab][0-9A-Fa-f]|[1-3]${tail}|4%8[0-9A-Fa-f])${tail}${tail}`,
]
const utf8Pattern = `^(?:${sequences.join('|')})*$`
/**
 * What follows the ? in a list's address, as URLSearchParams writes it; empty for the list as it comes. What names no field would be the list as it comes
 * too, and what encodes no text is refused by every address.
 */
export const viewQuerySchema = z
  .string()
  .max(2000, 'shorten the search: a view has at most 2000 characters')
  .regex(/^[\w%.~*+=&-]*$/, 'send what follows the ? in the address of a list')
  .refine(
    (query) => query === '' || /(?:^|&)[^&=]/.test(query),
    'name at least one field, such as q=ferry, or send nothing for the list as it comes',
  )
  .refine(isText, 'write text in UTF-8, percent-encoded, without NUL')
  .meta({ allOf: [{ pattern: '^$|(?:^|&)[^&=]' }, { pattern: utf8Pattern }] })
export const viewIdSchema = z.string().regex(/^view_[0-9a-z]{1,80}$/, 'name a view, e.g. view_1f00')

/** With `isNew` no view of that name is replaced. */
export type SaveView = { actor: Actor; list: ListName; name: string; query: string; isShared: boolean; isNew?: boolean }
/** `seen`: how it must be; left out, however it is. */
type OnView = { actor: Actor; id: string; seen?: ViewWords }

/**
 * How a change ended; `why` and `fix` are sentences for people. `isForbidden`: the person never may. `isOutdated`: it is not as it was `seen`, in the
 * transaction of the change.
 */
export type ViewRefusal = { status: 'refused'; why: string; fix: string; isForbidden?: true; isOutdated?: true }
export type ViewChange = { status: 'done'; id: string } | { status: 'not found' } | ViewRefusal

export type SavedViewActions = {
  /** The person's own views and the shared ones, by name; of every list where `list` is null. */
  list: (actor: Actor, list: ListName | null) => Promise<SavedView[]>
  /** A view of the person's own or a shared one; null for any other. */
  find: (actor: Actor, id: string) => Promise<SavedView | null>
  /** Keeps it under its name, in place of a view of the person's with that name. Sharing is for editors. Name and query come checked by their schemas. */
  save: (view: SaveView) => Promise<ViewChange>
  /** Renames or shares it, or has it look at something else: a shared one is for editors, but whose it is may always stop sharing it. */
  change: (change: OnView & Partial<ViewWords>) => Promise<ViewChange>
  /** The person's own; a shared one, for editors. */
  remove: (view: OnView) => Promise<ViewChange>
  /** What the person's list opens with; null for the list as it comes. */
  setDefault: (choice: { actor: Actor; list: ListName; id: string | null }) => Promise<ViewChange>
}

const notShared: ViewRefusal = {
  ...{ status: 'refused', why: 'sharing a view is for editors', fix: 'save it for yourself, or ask an editor' },
  isForbidden: true,
}
const notYours: ViewRefusal = {
  ...{ status: 'refused', why: 'the view is someone else’s', fix: 'save one of your own from it' },
  isForbidden: true,
}
const stillShared: ViewRefusal = {
  ...{ status: 'refused', why: 'changing a view that is shared is for editors', fix: 'stop sharing it first, or save another one' },
  isForbidden: true,
}
const taken: ViewRefusal = { status: 'refused', why: 'another view has that name', fix: 'choose another name' }
const moved: ViewRefusal = {
  ...{ status: 'refused', why: 'the view is not as you read it any more', fix: 'look at it, and change it again' },
  isOutdated: true,
}
const notFound: ViewChange = { status: 'not found' }

function isText(query: string): boolean {
  try {
    return !decodeURIComponent(query).includes('\0')
  } catch {
    return false
  }
}

/** Named ways to look at lists. A person sees their own and the shared ones, and nothing tells them that others are there. */
export function createSavedViews({ db, runtime }: { db: Database; runtime: Pick<Runtime, 'now' | 'newId'> }): SavedViewActions {
  const store = createViewStore(db)
  const mayShare = (actor: Actor) => mayActAs(actor.role, 'editor')
  const find = async (actor: Actor, id: string): Promise<StoredView | null> => {
    const view = await store.find(id)
    return view === null || (view.userId !== actor.userId && !view.isShared) ? null : view
  }
  const isTheirs = (actor: Actor, view: StoredView) => view.userId === actor.userId || mayShare(actor)
  return {
    list: (actor, list) => store.list(actor.userId, list),
    find: (actor, id) => store.findFor(actor.userId, id),
    save: async ({ actor, isNew = false, ...view }) => {
      if (view.isShared && !mayShare(actor)) return notShared
      const saved = await store.save(
        { actor, now: runtime.now() },
        { ...view, name: view.name.trim(), id: runtime.newId('view') },
        { isNew },
      )
      if (saved === 'taken') return taken
      if (saved === 'full') return { status: 'refused', why: 'you have 50 views of this list', fix: 'delete one you no longer use' }
      return { status: 'done', id: saved.id }
    },
    change: async ({ actor, id, seen = null, name, query, isShared }) => {
      const view = await find(actor, id)
      if (view === null) return notFound
      if (!isTheirs(actor, view)) return notYours
      if (isShared === true && !mayShare(actor)) return notShared
      // Who shared it as an editor may be one no more, and others open their lists with it.
      if (view.isShared && isShared !== false && !mayShare(actor)) return stillShared
      const change = {
        ...(name === undefined ? {} : { name: name.trim() }),
        ...(query === undefined ? {} : { query }),
        ...(isShared === undefined ? {} : { isShared }),
      }
      const changed = await store.change({ actor, now: runtime.now() }, { id, seen }, change)
      return changed === 'taken' ? taken : ended(changed, id)
    },
    remove: async ({ actor, id, seen = null }) => {
      const view = await find(actor, id)
      if (view === null) return notFound
      if (!isTheirs(actor, view)) return notYours
      return ended(await store.remove({ actor, now: runtime.now() }, { id, seen }), id)
    },
    setDefault: async ({ actor, list, id }) => {
      const view = id === null ? null : await find(actor, id)
      if (id !== null && view?.list !== list) return notFound
      await store.setDefault({ actor, now: runtime.now() }, list, view)
      return { status: 'done', id: id ?? '' }
    },
  }
}

function ended(changed: 'done' | 'gone' | 'moved', id: string): ViewChange {
  if (changed === 'moved') return moved
  return changed === 'gone' ? notFound : { status: 'done', id }
}
