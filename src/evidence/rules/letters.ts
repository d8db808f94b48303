/**
 * A text as compared, letter by letter, still with its markup: one unit for a run of white space (`\n` if a line ends in it, a no-break
 * space if it is one that belongs into numbers, else a space), else letters as `foldLetter` makes them. For each unit, where in the original its letter begins and ends.
 */
export type Letters = {
  units: string
  /** Offset of the letter's first code unit; -1 for a unit inside a letter. */
  starts: Int32Array
  /** Offset behind the letter's last code unit; -1 for a unit that does not end a letter. */
  ends: Int32Array
}

/**
 * What is folded as a whole: a run of white space, or one code point (or HTML entity) with everything that attaches to it (combining marks,
 * the vowels and finals of Korean syllables, invisible and control characters). Decomposing each of these by itself gives the NFD of the whole text,
 * since only marks are ever reordered, and never across a letter (Unicode Standard Annex 15). Letters of ASCII that nothing attaches to, which are
 * most of a text, are taken by the word: they fold to themselves.
 */
const letterPattern =
  /([!-%'-~]+(?![^\t\n\r -~]))|(\p{White_Space}[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]*)|(?:(&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,8});)|.)(?:\p{M}|\p{Default_Ignorable_Code_Point}|(?!\p{White_Space})\p{Cc}|[\u1160-\u11ff\ud7b0-\ud7ff])*/gsu

/** What `‹` and `›` are: our prompt's way to write `<` and `>`, or quotation marks. */
export type Angles = 'brackets' | 'quotes'

/** Folds a text letter by letter, in time linear in its length. */
export function readLetters(text: string, angles: Angles = 'brackets'): Letters {
  if (angles === 'quotes') return readLetters(text.replace(/[‹›]/g, '"'))
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  const push = (part: string, start: number, end: number) => {
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(unit === 0 ? start : -1)
      ends.push(unit === part.length - 1 ? end : -1)
    }
    parts.push(part)
  }
  const pushSpace = (space: string, start: number, end: number) => {
    const last = parts.at(-1) ?? ''
    const isAfterSpace = /^[\n \u00a0]$/.test(last)
    const unit =
      last === '\n' || /[\n\r\v\f\u2028\u2029\u0085]/.test(space) ? '\n' : isAfterSpace || !inNumbers.test(space) ? ' ' : '\u00a0'
    if (!isAfterSpace) return push(unit, start, end)
    parts[parts.length - 1] = unit
    ends[ends.length - 1] = end
  }
  const pushPlain = (word: string, start: number) => {
    for (let at = start; at < start + word.length; at += 1) {
      starts.push(at)
      ends.push(at + 1)
    }
    parts.push(word)
  }
  const known = new Map<string, Folded>()
  for (const { 0: whole, 1: plain, 2: space, 3: entity, index } of text.matchAll(letterPattern)) {
    if (plain !== undefined) {
      pushPlain(whole, index)
      continue
    }
    if (space !== undefined) {
      pushSpace(whole, index, index + whole.length)
      continue
    }
    const decoded = entity === undefined ? undefined : decodeEntity(entity)
    if (entity !== undefined && decoded === undefined) {
      // No entity after all: each sign by itself, the last with what attaches to it.
      const last = entity.length - 1
      for (let at = 0; at < last; at += 1) push(entity.charAt(at), index + at, index + at + 1)
      const { folded, start, end } = foldVisible(whole.slice(last))
      push(folded, index + last + start, index + last + end)
    } else if (decoded !== undefined && /^\p{White_Space}$/u.test(decoded)) pushSpace(decoded, index, index + whole.length)
    else if (entity !== undefined && decoded !== undefined)
      push(foldVisible(decoded + whole.slice(entity.length)).folded, index, index + whole.length)
    else {
      const letter = known.get(whole) ?? foldVisible(whole)
      if (whole.length <= longestLetter) known.set(whole, letter)
      push(letter.folded, index + letter.start, index + letter.end)
    }
  }
  return { units: parts.join(''), starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

/** Spaces that are written within numbers: a run of just one of them. */
const inNumbers = /^[\u00a0\u2007\u2009\u202f]$/

/** A letter as compared, and where in it the visible characters begin and end. */
type Folded = { folded: string; start: number; end: number }

function foldVisible(letter: string): Folded {
  const { visible, start, end } = visiblePart(letter)
  return { folded: foldLetter(visible), start, end }
}

/** A letter without its invisible characters, and where in it the visible ones begin and end. */
function visiblePart(letter: string): { visible: string; start: number; end: number } {
  if (letter.length === 1 && letter >= ' ' && letter < '\u007f') return { visible: letter, start: 0, end: 1 }
  let visible = ''
  let start = 0
  let end = 0
  let offset = 0
  for (const codePoint of letter) {
    const next = offset + codePoint.length
    if (!/[\p{Default_Ignorable_Code_Point}\p{Cc}]/u.test(codePoint)) {
      if (visible === '') start = offset
      visible += codePoint
      end = next
    }
    offset = next
  }
  return { visible, start, end }
}

/** Sorting marks takes more than linear time, and no letter of any language has more of them. */
const longestLetter = 64

function foldLetter(letter: string): string {
  // Most letters are plain ASCII, which no rule below changes.
  if (letter.length === 1 && letter < '\u0080') return letter
  if (letter.length > longestLetter) return letter
  return Array.from(letter, compatible)
    .join('')
    .normalize('NFD')
    .replace(/[‘’‚‛′´ʼ]/g, "'")
    .replace(/[“”„‟«»″〝〞〟「」『』❝❞]/g, '"')
    .replace(/[‐‑‒–]/g, '-')
    .replace(/[―⸺⸻]/g, '—')
    .replace(/‹/g, '<')
    .replace(/›/g, '>')
    .replace(/⁅/g, '[')
    .replace(/⁆/g, ']')
}

/** Raised and lowered signs, and modifier letters: `10⁻` is not `10-`, nor `AI™` a name that ends in `TM`. */
const raised = /[ªº™℠\u02b0-\u02ff\u1d2c-\u1d6a\u1d78\u1d9b-\u1dbf\u2070-\u209f\u2c7c\u2c7d]/

/**
 * One code point by compatibility (NFKD): ligatures, full width, mathematical letters, `…`. Left alone is what would read as something
 * else: raised signs, and whatever hides a digit without being one (`²`, `½`, `①`, `㎡`), so that `10²` is not `102`.
 */
function compatible(codePoint: string): string {
  const folded = codePoint.normalize('NFKD')
  const hidesDigit = /\p{N}/u.test(folded) && !/\p{Nd}/u.test(codePoint)
  return hidesDigit || raised.test(codePoint) || /\p{White_Space}/u.test(folded) ? codePoint : folded
}

const entities: Record<string, string> = {
  ...{ nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', shy: '\u00ad' },
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' },
  ...{ laquo: '«', raquo: '»', lsaquo: '‹', rsaquo: '›', ndash: '–', mdash: '—', minus: '−', hellip: '…', bull: '•', middot: '·' },
  ...{ plusmn: '±', times: '×', le: '≤', ge: '≥', ne: '≠', deg: '°', micro: 'µ', euro: '€', pound: '£', cent: '¢', yen: '¥' },
  ...{ copy: '©', reg: '®', trade: '™', sect: '§', frac12: '½', sup2: '²' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç' },
}

function decodeEntity(entity: string): string | undefined {
  const name = entity.slice(1, -1)
  if (!name.startsWith('#')) return Object.hasOwn(entities, name) ? entities[name] : undefined
  const code = /^#[xX]/.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined
}
