import { latinLookAlike, letterInSymbol } from '../../evidence/steering/look-alikes.js'

/** What is between a letter and the one before: nothing that a reader sees, a sign as in `snake_case`, white space, or what no name goes across. */
export const gap = { none: 0, joint: 1, space: 2, wall: 3 } as const

/**
 * A text's letters and digits alone: in lower case, without accents, letters of other alphabets as the Latin ones that they look like. For each, where
 * in the text its character begins and ends (UTF-16), what is before it (`gap`), and whether it is a capital (1) or not (0).
 */
export type Letters = { text: string; starts: Int32Array; ends: Int32Array; gaps: Uint8Array; capitals: Uint8Array }

/** An entity of those that names are disguised or joined with, a character as an address has it (`%41`, `%D1%8F`), one character. */
const sign =
  /(&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|nbsp|shy|zwn?j|ensp|emsp|thinsp|hyphen|dash|middot|period|lowbar|NoBreak|ZeroWidthSpace);)|(%[2-7][\da-f]|%[c-f][\da-f](?:%[89ab][\da-f]){1,3})|(.)/gisu
/** The same, and before it markup that a name may be split by: a comment's border, a tag, the target of a link. */
const signOrMarkup = new RegExp(
  String.raw`(?:<!--|-->|[<‹]\/?[a-z][^<>‹]{0,300}>|\]\([^()\s]{0,400}\)|\]\[[^\][\s]{0,80}\])|${sign.source}`,
  'gisu',
)

const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', hyphen: '-', dash: '-', middot: '·', period: '.', lowbar: '_' },
}

/** Reads a text; with `throughMarkup`, as it reads where markup is not shown. Pure; in time linear in the length of the text. */
export function readLetters(text: string, { throughMarkup = false } = {}): Letters {
  // No character has more than four letters here, and one of ASCII has one.
  const size = (/^[\0-\x7f]*$/.test(text) ? 1 : 4) * text.length + 16
  const [starts, ends] = [new Int32Array(size), new Int32Array(size)]
  const [gaps, capitals] = [new Uint8Array(size), new Uint8Array(size)]
  const parts: string[] = []
  let length = 0
  let between = openGap()
  for (const { 0: whole, 1: entity, 2: byte, 3: plain, index } of text.matchAll(throughMarkup ? signOrMarkup : sign)) {
    const shown =
      entity === undefined ? (byte === undefined ? plain : Buffer.from(byte.replaceAll('%', ''), 'hex').toString('utf8')) : decode(entity)
    if (shown === undefined) continue
    const read = readSign(shown)
    if (typeof read === 'number') between.add(read, shown)
    else {
      for (let unit = 0; unit < read.letters.length && length < size; unit += 1) {
        starts[length] = index
        ends[length] = index + whole.length
        gaps[length] = unit === 0 ? between.size() : gap.none
        capitals[length] = read.isCapital ? 1 : 0
        length += 1
      }
      parts.push(read.letters)
      between = openGap()
    }
  }
  return { text: parts.join('').slice(0, length), starts, ends, gaps, capitals }
}

/** What is between two letters, sign by sign. `Ferry - it` and `ferry. It` are two things, `R & D` and `ferry-it` one. */
function openGap() {
  let size: number = gap.none
  let joints = 0
  let lines = 0
  let isEnd = false
  const add = (kind: number, shown: string) => {
    if (kind === gap.joint) {
      joints += 1
      const goesWithSpace = /^[&+]$/.test(shown)
      if (joints > 3 || (size === gap.space && !goesWithSpace)) size = gap.wall
      if (!goesWithSpace) isEnd = true
    }
    if (kind === gap.space) {
      if (/^[\n\v\f\u0085\u2028\u2029]$/.test(shown)) lines += 1
      if (isEnd || lines > 1) size = gap.wall
    }
    size = Math.max(size, kind)
  }
  return { add, size: () => size }
}

function decode(entity: string): string {
  const name = entity.slice(1, -1)
  if (!name.startsWith('#')) return named[name.toLowerCase()] ?? '\u200b'
  const isHex = /^#x/i.test(name)
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\u200b'
}

type Sign = { letters: string; isCapital: boolean } | number
const known = new Map<string, Sign>()

/** A character's letters, or the gap that it makes. */
function readSign(character: string): Sign {
  const found = known.get(character)
  if (found !== undefined) return found
  const read = classify(character)
  if (known.size < 20_000) known.set(character, read)
  return read
}

function classify(character: string): Sign {
  if (/^\s$/u.test(character)) return gap.space
  // Marks that hide letters or change how they look, signs behind a name, and Markdown's.
  if (/^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{M}\p{Co}\p{No}™℠®©℗*~`\\[\]]$/u.test(character)) return gap.none
  const letters = lettersOf(character)
  if (letters !== '') return { letters, isCapital: /\p{Lu}|\p{Lt}/u.test(character.normalize('NFKD')) }
  const isJoint = /^[-_./·:+&'’‘@#‐‑‒–−]$|^\p{Extended_Pictographic}$/u.test(character.normalize('NFKC'))
  return isJoint ? gap.joint : gap.wall
}

function lettersOf(character: string): string {
  const symbol = letterInSymbol(character)
  if (symbol !== undefined) return symbol
  if (!/^[\p{L}\p{N}\p{S}]$/u.test(character)) return ''
  const plain = latinLookAlike(character.toLowerCase()) ?? character.normalize('NFKD')
  return [...plain.toLowerCase()]
    .filter((letter) => /^[\p{L}\p{N}]$/u.test(letter))
    .map((letter) => latinLookAlike(letter) ?? letter)
    .join('')
    .slice(0, 4)
}
