/**
 * A text's words, runs of white space, and single other characters; joined they are the text again. A word is a run of letters, digits and
 * marks with the apostrophes, points and commas inside it (`don't`, `3.5`); scripts that write without spaces count by the character.
 * By a pattern and not by the platform's dictionary, so that two machines cut a text alike.
 */
export function tokenize(text: string): string[] {
  return text.match(tokenPattern) ?? []
}

const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const letter = `(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}_])`
const tokenPattern = new RegExp(`\\s+|[${unspaced}]\\p{M}*|${letter}+(?:['’]${letter}+|[.,](?=\\p{N})${letter}+)*|[^]`, 'gu')

/** The tokens that say something: those with a letter or a digit. */
export function wordsOf(text: string): string[] {
  return tokenize(text).filter(isWord)
}

/** Whether a token holds a letter or a digit. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token)
}

/** Whether a token is white space. */
export function isSpace(token: string): boolean {
  return /^\s+$/.test(token)
}
