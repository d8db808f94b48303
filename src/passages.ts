/** Where a passage stands in a text: UTF-16 code units, end exclusive, so that `text.slice(start, end)` is the passage. */
export type Passage = { start: number; end: number }

/**
 * Finds a quote in a text, verbatim but for what typesetting changes: white space (any run is one space), invisible characters
 * (soft hyphens, zero-width ones and all else that Unicode calls default ignorable), typographic quotes, dashes and ellipses,
 * `‹›` for `<>` and `⁅⁆` for `[]` (our prompt writes them so), control characters, and composed against decomposed accents (Unicode NFC and NFD).
 * Letter case counts. White space around the quote, and one pair of quotation marks around it, are not part of it.
 * Null when the quote is not there, or holds fewer than three letters or digits: too few to show anything. Never throws.
 */
export function findPassage(text: string, quote: string): Passage | null {
  return openText(text).findPassage(quote)
}

/** Says why `findPassage` has no passage for a quote, for the person who must mend it. */
export function whyNotFound(text: string, quote: string): string {
  return openText(text).whyNotFound(quote)
}

export type OpenText = { findPassage: (quote: string) => Passage | null; whyNotFound: (quote: string) => string }

/** Both questions for many quotes about one text, which is then folded once. */
export function openText(text: string): OpenText {
  const haystack = fold(text)
  return {
    findPassage: (quote) => {
      const needle = foldQuote(quote)
      return countLettersAndDigits(needle) < 3 ? null : search(haystack, needle)
    },
    whyNotFound: (quote) => explainMiss(haystack, foldQuote(quote)),
  }
}

function explainMiss({ units }: Folded, needle: string): string {
  if (countLettersAndDigits(needle) < 3) return 'it has fewer than three letters or digits'
  const words = needle.split(' ')
  const found = words.findIndex((_word, index) => !units.includes(words.slice(0, index + 1).join(' ')))
  if (found === -1) return 'it begins or ends inside a letter of the text'
  if (units.toLowerCase().includes(needle.toLowerCase())) return 'it stands there only in other capital or small letters'
  if (found === 0) return `not even its first word, "${words[0]}", stands there`
  return `its beginning "${lastWords(words.slice(0, found))}" stands there, but "${words[found]}" does not follow`
}

function lastWords(words: string[]): string {
  return words.length > 6 ? `... ${words.slice(-6).join(' ')}` : words.join(' ')
}

/** A text as compared, and for each of its code units where in the original the letter begins and ends that it belongs to. */
type Folded = {
  units: string
  /** Offset of the letter's first code unit; -1 for a code unit inside a letter. */
  starts: number[]
  /** Offset behind the letter's last code unit; -1 for a code unit that does not end a letter. */
  ends: number[]
}

/**
 * Splits a text into what is folded as a whole: a run of white space, or one code point with everything that attaches to it
 * (combining marks, the vowels and finals of Korean syllables, invisible characters). Decomposing each of these by itself gives the NFD
 * of the whole text, since only marks are ever reordered, and never across a letter (Unicode Standard Annex 15).
 */
const letterPattern =
  /(?<space>\p{White_Space}[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]*)|.(?:\p{M}|\p{Default_Ignorable_Code_Point}|(?!\p{White_Space})\p{Cc}|[\u1160-\u11ff\ud7b0-\ud7ff])*/gsu

function fold(text: string): Folded {
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (const match of text.matchAll(letterPattern)) {
    const { visible, start, end } = visiblePart(match[0])
    const part = match.groups?.space === undefined ? foldLetter(visible) : ' '
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(unit === 0 ? match.index + start : -1)
      ends.push(unit === part.length - 1 ? match.index + end : -1)
    }
    parts.push(part)
  }
  return { units: parts.join(''), starts, ends }
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

function foldLetter(letter: string): string {
  // Most letters are plain ASCII, which no rule below changes.
  if (letter.length === 1 && letter < '\u0080') return letter
  return letter
    .normalize('NFD')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/…/g, '...')
    .replace(/‹/g, '<')
    .replace(/›/g, '>')
    .replace(/⁅/g, '[')
    .replace(/⁆/g, ']')
}

/** A quote as looked for: folded, without white space or one pair of quotation marks around it. */
function foldQuote(quote: string): string {
  const { units } = fold(quote)
  const trimmed = units.trim()
  return /^(["']).*\1$/s.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed
}

function countLettersAndDigits(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}

/** The first place where the quote stands as whole letters: `cafe` is not a part of `café`, nor `..` of `…`. */
function search({ units, starts, ends }: Folded, needle: string): Passage | null {
  for (let at = units.indexOf(needle); at !== -1; at = units.indexOf(needle, at + 1)) {
    const start = starts[at] ?? -1
    const end = ends[at + needle.length - 1] ?? -1
    if (start >= 0 && end >= 0) return { start, end }
  }
  return null
}
