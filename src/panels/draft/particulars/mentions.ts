import { type Amount, readAmount } from './amounts.js'
import { type DateMention, mayDate, readDate } from './dates.js'
import { type Name, readName } from './names.js'
import { isNumberWord } from './number-words.js'
import { foldText, type Token, tokenize } from './tokens.js'
import { readVersion, type Version } from './versions.js'

/** `thousands of`, `a third of` and `half the price`: an amount that says no number. */
export type Vague = { kind: 'vague'; text: string; word: string; end: number }
type Read = (Amount & { shared: Pick<Amount, 'unit' | 'factor'> | null }) | DateMention | Name | Version | Vague
/** Something that a text says, with its place in the folded text: `from` and `to` are UTF-16 code units, end exclusive. */
export type Mention = Read & { from: number; to: number }

/** A text as read: its words and what it names, counts and dates. */
export type Reading = { text: string; tokens: readonly Token[]; mentions: readonly Mention[] }

/** Reads everything in a text that a source would have to say. Takes a time that grows with the length of the text and no faster. */
export function readMentions(original: string, isOrdinary: (word: string) => boolean = () => false): Reading {
  const { text, tokens } = readTokens(original)
  const mentions: Mention[] = []
  for (let at = 0; at < tokens.length; ) {
    const mention = isAroundTheClock(tokens, at) ? null : readAt(tokens, at, text, isOrdinary)
    // The text of a mention ends with its last token; that of a version may begin before the token that was asked about.
    const to = mention === null ? 0 : (tokens[mention.end - 1]?.end ?? 0)
    if (mention !== null) mentions.push({ ...mention, from: to - mention.text.length, to })
    at = mention?.end ?? at + (isAroundTheClock(tokens, at) ? 3 : 1)
  }
  return { text, tokens, mentions: shareUnits(mentions, tokens) }
}

/** The folded text and its words, for who asks for no more. */
export function readTokens(original: string): Pick<Reading, 'text' | 'tokens'> {
  const text = foldText(original).replace(/(?<=\p{Lu}{2})v(?=\p{Nd})/gu, ' v')
  return { text, tokens: tokenize(text) }
}

/** Said of what never stops. */
function isAroundTheClock(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === '24' && tokens[at + 1]?.text === '/' && tokens[at + 2]?.text === '7' && tokens[at + 2]?.glued === true
}

function readAt(tokens: readonly Token[], at: number, text: string, isOrdinary: (word: string) => boolean): Read | null {
  const token = tokens[at]
  // Most of a text: words in small letters that count nothing.
  if (token === undefined || (token.kind === 'word' && /^\p{Ll}+$/u.test(token.text) && !mayCount(token.lower))) return null
  const date = readDate(tokens, at, text)
  if (date !== null) return date
  const version = readVersion(tokens, at, text, isOrdinary)
  if (version !== null) return version
  const amount = readAmount(tokens, at, text)
  if (amount !== null) return { ...amount, shared: null }
  return readVague(tokens, at, text) ?? readName(tokens, at, text, isOrdinary)
}

const vagueWords = new Set(
  'dozens hundreds thousands millions billions half third thirds quarter quarters fifth fifths tenth tenths'.split(' '),
)

function mayCount(lower: string): boolean {
  return vagueWords.has(lower) || isNumberWord(lower) || mayDate(lower)
}

function readVague(tokens: readonly Token[], at: number, text: string): Vague | null {
  const token = tokens[at]
  const next = tokens[at + 1]
  const isShare = token?.lower === 'half' && (next?.lower === 'the' || next?.lower === 'as')
  if (token === undefined || next === undefined || !vagueWords.has(token.lower) || (next.lower !== 'of' && !isShare)) return null
  // "Half of what I run" is how people talk.
  if (/^(?:what|my|our|us|me|it|them|that)$/.test(tokens[at + 2]?.lower ?? '')) return null
  return { kind: 'vague', text: text.slice(token.start, next.end), word: token.lower, end: at + 2 }
}

/** In `1.6 to 1.8 times` the unit is that of both numbers. */
function shareUnits(mentions: Mention[], tokens: readonly Token[]): Mention[] {
  return mentions.map((mention, index) => {
    const next = mentions[index + 1]
    if (mention.kind !== 'amount' || next?.kind !== 'amount' || (mention.unit !== 'count' && mention.unit !== 'bare')) return mention
    const isRange = /^(?:to|-|and|or)$/.test(tokens[mention.end]?.lower ?? '') && isNext(next, mention.end + 1, tokens)
    return isRange ? { ...mention, shared: { unit: next.unit, factor: next.factor } } : mention
  })
}

function isNext(next: Amount, at: number, tokens: readonly Token[]): boolean {
  return next.end > at && next.end - at <= 4 && tokens[at] !== undefined
}
