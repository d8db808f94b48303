import { latinLookAlike, letterInSymbol } from './look-alikes.js'

/**
 * A text as it is searched for instructions: lower case, without accents, markup and what no one sees, letters of other alphabets that stand
 * for Latin ones replaced. White space is one space; a `\n` ends a paragraph, heading, item or cell. For each UTF-16 unit, where in the
 * original its character begins and ends.
 */
export type FoldedText = { text: string; starts: Int32Array; ends: Int32Array }

/** A comment's border, a tag, an entity, the target of a link, white space, one character. */
const piece = /(<!--|-->)|(<\/?[a-zA-Z][^<>]{0,300}>)|&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,8});|(\]\([^()\s]{0,400}\))|(\s+)|(.)/gsu
const inlineTag = /^<\/?(?:b|i|u|s|a|em|strong|span|code|sub|sup|font|small|big|mark|wbr|abbr|kbd|del|ins|q)\b/i
/** How a line of its own begins: a heading, an item, a quotation, a row. Read at the first characters of a line. */
const lineMark = /^(?:(?:#{1,6}|[-*+•‣◦▪●○]|\(?\d{1,3}[.)])(?=\s)|>{1,3}|\|)\s{0,4}/
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const unseen = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{M}\p{Co}]$/u
const keptWhole = /^[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}]$/u

/** Folds a text, in time linear in its length. */
export function foldText(text: string): FoldedText {
  const out = openOutput(text.length)
  let skippedTo = 0
  const startLine = (at: number) => {
    const mark = lineMark.exec(text.slice(at, at + 12))?.[0] ?? ''
    skippedTo = at + mark.length
    return mark
  }
  let isHeading = startLine(0).startsWith('#')
  for (const { 0: whole, 1: border, 2: tag, 3: entity, 4: target, 5: space, index } of text.matchAll(piece)) {
    if (index < skippedTo) continue
    const end = index + whole.length
    if (border !== undefined || (tag !== undefined && !inlineTag.test(tag))) out.add('\n', index, end)
    else if (entity !== undefined) out.add(foldEntity(entity), index, end)
    else if (space !== undefined) {
      const lines = space.split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/).length - 1
      const mark = lines === 0 ? '' : startLine(end)
      out.add(lines > 0 && (lines > 1 || isHeading || mark !== '') ? '\n' : ' ', index, end)
      if (lines > 0) isHeading = mark.startsWith('#')
    } else if (tag === undefined && target === undefined) out.add(foldInPlace(text, whole, index), index, end)
  }
  return out.finish()
}

/** A growing text with its places; of white space only the first is kept, and a line's end wins over a space. */
function openOutput(size: number) {
  const parts: string[] = []
  let starts = new Int32Array(size + 16)
  let ends = new Int32Array(size + 16)
  let length = 0
  const add = (folded: string, start: number, end: number) => {
    if (folded === '') return
    const last = parts.at(-1) ?? '\n'
    if (/^\s$/.test(folded) && /^\s$/.test(last)) {
      if (folded === '\n' && parts.length > 0) parts[parts.length - 1] = '\n'
      return
    }
    if (length + folded.length > starts.length) {
      starts = widen(starts)
      ends = widen(ends)
    }
    parts.push(folded)
    starts.fill(start, length, length + folded.length)
    ends.fill(end, length, length + folded.length)
    length += folded.length
  }
  const finish = (): FoldedText => {
    return { text: replaceLookAlikes(parts.join('')), starts: starts.subarray(0, length), ends: ends.subarray(0, length) }
  }
  return { add, finish }
}

function widen(old: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * old.length + 32)
  wider.set(old)
  return wider
}

function foldEntity(entity: string): string {
  if (!entity.startsWith('#')) return named[entity.toLowerCase()] ?? ' '
  const isHex = /^#x/i.test(entity)
  const code = Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? foldCharacter(String.fromCodePoint(code)) : ''
}

/** A sign between two letters joins words: `ignore_all`, `non-commercial`, `Node.js`. Signs of Markdown are left out, a cell ends a line. */
function foldInPlace(text: string, character: string, index: number): string {
  if (/^[*`~\\[\]]$/.test(character)) return ''
  if (character === '|') return '\n'
  const folded = foldCharacter(character)
  if (!/^[-_./·]$/.test(folded)) return folded
  return /^[\p{L}_]$/u.test(text.charAt(index - 1)) && /^[\p{L}_]$/u.test(text.charAt(index + 1)) ? ' ' : folded
}

/** Folds a word of ours, as it is without look-alikes. */
export function foldWord(word: string): string {
  return [...word].map(foldCharacter).join('')
}

const knownFolds = new Map<string, string>()

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (code >= 0x20 && code < 0x7f) return character.toLowerCase()
  const known = knownFolds.get(character)
  if (known !== undefined) return known
  const folded = foldRare(character)
  if (knownFolds.size < 20_000) knownFolds.set(character, folded)
  return folded
}

function foldRare(character: string): string {
  if (/^\s$/.test(character)) return ' '
  if (unseen.test(character)) return ''
  if (/^[“”„‟«»「」『』‹›]$/.test(character)) return '"'
  if (/^[‘’‚‛′´]$/.test(character)) return "'"
  if (/^[‐‑‒–—―−]$/.test(character)) return '-'
  const folded = letterInSymbol(character) ?? character.normalize(keptWhole.test(character) ? 'NFKC' : 'NFKD')
  return folded.replace(/\p{M}/gu, '').toLowerCase()
}

type Spelling = 'plain' | 'mixed' | 'alike' | 'other'

/**
 * Letters that look like Latin ones, where they stand for them: in a word that has Latin letters too, and in words of nothing but such letters
 * that have no word of another alphabet beside them, as every sentence of Russian or Greek has.
 */
function replaceLookAlikes(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text
  const words = [...text.matchAll(/\p{L}+/gu)].map(({ 0: word, index }) => ({ word, index, spelling: spellingOf(word) }))
  const parts: string[] = []
  let at = 0
  let before = 'plain' as Spelling
  for (const [place, { word, index, spelling }] of words.entries()) {
    const after = words[place + 1]?.spelling
    const isReplaced: boolean = spelling === 'mixed' || (spelling === 'alike' && before !== 'other' && after !== 'other')
    if (isReplaced) {
      parts.push(text.slice(at, index), [...word].map((letter) => latinLookAlike(letter) ?? letter).join(''))
      at = index + word.length
    }
    // A word that may be Russian too goes by the word before it.
    before = spelling === 'alike' && !isReplaced ? 'other' : spelling
  }
  return parts.join('') + text.slice(at)
}

function spellingOf(word: string): Spelling {
  if (/^\p{ASCII}+$/u.test(word)) return 'plain'
  const others = [...word].filter((letter) => letter.charCodeAt(0) >= 0x80)
  const isAlike = others.every((letter) => latinLookAlike(letter) !== undefined)
  if (others.length === word.length) return isAlike ? 'alike' : 'other'
  return isAlike ? 'mixed' : 'other'
}
