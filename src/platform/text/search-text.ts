/** Above this many matches a list is not counted on: it says "more than 10,000" then, and its statement counts one above. */
export const mostCounted = 10_000

/** A text as searches compare it. */
export function searchable(text: string): string {
  return storable(text).normalize('NFKC').toLowerCase()
}

/** Text columns take neither NUL nor halves of a pair, which a body may hold: a replacement character is in their place. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD')
}

/** A word for LIKE, in which nothing stands for anything else. */
export function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}
