import { currencyCodes, currencyMarks, currencyWords, multiples, readHalf, readWordNumber, scales, units } from './number-words.js'
import type { Token } from './tokens.js'

/**
 * A number with what it counts. `values` holds each way to read it (`1.200` is 1200 or 1.2). `unit` is a currency, `%`, `byte`, `bit`, `second`,
 * `times`, `ordinal`, `count` (a noun follows) or `bare`; values of time and size are in seconds and bytes, `factor` times what is written. `isWord`: written in letters.
 */
export type Amount = {
  kind: 'amount'
  text: string
  values: readonly number[]
  unit: string
  factor: number
  isWord: boolean
  /** Said to be no exact number, or written with so few digits that it is none: `about 12,000`, `12k`. */
  isRound: boolean
  noun: string | null
  end: number
}

/** The amount that begins at a token; null where there is none. `end` is the index of the token behind it. */
export function readAmount(tokens: readonly Token[], at: number, text: string): Amount | null {
  const twice = readTwice(tokens, at)
  if (twice !== null) return twice
  const before = readCurrency(tokens, at)
  const number = readNumber(tokens, before?.end ?? at)
  if (number === null) return null
  const scaled = readScale(tokens, number, before !== null)
  const behind = readUnit(tokens, scaled.end, before !== null)
  const unit = before?.unit ?? behind.unit
  const first = tokens[at]
  const last = tokens[behind.end - 1]
  if (first === undefined || last === undefined) return null
  return {
    kind: 'amount',
    text: text.slice(first.start, last.end),
    values: scaled.values.map((value) => value * behind.factor),
    unit,
    factor: behind.factor,
    isWord: number.isWord,
    isRound: scaled.end > number.end || (number.isWord && Math.max(...number.values) >= 1e5) || isHedged(tokens, at),
    noun: nounAfter(tokens, behind.end),
    end: behind.end,
  }
}

/** `twice as fast`, `twice the speed`, `threefold`, `doubled`; "twice" by itself counts how often someone did something. */
function readTwice(tokens: readonly Token[], at: number): Amount | null {
  const [word, next] = [tokens[at], tokens[at + 1]?.lower]
  const multiple = word?.lower === 'twice' && (next === 'as' || next === 'the') ? 2 : multiples.get(word?.lower ?? '')
  if (word === undefined || multiple === undefined) return null
  return {
    kind: 'amount',
    text: word.text,
    values: [multiple],
    unit: 'times',
    factor: 1,
    isWord: true,
    isRound: false,
    noun: null,
    end: at + 1,
  }
}

const hedges = new Set(
  'about around roughly approximately approx nearly almost some circa ca close over under above below beyond than least most ~ ≈ < > rund etwa fast knapp environ'.split(
    ' ',
  ),
)

/** `about 12,000`, `close to 50 %`, `more than 1,800`, `at least 20`. */
function isHedged(tokens: readonly Token[], at: number): boolean {
  const [before, first] = [tokens[at - 1]?.lower ?? '', tokens[at - 2]?.lower ?? '']
  return hedges.has(before) || (before === 'to' && first === 'close') || (before === '.' && (first === 'approx' || first === 'ca'))
}

function readCurrency(tokens: readonly Token[], at: number): { unit: string; end: number } | null {
  const first = tokens[at]
  const second = tokens[at + 1]
  const third = tokens[at + 2]
  if (first === undefined || second === undefined) return null
  const mark = currencyMarks.get(first.text)
  if (mark !== undefined && second.kind === 'number') return { unit: mark, end: at + 1 }
  if (/^(?:US|A|C|AU|CA|NZ|HK|S)$/.test(first.text) && second.text === '$' && second.glued && third?.kind === 'number') {
    return { unit: first.text === 'US' ? 'USD' : `${first.text}$`, end: at + 2 }
  }
  if (currencyCodes.has(first.text) && second.kind === 'number') return { unit: first.text, end: at + 1 }
  return null
}

type Read = { values: number[]; end: number; isWord: boolean }

function readNumber(tokens: readonly Token[], at: number): Read | null {
  const token = tokens[at]
  if (token?.kind === 'number') return { values: valuesOf(token.text), end: at + 1, isWord: false }
  const words = readHalf(tokens, at) ?? readWordNumber(tokens, at)
  return words === null ? null : { values: [words.value], end: words.end, isWord: true }
}

/** `1,200` is twelve hundred; `1.200` may be that or a fraction; `0,65` is a fraction. More than one dot is a version and no amount. */
export function valuesOf(digits: string): number[] {
  // Most numbers.
  if (/^[0-9]+$/.test(digits)) return [Number(digits)]
  const plain = digits.normalize('NFKC')
  const grouped = /^\d{1,3}(?:[,.']\d{3})+$/.test(plain) ? [Number(plain.replace(/[,.']/g, ''))] : []
  const isFraction = /^\d+(?:\.\d+)?$/.test(plain)
  const comma = /^\d+,\d+$/.test(plain) && !/^\d{1,3},\d{3}$/.test(plain) ? [Number(plain.replace(',', '.'))] : []
  const mixed = /^\d{1,3}(?:,\d{3})+\.\d+$/.test(plain) ? [Number(plain.replaceAll(',', ''))] : []
  return [...(isFraction ? [Number(plain)] : []), ...grouped, ...comma, ...mixed]
}

function readScale(tokens: readonly Token[], number: Read, isMoney: boolean): { values: number[]; end: number } {
  const next = tokens[skipHyphen(tokens, number.end)]
  if (next === undefined) return number
  // `40M` and `70b` are scaled where they touch the number; a single letter behind a space is something else, but for money.
  const isLetter = next.text.length === 1
  const factor = scales.get(next.text) ?? scales.get(next.lower)
  if (factor === undefined || (isLetter && !next.glued && !isMoney)) return number
  return { values: number.values.map((value) => value * factor), end: skipHyphen(tokens, number.end) + 1 }
}

/** `30-day` and `70B-parameter`: a hyphen between a number and its unit. */
function skipHyphen(tokens: readonly Token[], at: number): number {
  const isHyphen = tokens[at]?.text === '-' && tokens[at]?.glued && tokens[at + 1]?.glued && tokens[at + 1]?.kind === 'word'
  return isHyphen ? at + 1 : at
}

function readUnit(tokens: readonly Token[], end: number, isMoney: boolean): { unit: string; factor: number; end: number } {
  const plus = tokens[end]?.text === '+' && tokens[end]?.glued ? end + 1 : end
  const at = skipHyphen(tokens, plus)
  const next = tokens[at]
  if (next === undefined || isMoney) return { unit: 'bare', factor: 1, end: plus }
  if (next.text === '%') return { unit: '%', factor: 1, end: at + 1 }
  if (next.lower === 'per' && tokens[at + 1]?.lower === 'cent') return { unit: '%', factor: 1, end: at + 2 }
  if (next.lower === 'us' && currencyWords.has(tokens[at + 1]?.lower ?? '')) return { unit: 'USD', factor: 1, end: at + 2 }
  const currency = currencyMarks.get(next.text) ?? (currencyCodes.has(next.text) ? next.text : currencyWords.get(next.lower))
  if (currency !== undefined) return { unit: currency, factor: next.lower.startsWith('cent') ? 0.01 : 1, end: at + 1 }
  const unit = units.get(next.text) ?? (next.text.length > 1 || next.glued ? units.get(next.lower) : undefined)
  const isDecade = next.text === 's' && next.glued && /\d\d0$/.test(tokens[end - 1]?.text ?? '')
  if (unit !== undefined && !isDecade) return { ...unit, end: at + 1 }
  if (next.glued && /^(?:st|nd|rd|th)$/.test(next.lower)) return { unit: 'ordinal', factor: 1, end: at + 1 }
  return { unit: next.kind === 'word' && !next.glued ? 'count' : 'bare', factor: 1, end: plus }
}

/** The first noun-like word behind an amount, in lower case and the singular: what it counts. */
function nounAfter(tokens: readonly Token[], at: number): string | null {
  const near = tokens.slice(at, at + 3).filter(({ kind }) => kind === 'word')
  return near[0]?.lower.replace(/s$/, '') ?? null
}
