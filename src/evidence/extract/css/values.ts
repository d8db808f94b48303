import type { DeclaredValues } from './cascade.js'

/** Custom properties as an element inherits them. */
export type CustomProperties = ReadonlyMap<string, string>

const noCustom: CustomProperties = new Map()

/** The custom properties of an element, with its parent's. Null for the root's parent. */
export function inheritCustom(declared: DeclaredValues, parent: CustomProperties | null): CustomProperties {
  const own = [...declared].filter(([property]) => property.startsWith('--'))
  const inherited = parent ?? noCustom
  // Most elements have none of their own and share their parent's.
  return own.length === 0 || inherited.size > 5_000 ? inherited : new Map([...inherited, ...own])
}

/** A value with its `var()` replaced, at most 400 UTF-16 units, or null where one is set nowhere on the page. */
export function substitute(value: string, custom: CustomProperties, depth = 0): string | null {
  const at = value.indexOf('var(')
  if (at === -1) return value
  const end = closingBracket(value, at + 4)
  if (end === -1 || depth > 8) return null
  const inside = value.slice(at + 4, end)
  const comma = inside.indexOf(',')
  const name = (comma === -1 ? inside : inside.slice(0, comma)).trim()
  const found = custom.get(name) ?? (comma === -1 ? null : inside.slice(comma + 1).trim())
  if (found === null) return null
  return substitute(`${value.slice(0, at)}${found}${value.slice(end + 1)}`.slice(0, 400), custom, depth + 1)
}

function closingBracket(text: string, start: number): number {
  let open = 1
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') open += 1
    else if (text[at] === ')') open -= 1
    if (open === 0) return at
  }
  return -1
}

/** What a length is counted against: the parent's and the element's font size in pixels. */
export type LengthContext = { fontSize: number; rootFontSize: number }

const perUnit: Readonly<Record<string, (context: LengthContext) => number>> = {
  '': () => 1,
  px: () => 1,
  pt: () => 4 / 3,
  pc: () => 16,
  in: () => 96,
  cm: () => 37.8,
  mm: () => 3.78,
  em: ({ fontSize }) => fontSize,
  rem: ({ rootFontSize }) => rootFontSize,
  ex: ({ fontSize }) => fontSize / 2,
  ch: ({ fontSize }) => fontSize / 2,
  vw: () => 12.8,
  vh: () => 8,
  vmin: () => 8,
  vmax: () => 12.8,
  dvw: () => 12.8,
  dvh: () => 8,
  svh: () => 8,
  lvh: () => 8,
}

/** A length in pixels on a screen of 1280 × 800; null for what is none, e.g. a percentage or `auto`. Of `calc()` only a sum, or a product, of lengths. */
export function readLength(text: string, context: LengthContext): number | null {
  const value = text.trim().toLowerCase()
  const match = /^([+-]?\d{0,9}\.?\d{0,9})(?:e[+-]?\d{1,2})?([a-z]{0,4})$/.exec(value)
  if (match?.[1] !== undefined && /\d/.test(match[1])) {
    const unit = perUnit[match[2] ?? '']
    return unit === undefined ? null : Number(match[1]) * unit(context)
  }
  if (!value.startsWith('calc(') || !value.endsWith(')')) return null
  const inside = value.slice(5, -1)
  if (inside.includes('(')) return null
  const terms = inside.split(/\s([+-])\s/)
  let sum = 0
  for (let at = 0; at < terms.length; at += 2) {
    const product = readProduct(terms[at] ?? '', context)
    if (product === null) return null
    sum += terms[at - 1] === '-' ? -product : product
  }
  return sum
}

function readProduct(text: string, context: LengthContext): number | null {
  let product = 1
  for (const factor of text.split('*')) {
    const number = factor.includes('calc') ? null : readLength(factor, context)
    if (number === null) return null
    product *= number
  }
  return product
}

/** A percentage as a share; null for what is none. */
export function readPercent(text: string): number | null {
  const match = /^([+-]?\d{0,6}(?:\.\d{1,9})?)%$/.exec(text.trim())
  return match?.[1] === undefined || match[1] === '' ? null : Number(match[1]) / 100
}

/** The pieces of a value between blanks that are in no brackets; commas and slashes stand alone. */
export function splitValue(value: string): string[] {
  const pieces: string[] = []
  let piece = ''
  let open = 0
  for (const unit of value) {
    if (unit === '(') open += 1
    if (unit === ')') open -= 1
    if (open === 0 && (unit === ' ' || unit === ',' || unit === '/' || unit === '\n' || unit === '\t')) {
      if (piece !== '') pieces.push(piece)
      if (unit === ',' || unit === '/') pieces.push(unit)
      piece = ''
    } else piece += unit
  }
  return piece === '' ? pieces : [...pieces, piece]
}
