/**
 * A run of letters (with the digits behind them), a run of digits, or one mark. `glued`: nothing is between it and the token before it. `opens`: a
 * blank line is, or nothing is before it at all.
 */
export type Token = {
  text: string
  lower: string
  kind: 'word' | 'number' | 'mark'
  glued: boolean
  opens: boolean
  start: number
  end: number
}

/** Scripts that put no spaces between words: each of their letters is a token of its own, so that `10.6以降とMariaDB` is three words and more. */
const spaceless = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー'
const number = "(\\p{Nd}+(?:[.,']\\p{Nd}+)*)|[^\\s\\p{L}\\p{Nd}]"

/** Letters and what goes with them, then digits, and all of `llama.cpp`; digits with what separates their groups; any other sign. Nothing in it can be read in two ways. */
const tokenPattern = new RegExp(`(\\p{L}[\\p{L}\\p{M}\\p{N}]*(?:\\.\\p{Ll}[\\p{L}\\p{M}\\p{N}]*)*)|${number}`, 'gu')
const spacelessLetter = new RegExp(`[${spaceless}]`, 'u')
const spacelessPattern = new RegExp(
  `([${spaceless}]\\p{M}*|\\p{L}(?:(?![${spaceless}])[\\p{L}\\p{M}\\p{N}])*(?:\\.\\p{Ll}(?:(?![${spaceless}])[\\p{L}\\p{M}\\p{N}])*)*)|${number}`,
  'gu',
)

/**
 * A text in the form in which its particulars are compared: compatibility forms (full width, ligatures), western digits, straight apostrophes,
 * plain dashes, nothing invisible, no number of a footnote, and no space inside a number.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?<=\p{Nd})[\u00a0\u2009\u202f](?=\p{Nd}{3})/gu, '')
    .replace(/[⁰¹²³⁴-⁹]+/g, (signs) => ' '.repeat(signs.length))
    .replace(/(?<=\p{Nd})[½¼¾]/gu, (sign) => fractions.get(sign) ?? sign)
    .normalize('NFKC')
    .replace(/[‘’ʼ′]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[٠-٩۰-۹٫٬٪]/g, (sign) => arabicSigns.get(sign) ?? sign)
}

const fractions = new Map([
  ['½', '.5'],
  ['¼', '.25'],
  ['¾', '.75'],
])
const arabicSigns = new Map([
  ...[...'٠١٢٣٤٥٦٧٨٩'].map((digit, value): [string, string] => [digit, String(value)]),
  ...[...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value): [string, string] => [digit, String(value)]),
  ['٫', '.'],
  ['٬', ','],
  ['٪', '%'],
])

/** Most texts: nothing below changes them. */
function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

/** Letters with their marks, and the parts that Hangul is put together from. */
const clusters = /[\u1100-\u11ff]+|\P{M}\p{M}*|\p{M}+/gu

/** A form that differs in its context is looked for this far ahead, in code units. */
const mostPutIn = 4

/**
 * Where each code unit of a folded text comes from in the original: `places[index]` for the text of `readTokens`, with one more for its end. What
 * was put in or taken out on the way, such as a space inside a number, is stepped over.
 */
export function placesInOriginal(original: string, folded: string): number[] {
  const places: number[] = []
  for (const { 0: cluster, index } of original.matchAll(clusters)) {
    const form = foldText(cluster)
    const at = places.length
    const ahead = form === '' ? -1 : folded.slice(at, at + form.length + (/\s/.test(cluster) ? 0 : mostPutIn)).indexOf(form)
    if (ahead === -1) continue
    for (let unit = -ahead; unit < form.length; unit += 1) places.push(form.length === cluster.length && unit > 0 ? index + unit : index)
  }
  while (places.length <= folded.length) places.push(original.length)
  return places
}

/** The tokens of a folded text. A possessive or contracted ending (`'s`, `'ve`) is left out. */
export function tokenize(folded: string): Token[] {
  const tokens: Token[] = []
  const pattern = spacelessLetter.test(folded) ? spacelessPattern : tokenPattern
  for (const { 0: text, 1: word, 2: number, index } of folded.matchAll(pattern)) {
    const last = tokens.at(-1)
    const glued = last !== undefined && last.end === index
    const kind = word !== undefined ? 'word' : number !== undefined ? 'number' : 'mark'
    const isEnding = kind === 'word' && glued && last.text === "'" && tokens.at(-2)?.kind === 'word' && last.glued
    if (isEnding && /^(?:s|ve|re|ll|d|m|t)$/i.test(text)) tokens.pop()
    else
      tokens.push({
        text,
        lower: text.toLowerCase(),
        kind,
        glued,
        opens: !glued && isBlankLine(folded, last?.end ?? 0, index),
        start: index,
        end: index + text.length,
      })
  }
  return tokens
}

/** Whether a stretch between two tokens has a line with nothing in it; the beginning of a text is one. */
function isBlankLine(text: string, from: number, to: number): boolean {
  const between = text.slice(from, to)
  return from === 0 || between.indexOf('\n') !== between.lastIndexOf('\n')
}
