import { licenseNames } from './kinds.js'
import type { Token } from './tokens.js'

const shortest = 3
const longest = 6
/** Inside a name, and not in its initials. */
const between = new Set(['-', 'of', 'the', 'and', 'for'])

/**
 * The initials of what a text calls by its full name, in lower case, so that who writes `MPL` has named the Mozilla Public License. Linear in the
 * number of tokens.
 */
export function initialsIn(tokens: readonly Token[]): string[] {
  const found: string[] = []
  let initials = ''
  for (const token of tokens) {
    if (token.kind === 'word' && /^\p{Lu}\p{L}/u.test(token.text) && !token.opens) {
      initials = (initials + token.lower.charAt(0)).slice(-longest)
      for (let length = shortest; length <= initials.length; length += 1) found.push(initials.slice(-length))
    } else if (token.opens && /^\p{Lu}\p{L}/u.test(token.text)) initials = token.lower.charAt(0)
    else if (!between.has(token.lower)) initials = ''
  }
  return found
}

/** The words of a license's other names, where a text has all the words of one of them. */
export function licenseWords(words: ReadonlySet<string>): string[] {
  return licenseNames.flatMap(([short, long]) => {
    const parts = long.split(' ')
    if (words.has(short)) return parts
    return parts.every((part) => words.has(part)) && (words.has('license') || words.has('licence')) ? [short] : []
  })
}
