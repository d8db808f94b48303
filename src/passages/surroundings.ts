import { type Above, lineAbove } from './above.js'
import { numberWords } from './cuts.js'
import { findHeadingQualifier, findQualifier, takesBackSentenceBefore } from './qualifiers.js'
import { sentenceEnd, sentenceStart } from './sentences.js'

/** What a passage stands in: itself as the source has it, the rest of its sentence, and what it stands under. */
export type Surroundings = {
  /** The heading, or the words before a list; null without. */
  above: string | null
  before: string
  passage: string
  /** The rest of the sentence, and the next one where that takes the sentence back. */
  after: string
}

/** What a passage leaves out that may change what it says: a negation, a condition, a restriction, who said it, whether it holds yet. */
export type LeftOut = { word: string; where: 'sentence' | 'next sentence' | 'above' }

/** The sentence around a passage and what is above it; null for `leftOut` where the passage says what its sentence says. */
export function readSurroundings(
  text: string,
  { start, end }: { start: number; end: number },
): { surroundings: Surroundings; leftOut: LeftOut | null } {
  const first = sentenceStart(text, start)
  const last = sentenceEnd(text, end)
  const before = hasWords(withoutLineMark(text.slice(first.at, start))) ? text.slice(first.at, start) : ''
  const rest = text.slice(end, last.at)
  const after = hasWords(rest) ? rest : ''
  const next = last.isKnown ? nextSentence(text, last.at) : ''
  const above = lineAbove(text, start)
  const surroundings = {
    above: above?.text ?? null,
    before: `${first.isKnown || before === '' ? '' : '… '}${before.trimStart()}`,
    passage: text.slice(start, end),
    after: `${(next === '' ? after : rest + next).trimEnd()}${last.isKnown || after === '' ? '' : ' …'}`,
  }
  return { surroundings, leftOut: findLeftOut({ before, passage: surroundings.passage, after, rest, next, above }) }
}

type Around = { before: string; passage: string; after: string; rest: string; next: string; above: Above | null }

function findLeftOut({ before, passage, after, rest, next, above }: Around): LeftOut | null {
  const word =
    findQualifier(before) ??
    findBound(before, passage) ??
    findRange(before, after) ??
    findSpeech(before, rest) ??
    findMark(after) ??
    findQualifier(after)
  if (word !== null) return { word, where: 'sentence' }
  if (next !== '') return { word: shorten(next), where: 'next sentence' }
  if (above === null) return null
  const isQualified = (above.kind === 'heading' ? findHeadingQualifier : findQualifier)(above.text) !== null
  return isQualified ? { word: shorten(above.text), where: 'above' } : null
}

/** What a number is compared with: `over 5`, `under $200`. */
function findBound(before: string, passage: string): string | null {
  if (!/^\W?\d/.test(passage)) return null
  return /(?<![\p{L}])(over|under|above|below|about|around|from|past)\s+\W?$/iu.exec(before.slice(-20))?.[1] ?? null
}

const number = `(?:\\d\\S{0,40}|${numberWords})`
const rangeBefore = new RegExp(`(?<![\\p{L}])${number}\\s{1,40}(?:to|and|or|in|of|out of|bis|à)\\s{1,40}$`, 'iu')
const rangeAfter = new RegExp(`^\\S*\\s+(?:to|bis|à)\\s+\\S{0,3}${number}`, 'iu')

/** The other end of a range or of a share: `5 to`, `two or`, `3 in`. */
function findRange(before: string, after: string): string | null {
  return (rangeBefore.exec(before.slice(-40)) ?? rangeAfter.exec(after.slice(0, 40)))?.[0].trim() ?? null
}

/** The quotation mark of somebody's words, which the passage was cut out of. */
function findSpeech(before: string, rest: string): string | null {
  const count = (text: string, marks: RegExp) => text.match(marks)?.length ?? 0
  const isOpen = count(before, /"/g) % 2 === 1 || count(before, /[“„«]/g) > count(before, /[”»]/g)
  return (isOpen && /["”“»«]/.test(rest)) || /^\s?["”»]/.test(rest) ? '“' : null
}

/** A question's mark, a note's, or a word right behind the passage that narrows it: `free | for students`. */
function findMark(after: string): string | null {
  if (/\?["'”’)]*\s*$/.test(after.slice(-10))) return '?'
  const note = /^\s?([†‡*]|\(\*\)|\[\^[^\]]{1,20}\])(?![*\p{L}])/u.exec(after)?.[1]
  return note ?? /^\s+((?:for|in|on|under|within|with|among|during|as|at|from|für|pour|para)\s+\S+)/iu.exec(after)?.[1] ?? null
}

function nextSentence(text: string, from: number): string {
  const sentence = text.slice(from, sentenceEnd(text, from + 1).at)
  return takesBackSentenceBefore(sentence) ? sentence : ''
}

function withoutLineMark(text: string): string {
  return text.replace(/^\s*(?:[-*+•‣◦▪●○#>|]+|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])(?:\s|$)/, '')
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}~?†‡]|\*(?!\*)|<\/?(?:del|s|strike)>/u.test(text)
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line
}
