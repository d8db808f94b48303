import type { Letters } from './letters.js'
import type { Plain } from './markup.js'

/** A word, a number or a sign of a text, with its place in the original. */
export type QuoteToken = {
  kind: 'word' | 'number' | 'sign'
  text: string
  lower: string
  start: number
  end: number
  /** Whether a sentence, a paragraph or an item of a list begins with it, so that a capital says nothing. */
  isFirst: boolean
}

/** A word of letters, a number as it is written, a footnote, or one sign. Each part begins with another kind of character, so nothing is read twice. */
const tokenPattern = /(\p{L}[\p{L}\p{M}]*(?:'\p{L}[\p{L}\p{M}]*)*)|(\p{Nd}+(?:[.,:/'·٫٬]\p{Nd}+)*)|(\[\^[^\]\s]{1,20}\])|(\S)/gu
/** What people leave out and put in when they type a passage, and what says nothing by itself: commas, quotation marks, a cell's border. */
const softSigns = /^[,"'|،、\p{M}\p{Cf}]$/u
/** A line's mark right before a word. Without one a line may go on with a name. */
const itemStart = /(?:^|\n)[ \t]{0,4}[-#>*+•][-#>*+•_ ]{0,8}$/
const emptyLine = /\n[^\S\n]{0,10}\n[^\p{L}\p{N}]{0,10}$/u
const raisedDigit = /^[⁰¹²³⁴-⁹]$/
const lowered = '₀₁₂₃₄₅₆₇₈₉'
const loweredDigit = new RegExp(`^[${lowered}]$`)

/**
 * A text as the words, numbers and signs that a near quote of it has to have, without soft signs, notes' marks, and raised digits behind a
 * sign: `19.¹` ends in a note, but `10²` is a number of its own. Lowered digits are as good as others: `CO₂`, `CO2`. Linear time.
 */
export function readQuoteTokens(text: string, { units, starts, ends }: Letters, plain: Plain): QuoteToken[] {
  const tokens: QuoteToken[] = []
  let endsSentence = true
  let behind = ''
  for (const { 0: part, 1: word, 2: number, 3: note, index } of plain.units.matchAll(tokenPattern)) {
    const before = behind
    behind = part
    const from = plain.at[index] ?? 0
    const isNote = note !== undefined || (raisedDigit.test(part) && /^[^\p{L}\p{N}]$/u.test(before))
    const start = starts[from] ?? -1
    const begins =
      itemStart.test(units.slice(Math.max(0, from - 12), from)) || emptyLine.test(text.slice(Math.max(0, start - 12), Math.max(0, start)))
    if (/^[.!?。！？]$/u.test(part)) endsSentence = true
    // Behind a number these are feet and inches, minutes and seconds.
    const isMeasure = /^["']$/.test(part) && /\p{Nd}$/u.test(before) && plain.units.charAt(index - 1) !== ' '
    if (isNote || (softSigns.test(part) && !isMeasure)) continue
    const digit = loweredDigit.test(part) ? String(lowered.indexOf(part)) : null
    const kind = word !== undefined ? 'word' : number !== undefined || digit !== null ? 'number' : 'sign'
    const composed = (digit ?? part).normalize('NFC')
    tokens.push({
      kind,
      text: composed,
      lower: composed.toLowerCase(),
      start,
      end: ends[plain.at[index + part.length - 1] ?? -1] ?? -1,
      isFirst: kind === 'word' && (endsSentence || begins),
    })
    if (kind !== 'sign') endsSentence = false
  }
  return tokens
}
