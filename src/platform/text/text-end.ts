/**
 * A text without the given characters at its end. For texts of any length, unlike the pattern `/x+$/`, which tries every run of them again
 * from each of its characters and so takes the square of its length.
 */
export function withoutAtEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** A text up to the first occurrence of a mark; the whole where there is none. */
export function upTo(text: string, mark: string): string {
  const at = text.indexOf(mark)
  return at === -1 ? text : text.slice(0, at)
}
