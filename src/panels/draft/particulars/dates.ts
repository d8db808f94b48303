import { currencyMarks } from './number-words.js'
import * as other from './other-languages.js'
import type { Token } from './tokens.js'

/** A date as far as it is given. `isPlain`: a bare year that may be a mere number. Months count from 1. */
export type DateMention = {
  kind: 'date'
  text: string
  year: number | null
  month: number | null
  day: number | null
  quarter: number | null
  /** From 1 for spring to 4 for winter, of the northern half of the world. */
  season: number | null
  isPlain: boolean
  end: number
}

const monthNames = 'january february march april may june july august september october november december'.split(' ')
const months = new Map([
  ...monthNames.map((name, index): [string, number] => [name, index + 1]),
  ...monthNames.map((name, index): [string, number] => [name.slice(0, 3), index + 1]),
  ['sept', 9],
])
/** Months that no English text has, so that they need no capital. */
const otherMonths = new Map(other.months.flatMap((words, index) => words.split(' ').map((word): [string, number] => [word, index + 1])))
/** Before a month or year that is given alone. */
const leads = new Set('in since by until till from of early late mid last next this during before after through around end'.split(' '))

/** The date that begins at a token, in any of the usual spellings; null where there is none. `end` is the index of the token behind it. */
export function readDate(tokens: readonly Token[], at: number, text: string): DateMention | null {
  const parts =
    readDigits(tokens, at) ??
    readEastern(tokens, at) ??
    readDayMonth(tokens, at) ??
    readMonth(tokens, at) ??
    readQuarter(tokens, at) ??
    readSeason(tokens, at) ??
    readYear(tokens, at)
  const first = tokens[at]
  const last = parts === null ? undefined : tokens[parts.end - 1]
  if (parts === null || first === undefined || last === undefined) return null
  return { ...nothing, ...parts, kind: 'date', text: text.slice(first.start, last.end) }
}

const nothing = { year: null, month: null, day: null, quarter: null, season: null, isPlain: false }
type Parts = {
  year?: number
  month?: number | null
  day?: number | null
  quarter?: number
  season?: number
  isPlain?: boolean
  end: number
}

/** `2025-06-14`, `2025-06`, `2025/06/14`, `14.06.2025`, `6/14/2025`. Where day and month cannot be distinguished, the year alone is taken. */
function readDigits(tokens: readonly Token[], at: number): Parts | null {
  const whole = tokens[at]
  if (whole?.kind !== 'number') return null
  const dotted = whole.text.split('.')
  if (dotted.length === 3) return fromDigits(dotted, at + 1)
  const [separator, second, separator2, third] = tokens.slice(at + 1, at + 5)
  if (separator?.glued !== true || (separator.text !== '-' && separator.text !== '/') || second?.kind !== 'number' || !second.glued)
    return null
  const isLong = separator2?.text === separator.text && separator2.glued && third?.kind === 'number' && third.glued
  if (isLong) return fromDigits([whole.text, second.text, third.text], at + 5)
  const [year, month] = [yearOf(whole.text), Number(second.text)]
  return year !== null && separator.text === '-' && /^\d\d$/.test(second.text) && month >= 1 && month <= 12
    ? { year, month, end: at + 3 }
    : null
}

function fromDigits(parts: readonly string[], end: number): Parts | null {
  const [first = '', second = '', third = ''] = parts
  if (!parts.every((part) => /^\d{1,4}$/.test(part))) return null
  const [leading, trailing] = [yearOf(first), yearOf(third)]
  const [a, b] = leading === null ? [Number(first), Number(second)] : [Number(third), Number(second)]
  const year = leading ?? trailing
  if (year === null || a < 1 || b < 1 || Math.min(a, b) > 12 || Math.max(a, b) > 31) return null
  if (leading !== null) return { year, month: b, day: a, end }
  if (a > 12) return { year, month: b, day: a, end }
  return b > 12 ? { year, month: a, day: b, end } : { year, end }
}

/** `2026年9月3日`, `2026年9月`, `2026년 9월 3일`. */
function readEastern(tokens: readonly Token[], at: number): Parts | null {
  const parts: number[] = []
  for (const [index, signs] of ['年년', '月월', '日일'].entries()) {
    const [number, sign] = [tokens[at + 2 * index], tokens[at + 2 * index + 1]]
    if (number?.kind !== 'number' || !/^\d{1,4}$/.test(number.text) || sign === undefined || !signs.includes(sign.text) || !sign.glued)
      break
    parts.push(Number(number.text))
  }
  const [year = 0, month = null, day = null] = parts
  if (yearOf(String(year)) === null || (month !== null && (month < 1 || month > 12)) || (day !== null && (day < 1 || day > 31))) return null
  return { year, month, day, end: at + 2 * parts.length }
}

/** `14 June 2025`, `14th of June`, `14. September 2026`. */
function readDayMonth(tokens: readonly Token[], at: number): Parts | null {
  const day = dayOf(tokens[at])
  if (day === null) return null
  const suffix = tokens[at + 1]
  const afterSuffix = suffix?.glued === true && /^(?:st|nd|rd|th|er|\.)$/.test(suffix.lower) ? at + 2 : at + 1
  const monthAt = /^(?:of|de)$/.test(tokens[afterSuffix]?.lower ?? '') ? afterSuffix + 1 : afterSuffix
  const month = monthOf(tokens[monthAt])
  return month === null ? null : { month, day, ...yearAfter(tokens, monthAt + 1) }
}

/** `June 14, 2025`, `June 2025`, and `June` alone behind a word such as "since". */
function readMonth(tokens: readonly Token[], at: number): Parts | null {
  const month = monthOf(tokens[at])
  if (month === null) return null
  const dot = tokens[at + 1]?.text === '.' && tokens[at + 1]?.glued === true ? at + 2 : at + 1
  const day = dayOf(tokens[dot])
  const suffix = tokens[dot + 1]
  const behindDay = suffix?.glued === true && /^(?:st|nd|rd|th)$/.test(suffix.lower) ? dot + 2 : dot + 1
  if (day !== null) return { month, day, ...yearAfter(tokens, behindDay) }
  const dated = yearAfter(tokens, dot)
  if (dated.year !== undefined) return { month, ...dated }
  const isLed = leads.has(wordBefore(tokens, at))
  return isLed && (tokens[at]?.text.length ?? 0) > 2 ? { month, end: at + 1 } : null
}

/** `Q2 2025`, `the second quarter of 2025`. */
function readQuarter(tokens: readonly Token[], at: number): Parts | null {
  const ordinal = ordinals.indexOf(tokens[at]?.lower ?? '')
  if (ordinal !== -1) {
    const inWords = tokens[at + 1]?.lower === 'quarter' ? yearAfter(tokens, tokens[at + 2]?.lower === 'of' ? at + 3 : at + 2) : null
    return inWords?.year === undefined ? null : { quarter: ordinal + 1, ...inWords }
  }
  const found = /^q([1-4])$/.exec(tokens[at]?.lower ?? '')
  if (found === null) return null
  const dated = yearAfter(tokens, tokens[at + 1]?.lower === 'of' ? at + 2 : at + 1)
  return { quarter: Number(found[1]), ...(dated.year === undefined ? { end: at + 1 } : dated) }
}

const ordinals = ['first', 'second', 'third', 'fourth']
const seasons = new Map([
  ['spring', 1],
  ['frühjahr', 1],
  ['frühling', 1],
  ['summer', 2],
  ['sommer', 2],
  ['autumn', 3],
  ['fall', 3],
  ['herbst', 3],
  ['winter', 4],
])

/** Whether a date may begin with a word, in lower case. */
export function mayDate(lower: string): boolean {
  return seasons.has(lower) || ordinals.includes(lower)
}

/** `spring 2027`, `last spring`, `since the summer`; `fall` and `Spring` are words and names as well. */
function readSeason(tokens: readonly Token[], at: number): Parts | null {
  const word = tokens[at]
  const season = seasons.get(word?.lower ?? '')
  if (word === undefined || season === undefined) return null
  const dated = yearAfter(tokens, tokens[at + 1]?.lower === 'of' ? at + 2 : at + 1)
  if (dated.year !== undefined) return { season, ...dated }
  const before = wordBefore(tokens, at)
  const isLed = before === 'the' ? leads.has(wordBefore(tokens, at - 1)) : leads.has(before)
  return isLed && word.text === word.lower && word.lower !== 'fall' ? { season, end: at + 1 } : null
}

function readYear(tokens: readonly Token[], at: number): Parts | null {
  const token = tokens[at]
  const next = tokens[at + 1]
  const year = token?.kind === 'number' ? yearOf(token.text) : null
  // With a unit or a currency it is an amount.
  if (year === null || next?.text === '%' || (next?.glued === true && next.kind === 'word')) return null
  if (currencyMarks.has(tokens[at - 1]?.text ?? '')) return null
  return { year, isPlain: !leads.has(wordBefore(tokens, at)), end: at + 1 }
}

function yearAfter(tokens: readonly Token[], at: number): { year?: number; end: number } {
  const yearAt = tokens[at]?.text === ',' || tokens[at]?.text === 'de' ? at + 1 : at
  const year = tokens[yearAt]?.kind === 'number' ? yearOf(tokens[yearAt]?.text ?? '') : null
  return year === null ? { end: at } : { year, end: yearAt + 1 }
}

function yearOf(text: string): number | null {
  return /^(?:19|20)\d\d$/.test(text) ? Number(text) : null
}

function dayOf(token: Token | undefined): number | null {
  return token !== undefined && /^\d{1,2}$/.test(token.text) && Number(token.text) >= 1 && Number(token.text) <= 31
    ? Number(token.text)
    : null
}

/** Months begin with a capital, which distinguishes May and March from words. */
function monthOf(token: Token | undefined): number | null {
  if (token === undefined) return null
  return otherMonths.get(token.lower) ?? (/^\p{Lu}/u.test(token.text) ? (months.get(token.lower) ?? null) : null)
}

function wordBefore(tokens: readonly Token[], at: number): string {
  const before = tokens[at - 1]
  return (before?.text === '-' ? tokens[at - 2] : before)?.lower ?? ''
}

/** A date as a key, and the keys of all that it includes: 14 June 2025 is in June 2025, in 2025, in its second quarter, and a 14 June. */
export function dateKeys({ year, month, day, quarter, season }: DateMention): { own: string; included: string[] } {
  const [y, m, d] = [year ?? '', month ?? '', day ?? '']
  const quarterOfMonth = quarter ?? (month === null ? null : Math.ceil(month / 3))
  const seasonOfMonth = season ?? (month === null ? null : Math.ceil((((month + 9) % 12) + 1) / 3))
  // A quarter is in two seasons.
  const seasonsOfQuarter = quarter === null ? [] : [((quarter + 2) % 4) + 1, quarter]
  // January and February are in the winter of the year before as well.
  const winterYears = seasonOfMonth === 4 && year !== null && month !== null && month < 3 ? [year, year - 1] : [y]
  const own = season !== null ? `${y}-s${season}` : quarter === null ? `${y}-${m}-${d}` : `${y}-q${quarter}`
  const included = [
    own,
    `${y}--`,
    `${y}-${m}-`,
    `-${m}-${d}`,
    `-${m}-`,
    ...(quarterOfMonth === null ? [] : [`${y}-q${quarterOfMonth}`, `-q${quarterOfMonth}`]),
    ...(seasonOfMonth === null ? [] : [...winterYears.map((of) => `${of}-s${seasonOfMonth}`), `-s${seasonOfMonth}`]),
    ...seasonsOfQuarter.flatMap((each) => [`${y}-s${each}`, `-s${each}`]),
  ]
  return { own, included }
}
