import { replaceUnpaired } from '../../platform/text/text-direction.js'

/** Controls, lone surrogates, and marks that reorder or hide what is beside them: nothing that an issue should hold. */
const invisible = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu

/** Foreign text as one line: no line break, so that it can be in a header, and nothing invisible. */
export function plainLine(text: string): string {
  return replaceUnpaired(text.replace(/[\s\u0085\u2028\u2029]+/gu, ' '), invisible, () => '').trim()
}

/** Text of several paragraphs, each one line. */
export function paragraphsOf(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map(plainLine)
    .filter((paragraph) => paragraph !== '')
}
