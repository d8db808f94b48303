import { type Above, lineAbove, outerHeadings, tableHead } from './above.js'
import { numberWords } from './cuts.js'
import { findHeadingQualifier, findQualifier, takesBackSentenceBefore } from './qualifiers.js'
import { sentenceEnd, sentenceStart } from './sentences.js'

/** What a passage is in: itself as the source has it, the rest of its sentence, and what it is under. */
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
  const all = [tableHead(text, start), lineAbove(text, start), ...outerHeadings(text, start)].filter((above) => above !== null)
  const isPart = before !== '' || after !== ''
  const qualifying = all.find((above) => isQualifying(above, isPart)) ?? null
  const surroundings = {
    above: (qualifying ?? all[0])?.text ?? null,
    before: `${first.isKnown || before === '' ? '' : '… '}${before.trimStart()}`,
    passage: text.slice(start, end),
    after: `${(next === '' ? after : rest + next).trimEnd()}${last.isKnown || after === '' ? '' : ' …'}`,
  }
  return { surroundings, leftOut: findLeftOut({ before, passage: surroundings.passage, after, rest, next, above: qualifying }) }
}

type Around = { before: string; passage: string; after: string; rest: string; next: string; above: Above | null }

function findLeftOut({ before, passage, after, rest, next, above }: Around): LeftOut | null {
  const word =
    findQualifier(before) ??
    findBound(before, passage) ??
    findUnit(passage, after) ??
    findScope(before) ??
    findBox(before) ??
    findRange(before, after) ??
    findSpeech(before, rest) ??
    findMark(after) ??
    findQualifier(after)
  if (word !== null) return { word, where: 'sentence' }
  if (next !== '') return { word: shorten(next), where: 'next sentence' }
  return above === null ? null : { word: shorten(above.text), where: 'above' }
}

/** Whether what a passage is under may change what it says; of a part of a table's row, the table's head says what it is. */
function isQualifying({ kind, text }: Above, isPart: boolean): boolean {
  if (kind === 'head' && (isPart || /(?:19|20)\d\d/.test(text))) return true
  return (kind === 'heading' ? findHeadingQualifier : findQualifier)(text) !== null
}

/** What a number is compared with: `over 5`, `under $200`. */
function findBound(before: string, passage: string): string | null {
  if (!/^\W?\d/.test(passage)) return null
  return /(?<![\p{L}])(over|under|above|below|about|around|from|past)\s+\W?$/iu.exec(before.slice(-20))?.[1] ?? null
}

/** What a number counts, cut off behind it: `64 | GB`. A year counts nothing. */
function findUnit(passage: string, after: string): string | null {
  const last = /(?:^|[^\d.,])(\d[\d.,]*)$/.exec(passage.slice(-20))?.[1]
  if (last === undefined || /^(?:19|20)\d\d$/.test(last)) return null
  const word = /^[\s-]{1,4}(\p{L}+)/u.exec(after.slice(0, 40))?.[1]
  return word === undefined || /^(?:and|or|was|were|is|are|has|have|by|then|when|which|that|it|the|but)$/i.test(word) ? null : word
}

const scope = /^[\s"“*_]*((?:for|on|in|with|within|during|under|among|at|from|since|by|through|as)\s[^.!?]{1,200}),\s*$/iu
const yearBefore = /(?<![\p{L}])((?:in|until|since|before|by|as of)\s(?:\p{L}{3,9}\s)?(?:19|20)\d\d)\s*$/iu
/** What says nothing of where, for whom or when. */
const mereOpening =
  /^(?:in (?:short|brief|general|fact|addition|other words|summary|sum|particular|the end|essence|total)|as (?:a rule|always|usual|such|well|a result|before)|for (?:example|instance|one)|by the way|on the (?:whole|other hand)|at (?:heart|its core)|with (?:that|this))$/i

/** How a sentence says first where, for whom or when it holds: `During the pilot, | the service is free`, `In 2019 | it was the fastest`. */
function findScope(before: string): string | null {
  const words = scope.exec(before.slice(0, 300))?.[1] ?? yearBefore.exec(before.slice(-30))?.[1] ?? null
  return words === null || mereOpening.test(words) ? null : shorten(words)
}

/** An empty box or a cross before an item says that it is not there. */
function findBox(before: string): string | null {
  return /\[ \]|[❌✗✘✖☐⬜🚫⛔]/u.exec(before)?.[0] ?? null
}

const number = `(?:\\d\\S{0,40}|${numberWords})`
const rangeBefore = new RegExp(`(?<![\\p{L}])${number}\\s{1,40}(?:to|and|or|in|of|out of|bis|à)\\s{1,40}$`, 'iu')
const rangeAfter = new RegExp(`^\\S*\\s+(?:to|bis|à)\\s+\\S{0,3}${number}`, 'iu')

/** The other end of a range or of a share: `5 to`, `two or`, `3 in`. */
function findRange(before: string, after: string): string | null {
  return (rangeBefore.exec(before.slice(-40)) ?? rangeAfter.exec(after.slice(0, 40)))?.[0].trim() ?? null
}

/** The quotation mark of someone's words, which the passage was cut out of. */
function findSpeech(before: string, rest: string): string | null {
  const count = (text: string, marks: RegExp) => text.match(marks)?.length ?? 0
  const isOpen = count(before, /"/g) % 2 === 1 || count(before, /[“„«]/g) > count(before, /[”»]/g)
  return (isOpen && /["”“»«]/.test(rest)) || /^\s?["”»]/.test(rest) ? '“' : null
}

/** A question's mark, a note's, or a word right behind the passage that narrows it: `free | for students`. */
function findMark(after: string): string | null {
  if (/\?["'”’)]*\s*$/.test(after.slice(-10))) return '?'
  const added = /^\s?\(([^()\n]{1,60})\)/.exec(after)?.[1]
  if (added !== undefined) return added
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
  return /[\p{L}\p{N}~?†‡❌✗✘✖☐⬜🚫⛔]|\[ \]|\*(?!\*)|<\/?(?:del|s|strike)>/u.test(text)
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line
}
