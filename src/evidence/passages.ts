import { isCut } from './rules/cuts.js'
import { findAll, type Reached } from './rules/find-all.js'
import { type Letters, readLetters } from './rules/letters.js'
import { dropMarkup, type Plain, type PlainOptions } from './rules/markup.js'
import { countLettersAndDigits, type Needle, toNeedle } from './rules/needle.js'

/** Where a passage is in a text: UTF-16 code units, end exclusive, so that `text.slice(start, end)` is the passage. */
export type Passage = { start: number; end: number }

/**
 * Finds a quote in a text, verbatim but for what typesetting and copying change: white space, invisible characters, the form of letters,
 * quotation marks, dashes and ellipses (Unicode compatibility, but for raised signs and fractions), HTML entities, `‹›` for `<>`
 * and `⁅⁆` for `[]` (our prompt writes them so), Markdown's marks, the case of its first letter, and a full stop, an ellipsis or quotation marks
 * around it. A passage that cuts a word or a number in two is not found; later places are tried. docs/evidence.md has the rules.
 * Null when the quote is not there, or holds fewer than three letters or digits: too few to show anything. Never throws. Linear time.
 */
export function findPassage(text: string, quote: string): Passage | null {
  return openText(text).findPassage(quote)
}

/** Says why `findPassage` has no passage for a quote, for the person who must fix it. */
export function whyNotFound(text: string, quote: string): string {
  return openText(text).whyNotFound(quote)
}

export type OpenText = { findPassage: (quote: string) => Passage | null; whyNotFound: (quote: string) => string }

const fewest = 3
/** So many places that a quote would cut are looked at; a text with more of them holds the quote in no honest way. */
const mostCuts = 2000

/** Both questions for many quotes about one text, which is then folded once. */
export function openText(text: string): OpenText {
  const letters = readLetters(text)
  const plain = dropMarkup(letters, { numbers: 'of lists' })
  let others: Reading[] | null = null
  return {
    findPassage: (quote) => {
      for (const needle of needlesOf(quote)) {
        const found = search(letters, plain, needle)
        if (found !== null) return found
        others ??= otherReadings(text, letters, plain)
        for (const other of others) {
          const foundThere = search(other.letters, other.plain, needle)
          if (foundThere !== null) return foundThere
        }
      }
      return findLiterally(text, quote.trim())
    },
    whyNotFound: (quote) => explainMiss(plain.units, needlesOf(quote)[0]?.units ?? ''),
  }
}

/** A quote to the letter, for what was cut through its own markup: in the middle of a link, or of a list. */
function findLiterally(text: string, quote: string): Passage | null {
  if (countLettersAndDigits(quote, fewest) < fewest) return null
  const [head, tail] = [readLetters(quote.slice(0, 100)).units, readLetters(quote.slice(-100)).units]
  let cuts = 0
  for (const start of findAll(text, quote)) {
    const end = start + quote.length
    const [before, after] = [text.slice(Math.max(0, start - 100), start), text.slice(end, end + 100)]
    const isWhole = !/^[\p{M}\p{Default_Ignorable_Code_Point}\udc00-\udfff]/u.test(after) && !/[\ud800-\udbff]$/.test(before)
    const isWithin = isCut(readLetters(before).units, head, 'begins') || isCut(tail, readLetters(after).units, 'ends')
    if (isWhole && !isWithin) return { start, end }
    cuts += 1
    if (cuts === mostCuts) break
  }
  return null
}

type Reading = { letters: Letters; plain: Plain }

/** What else a text may be read as: words broken at the end of a line put together, dashes as hyphens, `‹›` as quotation marks. */
function otherReadings(text: string, letters: Letters, { isHyphenated, hasJoinedDash }: Plain): Reading[] {
  const options: PlainOptions[] = [
    ...(isHyphenated ? [{ numbers: 'of lists', hyphens: 'joined' } as const, { numbers: 'of lists', hyphens: 'closed' } as const] : []),
    ...(hasJoinedDash ? [{ numbers: 'of lists', joinedDashes: 'hyphens' } as const] : []),
  ]
  const readings = options.map((option) => ({ letters, plain: dropMarkup(letters, option) }))
  if (!/[‹›]/.test(text)) return readings
  const quoted = readLetters(text, 'quotes')
  return [...readings, { letters: quoted, plain: dropMarkup(quoted, { numbers: 'of lists' }) }]
}

/** The quote as it is, and where it has them, without the numbers of its lines, with its broken words put together, with hyphens for dashes
 * or quotation marks for `‹›`; none when it is too short. */
function needlesOf(quote: string): Needle[] {
  const letters = readLetters(quote)
  const whole = dropMarkup(letters, { numbers: 'none' })
  const unnumbered = dropMarkup(letters, { numbers: 'all' })
  return [
    whole,
    ...(unnumbered.numbers.size > 0 ? [unnumbered] : []),
    ...(/[‹›]/.test(quote) ? [dropMarkup(readLetters(quote, 'quotes'), { numbers: 'none' })] : []),
    ...brokenWordsOf(quote),
    ...(whole.hasJoinedDash ? [dropMarkup(letters, { numbers: 'none', joinedDashes: 'hyphens' })] : []),
  ]
    .map(toNeedle)
    .filter(({ units }) => countLettersAndDigits(units, fewest) === fewest)
}

/** The quote with its words that a line's end broke put together, with their hyphen and without; a field of one line has a space for the end. */
function brokenWordsOf(quote: string): Plain[] {
  const letters = readLetters(quote.replace(/(?<=\p{Ll})- (?=\p{Ll})/gu, '-\n'))
  const joined = dropMarkup(letters, { numbers: 'none', hyphens: 'joined' })
  return joined.isHyphenated ? [joined, dropMarkup(letters, { numbers: 'none', hyphens: 'closed' })] : []
}

/** The first place where the quote is uncut, its first letter as it is if there is one; else with that letter in the other case. */
function search(letters: Letters, plain: Plain, needle: Needle): Passage | null {
  const [first = ''] = needle.units
  const rest = needle.units.slice(first.length)
  let otherwise: Passage | null = null
  let cuts = 0
  for (const at of findAll(plain.units, rest)) {
    const start = at - first.length
    const isSame = start >= 0 && plain.units.startsWith(first, start)
    const isOther = !isSame && otherwise === null && needle.otherFirst !== '' && plain.units.startsWith(needle.otherFirst, start)
    if (!isSame && !isOther) continue
    const passage = passageAt(letters, plain, { start, end: at + rest.length, needle })
    if (passage === null) cuts += 1
    else if (isSame) return passage
    else otherwise = passage
    if (cuts === mostCuts) break
  }
  return otherwise
}

type Place = Passage & { needle: Needle }

/** The passage in the text's own offsets; null where it holds a part of a letter, of a word or of a number, or other numbers of a list. */
function passageAt({ units, starts, ends }: Letters, plain: Plain, { start, end, needle }: Place): Passage | null {
  const [from, to] = [plain.at[start] ?? -1, (plain.at[end - 1] ?? -1) + 1]
  const isWhole = (starts[from] ?? -1) >= 0 && (ends[to - 1] ?? -1) >= 0
  if (!isWhole || ![...needle.numbers].every(([place, number]) => plain.numbers.get(start + place) === number)) return null
  if (isCut(units.slice(Math.max(0, from - 100), from), units.slice(from, from + 100), 'begins')) return null
  if (isCut(units.slice(Math.max(from, to - 100), to), units.slice(to, to + 100), 'ends')) return null
  const { lead, tail } = needle
  const hasLead = lead !== '' && start >= lead.length && plain.units.startsWith(lead, start - lead.length)
  const hasTail = tail !== '' && plain.units.startsWith(tail, end)
  const first = hasLead ? (starts[plain.at[start - lead.length] ?? -1] ?? -1) : -1
  const last = hasTail ? (ends[plain.at[end + tail.length - 1] ?? -1] ?? -1) : -1
  return { start: first >= 0 ? first : (starts[from] ?? 0), end: last >= 0 ? last : (ends[to - 1] ?? 0) }
}

function explainMiss(text: string, quote: string): string {
  if (quote === '') return 'it has fewer than three letters or digits'
  const reached: Reached = { longest: 0 }
  const [at] = findAll(text, quote, reached)
  if (at !== undefined) return 'it begins or ends inside a letter, a word or a number of the text'
  if (isIn(text.toLowerCase(), quote.toLowerCase())) return 'it stands there only in other capital or small letters'
  const words = quote.split(' ')
  const found = countWholeWords(words, reached.longest)
  if (found === 0) return `not even its first word, "${words[0]}", stands there`
  return `its beginning "${lastWords(words.slice(0, found))}" stands there, but "${words[found]}" does not follow`
}

function isIn(text: string, quote: string): boolean {
  for (const _at of findAll(text, quote)) return true
  return false
}

/** How many words the first `length` units hold to their end. */
function countWholeWords(words: readonly string[], length: number): number {
  let end = -1
  const cut = words.findIndex((word) => {
    end += word.length + 1
    return end > length
  })
  return cut === -1 ? words.length - 1 : cut
}

function lastWords(words: string[]): string {
  return words.length > 6 ? `... ${words.slice(-6).join(' ')}` : words.join(' ')
}
