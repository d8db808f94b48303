/** The longest search that is read, in characters; what follows is left out. */
export const longestSearch = 80
const mostWords = 6
const longestText = 240

/** A search as it is matched: its words, folded. */
export type Search = readonly string[]

/** Reads what someone typed: at most six words of its first 80 characters. */
export function readSearch(text: string): Search {
  return fold(text.slice(0, longestSearch))
    .slice(0, longestSearch)
    .split(/[^\p{L}\p{N}_]+/u)
    .filter(Boolean)
    .slice(0, mostWords)
}

/** Lower case, without accents: as people type a name who cannot type its letters. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

const wholeWord = 100
const wordStart = 80
const inWord = 50
const initials = 45
const inOrder = 25
const oneTypo = 20

/**
 * How well a text answers a search: the mean over its words, from 0 to 100; null where a word is not in it at all. A word is a word of the text,
 * its start, a part of it, the first letters of several, its letters in order, or, from four letters on, the start of one with one typo.
 */
export function rank(text: string, search: Search): number | null {
  const words = fold(text.slice(0, longestText))
    .slice(0, longestText)
    .split(/[^\p{L}\p{N}_]+/u)
    .filter(Boolean)
  let sum = 0
  for (const asked of search) {
    const best = bestOf(asked, words)
    if (best === 0) return null
    sum += best
  }
  return search.length === 0 ? 0 : sum / search.length
}

function bestOf(asked: string, words: readonly string[]): number {
  if (words.includes(asked)) return wholeWord
  if (words.some((word) => word.startsWith(asked))) return wordStart
  if (words.some((word) => word.includes(asked))) return inWord
  if (asked.length < 2) return 0
  const firsts = words.map((word) => word[0]).join('')
  if (firsts.includes(asked)) return initials
  if (words.some((word) => word[0] === asked[0] && hasInOrder(word, asked))) return inOrder
  return asked.length >= 4 && words.some((word) => isNear(word, asked)) ? oneTypo : 0
}

/** Whether a word holds these letters in this order, others between them. */
function hasInOrder(word: string, letters: string): boolean {
  let at = 0
  for (const letter of word) if (letter === letters[at]) at += 1
  return at >= letters.length
}

/** Whether a word begins like that with one letter wrong, missing, too many, or two the other way round. */
function isNear(word: string, asked: string): boolean {
  let at = 0
  while (at < asked.length && word[at] === asked[at]) at += 1
  const rest = asked.slice(at + 1)
  const isSwapped = word[at] === asked[at + 1] && word[at + 1] === asked[at] && word.startsWith(asked.slice(at + 2), at + 2)
  return isSwapped || word.startsWith(rest, at + 1) || word.startsWith(rest, at) || word.startsWith(asked.slice(at), at + 1)
}

/** The best of some things for a search, best first, as they came where two are alike. */
export function bestMatches<T>(
  things: readonly T[],
  { search, textOf, limit }: { search: Search; textOf: (thing: T) => string; limit: number },
): T[] {
  if (search.length === 0) return things.slice(0, limit)
  return things
    .map((thing) => ({ thing, score: rank(textOf(thing), search) }))
    .filter((match): match is { thing: T; score: number } => match.score !== null)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ thing }) => thing)
}
