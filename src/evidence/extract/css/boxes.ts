import type { HiddenPlace } from '../../../contracts/steering.js'
import { type LengthContext, readLength, readPercent, splitValue } from './values.js'

/** A value of an element, its `var()` replaced; null where nothing is declared. */
export type Values = (property: string) => string | null

/** So far to the left or above, or so far to the right, no screen shows it. In CSS pixels. */
const farBefore = -400
const farBehind = 4_000

/** What takes everything in an element's box from sight, whatever is in it: its place, or null where it is seen. */
export function boxPlace(values: Values, context: LengthContext): HiddenPlace | null {
  if (values('content-visibility') === 'hidden') return 'css'
  if (/^opacity\((?:0|0%|0?\.0\d?)\)/.test(values('filter')?.replaceAll(' ', '') ?? '')) return 'css'
  if (isCutToNothing(values, context) || isScaledToNothing(values)) return 'zero-size'
  return isOffScreen(values, context) ? 'off-screen' : null
}

function isCutToNothing(values: Values, context: LengthContext): boolean {
  if (isNothing(values('clip-path') ?? '', context)) return true
  const position = values('position')
  const isOut = position === 'absolute' || position === 'fixed'
  if (isOut && /^rect\(/.test(values('clip') ?? '') && isNothing(values('clip') ?? '', context)) return true
  const cuts = (axis: string) => {
    const [first = 'visible', second = first] = splitValue(values('overflow') ?? '')
    const value = values(`overflow-${axis}`) ?? (axis === 'x' ? first : second)
    return value === 'hidden' || value === 'clip' || ((value === 'auto' || value === 'scroll') && isOut)
  }
  const isFlat = (property: string) => {
    const size = readLength(values(property) ?? 'auto', context) ?? readPercent(values(property) ?? '')
    return size !== null && size <= 1 && !(values(property) ?? '').endsWith('100%')
  }
  const isThin = (cuts('x') && (isFlat('width') || isFlat('max-width'))) || (cuts('y') && (isFlat('height') || isFlat('max-height')))
  return isThin || (cuts('y') && readLength(values('line-height') ?? '1', context) === 0)
}

/** Whether a `clip` or `clip-path` leaves nothing. */
function isNothing(shape: string, context: LengthContext): boolean {
  const open = shape.indexOf('(')
  if (open === -1) return false
  const name = shape.slice(0, open)
  const parts = splitValue(shape.slice(open + 1, shape.lastIndexOf(')'))).filter((part) => part !== ',' && part !== '/')
  const shares = parts.map((part) => readPercent(part))
  const sizes = parts.map((part) => readLength(part, context))
  if (name === 'circle' || name === 'ellipse') return sizes[0] === 0 || shares[0] === 0
  if (name === 'polygon') return parts.length > 0 && parts.every((part) => part === parts[0])
  if (name === 'rect' && parts.length === 4)
    return sizes[0] !== null && (sizes[0] === sizes[2] || (sizes[1] !== null && sizes[1] === sizes[3]))
  if (name !== 'inset') return false
  const [top = 0, right = top, bottom = top, left = right] = shares.map((share) => share ?? 0)
  return top + bottom >= 1 || left + right >= 1
}

function isScaledToNothing(values: Values): boolean {
  const scale = values('scale')
  if (scale !== null && splitValue(scale).some((part) => Math.abs(Number.parseFloat(part)) < 0.02)) return true
  return transformsOf(values).some(({ name, parts }) => {
    const numbers = parts.map((part) => Number.parseFloat(part))
    if (/^scale(?:x|y|3d)?$/.test(name)) return numbers.slice(0, 2).some((number) => Math.abs(number) < 0.02)
    if (name === 'matrix') return Math.abs(numbers[0] ?? 1) < 0.02 && Math.abs(numbers[3] ?? 1) < 0.02
    return (name === 'rotatex' || name === 'rotatey') && (parts[0] === '90deg' || parts[0] === '-90deg')
  })
}

function transformsOf(values: Values): { name: string; parts: string[] }[] {
  return splitValue((values('transform') ?? '').toLowerCase()).flatMap((piece) => {
    const open = piece.indexOf('(')
    return open === -1 ? [] : [{ name: piece.slice(0, open), parts: splitValue(piece.slice(open + 1, -1)).filter((part) => part !== ',') }]
  })
}

function isOffScreen(values: Values, context: LengthContext): boolean {
  const isFar = (text: string | null | undefined) => {
    // A percentage is one of a box whose size no one knows here; three times a usual one is far.
    const pixels = readLength(text ?? 'auto', context) ?? (readPercent(text ?? '') ?? 0) * 150
    return pixels <= farBefore || pixels >= farBehind
  }
  if (isFar(values('text-indent')) || (readPercent(values('text-indent') ?? '') ?? 0) <= -1) return true
  const position = values('position')
  const inset = splitValue(values('inset') ?? '')
  const isPlaced = position === 'absolute' || position === 'fixed' || position === 'relative' || position === 'sticky'
  if (isPlaced && [...['left', 'top', 'right', 'bottom'].map((side) => values(side)), ...inset].some((side) => isFar(side))) return true
  const margin = splitValue(values('margin') ?? '')
  const [top, , , left = margin[1]] = margin
  if ([values('margin-left'), values('margin-top'), top, left].some((size) => isFarBefore(size, context))) return true
  const moves = transformsOf(values).filter(({ name }) => name.startsWith('translate'))
  if (moves.some(({ parts }) => parts.some((part) => isFar(part)))) return true
  if (splitValue(values('translate') ?? '').some((part) => isFar(part))) return true
  return position === 'fixed' && moves.some(({ parts }) => parts.some((part) => Math.abs(readPercent(part) ?? 0) >= 1))
}

/** A large margin before an element moves it off the screen; one behind it is only wide. */
function isFarBefore(text: string | null | undefined, context: LengthContext): boolean {
  return (readLength(text ?? 'auto', context) ?? 0) <= farBefore
}
