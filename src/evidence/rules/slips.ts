import { magnitudes, numberWords } from './cuts.js'
import { findQualifier } from './qualifiers.js'
import type { QuoteToken } from './quote-tokens.js'

/** Which words are English, in one of their usual forms, so that one that is not may be a slip of the pen. */
export type IsWord = (lower: string) => boolean

/** What a near quote may have otherwise than its source, in the language of the source. */
export type Slips = {
  /** Whether both tokens say the same: capitals count, but for the first of a sentence. */
  isSame: (written: QuoteToken, said: QuoteToken) => boolean
  isSlip: (written: QuoteToken, said: QuoteToken) => boolean
  /** Whether a token may be left out or put in before `next`. */
  isSmall: (token: QuoteToken, next: QuoteToken | undefined) => boolean
}

type Language = 'English' | 'German'

const common: Record<Language | 'other', ReadonlySet<string>> = {
  English: new Set(
    'the of and to in is are that for with as by on be it or not can an from at this we you which was were has have will'.split(' '),
  ),
  German: new Set(
    'der die das und ist nicht den dem des mit für von zu ein eine einen auf werden wird sich bei im wer wenn sind kann als aus'.split(' '),
  ),
  other: new Set('le la les un une des du et est dans pour pas que qui el los las del y en es por con no se il lo di che per'.split(' ')),
}

/** Articles that say no more than that the noun behind them is known. `ein` and `un` also count, and are none of them. */
const articles: Record<Language, ReadonlySet<string>> = {
  English: new Set(['the', 'a', 'an']),
  German: new Set(['der', 'die', 'das', 'den', 'dem', 'des']),
}

/** Whether it is one of them, at the beginning of a sentence. */
export function isArticle({ lower }: QuoteToken): boolean {
  return articles.English.has(lower) || articles.German.has(lower)
}

/** Words that an article before them changes: `few` and `a few`, `only` and `the only`, `most` and `the most`. */
const changedByArticle = new RegExp(
  `^(?:few|little|only|more|most|less|least|one|other|same|half|quarter|third|dozen|couple|${numberWords}|${magnitudes})$`,
)
const unitWord =
  /^(?:(?:nano|micro|milli|centi|kilo|mega|giga|tera|peta|kibi|mebi|gibi|tebi)?(?:bytes?|bits?|met(?:er|re)s?|grams?|grammes?|lit(?:er|re)s?|watts?|hertz|seconds?)|minutes?|hours?|days?|weeks?|months?|years?|quarters?|dai?ly|hourly|weekly|monthly|yearly|annual(?:ly)?|percent\w*|cents?|dollars?|euros?|pounds?|tonnes?|tons?|miles?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|once|twice|double|triple|single|half)$/
const numberWord = new RegExp(`^(?:${numberWords}|${magnitudes})s?$`)
const germanNoun = /(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften)$/

/** Words of which one stands for the other's opposite, or for another size. */
const prefix = /^(?:micro|macro|nano|hyper|hypo|inter|intra|anti|ante|pre|pro|post|mono|multi|over|under|sub|super)/

const fewestLetters = 4
const mostLetters = 30
/** Up to here one letter may be off, and two in a longer word. */
const shortWord = 7

/** What a source says besides the passage: words that are its own, however odd, and words that are names in it. */
export type Vocabulary = { words: ReadonlySet<string>; names: ReadonlySet<string> }

export function vocabularyOf(stated: readonly QuoteToken[]): Vocabulary {
  const names = stated.filter(({ kind, text, isFirst }) => kind === 'word' && !isFirst && /^\p{Lu}/u.test(text))
  return { words: new Set(stated.map(({ lower }) => lower)), names: new Set(names.map(({ text }) => text)) }
}

/** Reads the language of a quote out of its commonest words; in one that is neither English nor German, no word is taken for a slip. */
export function slipsIn(quoted: readonly QuoteToken[], { words, names }: Vocabulary, isWord: IsWord): Slips {
  const language = languageOf(quoted)
  const known = new Map<string, boolean>()
  const compare = language === 'English' ? isEnglishSlip : isGermanSlip
  const isKnown = inEitherSpelling(isWord)
  return {
    isSame,
    isSlip: (written, said) => {
      if (language === null || written.kind !== 'word' || said.kind !== 'word' || !mayBeSlip(written, said)) return false
      const pair = `${written.text} ${said.text} ${said.isFirst}`
      // What the source writes somewhere is no slip, and what is a name there is one at the beginning of a sentence, too.
      const slip =
        known.get(pair) ??
        (!words.has(written.lower) && (language === 'German' || !names.has(said.text)) && compare(written, said, isKnown))
      known.set(pair, slip)
      return slip
    },
    isSmall: (token, next) =>
      language !== null &&
      articles[language].has(token.text === token.lower || !token.isFirst ? token.text : token.lower) &&
      !changedByArticle.test(next?.lower ?? ''),
  }
}

function languageOf(quoted: readonly QuoteToken[]): Language | null {
  const count = (words: ReadonlySet<string>) => quoted.filter(({ lower }) => words.has(lower)).length
  const [english, german, other] = [count(common.English), count(common.German), count(common.other)]
  if (english > german && english > other) return 'English'
  return german > english && german > other ? 'German' : null
}

function isSame(written: QuoteToken, said: QuoteToken): boolean {
  if (written.text === said.text) return true
  if (written.kind !== 'word' || !written.isFirst) return false
  // `us` and `US` are two words, `We` and `we` are one.
  return written.text.slice(1) === said.text.slice(1) && said.text.length > 1 && written.lower === said.lower
}

/** How the British write what a dictionary has in American English: `licence`, `honoured`, `organisation`, `centre`, `modelled`. */
const british: [written: RegExp, american: string][] = [
  [/our/, 'or'],
  [/is(e[ds]?|ing|ations?)$/, 'iz$1'],
  [/ys(e[ds]?|ing)$/, 'yz$1'],
  [/enc(es?)$/, 'ens$1'],
  [/tre(s?)$/, 'ter$1'],
  [/ll(ed|ing|ers?)$/, 'l$1'],
  [/ogue(s?)$/, 'og$1'],
]

function inEitherSpelling(isWord: IsWord): IsWord {
  return (lower) => isWord(lower) || british.some(([written, american]) => written.test(lower) && isWord(lower.replace(written, american)))
}

/** What holds in every language: a slip leaves the first letter, is short, and is typed with the letters of the language. */
function mayBeSlip({ lower: written }: QuoteToken, { lower: said }: QuoteToken): boolean {
  if (said.length < fewestLetters || said.length > mostLetters || Math.abs(written.length - said.length) > 2) return false
  // Without its first letter a word is often another (`legal`, `illegal`), unless two were swapped.
  if (written[0] !== said[0] && !(written[0] === said[1] && written[1] === said[0])) return false
  // A letter of another alphabet is put there, not mistyped.
  return [...written].every((letter) => /[a-z']/.test(letter) || said.includes(letter))
}

/** No English word, nearly one that is, and that is no name, number, unit or short qualifier. */
function isEnglishSlip(written: QuoteToken, said: QuoteToken, isWord: IsWord): boolean {
  if (isWord(written.lower) || !isWord(said.lower) || isName(written) || isName(said)) return false
  if (unitWord.test(said.lower) || numberWord.test(said.lower)) return false
  // `infrige` can mean nothing but `infringe`; of a short word one never knows.
  if (findQualifier(written.lower) !== null || (said.lower.length <= shortWord && findQualifier(said.lower) !== null)) return false
  if (changesEnding(written.lower, said.lower) || changesPrefix(written.lower, said.lower)) return false
  if (said.lower.length === fewestLetters) return isSwap(written.lower, said.lower) || isDoubled(written.lower, said.lower)
  return distance(written.lower, said.lower) <= (said.lower.length <= shortWord ? 1 : 2)
}

/** Two letters beside each other in the wrong order; of a short word, one letter off is often another (`next`, `nuxt`). */
function isSwap(written: string, said: string): boolean {
  const at = [...said].findIndex((letter, index) => letter !== written[index])
  return written.length === said.length && written === `${said.slice(0, at)}${said[at + 1]}${said[at]}${said.slice(at + 2)}`
}

/** A letter single for double, or double for single. */
function isDoubled(written: string, said: string): boolean {
  const single = (word: string) => word.replace(/(\p{L})\1/gu, '$1')
  return Math.abs(written.length - said.length) === 1 && single(written) === single(said)
}

/** What is at the end of a word says how many and when (`builds`, `licensor`): it is as it was, or lacks or swaps its last letter. */
function changesEnding(written: string, said: string): boolean {
  if (endingOf(written, said) || endingOf(said, written)) return true
  return written.at(-1) !== said.at(-1) && written !== said.slice(0, -1) && !isSwap(written, said) && !isDoubled(written, said)
}

function changesPrefix(written: string, said: string): boolean {
  const [one, other] = [prefix.exec(written)?.[0], prefix.exec(said)?.[0]]
  return one !== undefined && other !== undefined && one !== other
}

/**
 * Of German we have no dictionary, so that only a letter single for double, or double for single, in a noun with an ending that names do not
 * have is a slip: `Fasungen`. Any other change may make another word (`wird` and `wurde`).
 */
function isGermanSlip({ text: written }: QuoteToken, { text: said }: QuoteToken): boolean {
  if (said.length < 8 || !germanNoun.test(said) || !germanNoun.test(written) || findQualifier(said) !== null) return false
  return isDoubled(written, said)
}

function isName({ text, isFirst }: QuoteToken): boolean {
  return /\p{Lu}/u.test(text.slice(1)) || (!isFirst && /^\p{Lu}/u.test(text))
}

/** Whether a word is the other with an ending that changes its number, its time or its degree. */
function endingOf(longer: string, shorter: string): boolean {
  const stem = shorter.replace(/e$/, '')
  return longer.startsWith(stem) && /^(?:e?s|e?d|ing|e?r|e?st|ly|n|nt|n't|'s|less)$/.test(longer.slice(stem.length))
}

/** Letters to change, add, take out or swap with their neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const [above = [], twoAbove = []] = [rows[row - 1], rows[row - 2]]
      const change = a[row - 1] === b[column - 1] ? 0 : 1
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const ways = [(above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + change]
      here.push(Math.min(...ways, isSwap ? (twoAbove[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY))
    }
    rows.push(here)
  }
  return rows[a.length]?.[b.length] ?? Number.POSITIVE_INFINITY
}
