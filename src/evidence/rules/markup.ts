import type { Letters } from './letters.js'

/**
 * Letters without their markup, white space as single spaces: what quote and text are compared by.
 * `at` leads each unit back to the unit of the letters that it came from.
 */
export type Plain = {
  units: string
  at: Int32Array
  /** Numbers of lists (`1.`, `2)`) that were left out, by the place of the unit behind them. */
  numbers: ReadonlyMap<number, string>
  /** Whether a word may be broken by a hyphen at the end of a line. */
  isHyphenated: boolean
  /** Whether a long dash touches what is beside it, so that it may have been copied as a hyphen. */
  hasJoinedDash: boolean
}

export type PlainOptions = {
  /** Which numbers at the beginning of a line are left out: those of a list, all, or none. */
  numbers: 'of lists' | 'all' | 'none'
  /** What becomes of a hyphen at the end of a line and of the line's end: both kept, both left out, or the hyphen alone kept. */
  hyphens?: 'kept' | 'joined' | 'closed'
  /** Long dashes that touch what is beside them: as spaces, or as the hyphens that some write for them. */
  joinedDashes?: 'spaces' | 'hyphens'
}

const bullets = '•‣◦▪●○∙·⁃'
const wordPattern = /[\p{L}\p{N}\p{M}]/u
/** Scripts written without spaces: emphasis in them is between letters. */
const spacelessPattern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const numberPattern = /(\d{1,3}[.)])[ \n]/y
/** From the bracket that closes a link's text to the end of its address; each try ends at the next bracket or space. */
const linkEnd = /\]\(<?[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)?>?(?: ["'][^"'\n()]*["'])?\)/y

/**
 * Leaves out what is marked up and not said, by rules that look at the nearest signs alone, so that a part of a text is folded as within
 * the whole: backticks, emphasis at the edges of words, links' addresses, marks at the beginning of lines, and dashes, bullets and
 * pipes that stand by themselves. What could be a sign of calculation next to a digit stays.
 */
export function dropMarkup(letters: Letters, { numbers: leftOut, hyphens = 'kept', joinedDashes = 'spaces' }: PlainOptions): Plain {
  const units = letters.units.replaceAll('\u00a0', ' ')
  const out: string[] = []
  const at: number[] = []
  const numbers = new Map<number, string>()
  const links = findLinks(units)
  const dropped = leftOut === 'none' ? null : leftOut === 'all' ? 'all' : findListNumbers(units)
  let isHyphenated = false
  let hasJoinedDash = false
  const emit = (unit: string, index: number) => {
    if (unit === ' ' && (out.length === 0 || out.at(-1) === ' ')) return
    out.push(unit)
    at.push(index)
  }
  const skipLineStart = (from: number): number => {
    const index = skipLineMarks(units, from)
    numberPattern.lastIndex = index
    const number = numberPattern.exec(units)?.[1]
    if (number === undefined || dropped === null || (dropped !== 'all' && !dropped.has(index))) return index
    numbers.set(out.length, number)
    return index + number.length + 1
  }
  // A heading copied from the request begins with a space.
  let index = skipLineStart(/^[ \n]/.test(units) ? 1 : 0)
  while (index < units.length) {
    const unit = units.charAt(index)
    if (unit === '\n' || unit === ' ') {
      if (!isBeforeSign(units, index)) emit(' ', index)
      index = unit === '\n' ? skipLineStart(index + 1) : index + 1
    } else if (unit === '-' && isLineHyphen(units, index)) {
      isHyphenated = true
      if (hyphens !== 'joined') emit('-', index)
      index += hyphens === 'kept' ? 1 : 2
    } else if (unit === '—' && isJoinedDash(units, index)) {
      hasJoinedDash = true
      if (joinedDashes === 'hyphens') emit('-', index)
      index = joinedDashes === 'hyphens' ? index + 1 : readDash(units, index, { emit, out, at })
    } else if (unit === '-' || unit === '—' || unit === '−') index = readDash(units, index, { emit, out, at })
    else if (unit === '*' || unit === '_') {
      const end = endOfRun(units, index)
      if (!isEmphasis(units, index, end)) for (let place = index; place < end; place += 1) emit(unit, place)
      index = end
    } else if (unit === '\\' && /[\n!-/:-@[-`{-~]/.test(units.charAt(index + 1))) index += 1
    else {
      const link = links.get(index)
      if (link === undefined && unit !== '`')
        emit(isSeparator(units, index) ? ' ' : unit === "'" ? readQuoteMark(units, index) : unit, index)
      index = link ?? index + 1
    }
  }
  return { units: out.join(''), at: Int32Array.from(at), numbers, isHyphenated, hasJoinedDash }
}

function isWord(text: string): boolean {
  return wordPattern.test(text)
}

function isSpaceOrEdge(unit: string): boolean {
  return unit === '' || unit === ' ' || unit === '\n'
}

/** Headings, quoted lines and items: `## `, `> `, `- `. A `>` or `+` before a digit says something of the number. */
function skipLineMarks(units: string, from: number): number {
  let index = from
  for (;;) {
    const mark = /(?:#{1,6}|[-*•‣◦▪●○]|\+(?= \D))[ \n]|> ?(?=[^\d ])/y
    mark.lastIndex = index
    const length = mark.exec(units)?.[0].length ?? 0
    if (length === 0) return index
    index += length
  }
}

/** Numbers at the beginning of lines that count up, or repeat as Markdown's `1. 1. 1.`: a lone one may be the end of a sentence. */
function findListNumbers(units: string): Set<number> {
  const found = [...units.matchAll(/(?:^|\n)(?:> ?)?(\d{1,3})([.)])(?=[ \n])/g)].map((match) => ({
    index: match.index + match[0].length - (match[1] ?? '').length - 1,
    value: Number(match[1]),
    sign: match[2],
  }))
  const follows = (a: (typeof found)[number] | undefined, b: (typeof found)[number] | undefined) =>
    a !== undefined && b !== undefined && a.sign === b.sign && (b.value === a.value + 1 || (a.value === 1 && b.value === 1))
  return new Set(found.filter((item, n) => follows(found[n - 1], item) || follows(item, found[n + 1])).map(({ index }) => index))
}

/** From the bracket that closes a link's text to the end of the name it goes by: `[terms][1]`. */
const nameEnd = /\]\[[^[\]\n]{0,80}\]/y
/** Tags that say how a word looks and not what it says (as `<del>` or `<sup>` do), and the brackets of an address. */
const lookTag = /<\/?(?:a|abbr|b|cite|code|em|i|kbd|mark|q|samp|small|span|strong|tt|u|var)(?: [^<>\n]{0,300})?\/?>/y
const address = /<(?=(?:https?:\/\/|mailto:)[^\s<>]{1,500}>)/y

/** Where links' brackets and addresses, and tags, begin, with where they end. A footnote such as `[1](#n1)`, or a bracket inside a word, is none. */
function findLinks(units: string): Map<number, number> {
  const links = new Map<number, number>()
  const open: number[] = []
  for (let index = 0; index < units.length; index += 1) {
    const unit = units.charAt(index)
    if (unit === '[') open.push(index)
    if (unit === '<') for (const end of tagEnds(units, index)) links.set(...end)
    if (unit !== ']') continue
    const start = open.pop()
    if (start === undefined) continue
    linkEnd.lastIndex = index
    nameEnd.lastIndex = index
    const length = (linkEnd.exec(units) ?? nameEnd.exec(units))?.[0].length
    const isInWord = isWord(units.charAt(start - 1)) || (length !== undefined && isWord(units.charAt(index + length)))
    if (length === undefined || isInWord || /^\d*$/.test(units.slice(start + 1, Math.min(index, start + 12)))) continue
    if (units.charAt(start - 1) === '!') links.set(start - 1, start)
    links.set(start, start + 1)
    links.set(index, index + length)
  }
  return links
}

/** What of a tag or of an address's brackets is left out: each part's beginning with its end. */
function tagEnds(units: string, index: number): [number, number][] {
  lookTag.lastIndex = index
  const tag = lookTag.exec(units)?.[0].length
  const isInWord = tag !== undefined && isWord(units.charAt(index - 1)) && isWord(units.charAt(index + tag))
  if (tag !== undefined) return isInWord ? [] : [[index, index + tag]]
  address.lastIndex = index
  if (!address.test(units)) return []
  const close = units.indexOf('>', index)
  return [
    [index, index + 1],
    [close, close + 1],
  ]
}

/** The space between a number and its sign: `50 %`, `20 €`, `3 ×`. */
function isBeforeSign(units: string, index: number): boolean {
  return /\d/.test(units.charAt(index - 1)) && /[%‰€£¥°×]/.test(units.charAt(index + 1))
}

function endOfRun(units: string, from: number): number {
  let end = from + 1
  while (units.charAt(end) === units.charAt(from)) end += 1
  return end
}

/** At the edge of a word, and not between two (`2*3`, `snake_case`) nor alone (`2 * 3`). */
function isEmphasis(units: string, start: number, end: number): boolean {
  // Behind a backslash it is as it would be without.
  const isEscaped = units.charAt(start - 1) === '\\'
  const [before, after] = [units.charAt(start - (isEscaped ? 2 : 1)), units.charAt(end)]
  if (isSpaceOrEdge(before) && isSpaceOrEdge(after)) return false
  const isInside = isWord(before) && isWord(after)
  return !isInside || (spacelessPattern.test(before) && spacelessPattern.test(after))
}

/** An apostrophe stays one; other single quotation marks are as good as double ones. */
function readQuoteMark(units: string, index: number): string {
  const before = units.charAt(index - 1)
  return /\d/.test(before) || (isWord(before) && isWord(units.charAt(index + 1))) ? "'" : '"'
}

/** A bullet or a cell's border that stands by itself; between digits it keeps two numbers apart. */
function isSeparator(units: string, index: number): boolean {
  const unit = units.charAt(index)
  if (unit !== '|' && !bullets.includes(unit)) return false
  if (!isSpaceOrEdge(units.charAt(index - 1)) || !isSpaceOrEdge(units.charAt(index + 1))) return false
  return !(/\d/.test(units.charAt(index - 2)) && /\d/.test(units.charAt(index + 2)))
}

function isLineHyphen(units: string, index: number): boolean {
  return /[\p{L}\p{M}]/u.test(units.charAt(index - 1)) && units.charAt(index + 1) === '\n' && /\p{Ll}/u.test(units.charAt(index + 2))
}

function isJoinedDash(units: string, index: number): boolean {
  return !isSpaceOrEdge(units.charAt(index - 1)) || !isSpaceOrEdge(units.charAt(index + 1))
}

type Output = { emit: (unit: string, index: number) => void; out: string[]; at: number[] }

/**
 * A dash between words is as good as a space, however it is written (` - `, ` -- `, `—`). Between digits it is a hyphen (`5 – 10` is `5-10`),
 * and before a digit it stays, since it may be a minus. Returns where to read on.
 */
function readDash(units: string, index: number, { emit, out, at }: Output): number {
  const end = units.charAt(index) === '-' ? endOfRun(units, index) : index + 1
  const [before, after] = [units.charAt(index - 1), units.charAt(end)]
  const isAlone = isSpaceOrEdge(before) && isSpaceOrEdge(after)
  const isLong = units.charAt(index) === '—' || (end - index > 1 && /[\p{L}\p{N}\p{M})\].,;:!?]/u.test(before) && !isSpaceOrEdge(after))
  if (!isAlone && !isLong) {
    for (let place = index; place < end; place += 1) emit('-', place)
    return end
  }
  const next = isSpaceOrEdge(after) ? end + 1 : end
  const last = isSpaceOrEdge(before) ? units.charAt(index - 2) : before
  if (!/\d/.test(units.charAt(next))) {
    emit(' ', index)
    return end
  }
  if (/\d/.test(last)) {
    if (out.at(-1) === ' ') {
      out.pop()
      at.pop()
    }
    emit('-', index)
    return next
  }
  for (const unit of [' ', '-', ' ']) emit(unit, index)
  return next
}
