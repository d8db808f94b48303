import {
  agreementPath,
  auditPath,
  communityPath,
  deskPath,
  newsletterPath,
  panelsPath,
  peoplePath,
  queuePath,
  recordsPath,
  settingsPath,
  toolsPath,
} from '../paths.js'

/** A kind of page, as its `data-keys` says; a page without one has the keys of every page. */
export type KeyPlace = 'verdict' | 'queue' | 'history' | 'merge' | 'lists'

/**
 * A key of the desk: how it is written, what it does, and the names that it is handled by: a value of `KeyboardEvent.key`, with `Ctrl ` before it
 * where Ctrl or ⌘ goes with it, and with `g ` where it comes after g. `brief`: its word in the bar of the review pages. `leadsTo`: the section it opens.
 */
export type DeskKey = {
  shown: string
  does: string
  on: 'every page' | readonly KeyPlace[]
  handles: readonly string[]
  brief?: string
  leadsTo?: string
}

const verdict = ['verdict'] as const
const review = ['verdict', 'queue'] as const
const lists = ['lists'] as const

const sections = [
  ['h', 'Home', deskPath],
  ['q', 'Review queue', queuePath],
  ['p', 'Panels', panelsPath],
  ['r', 'Records', recordsPath],
  ['t', 'Tools', toolsPath],
  ['n', 'Newsletter', newsletterPath],
  ['v', 'Votes', communityPath],
  ['a', 'Agreement', agreementPath],
  ['l', 'Log', auditPath],
  ['e', 'People, for admins', peoplePath],
  ['s', 'Settings, for admins', settingsPath],
] as const

/** Every key that a page of the desk handles: the list behind `?`, the bar and the handlers come from it. */
export const deskKeys: readonly DeskKey[] = [
  { shown: 'j', does: 'the next one that waits', on: review, handles: ['j'], brief: 'next' },
  { shown: 'k', does: 'the one before', on: review, handles: ['k'], brief: 'previous' },
  { shown: 'n', does: 'the next mark to look at', on: verdict, handles: ['n'] },
  { shown: 'Shift n', does: 'the one before', on: verdict, handles: ['N'] },
  {
    shown: 'u',
    does: 'go through the sentences of a source: arrow keys, Shift for several; again: the next source',
    on: verdict,
    handles: ['u'],
  },
  { shown: 'q', does: 'add what is selected in a source as evidence, its number where the cursor was', on: verdict, handles: ['q'] },
  { shown: 's', does: 'call ship', on: review, handles: ['s'] },
  { shown: 'x', does: 'call skip', on: review, handles: ['x'] },
  { shown: 'a', does: 'accept the current revision', on: review, handles: ['a'], brief: 'accept' },
  { shown: 'e', does: 'edit', on: review, handles: ['e'], brief: 'edit' },
  { shown: 'e', does: 'back to the verdict', on: ['history'], handles: ['e'] },
  { shown: 'r', does: 'return with a note', on: review, handles: ['r'], brief: 'return' },
  { shown: 'c', does: 'comment', on: review, handles: ['c'] },
  {
    shown: '1 … 9',
    does: 'read the draft of another juror, by its number beside the jurors',
    on: verdict,
    handles: [...'123456789'],
  },
  { shown: '0', does: 'back to the draft being edited', on: verdict, handles: ['0'] },
  { shown: 'd', does: 'the next draft by another juror', on: verdict, handles: ['d'] },
  { shown: 't', does: 'take it', on: review, handles: ['t'] },
  { shown: 'h', does: 'history', on: review, handles: ['h'] },
  {
    shown: 'Ctrl Enter',
    does: 'send the form you are in; in the editor: save a revision',
    on: ['verdict', 'queue', 'history', 'merge'],
    handles: ['Ctrl Enter'],
  },
  { shown: 'j', does: 'the next row', on: lists, handles: ['j'] },
  { shown: 'k', does: 'the row before', on: lists, handles: ['k'] },
  { shown: 'x', does: 'tick the row, where rows can be ticked', on: lists, handles: ['x'] },
  { shown: '/', does: 'search this list', on: ['lists', 'queue'], handles: ['/'] },
  { shown: 'Ctrl k', does: 'find anything by a few letters (⌘k on a Mac)', on: 'every page', handles: ['Ctrl k'] },
  ...sections.map(([letter, does, leadsTo]) => ({
    shown: `g ${letter}`,
    does,
    on: 'every page' as const,
    handles: [`g ${letter}`],
    leadsTo,
  })),
  { shown: 'Esc', does: 'leave a field, close a list like this', on: 'every page', handles: ['Escape'] },
  { shown: '?', does: 'this list', on: 'every page', handles: ['?'] },
]

/** The keys of a kind of page, those of every page among them; `null` for a page of no kind. */
export function keysOf(place: KeyPlace | null): DeskKey[] {
  return deskKeys.filter(({ on }) => on === 'every page' || (place !== null && on.includes(place)))
}
