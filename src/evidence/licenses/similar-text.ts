import type { LicenseWord } from './license-words.js'
import { allTexts, commonLicenses, commonTexts, pairOf, pairsOf, type SpdxText, type SpdxTexts } from './spdx-texts.js'

/**
 * A license of the SPDX list as it is in a text: words `from` to `to` (exclusive), how alike the two are (0 to 1), and which words that part
 * of the text has more (`added`) and fewer (`dropped`) than the license;
 * `between`: the stretches of other words in it, each with four of the license's words before and behind.
 */
export type SimilarText = {
  id: string
  from: number
  to: number
  similarity: number
  added: string[]
  dropped: string[]
  between: string[]
}

/** Below, a text has little to do with a license. */
const leastSimilar = 0.7
/** A license is looked at closely where so much of it is in the text. */
const leastContained = 0.6
const mostLookedAt = 24
/** Fewer words in a row are in any text in English. */
const shortestRun = 4
/** So many words may be put into a license before what is behind them is another part. */
const longestGap = 150
const shortestLicense = 25
/** What a common license is better by, where two are as alike: owners' own variants differ from it by a name. */
const commonBonus = 1.03
/** A common license that is so alike is not looked for among the others. */
const surelyCommon = 0.97

const fewestOfPage = 600

const isCommon = new Set(commonLicenses)

/**
 * The license of the SPDX list that makes up most of the words, or null. Alike is Dice's coefficient of the pairs of neighbouring words:
 * 2 · |both| / (|one| + |other|), as Licensee has it for words (https://licensee.github.io/licensee/). Linear in the words.
 */
export function findSimilarText(words: readonly LicenseWord[]): SimilarText | null {
  if (words.length < shortestLicense) return null
  const common = nearestOf(words, commonTexts())
  const isAll = common !== null && common.similarity >= surelyCommon && common.to - common.from >= words.length * 0.8
  // A page or a README with the text of a common license in a section.
  const isSection =
    common !== null && common.similarity >= surelyCommon && words.length > fewestOfPage && words.length > 3 * (common.to - common.from)
  return isAll || isSection || !looksLikeLicense(words) ? common : (nearestOf(words, allTexts()) ?? common)
}

/** Words of which every license has some. Without five of them, and two in a hundred words, a text is a page about something else, for which the whole list is not read. */
const legal = new Set(
  [
    'license',
    'licensed',
    'licensor',
    'permission',
    'permitted',
    'warranty',
    'warranties',
    'redistribution',
    'redistribute',
    'distribute',
    'copyright',
  ].concat([
    'granted',
    'grants',
    'liable',
    'liability',
    'damages',
    'hereby',
    'rights',
    'modify',
    'modifications',
    'notice',
    'merchantability',
    'disclaimer',
  ]),
)

function looksLikeLicense(words: readonly LicenseWord[]): boolean {
  const found = words.filter(({ word }) => legal.has(word))
  return new Set(found.map(({ word }) => word)).size >= 5 && found.length >= words.length * 0.02
}

function nearestOf(words: readonly LicenseWord[], { texts, numberOf }: SpdxTexts): SimilarText | null {
  const numbers = Int32Array.from(words, ({ word }) => numberOf(word))
  const pairs = pairsOf(numbers)
  const candidates = texts
    .filter((text) => text.words.length >= shortestLicense)
    .map((text) => ({ text, contained: shareIn(text.pairs, pairs) }))
    .filter(({ contained }) => contained >= leastContained)
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, mostLookedAt)
  let best: { found: Place; text: SpdxText; score: number } | null = null
  for (const { text } of candidates) {
    const found = placeOf(text, numbers)
    if (found === null || found.similarity < leastSimilar) continue
    const score = found.covered * found.similarity ** 2 * (isCommon.has(text.id) ? commonBonus : 1)
    if (best === null || score > best.score) best = { found, text, score }
  }
  if (best === null) return null
  const { found, text } = best
  return { id: text.id, from: found.from, to: found.to, similarity: found.similarity, ...differences(words, numbers, { found, text }) }
}

/** What is wholly there comes before what is long. */
const weightOf = ({ text, contained }: { text: SpdxText; contained: number }): number => contained ** 6 * text.words.length

function shareIn(pairs: Float64Array, others: ReadonlySet<number>): number {
  let both = 0
  for (const pair of pairs) if (others.has(pair)) both += 1
  return pairs.length === 0 ? 0 : both / pairs.length
}

type Place = { from: number; to: number; covered: number; similarity: number }

/**
 * The stretch of a text that is most like a license: its longest run of the license's words, with the runs on both sides as far as they make
 * it more alike. In one file, other licenses share sentences with it.
 */
function placeOf(text: SpdxText, numbers: Int32Array): Place | null {
  const pairs = new Set(text.pairs)
  const runs = [...runsOf(numbers, pairs)]
  const longest = runs.reduce((best, run, index) => (lengthOf(run) > lengthOf(runs[best]) ? index : best), 0)
  const first = runs[longest]
  if (first === undefined) return null
  const total = text.words.length
  const last = extend(runs.slice(longest), { total, edge: 'to' })
  const begin = extend([{ ...first, to: last.to, covered: last.covered }, ...runs.slice(0, longest).reverse()], { total, edge: 'from' })
  const best = { from: begin.from, to: last.to, covered: Math.min(total, begin.covered) }
  const own = pairsOf(numbers.subarray(best.from, best.to))
  const unknown = numbers.subarray(best.from, best.to).filter((number) => number === 0).length
  let both = 0
  for (const pair of own) if (pairs.has(pair)) both += 1
  return { ...best, similarity: (2 * both) / (own.size + unknown + pairs.size) }
}

type Run = { from: number; to: number; covered?: number }
const lengthOf = (run: Run | undefined): number => (run === undefined ? 0 : run.to - run.from)

/** The first run with those after it, as far as the share of the license's words in both texts grows. */
function extend(runs: readonly Run[], { total, edge }: { total: number; edge: 'from' | 'to' }): Required<Run> {
  const [first = { from: 0, to: 0 }] = runs
  let current = { from: first.from, to: first.to, covered: first.covered ?? lengthOf(first) }
  let best = { ...current, share: 0 }
  for (const run of runs) {
    const gap = edge === 'to' ? run.from - current.to : current.from - run.to
    if (gap > longestGap) break
    if (run !== first) current = { ...current, [edge]: run[edge], covered: current.covered + lengthOf(run) }
    const share = (2 * Math.min(current.covered, total)) / (current.to - current.from + total)
    if (share >= best.share) best = { ...current, share }
  }
  return best
}

/** Runs of words whose neighbours are neighbours in the license too. */
function* runsOf(numbers: Int32Array, pairs: ReadonlySet<number>): Generator<{ from: number; to: number }> {
  let from = 0
  for (let at = 0; at < numbers.length; at += 1) {
    const isNext = pairs.has(pairOf(numbers[at] ?? 0, numbers[at + 1] ?? 0))
    if (isNext) continue
    if (at + 1 - from >= shortestRun) yield { from, to: at + 1 }
    from = at + 1
  }
}

/** The words that the text has more often than the license, and fewer times; and the stretches of other words. */
function differences(
  words: readonly LicenseWord[],
  numbers: Int32Array,
  { found, text }: { found: Place; text: SpdxText },
): Pick<SimilarText, 'added' | 'dropped' | 'between'> {
  const counts = new Map<number, number>()
  for (const number of text.words) counts.set(number, (counts.get(number) ?? 0) + 1)
  const added: string[] = []
  for (let at = found.from; at < found.to; at += 1) {
    const number = numbers[at] ?? 0
    const left = counts.get(number) ?? 0
    if (left > 0) counts.set(number, left - 1)
    else added.push(words[at]?.word ?? '')
  }
  const runs = [...runsOf(numbers.subarray(found.from, found.to), new Set(text.pairs))]
  const between = runs.slice(1).map((run, index) => {
    const [from, to] = [found.from + (runs[index]?.to ?? 0) - 4, found.from + run.from + 4]
    return words
      .slice(from, to)
      .map(({ word }) => word)
      .join(' ')
  })
  return { added, between, dropped: [...counts].filter(([, left]) => left > 0).map(([number]) => text.nameOf(number)) }
}
