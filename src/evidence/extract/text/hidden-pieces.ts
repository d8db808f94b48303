import type { HiddenPlace, HiddenText } from '../../../contracts/steering.js'
import { cleanText } from './invisible.js'

const mostPieces = 200
const longestPiece = 2_000
/** What is gathered of a page, in UTF-16 units: as much as all pieces hold. */
const mostText = mostPieces * longestPiece

/** What a reader does not see, as it is found. */
export type HiddenPieces = {
  add: (place: HiddenPlace, text: string) => void
  /** Takes what cannot be seen out of a text that can be, and keeps what it spelled. */
  clean: (text: string) => string
  /** At most 200 pieces of at most 2,000 UTF-16 units, in the order of the page, and what to know about them. */
  finish: () => { hidden: HiddenText[]; notes: string[] }
}

/** Gathers the hidden pieces of one page. The same text at the same place is kept once. */
export function gatherHidden(): HiddenPieces {
  const pieces: HiddenText[] = []
  const known = new Set<string>()
  let size = 0
  let left = 0
  let removed = 0
  const clean = (text: string) => {
    const cleaned = cleanText(text)
    removed += cleaned.removed
    for (const { place, text: spelled } of cleaned.found) add(place, spelled)
    return cleaned.text
  }
  const add = (place: HiddenPlace, text: string) => {
    const plain = clean(text)
      .replaceAll(/[^\S\n]+/g, ' ')
      .replaceAll(/ ?\n[\n ]*/g, '\n')
      .trim()
    const key = `${place}\n${plain}`
    if (plain === '' || known.has(key)) return
    known.add(key)
    size += plain.length
    if (size > mostText) left += plain.length
    else pieces.push({ place, text: plain })
  }
  const finish = () => {
    const cut = pieces.flatMap(({ place, text }) => cutPiece(text).map((part) => ({ place, text: part })))
    const packed = cut.length > mostPieces ? packPieces(cut) : cut
    const dropped = packed.slice(mostPieces).reduce((sum, { text }) => sum + text.length, left)
    const notes = [
      ...(removed > 0
        ? [`${removed} ${removed === 1 ? 'character that shows nothing was' : 'characters that show nothing were'} taken out.`]
        : []),
      ...(dropped > 0 ? [`The page hides more than is kept: ${dropped} characters were left out.`] : []),
    ]
    return { hidden: packed.slice(0, mostPieces), notes }
  }
  return { add, clean, finish }
}

/** Cuts a long text at a blank where there is one near. */
function cutPiece(text: string): string[] {
  const parts: string[] = []
  let start = 0
  while (text.length - start > longestPiece) {
    const blank = Math.max(text.lastIndexOf(' ', start + longestPiece), text.lastIndexOf('\n', start + longestPiece))
    const end = blank > start + longestPiece / 2 ? blank : start + longestPiece
    parts.push(text.slice(start, end).trim())
    start = end
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== '')
}

/** So that a flood of small pieces displaces none: those of one place share pieces. */
function packPieces(pieces: readonly HiddenText[]): HiddenText[] {
  const packed: HiddenText[] = []
  const last = new Map<HiddenPlace, HiddenText>()
  for (const piece of pieces) {
    const open = last.get(piece.place)
    if (open !== undefined && open.text.length + piece.text.length < longestPiece) open.text += `\n${piece.text}`
    else {
      const started = { ...piece }
      packed.push(started)
      last.set(piece.place, started)
    }
  }
  return packed
}
