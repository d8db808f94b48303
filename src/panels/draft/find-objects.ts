/** A piece of a text: UTF-16 offsets, end exclusive. */
export type Span = { start: number; end: number }

/** Far deeper than any reply; what is nested deeper is not one. */
const deepest = 64
/** How many characters may be looked at for each character of the text, all scans together: keeps hostile texts linear. */
const looksPerCharacter = 8

/**
 * Every JSON object that is whole in a text, whatever is around it: prose with braces, a fence, a list. One inside another is not
 * listed apart, except where the outer one is broken; an empty one is not listed. Linear in the text's length; in the order of the text.
 */
export function findObjects(text: string): Span[] {
  const found: Span[] = []
  const seen = new Set<number>()
  let looksLeft = looksPerCharacter * text.length
  const opening = /\{[ \t\n\r]*"/g
  for (let match = opening.exec(text); match !== null && looksLeft >= 0; match = opening.exec(text)) {
    const start = match.index
    opening.lastIndex = start + 1
    if (seen.has(start)) continue
    const scan = scanObject(text, start, seen)
    for (const span of scan.objects) found.push(span)
    looksLeft -= scan.stoppedAt - start
    if (scan.isWhole) opening.lastIndex = scan.stoppedAt
  }
  return withoutInner(found)
}

function withoutInner(spans: readonly Span[]): Span[] {
  let reached = 0
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ end }) => {
      const isInner = end <= reached
      reached = Math.max(reached, end)
      return !isInner
    })
}

type Scan = { isWhole: boolean; stoppedAt: number; objects: Span[] }
/** What the grammar allows next. */
type Next = 'key' | 'key or end' | 'colon' | 'value' | 'value or end' | 'comma or end'
type Frame = { start: number; isObject: boolean }

const scalar = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const space = /[ \t\n\r]*/y

/**
 * Reads one JSON object from its brace on, until it ends or breaks. `objects` holds it, or what of it was whole where it broke. Every brace
 * that was met as one is noted in `seen`: a scan from there would break at the same place.
 */
function scanObject(text: string, start: number, seen: Set<number>): Scan {
  const open: Frame[] = []
  const objects: Span[] = []
  let next: Next = 'value'
  let at = start
  for (;;) {
    at = skip(space, text, at)
    const character = text[at]
    const frame = open.at(-1)
    if (closes(character, next, frame)) {
      at += 1
      open.pop()
      if (frame?.isObject) keepWhole(objects, { start: frame.start, end: at })
      if (open.length === 0) return { isWhole: true, stoppedAt: at, objects }
      next = 'comma or end'
    } else if (next === 'comma or end' && character === ',') {
      at += 1
      next = frame?.isObject ? 'key' : 'value'
    } else if (next === 'colon' && character === ':') {
      at += 1
      next = 'value'
    } else if (takesValue(next) && (character === '{' || character === '[') && open.length < deepest) {
      if (character === '{') seen.add(at)
      open.push({ start: at, isObject: character === '{' })
      at += 1
      next = character === '{' ? 'key or end' : 'value or end'
    } else {
      const end = takesKey(next) || takesValue(next) ? endOfToken(text, at, takesKey(next)) : at
      if (end === at) return { isWhole: false, stoppedAt: at, objects }
      at = end
      next = takesKey(next) ? 'colon' : 'comma or end'
    }
  }
}

function takesKey(next: Next): boolean {
  return next === 'key' || next === 'key or end'
}

function takesValue(next: Next): boolean {
  return next === 'value' || next === 'value or end'
}

function closes(character: string | undefined, next: Next, frame: Frame | undefined): boolean {
  if (frame === undefined) return false
  if (character === '}') return frame.isObject && (next === 'key or end' || next === 'comma or end')
  return character === ']' && !frame.isObject && (next === 'value or end' || next === 'comma or end')
}

/** An object that is whole takes the place of those inside it. */
function keepWhole(objects: Span[], whole: Span): void {
  for (let last = objects.at(-1); last !== undefined && last.start > whole.start; last = objects.at(-1)) objects.pop()
  objects.push(whole)
}

/** Where the string, number or word that begins there ends; the same place when there is none. */
function endOfToken(text: string, at: number, isKey: boolean): number {
  if (text[at] === '"') return endOfString(text, at) ?? at
  return isKey ? at : skip(scalar, text, at)
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

const stringRest = /[^"\\]*/y

/** Behind the closing quote of the JSON string that begins there; null when it does not end. */
export function endOfString(text: string, start: number): number | null {
  for (let at = start + 1; ; at += 2) {
    at = skip(stringRest, text, at)
    if (text[at] === '"') return at + 1
    if (text[at] !== '\\') return null
  }
}
