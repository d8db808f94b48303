/** A run of letters (with the digits behind them), a run of digits, or one mark. `glued`: nothing is between it and the token before it. */
export type Token = { text: string; lower: string; kind: 'word' | 'number' | 'mark'; glued: boolean; start: number; end: number }

/** Letters and what goes with them, then digits, and all of `llama.cpp`; digits with what separates their groups; any other sign. Nothing in it can be read in two ways. */
const tokenPattern = /(\p{L}[\p{L}\p{M}\p{N}]*(?:\.\p{Ll}[\p{L}\p{M}\p{N}]*)*)|(\p{Nd}+(?:[.,']\p{Nd}+)*)|[^\s\p{L}\p{Nd}]/gu

/**
 * A text in the form in which its particulars are compared: compatibility forms (full width, ligatures), straight apostrophes, plain dashes,
 * nothing invisible, and no space inside a number.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?<=\p{Nd})[\u00a0\u2009\u202f](?=\p{Nd}{3})/gu, '')
    .normalize('NFKC')
    .replace(/[‘’ʼ′]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
}

/** Most texts: nothing below changes them. */
function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

/** The tokens of a folded text. A possessive or contracted ending (`'s`, `'ve`) is left out. */
export function tokenize(folded: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: text, 1: word, 2: number, index } of folded.matchAll(tokenPattern)) {
    const last = tokens.at(-1)
    const glued = last !== undefined && last.end === index
    const kind = word !== undefined ? 'word' : number !== undefined ? 'number' : 'mark'
    const isEnding = kind === 'word' && glued && last.text === "'" && tokens.at(-2)?.kind === 'word' && last.glued
    if (isEnding && /^(?:s|ve|re|ll|d|m|t)$/i.test(text)) tokens.pop()
    else tokens.push({ text, lower: text.toLowerCase(), kind, glued, start: index, end: index + text.length })
  }
  return tokens
}
