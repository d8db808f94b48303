import type { Letters } from './letters.js'
import type { Plain } from './markup.js'

/** A word, a number or a sign of a text, with its place in the original. */
export type QuoteToken = {
  kind: 'word' | 'number' | 'sign'
  text: string
  lower: string
  start: number
  end: number
  /** Whether a sentence, a line or a cell begins with it, so that a capital says nothing. */
  isFirst: boolean
}

/** A word of letters, a number as it is written, a footnote, or one sign. Each part begins with another kind of character, so nothing is read twice. */
const tokenPattern = /(\p{L}[\p{L}\p{M}]*(?:'\p{L}[\p{L}\p{M}]*)*)|(\p{Nd}+(?:[.,:/'·٫٬]\p{Nd}+)*)|(\[\^[^\]\s]{1,20}\])|(\S)/gu
/** What people leave out and put in when they type a passage, and what says nothing by itself: commas, quotation marks, a cell's border. */
const softSigns = /^[,"'|،、\p{M}\p{Cf}]$/u
const raisedDigit = /^[⁰¹²³⁴-⁹]$/
const lowered = '₀₁₂₃₄₅₆₇₈₉'
const loweredDigit = new RegExp(`^[${lowered}]$`)

/**
 * A text as the words, numbers and signs that a near quote of it has to have, without soft signs, notes' marks, and raised digits behind a
 * sign: `19.¹` ends in a note, but `10²` is a number of its own. Lowered digits are as good as others: `CO₂`, `CO2`. Linear time.
 */
export function readQuoteTokens({ units, starts, ends }: Letters, plain: Plain): QuoteToken[] {
  const tokens: QuoteToken[] = []
  let endsSentence = true
  let behind = ''
  for (const { 0: text, 1: word, 2: number, 3: note, index } of plain.units.matchAll(tokenPattern)) {
    const before = behind
    behind = text
    const from = plain.at[index] ?? 0
    const isNote = note !== undefined || (raisedDigit.test(text) && /^[^\p{L}\p{N}]$/u.test(before))
    const startsLine = /(?:^|[\n|])[^\p{L}\p{N}]{0,12}$/u.test(units.slice(Math.max(0, from - 12), from))
    if (/^[.!?。！？:|•]$/u.test(text)) endsSentence = true
    if (isNote || softSigns.test(text)) continue
    const digit = loweredDigit.test(text) ? String(lowered.indexOf(text)) : null
    const kind = word !== undefined ? 'word' : number !== undefined || digit !== null ? 'number' : 'sign'
    const composed = (digit ?? text).normalize('NFC')
    tokens.push({
      kind,
      text: composed,
      lower: composed.toLowerCase(),
      start: starts[from] ?? -1,
      end: ends[plain.at[index + text.length - 1] ?? -1] ?? -1,
      isFirst: endsSentence || startsLine,
    })
    if (kind !== 'sign') endsSentence = false
  }
  return tokens
}
