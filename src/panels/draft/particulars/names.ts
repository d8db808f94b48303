import { isAllowedName, isOrdinaryWord, isProperToo } from './known-words.js'
import type { Token } from './tokens.js'

/** Something called by its name; `words` are what of it must be known, folded by `nameForms`. */
export type Name = { kind: 'name'; text: string; words: readonly string[]; end: number }

/** Between the words of one name. */
const joints = new Set(['&', '-', '/', '.', 'of', 'de', 'van', 'von', 'the'])

/** The name that begins at a token; null where there is none. `isOrdinary` knows words of the texts at hand beside those of the dictionary. */
export function readName(tokens: readonly Token[], at: number, text: string, isOrdinary: (word: string) => boolean): Name | null {
  const signed = readSigned(tokens, at)
  if (signed !== null)
    return { kind: 'name', text: text.slice(tokens[at]?.start, tokens[signed.end - 1]?.end), words: [signed.word], end: signed.end }
  if (!isNameWord(tokens, at, isOrdinary)) return null
  let end = at + 1
  for (let next = end; next < tokens.length && next - end < 2; next += 1) {
    if (tokens[next]?.opens === true) break
    if (isNameWord(tokens, next, isOrdinary)) end = next + 1
    else if (!joints.has(tokens[next]?.text ?? '')) break
  }
  const words = tokens.slice(at, end).filter((token, index) => token.kind === 'word' && isNameWord(tokens, at + index, isOrdinary))
  const [first, last] = [tokens[at], tokens[end - 1]]
  if (first === undefined || last === undefined) return null
  return { kind: 'name', text: text.slice(first.start, last.end), words: words.map(nameForm), end }
}

/** `C#`, `F#` and `C++`: a letter with a sign that belongs to it. `word` is what is compared. */
export function readSigned(tokens: readonly Token[], at: number): { word: string; end: number } | null {
  const [letter, sign, second] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (letter?.kind !== 'word' || !/^[A-Z]$/.test(letter.text) || sign === undefined || !sign.glued) return null
  if (sign.text === '#') return { word: `${letter.lower}#`, end: at + 2 }
  return sign.text === '+' && second?.text === '+' && second.glued ? { word: `${letter.lower}++`, end: at + 3 } : null
}

/** A word as names are compared: in lower case, and an abbreviation in the singular. */
export function nameForm({ text, lower }: Pick<Token, 'text' | 'lower'>): string {
  return text.endsWith('s') && /[\p{Lu}\p{Nd}]s$/u.test(text) ? lower.slice(0, -1) : lower
}

/** Whether a token is, or is a part of, what something is called. Where that is not certain, as of an ordinary word that begins a sentence, it is not. */
export function isNameWord(tokens: readonly Token[], at: number, isOrdinary: (word: string) => boolean): boolean {
  const token = tokens[at]
  if (token?.kind !== 'word' || token.text.length < 2 || isAllowedName(nameForm(token))) return false
  const { text, lower } = token
  const hasUpper = /\p{Lu}/u.test(text)
  if (/\p{Nd}/u.test(text)) return !/^[vV]\p{Nd}+$/u.test(text)
  if (lower.includes('.')) return lower.length > 4 && !/^(?:\p{L}\.)+\p{L}?$/u.test(lower)
  if (!hasUpper) return false
  const isPlain = /^\p{Lu}[^\p{Lu}]*$/u.test(text)
  if (!isPlain || !isStart(tokens, at)) return true
  return (!isOrdinaryWord(lower) && !isOrdinary(lower)) || isSubject(tokens, at)
}

const deeds = new Set(
  'runs uses pays adopted deployed bought acquired chose trusts sells resells ships owns hosts backs funds funded led leads invested raised joined'.split(
    ' ',
  ),
)
const roles = /^(?:customers?|users?|investors?|owners?|backers?|sponsors?)$/

/** `Target uses it`, `Apple is a customer`: what is a proper name too, and does something without an article before it. */
function isSubject(tokens: readonly Token[], at: number): boolean {
  const [verb, object, second] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]].map((token) => token?.lower ?? '')
  const isDeed =
    deeds.has(verb ?? '') && [object, second].some((word) => word === 'it' || word === 'company' || word === 'vendor' || word === 'round')
  const isRole = verb === 'is' && tokens.slice(at + 2, at + 6).some(({ lower }) => roles.test(lower))
  return (isDeed || isRole) && isProperToo(tokens[at]?.text ?? '')
}

/** Where a capital says nothing: at the beginning of a sentence, and behind what may begin one; also in the second half of `Self-Hosting`. */
function isStart(tokens: readonly Token[], at: number): boolean {
  const isSecondHalf = tokens[at]?.glued === true && tokens[at - 1]?.text === '-' && tokens[at - 1]?.glued === true
  return isBehindStart(tokens, isSecondHalf ? at - 2 : at)
}

function isBehindStart(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  if (before === undefined || tokens[at]?.opens === true) return true
  if (before.kind !== 'mark') return false
  if (before.text === '-') return !before.glued
  return /[.!?:;("“”„«[•*>]/.test(before.text)
}
