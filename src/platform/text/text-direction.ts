/** Characters of the blocks whose letters run from right to left (Unicode 16, DerivedBidiClass: R, AL, AN). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** One code unit of each of them, or of another character: pages are looked through whole, and this takes a third of the time. */
const mayRunLeft = /[\u0590-\u08ff\ud802\ud803\ud83a\ud83b\ufb1d-\ufdff\ufe70-\ufefe]/
/** What changes the direction of text around it (UAX #9, 2): marks, embeddings, overrides and isolates. */
const controls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** What follows has a direction of its own, that of its first letter, until the mark that ends it. */
const firstStrongIsolate = '\u2068'
const popDirectionalIsolate = '\u2069'

/** Whether a text has letters that run from right to left. */
export function hasRightToLeft(text: string): boolean {
  return mayRunLeft.test(text) && rightToLeft.test(text)
}

/** The `dir` of an element that holds a text of others in pieces: that of the text where it has letters that run from right to left. */
export function directionOf(text: string): 'auto' | undefined {
  return hasRightToLeft(text) ? 'auto' : undefined
}

/**
 * Text of others to be set into a sentence of ours: between isolates where it has letters that run from right to left, so that it moves nothing
 * beside it; any other text is returned as it is. What is isolated already stays so.
 */
export function isolate(text: string): string {
  if (!hasRightToLeft(text) || isIsolated(text)) return text
  return replaceUnpaired(text, controls, writeOut).replace(/[^\n]+/g, (line) =>
    hasRightToLeft(line) ? `${firstStrongIsolate}${line}${popDirectionalIsolate}` : line,
  )
}

function isIsolated(text: string): boolean {
  return partsOf(text).every((part) => part.isIsolated || !hasRightToLeft(part.text))
}

/** A character by its number, such as `[U+202E]`. */
export function writeOut(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}

/** The text up to `until` with each match replaced, but for isolates that a line of the whole text opens and closes, as `isolate` writes them. */
export function replaceUnpaired(text: string, pattern: RegExp, replace: (match: string) => string, until = text.length): string {
  const paired = text.includes(firstStrongIsolate) ? pairedIsolates(text) : null
  return text.slice(0, until).replace(pattern, (match: string, at: number) => (paired?.has(at) === true ? match : replace(match)))
}

function pairedIsolates(text: string): Set<number> {
  const paired = new Set<number>()
  let open: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\n') open = []
    else if (character === firstStrongIsolate || character === '\u2066' || character === '\u2067') open.push(at)
    else if (character === popDirectionalIsolate) {
      const start = open.pop()
      if (start !== undefined && text[start] === firstStrongIsolate) paired.add(start).add(at)
    }
  }
  return paired
}

/** A text of ours cut where `isolate` set text of others into it, without the outer isolates. Pure. */
export function partsOf(text: string): { text: string; isIsolated: boolean }[] {
  const parts: { text: string; isIsolated: boolean }[] = []
  let done = 0
  let depth = 0
  const add = (until: number, isIsolated: boolean) => {
    if (until > done) parts.push({ text: text.slice(done, until), isIsolated })
    done = until + 1
  }
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === firstStrongIsolate) {
      if (depth === 0) add(at, false)
      depth += 1
    } else if (text[at] === popDirectionalIsolate && depth > 0) {
      depth -= 1
      if (depth === 0) add(at, true)
    }
  }
  add(text.length, depth > 0)
  return parts
}
