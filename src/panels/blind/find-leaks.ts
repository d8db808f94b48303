import { latinLookAlike } from '../../evidence/steering/look-alikes.js'
import { isOrdinaryWord } from '../draft/particulars/known-words.js'
import { isOpener } from './name-rules.js'
import type { Name, Names } from './names.js'

/** A name that is left in a text: which, where (UTF-16 offsets, end exclusive), and the text at that place. */
export type Leak = { name: string; start: number; end: number; shown: string }

/** So many leaks at most are told of. */
export const mostLeaks = 100

/** A word of a text: its letters and digits folded, `C` for each that is a capital, and what is before the word. */
type Word = { letters: string; capitals: string; before: string; start: number; end: number }

/**
 * Finds what is left of names in a text that is about to be sent, such as a whole prompt: a request with a leak must not be sent. Written apart from
 * the replacement, to find its errors: the text is folded word by word (case, Unicode compatibility, accents, invisible characters, look-alikes), its
 * words are joined without what is between them, and each name is looked for in that; once as the text is, and once without its markup. A word of
 * English is a leak by the rule that `namesOf` tells. At most `mostLeaks`, in order. Pure; linear in the text's length for a given list of names.
 */
export function findLeaks(text: string, { names }: Names): Leak[] {
  const views = /[<‹&]|\](?=\()/.test(text) ? [text, blankMarkup(text)] : [text]
  const leaks = new Map<string, Leak>()
  for (const view of views) {
    const words = wordsIn(view)
    const joined = words.map(({ letters }) => letters).join('')
    const owners = words.flatMap(({ letters }, index) => Array.from({ length: letters.length }, () => index))
    const firsts: number[] = []
    let total = 0
    for (const { letters } of words) {
      firsts.push(total)
      total += letters.length
    }
    for (const name of names) {
      const wanted = wordsIn(name.text)
      const letters = wanted.map((word) => word.letters).join('')
      if (letters === '') continue
      for (let at = joined.indexOf(letters); at !== -1 && leaks.size < mostLeaks; at = joined.indexOf(letters, at + 1)) {
        const [first, last] = [owners[at] ?? 0, owners[at + letters.length - 1] ?? 0]
        const match = { words: words.slice(first, last + 1), from: at - (firsts[first] ?? 0), length: letters.length }
        if (!isLeak(name, wanted, match, view)) continue
        const [start, end] = [match.words[0]?.start ?? 0, match.words.at(-1)?.end ?? 0]
        leaks.set(`${start} ${end}`, { name: name.text, start, end, shown: text.slice(start, Math.min(end, start + 200)) })
        // One leak for a word is enough, however long it is.
        at = Math.max(at, (firsts[last] ?? 0) + (words[last]?.letters.length ?? 1) - 1)
      }
    }
  }
  const sorted = [...leaks.values()].sort((a, b) => a.start - b.start || b.end - a.end)
  return sorted.filter(({ end }, index) => sorted.slice(Math.max(0, index - 20), index).every((before) => before.end < end))
}

/** Tags, targets of links and entities as a reader sees them, filled up with invisible characters, so that every place stays. */
function blankMarkup(text: string): string {
  const markup =
    /[<‹]\/?[A-Za-z!][^<>‹]{0,300}>|(?<=\])\([^()\s]{0,400}\)|&(?:#(\d{1,7})|#[xX]([\dA-Fa-f]{1,6})|(?:shy|zwn?j|NoBreak|ZeroWidthSpace));/g
  return text.replace(markup, (whole, decimal?: string, hex?: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal)
    const shown = code > 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    return shown + '\u2060'.repeat(whole.length - shown.length)
  })
}

/** Letters, what attaches to them, Markdown's marks, which a reader does not see, and bytes as an address has them. */
const wordPattern =
  /(?:[\p{L}\p{N}\p{So}\p{M}\p{Cf}\u115f\u1160\u3164\uffa0*~`\\[\]⁅⁆]|(?!\s|\u0085)\p{Cc}|%(?:4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da]|3\d|[89a-f][\da-f]))+/giu
const letterPattern = /((?:%[\da-f]{2})+)|(.)/gisu

function wordsIn(text: string): Word[] {
  const words: Word[] = []
  let behind = 0
  for (const { 0: whole, index } of text.matchAll(wordPattern)) {
    let [letters, capitals] = ['', '']
    let [start, end] = [-1, index]
    for (const { 0: piece, 1: bytes, index: at } of whole.matchAll(letterPattern)) {
      const { folded, isCapital } = bytes === undefined ? foldCharacter(piece) : foldBytes(bytes)
      if (folded === '') continue
      letters += folded
      capitals += (isCapital ? 'C' : '.').repeat(folded.length)
      if (start === -1) start = index + at
      end = index + at + piece.length
    }
    if (start === -1) continue
    words.push({ letters, capitals, before: text.slice(Math.max(behind, index - 40), index), start, end })
    behind = index + whole.length
  }
  return words
}

type Folded = { folded: string; isCapital: boolean }
const folds = new Map<string, Folded>()

function foldCharacter(character: string): Folded {
  const known = folds.get(character)
  if (known !== undefined) return known
  const made = { folded: fold(character), isCapital: /^\p{Lu}/u.test(character.normalize('NFKC')) }
  if (folds.size < 20_000) folds.set(character, made)
  return made
}

/** `%D1%8F` is a letter. */
function foldBytes(bytes: string): Folded {
  const text = Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8')
  return { folded: [...text].map((character) => foldCharacter(character).folded).join(''), isCapital: /^\p{Lu}/u.test(text) }
}

/** Compatibility first, then case, accents and what looks alike; nothing for a sign that is no letter, and for `™` and raised numbers. */
function fold(character: string): string {
  const compatible = /[™℠\p{No}]/u.test(character) ? '' : character.normalize('NFKC').toLowerCase()
  const plain = latinLookAlike(compatible) ?? compatible.normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '')
  return [...plain].map((letter) => latinLookAlike(letter) ?? letter).join('')
}

type Match = { words: readonly Word[]; from: number; length: number }

function isLeak({ rule }: Name, wanted: readonly Word[], match: Match, view: string): boolean {
  const { words, from, length } = match
  const [first] = words
  if (first === undefined) return false
  const size = words.reduce((sum, { letters }) => sum + letters.length, 0)
  const rest = size - from - length
  const isWhole = from === 0 && rest === 0
  if (rule === 'address') return isWhole && words.slice(1).every(({ before }, index) => before === (wanted[index + 1]?.before ?? ''))
  if (rule === 'written' || rule === 'code') return isWhole && isWrittenLeak(rule, wanted, words, view)
  const isPlural = from === 0 && rest === 1 && words.at(-1)?.letters.endsWith('s') === true
  if (words.length === 1)
    return isWhole || (rule === 'anywhere' && isPlural) || (rule === 'anywhere' && !(size <= 40 && isOrdinaryWord(first.letters)))
  if (rule === 'word' || from !== 0) return false
  const isNear = words.slice(1).every(({ before }) => /^(?:\s|[-_./·+&'’]|[ \t][&+][ \t])$/u.test(before))
  return (rest === 0 || isPlural) && isNear && isSplitLeak(wanted, words)
}

/** In parts: those that the name has, or at a sign; two words of English with a space between only where both have a capital. */
function isSplitLeak(wanted: readonly Word[], words: readonly Word[]): boolean {
  const isOwn = wanted.length === words.length && wanted.every(({ letters }, index) => words[index]?.letters.startsWith(letters))
  const isShort = words.some(({ letters }) => letters.length < 2)
  if (isShort && !isOwn) return words.length > 3 && words.every(({ letters }) => letters.length === 1)
  if (words.length > 2 || !words.slice(1).some(({ before }) => /\s/.test(before))) return true
  return words.some(({ letters }) => !isOrdinaryWord(letters)) || words.every(({ capitals }) => capitals.startsWith('C'))
}

function isWrittenLeak(rule: 'written' | 'code', wanted: readonly Word[], words: readonly Word[], view: string): boolean {
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined || wanted.length !== words.length) return false
  const around = view.slice(Math.max(0, first.start - 1), first.start) + view.slice(last.end, last.end + 1)
  if (/[/@\\_`]/.test(around)) return true
  if (rule === 'code') return false
  const isSame = wanted.every(({ capitals }, index) => words[index]?.capitals === capitals)
  const opens = wanted.every(({ letters }) => isOpener(letters))
  const isSmall = wanted.every(({ capitals }) => !capitals.includes('C'))
  if (!isSame || (opens && isSmall)) return false
  if (!opens) return true
  const before = view.slice(Math.max(0, first.start - 40), first.start).trimEnd()
  return /[\p{L}\p{N},]$/u.test(before) || /^(?:['’]s\s|\s+(?:is|has|was|runs|v?\d))/u.test(view.slice(last.end, last.end + 10))
}
