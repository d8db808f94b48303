import { parse, type Rgb, rgb, wcagContrast } from 'culori'

/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
export type Colour = { red: number; green: number; blue: number; alpha: number }

export const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }
export const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 }

/** The page's own colours, as browsers have them in the light. */
const systemColours: ReadonlyMap<string, Colour> = new Map([
  ['canvas', white],
  ['canvastext', black],
])
/** No colour is written longer. */
const longestColour = 200

/** A colour as CSS Color 4 writes it, brought to sRGB; null for what is none, and for what is worked out from others, such as `color-mix()`. */
export function readColour(value: string): Colour | null {
  const text = value.trim().toLowerCase()
  if (text.length > longestColour) return null
  const read = systemColours.get(text) ?? rgb(parse(text))
  if (read === undefined || 'red' in read) return read ?? null
  const channel = (part: number | undefined) => Math.min(255, Math.max(0, (part ?? 0) * 255))
  const colour = { red: channel(read.r), green: channel(read.g), blue: channel(read.b), alpha: Math.min(1, Math.max(0, read.alpha ?? 1)) }
  return Object.values(colour).every((part) => Number.isFinite(part)) ? colour : null
}

/** A colour as it looks on another, which is opaque. */
export function blend(over: Colour, under: Colour): Colour {
  const mix = (top: number, bottom: number) => top * over.alpha + bottom * (1 - over.alpha)
  return { red: mix(over.red, under.red), green: mix(over.green, under.green), blue: mix(over.blue, under.blue), alpha: 1 }
}

/** The contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Colour, other: Colour): number {
  return wcagContrast(toCulori(one), toCulori(other))
}

/** How far two colours are apart in the one of red, green and blue in which they are furthest, from 0 to 255. */
export function distance(one: Colour, other: Colour): number {
  return Math.max(Math.abs(one.red - other.red), Math.abs(one.green - other.green), Math.abs(one.blue - other.blue))
}

const toCulori = ({ red, green, blue }: Colour): Rgb => ({ mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 })
