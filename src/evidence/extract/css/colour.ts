/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
export type Colour = { red: number; green: number; blue: number; alpha: number }

/** The names that pages use; of the 148 of CSS Color 4 those that hide text are the greys and whites. */
const names: Readonly<Record<string, number>> = {
  white: 0xffffff,
  black: 0x000000,
  snow: 0xfffafa,
  ivory: 0xfffff0,
  floralwhite: 0xfffaf0,
  ghostwhite: 0xf8f8ff,
  whitesmoke: 0xf5f5f5,
  azure: 0xf0ffff,
  mintcream: 0xf5fffa,
  honeydew: 0xf0fff0,
  aliceblue: 0xf0f8ff,
  seashell: 0xfff5ee,
  linen: 0xfaf0e6,
  oldlace: 0xfdf5e6,
  beige: 0xf5f5dc,
  cornsilk: 0xfff8dc,
  lavender: 0xe6e6fa,
  lavenderblush: 0xfff0f5,
  mistyrose: 0xffe4e1,
  papayawhip: 0xffefd5,
  lightyellow: 0xffffe0,
  lightcyan: 0xe0ffff,
  lemonchiffon: 0xfffacd,
  antiquewhite: 0xfaebd7,
  bisque: 0xffe4c4,
  blanchedalmond: 0xffebcd,
  lightgoldenrodyellow: 0xfafad2,
  gainsboro: 0xdcdcdc,
  lightgray: 0xd3d3d3,
  lightgrey: 0xd3d3d3,
  silver: 0xc0c0c0,
  darkgray: 0xa9a9a9,
  darkgrey: 0xa9a9a9,
  gray: 0x808080,
  grey: 0x808080,
  dimgray: 0x696969,
  dimgrey: 0x696969,
  darkslategray: 0x2f4f4f,
  darkslategrey: 0x2f4f4f,
  red: 0xff0000,
  lime: 0x00ff00,
  green: 0x008000,
  blue: 0x0000ff,
  navy: 0x000080,
  maroon: 0x800000,
  purple: 0x800080,
  teal: 0x008080,
  olive: 0x808000,
  yellow: 0xffff00,
  aqua: 0x00ffff,
  cyan: 0x00ffff,
  fuchsia: 0xff00ff,
  magenta: 0xff00ff,
  orange: 0xffa500,
  gold: 0xffd700,
  pink: 0xffc0cb,
  brown: 0xa52a2a,
  crimson: 0xdc143c,
  indigo: 0x4b0082,
  violet: 0xee82ee,
  tomato: 0xff6347,
  coral: 0xff7f50,
  salmon: 0xfa8072,
  khaki: 0xf0e68c,
  plum: 0xdda0dd,
  orchid: 0xda70d6,
  tan: 0xd2b48c,
  wheat: 0xf5deb3,
  skyblue: 0x87ceeb,
  steelblue: 0x4682b4,
  midnightblue: 0x191970,
  darkblue: 0x00008b,
  darkgreen: 0x006400,
  darkred: 0x8b0000,
  rebeccapurple: 0x663399,
  slategray: 0x708090,
  slategrey: 0x708090,
  canvas: 0xffffff,
  canvastext: 0x000000,
}

export const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }
export const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 }

/** A colour as CSS writes it (name, hex, `rgb()`, `hsl()`, `transparent`); null for what is not read here, e.g. `oklch()` with a chroma. */
export function readColour(value: string): Colour | null {
  const text = value.trim().toLowerCase()
  if (text === 'transparent') return { ...black, alpha: 0 }
  if (text.startsWith('#')) return readHex(text.slice(1))
  const name = Object.hasOwn(names, text) ? names[text] : undefined
  if (name !== undefined) return { red: name >> 16, green: (name >> 8) & 255, blue: name & 255, alpha: 1 }
  const open = text.indexOf('(')
  return open === -1 || !text.endsWith(')') ? null : readFunction(text.slice(0, open), text.slice(open + 1, -1))
}

function readHex(digits: string): Colour | null {
  if (!/^[0-9a-f]{3,8}$/.test(digits)) return null
  const long = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits
  if (long.length !== 6 && long.length !== 8) return null
  const [red = 0, green = 0, blue = 0, alpha = 255] = [0, 2, 4, 6]
    .filter((at) => at < long.length)
    .map((at) => Number.parseInt(long.slice(at, at + 2), 16))
  return { red, green, blue, alpha: alpha / 255 }
}

function readFunction(name: string, inside: string): Colour | null {
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== '')
  const [first, second, third, fourth] = parts
  if (first === undefined || second === undefined || third === undefined) return null
  const alpha = fourth === undefined ? 1 : portion(fourth, 1)
  if (name === 'rgb' || name === 'rgba')
    return checked({ red: portion(first, 255), green: portion(second, 255), blue: portion(third, 255), alpha })
  if (name === 'hsl' || name === 'hsla')
    return fromHsl({ hue: Number.parseFloat(first), saturation: percent(second), lightness: percent(third), alpha })
  // Without chroma these are greys; lightness is close enough to the grey of that share.
  const isGrey = (name === 'oklch' || name === 'lch') && Number.parseFloat(second) < 0.01
  const isGreyLab = (name === 'oklab' || name === 'lab') && Math.abs(Number.parseFloat(second)) + Math.abs(Number.parseFloat(third)) < 0.01
  if (!isGrey && !isGreyLab) return null
  const grey = 255 * (first.endsWith('%') || !name.startsWith('ok') ? percent(first) : Number.parseFloat(first))
  return checked({ red: grey, green: grey, blue: grey, alpha })
}

/** A number, or a percentage of the whole. */
function portion(text: string, whole: number): number {
  const number = Number.parseFloat(text)
  return Math.min(whole, Math.max(0, text.endsWith('%') ? (number / 100) * whole : number))
}

function percent(text: string): number {
  return Math.min(1, Math.max(0, Number.parseFloat(text) / 100))
}

function checked(colour: Colour): Colour | null {
  return Object.values(colour).every((part) => Number.isFinite(part)) ? colour : null
}

/** CSS Color 4, 7.1. */
function fromHsl({
  hue,
  saturation,
  lightness,
  alpha,
}: {
  hue: number
  saturation: number
  lightness: number
  alpha: number
}): Colour | null {
  const channel = (offset: number) => {
    const k = (offset + (((hue % 360) + 360) % 360) / 30) % 12
    return 255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return checked({ red: channel(0), green: channel(8), blue: channel(4), alpha })
}

/** A colour as it looks on another, which is opaque. */
export function blend(over: Colour, under: Colour): Colour {
  const mix = (top: number, bottom: number) => top * over.alpha + bottom * (1 - over.alpha)
  return { red: mix(over.red, under.red), green: mix(over.green, under.green), blue: mix(over.blue, under.blue), alpha: 1 }
}

/** The contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left)
  return (light + 0.05) / (dark + 0.05)
}

/** How far two colours are apart in the one of red, green and blue in which they are furthest, from 0 to 255. */
export function distance(one: Colour, other: Colour): number {
  return Math.max(Math.abs(one.red - other.red), Math.abs(one.green - other.green), Math.abs(one.blue - other.blue))
}

/** WCAG 2.2, "relative luminance". */
function luminance({ red, green, blue }: Colour): number {
  const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}
