import * as other from './other-languages.js'
import type { Token } from './tokens.js'

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'
const smallNumbers = new Map([
  ...small.split(' ').map((word, value): [string, number] => [word, value]),
  ...other.numbers.flatMap(([value, words]) => words.split(' ').map((word): [string, number] => [word, value])),
])
const tensNumbers = new Map(tens.split(' ').map((word, index) => [word, 20 + 10 * index]))
const largeNumbers = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
])

/** What multiplies a number written before it. */
export const scales = new Map([
  ...largeNumbers,
  ['hundred', 100],
  ['dozen', 12],
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
  ['m', 1e6],
  ['mn', 1e6],
  ['mm', 1e6],
  ['mio', 1e6],
  ['B', 1e9],
  ['b', 1e9],
  ['bn', 1e9],
  ['T', 1e12],
  ...other.scales,
])

export const currencyMarks = new Map([
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
  ['₩', 'KRW'],
  ['₽', 'RUB'],
])
export const currencyCodes = new Set('USD EUR GBP CHF JPY CNY INR KRW AUD CAD NZD SEK NOK DKK PLN CZK BRL MXN SGD HKD ZAR TRY'.split(' '))
export const currencyWords = new Map([
  ['dollar', 'USD'],
  ['dollars', 'USD'],
  ['bucks', 'USD'],
  ['cent', 'USD'],
  ['cents', 'USD'],
  ['euro', 'EUR'],
  ['euros', 'EUR'],
  ['pounds', 'GBP'],
  ['yen', 'JPY'],
  ['francs', 'CHF'],
  ...other.currencies,
])

const day = 86_400
const seconds: [string, number][] = [
  ['µs ns μs microseconds', 1e-6],
  ['ms msec millisecond milliseconds', 1e-3],
  ['s sec secs second seconds', 1],
  ['min mins minute minutes', 60],
  ['h hr hrs hour hours', 3600],
  ['day days', day],
  ['week weeks', 7 * day],
  ['month months mo mos', (365 / 12) * day],
  ['year years yr yrs', 365 * day],
  ...other.seconds,
]
const bytes: [string, number][] = [
  ['KB kB KiB kilobyte kilobytes', 1e3],
  ['MB MiB megabyte megabytes', 1e6],
  ['GB GiB gigabyte gigabytes', 1e9],
  ['TB TiB terabyte terabytes', 1e12],
  ['PB PiB petabyte petabytes', 1e15],
]
const spread = (unit: string, rows: [string, number][]) =>
  rows.flatMap(([words, factor]) => words.split(' ').map((word): [string, { unit: string; factor: number }] => [word, { unit, factor }]))

/** Units that are compared as what they measure, in seconds and bytes. */
export const units = new Map([
  ...spread('second', seconds),
  ...spread('byte', bytes),
  ...spread(
    'byte',
    bytes.map(([words, factor]) => [words.toLowerCase(), factor]),
  ),
  ...spread('bit', [['bit bits', 1]]),
  ...spread('%', [[`percent pct ${other.shares}`, 1]]),
  ...spread('times', [[`x × times fold ${other.times}`, 1]]),
])

/** Words that say how many times. */
export const multiples = new Map([
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map((word, index): [string, number] => [
    `${word}fold`,
    index + 2,
  ]),
  ...['doubled', 'doubles', 'doubling'].map((word): [string, number] => [word, 2]),
  ...['tripled', 'triples', 'trebled'].map((word): [string, number] => [word, 3]),
  ...['quadrupled', 'quadruples'].map((word): [string, number] => [word, 4]),
  ...['halved', 'halves', 'halving'].map((word): [string, number] => [word, 0.5]),
])

/** `half a million`. */
export function readHalf(tokens: readonly Token[], at: number): { value: number; end: number } | null {
  const [half, article, scale] = [tokens[at]?.lower, tokens[at + 1]?.lower, largeNumbers.get(tokens[at + 2]?.lower ?? '')]
  return half === 'half' && article === 'a' && scale !== undefined ? { value: scale / 2, end: at + 3 } : null
}

/** A number in words that begins at a token: `seventy-five`, `two hundred and ten thousand`, `a million`, `a dozen`; null where there is none. */
export function readWordNumber(tokens: readonly Token[], at: number): { value: number; end: number } | null {
  let total = 0
  let group = 0
  let end = at
  let isNumber = false
  const article = tokens[at]?.lower === 'a' || tokens[at]?.lower === 'an'
  if (article && !isScale(tokens[at + 1])) return null
  if (article) {
    group = 1
    end = at + 1
  }
  for (let index = end; index < tokens.length; index += 1) {
    const { lower = '' } = tokens[index] ?? {}
    const isJoined = isNumber && ((lower === '-' && tokens[index]?.glued) || (lower === 'and' && group >= 100))
    if (isJoined && isSmall(tokens[index + 1])) continue
    const value = smallNumbers.get(lower) ?? tensNumbers.get(lower)
    const large = largeNumbers.get(lower)
    // A number word behind one that it cannot add to begins another number: "two three".
    // "For more than a hundred one pays less": a person.
    if (value === 1 && group === 100 && tokens[index - 1]?.lower === 'hundred') break
    if (value !== undefined && (group % 100 === 0 || (group % 10 === 0 && group % 100 >= 20 && value < 10))) group += value
    else if (lower === 'hundred' && group > 0 && group < 100) group *= 100
    else if (lower === 'dozen' && group > 0 && group < 100) group *= 12
    else if (large !== undefined && group > 0) {
      total += group * large
      group = 0
    } else break
    isNumber = true
    end = index + 1
  }
  return isNumber ? { value: total + group, end } : null
}

/** Whether an amount in words may begin with it. */
export function isNumberWord(lower: string): boolean {
  return smallNumbers.has(lower) || tensNumbers.has(lower) || lower === 'a' || lower === 'an' || lower === 'twice' || multiples.has(lower)
}

function isSmall(token: Token | undefined): boolean {
  return token !== undefined && (smallNumbers.has(token.lower) || tensNumbers.has(token.lower))
}

function isScale(token: Token | undefined): boolean {
  return token !== undefined && (largeNumbers.has(token.lower) || token.lower === 'hundred' || token.lower === 'dozen')
}
