/** The screen that a page is read on: a usual laptop's window, in CSS pixels. */
const screen = { width: 1280, height: 800 }
const pixelsOf: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16, in: 96, cm: 37.8, mm: 3.78, pt: 4 / 3, '': 1 }

/** Whether rules under this `@media` condition apply to someone who reads the page on a laptop's screen, in light colours. What is not known counts as true. */
export function mediaMatches(query: string): boolean {
  const text = query.slice(0, 2_000).toLowerCase().trim()
  return text === '' || text.split(',').some((one) => oneMatches(one.trim()))
}

function oneMatches(query: string): boolean {
  const isNegated = query.startsWith('not ')
  const parts = (isNegated ? query.slice(4) : query).split(/\band\b/)
  const matches = parts.every((part) => part.split(/\bor\b/).some((choice) => partMatches(choice.trim())))
  return isNegated ? !matches : matches
}

function partMatches(part: string): boolean {
  const text = part.replace('only ', '').trim()
  if (!text.startsWith('(')) return !/^(?:print|speech|tty|tv|projection|handheld|braille|embossed|aural)$/.test(text)
  const inside = text.replaceAll(/[()]/g, '').trim()
  if (inside.startsWith('not ')) return !partMatches(`(${inside.slice(4)})`)
  const [name = '', value = ''] = inside.split(':').map((piece) => piece.trim())
  const bound = /^(min|max)-(?:device-)?(width|height)$/.exec(name)
  if (bound !== null) return isWithin(bound[2] === 'height' ? screen.height : screen.width, bound[1] === 'min' ? '>=' : '<=', value)
  if (name === 'width' || name === 'height') return value === '' || isWithin(screen[name], '=', value)
  if (/[<>=]/.test(inside)) return rangeMatches(inside)
  return featureMatches(name, value)
}

function featureMatches(name: string, value: string): boolean {
  if (name === 'prefers-color-scheme') return value === 'light'
  if (name === 'prefers-reduced-motion' || name === 'prefers-contrast' || name === 'prefers-reduced-data') return value === 'no-preference'
  if (name === 'orientation') return value === 'landscape'
  if (name === 'forced-colors' || name === 'inverted-colors' || name === 'scripting')
    return value === 'none' ? name !== 'scripting' : value === 'enabled'
  if (name === 'hover' || name === 'any-hover') return value === '' || value === 'hover'
  if (name === 'pointer' || name === 'any-pointer') return value === '' || value === 'fine'
  if (name === 'monochrome' || name === 'grid') return value === '0'
  return true
}

/** `width >= 600px`, `400px <= width <= 700px`. */
function rangeMatches(text: string): boolean {
  const pieces = text.split(/(<=|>=|<|>|=)/).map((piece) => piece.trim())
  for (let at = 0; at + 2 < pieces.length; at += 2) {
    const [left = '', sign = '', right = ''] = pieces.slice(at, at + 3)
    if ((left === 'width' || left === 'height') && !isWithin(screen[left], sign, right)) return false
    if ((right === 'width' || right === 'height') && !isWithin(screen[right], mirrored(sign), left)) return false
  }
  return true
}

function mirrored(sign: string): string {
  return sign.replace('<', '?').replace('>', '<').replace('?', '>')
}

function isWithin(size: number, sign: string, value: string): boolean {
  const pixels = lengthOf(value)
  if (pixels === null) return true
  if (sign === '>=') return size >= pixels
  if (sign === '<=') return size <= pixels
  if (sign === '>') return size > pixels
  return sign === '<' ? size < pixels : size === pixels
}

function lengthOf(value: string): number | null {
  const match = /^(-?\d{0,9}(?:\.\d{1,9})?)([a-z]{0,3})$/.exec(value)
  const unit = pixelsOf[match?.[2] ?? '']
  return match === null || match[1] === '' || unit === undefined ? null : Number(match[1]) * unit
}
