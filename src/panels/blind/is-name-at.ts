import { isOrdinaryWord } from '../draft/particulars/known-words.js'
import type { IsCode } from './code-places.js'
import { gap, type Letters } from './letters.js'
import { isGeneric, isNameWithAffix, type NameRule } from './name-rules.js'
import type { Name } from './names.js'

/** A name as it is looked for: its letters, where its own parts are joined, and by which signs. */
export type Wanted = { name: Name; letters: Letters; joints: ReadonlySet<number>; signs: readonly string[]; isOpener: boolean }
/** A text as searched: for each letter, where its word begins and the next one does. */
export type Searched = { text: string; letters: Letters; wordStarts: Int32Array; wordEnds: Int32Array; isCode: IsCode; isTitle: boolean }
/** Letters of a text, by their numbers; end exclusive. */
export type Range = { from: number; to: number }

/** No word of English is longer. */
const longestWord = 40

/** Whether what has the letters of a name is one there, by the name's rule. */
export function isNameAt(searched: Searched, wanted: Wanted, range: Range): boolean {
  return isName[wanted.name.rule](searched, wanted, range)
}

type Test = (searched: Searched, wanted: Wanted, range: Range) => boolean
const isName: Readonly<Record<NameRule, Test>> = {
  anywhere: isAnywhere,
  word: (searched, _wanted, range) => isOneWord(searched, range) && isBounded(searched, range),
  written: (searched, wanted, range) => isInCode(searched, range) || isWritten(searched, wanted, range),
  code: (searched, _wanted, range) => isInCode(searched, range),
  address: isAddress,
}

/** Whether it is in one word: nothing that a reader sees is between its letters. */
function isOneWord({ wordEnds }: Searched, { from, to }: Range): boolean {
  return (wordEnds[from] ?? 0) >= to
}

function isAnywhere(searched: Searched, wanted: Wanted, range: Range): boolean {
  const { letters, wordStarts, wordEnds } = searched
  if (!isOneWord(searched, range)) return isSplit(searched, wanted, range)
  const [start, end] = [wordStarts[range.from] ?? 0, wordEnds[range.from] ?? 0]
  if (start === range.from && (end === range.to || (end === range.to + 1 && letters.text[range.to] === 's'))) return true
  // `invite` holds `vite`.
  return end - start > longestWord || !isOrdinaryWord(letters.text.slice(start, end))
}

/** A name in several parts: `Ferry Doc`, `ferry-doc`, `f e r r y d o c`. */
function isSplit(searched: Searched, { joints, signs }: Wanted, { from, to }: Range): boolean {
  const { letters, text } = searched
  const isWhole = startsWord(searched, from) && (endsWord(searched, to) || isPluralAt(searched, to))
  const pieces: { at: number; end: number; hasSpace: boolean }[] = [{ at: from, end: from + 1, hasSpace: false }]
  let ownJoints = 0
  for (let at = from + 1; at < to; at += 1) {
    const between = letters.gaps[at] ?? gap.wall
    if (between === gap.wall && text.slice(letters.ends[at - 1], letters.starts[at]) !== signs[at - from]) return false
    const last = pieces.at(-1)
    if (between === gap.none) {
      if (last !== undefined) last.end = at + 1
    } else {
      if (joints.has(at - from)) ownJoints += 1
      pieces.push({ at, end: at + 1, hasSpace: between === gap.space })
    }
  }
  const isSpelled = pieces.length === to - from && to - from > 3
  const isShort = pieces.some(({ at, end }) => end - at < 2)
  if (isSpelled) return isWhole
  if (isShort && ownJoints < pieces.length - 1) return false
  if (!pieces.some(({ hasSpace }) => hasSpace)) return isWhole || isWithinNoWords(searched, { from, to })
  return isWhole && (pieces.length > 2 || isWrittenAsName(letters, pieces))
}

/** `libferry-docx`: what begins before the name, and what goes on behind it, is no word of English. */
function isWithinNoWords({ letters, wordStarts, wordEnds }: Searched, { from, to }: Range): boolean {
  const [start, end] = [wordStarts[from] ?? 0, wordEnds[to - 1] ?? 0]
  const words = [
    letters.text.slice(start, Math.min(wordEnds[from] ?? 0, start + 99)),
    letters.text.slice(Math.max(wordStarts[to - 1] ?? 0, end - 99), end),
  ]
  const cut = [start < from, end > to]
  return words.every((word, index) => !cut[index] || !isOrdinaryWord(word))
}

/** Two words of English with a space between are a name only with capitals: `Any Scale`, but not `at any scale`. */
function isWrittenAsName({ text, capitals }: Letters, pieces: readonly { at: number; end: number }[]): boolean {
  return pieces.some(({ at, end }) => !isOrdinaryWord(text.slice(at, end))) || pieces.every(({ at }) => capitals[at] === 1)
}

/** At the start of a word, or of one within `camelCase`. */
function startsWord({ letters: { text, gaps, capitals } }: Searched, at: number): boolean {
  if (at === 0 || gaps[at] !== gap.none) return true
  const isHump = capitals[at] === 1 && (capitals[at - 1] === 0 || (at + 1 < text.length && capitals[at + 1] === 0))
  return isHump || /\d/.test(text.charAt(at - 1)) !== /\d/.test(text.charAt(at))
}

function endsWord(searched: Searched, to: number): boolean {
  return to >= searched.letters.text.length || startsWord(searched, to)
}

function isBounded(searched: Searched, { from, to }: Range): boolean {
  return startsWord(searched, from) && endsWord(searched, to)
}

function isAddress({ text, letters }: Searched, { signs }: Wanted, { from, to }: Range): boolean {
  if (from > 0 && letters.gaps[from] === gap.none) return false
  if (to < letters.text.length && letters.gaps[to] === gap.none) return false
  for (let at = from + 1; at < to; at += 1) {
    const between = text.slice(letters.ends[at - 1], letters.starts[at])
    if (between !== signs[at - from] && letters.starts[at] !== letters.starts[at - 1] && !isSameSign(between, signs[at - from] ?? ''))
      return false
  }
  return true
}

/** `[.]` for `.`, `%2F` for `/`, and signs that no one sees. */
function isSameSign(between: string, sign: string): boolean {
  if (between.length > 40) return false
  const plain = between.replace(/%2f/gi, '/').replace(/[[\]*\\\u00ad\p{Default_Ignorable_Code_Point}\p{M}]/gu, '')
  return plain === sign.replace(/[\p{M}]/gu, '')
}

/** A word of English in code, an address or a longer name: `next.config`, `@next/mdx`, `NextAuth`; `bunx`; but not the one in `JavaScript`. */
function isInCode(searched: Searched, range: Range): boolean {
  const { letters, wordStarts, wordEnds, isCode } = searched
  const [start, end] = [wordStarts[range.from] ?? 0, wordEnds[range.to - 1] ?? 0]
  const [word, name] = [letters.text.slice(start, Math.min(end, start + longestWord)), letters.text.slice(range.from, range.to)]
  if (isOneWord(searched, range) && isNameWithAffix(word, name)) return true
  if (!isBounded(searched, range)) return false
  for (let at = range.from + 1; at < range.to; at += 1) if ((letters.gaps[at] ?? gap.wall) > gap.joint) return false
  if (isCode(letters.starts[range.from] ?? 0, letters.ends[range.to - 1] ?? 0)) return true
  const isLonger = start !== range.from || end !== range.to
  return isLonger && letters.capitals[range.from] === 1 && !isGeneric(word)
}

/** A word of English, written as the name is. */
function isWritten(searched: Searched, wanted: Wanted, range: Range): boolean {
  const { letters, wordStarts, wordEnds, text, isTitle } = searched
  const wordEnd = wordEnds[range.to - 1] ?? 0
  const isPlural = isPluralAt(searched, range.to) && !wanted.isOpener && letters.capitals[range.from] === 1
  if (wordStarts[range.from] !== range.from || (wordEnd !== range.to && !isPlural)) return false
  for (let at = range.from + 1; at < range.to; at += 1) {
    if (letters.gaps[at] === gap.wall) return false
    if (letters.gaps[at] !== gap.none && !wanted.joints.has(at - range.from)) return false
  }
  if (!isInCase(letters, wanted, range)) return false
  const [start, end] = [letters.starts[range.from] ?? 0, letters.ends[range.to - 1] ?? 0]
  if (!wanted.isOpener || !isAtStart(text, start)) return true
  const after = text.slice(end, end + 60).replace(unseen, '')
  return thing.test(after) || (isTitle && heads.test(after))
}

/** Whether a word goes on with an `s` and nothing else. */
export function isPluralAt({ letters, wordEnds }: Searched, to: number): boolean {
  return letters.text[to] === 's' && wordEnds[to - 1] === to + 1
}

function isInCase({ capitals }: Letters, { letters, joints, isOpener: opens }: Wanted, { from, to }: Range): boolean {
  const hasCapital = letters.capitals.subarray(0, letters.text.length).includes(1)
  if (!hasCapital && !opens) return true
  const every = (test: (index: number) => boolean) => Array.from({ length: to - from }, (_each, index) => index).every(test)
  const isCapital = (index: number) => capitals[from + index] === 1
  return (
    every((index) => isCapital(index) === (letters.capitals[index] === 1)) ||
    every((index) => isCapital(index) === (index === 0 || (joints.has(index) && letters.capitals[index] === 1))) ||
    (to - from > 1 && every(isCapital))
  )
}

/** Whether what is before begins a sentence, an item or a heading. */
function isAtStart(text: string, start: number): boolean {
  const before = text
    .slice(Math.max(0, start - 60), start)
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trimEnd()
  return before === '' ? start < 60 : !/[\p{L}\p{N},)%'’]$/u.test(before)
}

/** What a reader does not see behind a word. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{M}*_`~]|&#?\w{1,8};/gu
/** What follows a name and no other first word of a sentence. */
const thing =
  /^(?:['’]s?\s|\s+(?:is|are|was|were|has|had|does|did|can|could|will|would|may|might|must|should|runs|supports|comes|ships|uses|needs|offers|provides|works|lets|itself|vs|versus|v?\d)(?![\p{L}]))/u

/** What follows a name that a title begins with. */
const heads = /^(?:\s*(?:[:|(–—·]|-\s|$)|\s+(?:by|for|vs)(?![\p{L}])|\s+[\p{Lu}\d])/u
