/** A key of the desk: how it is written, what it does, and the values of `KeyboardEvent.key` that it is handled by. */
export type DeskKey = { shown: string; does: string; on: 'every page' | 'verdicts'; handles: readonly string[]; brief?: string }

const digits = [...'123456789']

/** Every key that a page of the desk handles: the list behind `?`, the bar and the handlers come from it. */
export const deskKeys: readonly DeskKey[] = [
  { shown: 'j', does: 'the next one that waits', on: 'verdicts', handles: ['j'], brief: 'next' },
  { shown: 'k', does: 'the one before', on: 'verdicts', handles: ['k'], brief: 'previous' },
  { shown: 'n', does: 'the next sentence to look at', on: 'verdicts', handles: ['n'] },
  { shown: 'Shift n', does: 'the one before', on: 'verdicts', handles: ['N'] },
  {
    shown: 'u',
    does: 'go through the sentences of a source: arrow keys, Shift for several; again: the next source',
    on: 'verdicts',
    handles: ['u'],
  },
  { shown: 'q', does: 'add what is selected in a source as evidence, its number where the cursor was', on: 'verdicts', handles: ['q'] },
  { shown: 's', does: 'call ship', on: 'verdicts', handles: ['s'] },
  { shown: 'x', does: 'call skip', on: 'verdicts', handles: ['x'] },
  { shown: 'a', does: 'accept the current revision', on: 'verdicts', handles: ['a'], brief: 'accept' },
  { shown: 'e', does: 'edit', on: 'verdicts', handles: ['e'], brief: 'edit' },
  { shown: 'r', does: 'return with a note', on: 'verdicts', handles: ['r'], brief: 'return' },
  { shown: 'c', does: 'comment', on: 'verdicts', handles: ['c'] },
  { shown: '1 … 9', does: 'read the draft of another juror, by its number beside the jurors', on: 'verdicts', handles: digits },
  { shown: '0', does: 'back to the draft being edited', on: 'verdicts', handles: ['0'] },
  { shown: 'd', does: 'the next draft by another juror', on: 'verdicts', handles: ['d'] },
  { shown: 't', does: 'take it', on: 'verdicts', handles: ['t'] },
  { shown: 'h', does: 'history', on: 'verdicts', handles: ['h'] },
  { shown: 'Ctrl Enter', does: 'send the form you are in; in the editor: save a revision', on: 'verdicts', handles: [] },
  { shown: 'Ctrl k', does: 'find anything by a few letters (⌘k on a Mac)', on: 'every page', handles: [] },
  { shown: '/', does: 'to the search field of a list', on: 'every page', handles: ['/'] },
  { shown: 'Esc', does: 'leave a field, close this list', on: 'every page', handles: [] },
  { shown: '?', does: 'this list', on: 'every page', handles: ['?'] },
]
