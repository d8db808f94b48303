import type { HiddenPlace } from '../../../contracts/steering.js'
import type { ElementNode } from '../html/tree.js'
import { boxPlace, type Values } from './boxes.js'
import type { DeclaredValues } from './cascade.js'
import { black, blend, type Colour, contrast, distance, readColour, white } from './colour.js'
import { type CustomProperties, inheritCustom, readLength, readPercent, splitValue, substitute } from './values.js'

/** Text of another contrast than this is read with ease by no one; black on white has 21 (WCAG asks for 4.5). */
const leastContrast = 1.3
/** Two colours of one lightness can be told apart by their hue, as yellow on white: this far in red, green or blue, of 255. */
const leastDistance = 80
/** Letters of at most this size are dots. CSS pixels. */
const leastFontSize = 2
const leastOpacity = 0.1
const rootFontSize = 16

/** How an element looks, as far as that decides whether its own text is seen. */
export type Look = {
  custom: CustomProperties
  /** What takes it and all that is in it from sight. */
  within: HiddenPlace | null
  isVisible: boolean
  opacity: number
  fontSize: number
  /** Null where it cannot be told. */
  colour: Colour | null
  background: Colour | null
  /** Letters are a window onto a picture or a gradient. */
  isCutOut: boolean
  isReversed: boolean
  display: string | null
}

/** The look of a page's root: black on white. */
export const rootLook: Look = {
  custom: new Map(),
  within: null,
  isVisible: true,
  opacity: 1,
  fontSize: rootFontSize,
  colour: black,
  background: white,
  isCutOut: false,
  isReversed: false,
  display: null,
}

const neverShown = new Set(
  'script style head title meta link base template noscript datalist area rp noembed noframes param source track'.split(' '),
)

/** The look of an element, from its declared values and its parent's look. `hasExternal`: other sheets than the page's own colour it too. */
export function computeLook(
  element: ElementNode,
  { declared, parent, hasExternal }: { declared: DeclaredValues; parent: Look; hasExternal: boolean },
): Look {
  if (declared.size === 0 && isPlain(element, hasExternal)) {
    return parent.display === null && !parent.isReversed ? parent : { ...parent, display: null, isReversed: false }
  }
  const custom = inheritCustom(declared, element.tag === 'html' ? null : parent.custom)
  const values: Values = (property) => {
    const written = declared.get(property)
    return written === undefined ? null : (substitute(written, custom)?.toLowerCase() ?? null)
  }
  const fontSize = fontSizeOf(element, { values, parent })
  // Some pages hide all of themselves until their script has run: no reader sees that, and nothing in them is seen rather than the rest.
  const isRoot = roots.has(element.tag)
  const opacity = isRoot ? 1 : parent.opacity * opacityOf(values('opacity'))
  const colour = colourOf(element, { values, declared, parent })
  const visibility = values('visibility')
  const display = isRoot ? null : values('display')
  return {
    custom,
    within: parent.within ?? placeOf(element, { display, opacity, values, fontSize }),
    isVisible: visibility === null || visibility === 'inherit' ? parent.isVisible : visibility === 'visible' || visibility === 'initial',
    opacity,
    fontSize,
    colour,
    background: backgroundOf(element, { values, declared, parent, colour, hasExternal }),
    isCutOut:
      parent.isCutOut ||
      [values('background-clip'), values('-webkit-background-clip'), values('background')].some((value) => /\btext\b/.test(value ?? '')),
    isReversed: isReversed(element, values),
    display,
  }
}

/** What is in these is there for programs, or for browsers that cannot show the element. */
const insteads = new Set('template noscript iframe video audio object canvas noembed noframes'.split(' '))
const telling = ['hidden', 'popover', 'aria-hidden', 'bgcolor', 'color', 'text', 'size', 'dir']
/** Whole pages in the dark say so by their text too, which is light then as everything else is. */
const roots = new Set(['html', 'body'])

/** Whether nothing about an element can make it look other than its parent. */
function isPlain({ tag, attributes, classes }: ElementNode, hasExternal: boolean): boolean {
  if (neverShown.has(tag) || insteads.has(tag) || tag === 'dialog' || roots.has(tag)) return false
  if (attributes.size === 0) return true
  return !telling.some((name) => attributes.has(name)) && !(hasExternal && (classes.length > 0 || attributes.has('id')))
}

/** Where an element's own text is, if not in sight. */
export function hiddenPlaceOf(look: Look): HiddenPlace | null {
  if (look.within !== null) return look.within
  if (!look.isVisible) return 'css'
  if (look.fontSize <= leastFontSize) return 'zero-size'
  if (look.isCutOut || look.colour === null || look.background === null) return null
  const shown = blend({ ...look.colour, alpha: look.colour.alpha * look.opacity }, look.background)
  const isClose = contrast(shown, look.background) < leastContrast && distance(shown, look.background) < leastDistance
  return isClose ? 'same-colour' : null
}

type Placing = { display: string | null; opacity: number; values: Values; fontSize: number }

function placeOf(element: ElementNode, { display, opacity, values, fontSize }: Placing): HiddenPlace | null {
  if (insteads.has(element.tag)) return 'template'
  if (display === 'none' || (display === null && isHiddenUnlessStyled(element))) return 'css'
  if (element.attributes.get('aria-hidden')?.trim().toLowerCase() === 'true') return 'aria-hidden'
  if (opacity <= leastOpacity) return 'css'
  return boxPlace(values, { fontSize, rootFontSize })
}

/** What browsers' own sheets do not display (HTML standard, 15.3.1), a closed `<dialog>` and what pops up among it. */
function isHiddenUnlessStyled(element: ElementNode): boolean {
  if (neverShown.has(element.tag)) return true
  if (element.tag === 'dialog' && !element.attributes.has('open')) return true
  return element.attributes.has('hidden') || element.attributes.has('popover')
}

function opacityOf(value: string | null): number {
  if (value === null) return 1
  const number = readPercent(value) ?? Number(value)
  return Number.isFinite(number) ? Math.min(1, Math.max(0, number)) : 1
}

const namedSizes: Readonly<Record<string, number>> = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
}

function fontSizeOf(element: ElementNode, { values, parent }: { values: Values; parent: Look }): number {
  const shorthand = splitValue(values('font') ?? '').find((part) => /^\.?\d/.test(part) && !/^[1-9]00$/.test(part))
  const written = values('font-size') ?? shorthand ?? null
  if (written === null) return element.tag === 'font' && element.attributes.get('size') === '0' ? 10 : parent.fontSize
  const share = readPercent(written)
  if (share !== null) return parent.fontSize * share
  // A negative size is none at all, and the parent's holds.
  const size = readLength(written, { fontSize: parent.fontSize, rootFontSize })
  return size === null || size < 0 ? (namedSizes[written] ?? parent.fontSize) : size
}

type Colouring = { values: Values; declared: DeclaredValues; parent: Look }

function colourOf(element: ElementNode, { values, declared, parent }: Colouring): Colour | null {
  const property = declared.has('-webkit-text-fill-color') ? '-webkit-text-fill-color' : 'color'
  const value = values(property) ?? hintOf(element, element.tag === 'font' ? 'color' : element.tag === 'body' ? 'text' : null)
  if (value === null) return declared.has(property) ? null : parent.colour
  if (value === 'inherit' || value === 'unset' || value === 'currentcolor') return parent.colour
  return value === 'initial' ? black : readColour(value)
}

/** A colour in an attribute of old. */
function hintOf(element: ElementNode, attribute: string | null): string | null {
  return attribute === null ? null : (element.attributes.get(attribute)?.toLowerCase() ?? null)
}

function backgroundOf(
  element: ElementNode,
  { values, declared, parent, colour, hasExternal }: Colouring & { colour: Colour | null; hasExternal: boolean },
): Colour | null {
  const isDeclared = declared.has('background') || declared.has('background-color') || declared.has('background-image')
  // Other sheets may have coloured what has a class or an id, and no one can tell here.
  const isOpen = hasExternal && !isDeclared && (element.attributes.has('class') || element.attributes.has('id')) && !roots.has(element.tag)
  const under = isOpen ? null : parent.background
  const hint = hintOf(element, ['body', 'table', 'tr', 'td', 'th'].includes(element.tag) ? 'bgcolor' : null)
  if (!isDeclared) return hint === null ? under : (readColour(hint) ?? under)
  const whole = [values('background'), values('background-color'), values('background-image')].filter((value) => value !== null).join(' ')
  if (whole === '' || whole.includes('url(') || whole.includes('image(')) return null
  if (whole.includes('gradient(')) return colour === null ? null : nearestOf(coloursIn(whole), { colour, under })
  const own = splitValue(whole)
    .flatMap((part) => (part === 'currentcolor' ? (colour ?? []) : (readColour(part) ?? [])))
    .at(-1)
  if (own !== undefined) return own.alpha === 1 ? own : under === null ? null : blend(own, under)
  return /^(?:none|inherit|initial|unset|0|repeat|no-repeat|scroll|center|top|left|[ ])*$/.test(whole) ? under : null
}

function coloursIn(value: string): Colour[] {
  return value.match(/#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([^()]{1,60}\)|\b[a-z]{3,20}\b(?!\()/g)?.flatMap((part) => readColour(part) ?? []) ?? []
}

/** Of a gradient the colour that shows letters best: only where none does are they hidden. */
function nearestOf(colours: readonly Colour[], { colour, under }: { colour: Colour; under: Colour | null }): Colour | null {
  if (under === null) return null
  const shown = colours.map((one) => blend(one, under))
  return shown.sort((left, right) => contrast(blend(colour, right), right) - contrast(blend(colour, left), left))[0] ?? null
}

function isReversed(element: ElementNode, values: Values): boolean {
  const isBdo = element.tag === 'bdo' && element.attributes.get('dir')?.toLowerCase() === 'rtl'
  return (
    isBdo ||
    (/override/.test(values('unicode-bidi') ?? '') &&
      (values('direction') === 'rtl' || element.attributes.get('dir')?.toLowerCase() === 'rtl'))
  )
}
