import type { Mention, Reading } from './mentions.js'
import { currencyCodes, currencyMarks, currencyWords, scales } from './number-words.js'
import type { Token } from './tokens.js'

/*
 * What a source's numbers come to when someone retells them: it is granted to a text about the source, and never read out of what they write.
 */

type Counted = [value: number, unit: string]
type AmountMention = Extract<Mention, { kind: 'amount' }>

/** Amounts that a text has without writing them as such. Linear in its length. */
export function retoldAmounts({ text, tokens, mentions }: Reading): Counted[] {
  const table = tableScale(text)
  return [
    ...tokens.flatMap((_token, index) => [...inWords(tokens, index), ...inDuration(tokens, index), ...inBrackets(tokens, index)]),
    ...mentions.flatMap((mention, index) => {
      if (mention.kind !== 'amount') return []
      return [...inMonths(mention), ...nearWhole(mention), ...inTable(mention, table), ...inRange(mentions[index - 1], mention, tokens)]
    }),
  ]
}

const halves = new Set(['half', 'halves', 'hälfte'])
const scaleWords = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
])

/** "Schools pay half", "per million", `p95`. */
function inWords(tokens: readonly Token[], at: number): Counted[] {
  const { lower = '' } = tokens[at] ?? {}
  if (halves.has(lower)) return [[50, '%']]
  const percentile = /^p(\d\d)$/.exec(lower)?.[1]
  if (percentile !== undefined) return [[Number(percentile), 'ordinal']]
  const scale = tokens[at - 1]?.lower === 'per' ? scaleWords.get(lower) : undefined
  return scale === undefined ? [] : [[scale, 'count']]
}

const clock = new Map([
  ['h', 3600],
  ['m', 60],
  ['min', 60],
  ['s', 1],
])

/** `3m 40s`, `1h 05m`, and `22m` by itself, which may be millions as well. */
function inDuration(tokens: readonly Token[], at: number): Counted[] {
  let seconds = 0
  let parts = 0
  for (let index = at; index < at + 6; index += 2) {
    const [number, sign] = [tokens[index], tokens[index + 1]]
    const factor = sign?.glued === true ? clock.get(sign.text) : undefined
    if (number?.kind !== 'number' || factor === undefined) break
    seconds += Number(number.text) * factor
    parts += 1
  }
  return parts === 0 || Number.isNaN(seconds) ? [] : [[seconds, 'second']]
}

/** A loss in the way of accountants: `(2.1) million`. */
function inBrackets(tokens: readonly Token[], at: number): Counted[] {
  const [open, number, close, scale] = tokens.slice(at, at + 4)
  if (open?.text !== '(' || number?.kind !== 'number' || close?.text !== ')') return []
  const factor = scales.get(scale?.lower ?? '')
  const value = Number(number.text.replaceAll(',', '')) * (factor ?? Number.NaN)
  if (Number.isNaN(value) || (scale?.text.length ?? 0) < 2) return []
  return ['count', ...new Set([...currencyMarks.values()])].map((unit): Counted => [value, unit])
}

const day = 86_400
const month = (365 / 12) * day

/** Sixty days are two months when someone retells them. */
export function inMonths({ values, unit, factor }: AmountMention): Counted[] {
  if (unit !== 'second' || (factor !== day && factor !== month)) return []
  return values.flatMap((value): Counted[] => {
    const count = Math.round(value / factor)
    if (factor === month) return [[count * 30 * day, unit]]
    return count % 30 === 0 && count <= 360 ? [[(count / 30) * month, unit]] : []
  })
}

/** `6.8 MiB` is 7 MB, and `71.3 %` is 71 %; but `99.9 %` is not all. */
function nearWhole({ values, unit, factor }: AmountMention): Counted[] {
  return values.flatMap((value): Counted[] => {
    const own = value / factor
    const whole = Math.round(own)
    const isNear = !Number.isInteger(own) && whole > 1 && Math.abs(whole - own) <= 0.03 * own
    return isNear && !(unit === '%' && whole >= 100) ? [[whole * factor, unit]] : []
  })
}

const tableHead = /\bin (thousands|millions)\b(?: of)?\s?(\p{L}{1,7}|[$€£¥])?/iu

/** `In thousands of USD`, above a table. */
function tableScale(text: string): { factor: number; unit: string } | null {
  const found = tableHead.exec(text)
  if (found === null) return null
  const currency = found[2] ?? ''
  const unit = currencyMarks.get(currency) ?? currencyWords.get(currency.toLowerCase()) ?? currencyCode(currency)
  return unit === null ? null : { factor: found[1]?.toLowerCase() === 'thousands' ? 1e3 : 1e6, unit }
}

function currencyCode(word: string): string | null {
  return currencyCodes.has(word.toUpperCase()) ? word.toUpperCase() : null
}

function inTable({ values, unit }: AmountMention, table: { factor: number; unit: string } | null): Counted[] {
  if (table === null || (unit !== 'bare' && unit !== 'count')) return []
  return values.map((value): Counted => [value * table.factor, table.unit])
}

/** `$19–19.5M`: the currency is that of both ends. */
function inRange(before: Mention | undefined, { values, unit, to, text }: AmountMention, tokens: readonly Token[]): Counted[] {
  if (before?.kind !== 'amount' || !/^[A-Z]{1,3}\$?$/.test(before.unit) || (unit !== 'bare' && unit !== 'count')) return []
  const isNext = tokens[before.end]?.text === '-' && (tokens[before.end]?.end ?? 0) >= to - text.length - 1
  return isNext ? values.map((value): Counted => [value, before.unit]) : []
}
