import { openText, type Passage } from './passages.js'
import { readLetters } from './rules/letters.js'
import { dropMarkup } from './rules/markup.js'
import { type QuoteToken, readQuoteTokens } from './rules/quote-tokens.js'
import { type IsWord, isArticle, type Slips, slipsIn, type Vocabulary, vocabularyOf } from './rules/slips.js'

export type { IsWord } from './rules/slips.js'

/** Of a quote's words, so many must be in the passage, in the same order. */
const leastShare = 0.85
const fewestWords = 5
const mostTokens = 3_000
/** As long as a person's quote may be, with room for signs that fold to more. */
const longestQuote = 20_000
/** How many tokens a passage may have more or fewer than its quote. */
const mostShift = 3
/** A pair of tokens that is in a text more often tells nothing of where a quote is from. */
const mostPlaces = 50
/** Of so many places that look alike no one can say which is meant. */
const mostCandidates = 40

/**
 * The one passage that a quote is but for slips: a mistyped word that means nothing else, an article left out or put in, or a comma. At least
 * 85 % of its words are there, in one run of the same order; no number, sign, name, unit, negation or other word differs. Null where there
 * is none, or more than one that reads otherwise. Linear in the length of the text.
 *
 * @param isWord Says which words are English, in lower case.
 */
export function findNearPassage(text: string, quote: string, isWord: IsWord): Passage | null {
  return openNearText(text).findNearPassage(quote, isWord)
}

export type NearText = { findNearPassage: (quote: string, isWord: IsWord) => Passage | null }

/** The same for many quotes of one text, which is then read once. */
export function openNearText(text: string): NearText {
  const { findPassage } = openText(text)
  let read: { stated: QuoteToken[]; vocabulary: Vocabulary } | null = null
  return {
    findNearPassage: (quote, isWord) => {
      const quoted = trimSigns(readTokens(quote.slice(0, longestQuote), 'none'))
      const words = quoted.filter(({ kind }) => kind !== 'sign').length
      if (words < fewestWords || quoted.length > mostTokens || quote.length > longestQuote) return null
      read ??= readSource(text)
      const { stated, vocabulary } = read
      const slips = slipsIn(quoted, vocabulary, isWord)
      const found = new Map<string, Passage>()
      for (const shift of likelyShifts(quoted, stated)) {
        const near = align(quoted, stated, { shift, slips, least: leastShare * words })
        if (near === null) continue
        const end = quote.trimEnd().endsWith('.') && text.charAt(near.end) === '.' ? near.end + 1 : near.end
        const passage = findPassage(text.slice(near.start, end))
        if (passage !== null) found.set(text.slice(passage.start, passage.end), passage)
        if (found.size > 1) return null
      }
      return [...found.values()][0] ?? null
    },
  }
}

function readSource(text: string): { stated: QuoteToken[]; vocabulary: Vocabulary } {
  const stated = readTokens(text, 'of lists')
  return { stated, vocabulary: vocabularyOf(stated) }
}

function readTokens(text: string, numbers: 'none' | 'of lists'): QuoteToken[] {
  const letters = readLetters(text)
  return readQuoteTokens(text, letters, dropMarkup(letters, { numbers }))
}

/** Without what people put around a quote; its first word may be written as at the beginning of a sentence, or as within one. */
function trimSigns(tokens: readonly QuoteToken[]): QuoteToken[] {
  const isLoose = ({ kind, text }: QuoteToken) => kind === 'sign' && /^[-.…;:()[\]*•·—]$/.test(text)
  const first = tokens.findIndex((token) => !isLoose(token))
  const last = tokens.findLastIndex((token) => !isLoose(token))
  const [one, ...rest] = first === -1 ? [] : tokens.slice(first, last + 1)
  if (one === undefined) return []
  // Behind an article that was put in, the sentence begins: `The bodies` for `Bodies`.
  return [{ ...one, isFirst: true }, ...rest.map((token, index) => (index === 0 && isArticle(one) ? { ...token, isFirst: true } : token))]
}

/** By how many tokens the text is ahead of the quote at the places that share most pairs of them with it; none where too many are alike. */
function likelyShifts(quoted: readonly QuoteToken[], stated: readonly QuoteToken[]): number[] {
  const pairAt = (tokens: readonly QuoteToken[], at: number) => `${tokens[at]?.lower} ${tokens[at + 1]?.lower}`
  const pairs = new Map<string, number[]>(quoted.slice(1).map((_, at) => [pairAt(quoted, at), []]))
  for (let at = 0; at + 1 < stated.length; at += 1) {
    const places = pairs.get(pairAt(stated, at))
    if (places !== undefined && places.length < mostPlaces) places.push(at)
  }
  const hits = new Map<number, number>()
  for (let at = 0; at + 1 < quoted.length; at += 1)
    for (const place of pairs.get(pairAt(quoted, at)) ?? []) hits.set(place - at, (hits.get(place - at) ?? 0) + 1)
  const most = Math.max(0, ...hits.values())
  // A word left out in the middle parts the pairs: the half that is found less often leads to the same passage.
  const likely = [...hits].filter(([, count]) => count >= most / 2).sort((a, b) => b[1] - a[1])
  return likely.length > mostCandidates ? [] : likely.map(([shift]) => shift)
}

type Band = { shift: number; slips: Slips; least: number }
type Cell = { cost: number; from: 'same' | 'slip' | 'left out' | 'put in' | null }

const impossible: Cell = { cost: Number.POSITIVE_INFINITY, from: null }

/**
 * The fewest allowed changes from the quote to the text around that place (Levenshtein's alignment in a band, where only slips and articles may
 * differ). Null where something else does, or fewer than `least` words are the same.
 */
function align(quoted: readonly QuoteToken[], stated: readonly QuoteToken[], { shift, slips, least }: Band): Passage | null {
  const width = 2 * mostShift + 1
  const placeOf = (row: number, column: number) => row + shift + column - mostShift
  const rows: Cell[][] = [Array.from({ length: width }, (): Cell => ({ cost: 0, from: null }))]
  for (const [row, written] of quoted.entries()) {
    const above = rows[row] ?? []
    const here: Cell[] = []
    for (let column = 0; column < width; column += 1) {
      const said = stated[placeOf(row, column)]
      const [before, over, left] = [above[column] ?? impossible, above[column + 1] ?? impossible, here[column - 1] ?? impossible]
      let best = impossible
      const consider = (cell: Cell) => {
        if (cell.cost < best.cost) best = cell
      }
      if (said !== undefined && before.cost < Number.POSITIVE_INFINITY) {
        if (slips.isSame(written, said)) consider({ cost: before.cost, from: 'same' })
        else if (slips.isSlip(written, said)) consider({ cost: before.cost + 1, from: 'slip' })
      }
      if (slips.isSmall(written, quoted[row + 1])) consider({ cost: over.cost + 1, from: 'put in' })
      if (said !== undefined && slips.isSmall(said, stated[placeOf(row, column) + 1])) consider({ cost: left.cost + 1, from: 'left out' })
      here.push(best)
    }
    if (here.every(({ cost }) => cost === Number.POSITIVE_INFINITY)) return null
    rows.push(here)
  }
  return passageOf(rows, { quoted, stated, placeOf, least })
}

type Aligned = Pick<Band, 'least'> & {
  quoted: readonly QuoteToken[]
  stated: readonly QuoteToken[]
  placeOf: (row: number, column: number) => number
}

function passageOf(rows: readonly Cell[][], { quoted, stated, placeOf, least }: Aligned): Passage | null {
  const last = rows.at(-1) ?? []
  let column = last.findIndex(({ cost }) => cost === Math.min(...last.map((cell) => cell.cost)))
  const places: number[] = []
  let same = 0
  const ways = new Set<Cell['from']>()
  let behind: Cell['from'] = null
  for (let row = quoted.length; row > 0; ) {
    const from: Cell['from'] = rows[row]?.[column]?.from ?? null
    // An article in the place of another, or in another place, is more than a slip.
    if (from === null || (ways.add(from).has('put in') && ways.has('left out'))) return null
    behind = from
    if (from === 'put in') {
      if (row === quoted.length) return null
      row -= 1
      column += 1
      continue
    }
    places.push(placeOf(row - 1, column))
    if (from === 'left out') column -= 1
    else {
      if (from === 'same' && quoted[row - 1]?.kind !== 'sign') same += 1
      row -= 1
    }
  }
  const [first, end] = [stated[places.at(-1) ?? -1], stated[places[0] ?? -1]]
  // `The size` is no slip for `The default size`: before an article that was put in, a sentence has to begin.
  if (behind === 'put in' && first?.isFirst !== true) return null
  if (first === undefined || end === undefined || first.start < 0 || end.end < 0 || same < least) return null
  return { start: first.start, end: end.end }
}
