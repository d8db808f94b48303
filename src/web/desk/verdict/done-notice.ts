import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import type { VerdictView } from '../../../review/views.js'
import { verdictPath } from '../paths.js'
import { type DoneWord, doneText } from './answers.js'
import type { Notice } from './notices.js'

type Done = Extract<Notice, { kind: 'done' }>

/** What a page says of the action on the verdict that it shows; null for a word that is none of ours. */
export function doneHere(word: string | undefined, view: VerdictView, userId: string): Done | null {
  const text = doneText(word)
  if (text === null) return null
  return { kind: 'done', text: word === 'assigned' ? `${assignedText(view, userId)}.` : text }
}

/** What follows the name of the verdict, where there is more to say. */
const thereAfter: Partial<Record<DoneWord, string>> = {
  accepted: 'To take that back, open it and return it with a note.',
  returned: 'Your note stays as an open comment.',
  unchanged: 'It says what was stored already.',
}

const didTo: Partial<Record<DoneWord, string>> = {
  accepted: 'Accepted',
  returned: 'Returned',
  saved: 'Saved as a revision',
  unchanged: 'Nothing was saved',
}

/** The same where another verdict is open by now: which one it was, and the way back to it. */
export function doneElsewhere(word: string | undefined, view: VerdictView, userId: string): Done | null {
  const text = doneText(word)
  if (text === null) return null
  const did = word === 'assigned' ? assignedText(view, userId) : didTo[word as DoneWord]
  const path = verdictPath(view.recordId, view.verdictId)
  const next = {
    href: word === 'accepted' ? `${path}#return` : path,
    text: revealInvisible(`${isolate(view.persona.seat)} on ${isolate(view.tool.name)}`),
  }
  if (did === undefined) return { kind: 'done', text, next }
  return { kind: 'done', text: `${did}:`, next, more: thereAfter[word as DoneWord] }
}

/** Whose turn it is after it was taken, handed over or left to anyone. */
function assignedText({ assignment }: VerdictView, userId: string): string {
  const to = assignment?.to ?? null
  if (to === null) return 'Left to anyone'
  return to.userId === userId ? 'It is yours now' : revealInvisible(`Handed over to ${isolate(to.name)}`)
}
