/** A text without halves of surrogate pairs: `�` in their place, as decoders write it. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd')
}

/** A text on one line, at most so many UTF-16 units long. */
export function onOneLine(text: string, most: number): string {
  return wellFormed(text.replaceAll(/\s+/g, ' ').trim().slice(0, most)).trim()
}
