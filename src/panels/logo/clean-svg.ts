import { Parser } from 'htmlparser2'
import { cleanStyle } from './clean-style.js'
import { drawingWork, mostStops, type Part } from './drawing-work.js'

/**
 * As much as is drawn: a logo has far less. Beyond it, a drawing is refused. `work` is what `drawingWork` counts: within the limits of elements and
 * bytes only what is drawn again and again comes to more. A style costs something for everything drawn, and so does a gradient with each of its stops.
 */
const most = { elements: 2_000, depth: 48, uses: 64, work: 8_000, styles: 500_000, stops: 200_000 }
/** Longer than these, an element's own list is left out: it would be read in quadratic time, or held against every rule. */
const longest = { attributes: 100, class: 200, style: 2_000 }

/** Shapes and what colours them. Everything else is left out with all that is in it: scripts, pictures, text, filters, patterns, animations. */
const kept = new Set([
  ...['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'defs', 'symbol', 'use', 'style'],
  ...['linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask'],
])
const linking = new Set(['use', 'linearGradient', 'radialGradient'])
/**
 * What may hold others' outlines, or is drawn as often as it is named: nothing in these may name another, so that work does not grow with every level.
 * How often each is named is another matter, which `drawingWork` counts.
 */
const named = new Set(['clipPath', 'mask', 'symbol', 'defs'])
const costly = /clip-path|mask|filter|dasharray|marker|pattern|@|\\/i
const safeName = /^[a-z_][\w.:-]{0,99}$/i
const plainId = /^[^\s"'()#]{1,100}$/
const clipOf = /^\s{0,9}url\(\s{0,9}["']?#([^\s"'()#]{1,100})["']?\s{0,9}\)\s{0,9}$/

type Open = { name: string; hasId: boolean; part: Part; style: string[] }

/**
 * A drawing rewritten from what is known to be harmless in an SVG: shapes, gradients, clips and masks, with references to its own parts only.
 * A string says why there is none, as a part of a sentence. Nothing is loaded, and no entity is resolved. Linear, and what is drawn is bounded.
 */
export function cleanSvg(text: string): { svg: string } | string {
  const written: string[] = []
  const parts: Part[] = []
  const open: Open[] = []
  let problem: string | null = null
  let skipped = 0
  const counts = { elements: 0, uses: 0, styles: 0 }
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => {
        if (name.startsWith('!')) problem ??= 'it has a document type, which can declare entities'
      },
      onopentag: (name, given) => {
        if (problem !== null) return
        counts.elements += 1
        counts.uses += name === 'use' ? 1 : 0
        if (counts.elements > most.elements) problem = `it has more than ${most.elements} elements`
        if (counts.uses > most.uses) problem = `it uses its own parts more than ${most.uses} times`
        if (open.length + skipped >= most.depth) problem = `its elements are nested more than ${most.depth} deep`
        if (open.length === 0 && skipped === 0 && (name !== 'svg' || counts.elements > 1)) problem = 'it is no SVG'
        if (skipped > 0 || !isKept(name, open)) skipped += 1
        else {
          const attributes = attributesOf(name, given, open)
          const tag = `<${name}${attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}>`
          const part = partOf(name, new Map(attributes), tag.length)
          written.push(tag)
          parts.push(part)
          open.push({ name, hasId: open.length > 0 && given.id !== undefined, part, style: [] })
        }
      },
      ontext: (data) => {
        if (skipped === 0 && open.at(-1)?.name === 'style') open.at(-1)?.style.push(data)
      },
      onclosetag: () => {
        if (skipped > 0) skipped -= 1
        else {
          const closed = open.pop()
          if (closed === undefined) return
          closed.part.end = parts.length
          // Only now: text comes in pieces, around comments, entities and what was left out, and no piece tells what all of them say.
          const style = closed.name === 'style' ? cleanStyle(closed.style.join('')) : null
          if (style !== null && !costly.test(style.text) && isOwn(style.text)) {
            written.push(escaped(style.text))
            counts.styles += style.cost
          }
          written.push(`</${closed.name}>`)
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  if (problem !== null) return problem
  if (written.length === 0) return 'it is no SVG'
  return excessOf(parts, counts.styles) ?? { svg: written.join('') }
}

function excessOf(parts: readonly Part[], styles: number): string | null {
  const work = drawingWork(parts)
  if (work > most.work) return `its parts are used again and again, which comes to more than ${most.work} elements`
  // Rules alone are read in quadratic time: a drawing of one element may have 2,500.
  if (Math.max(work, 200) * styles > most.styles) return 'its styles have too many rules for so many elements'
  if (work * mostStops(parts) > most.stops) return 'a gradient has too many stops for so many elements'
  return null
}

function isKept(name: string, open: readonly Open[]): boolean {
  if (open.at(-1)?.name === 'style') return false
  // A part that is drawn again and has such a part in it, and so on, would be drawn without end.
  return kept.has(name) && (name !== 'use' || !open.some((each) => each.hasId || named.has(each.name)))
}

function partOf(name: string, attributes: ReadonlyMap<string, string>, length: number): Part {
  const clips = ['clip-path', 'mask'].flatMap((key) => clipOf.exec(attributes.get(key) ?? '')?.[1] ?? [])
  const use = name === 'use' ? (attributes.get('href')?.slice(1) ?? null) : null
  return { name, id: attributes.get('id') ?? null, weight: 1 + Math.floor(length / 64), end: Number.POSITIVE_INFINITY, clips, use }
}

function attributesOf(name: string, attributes: Readonly<Record<string, string>>, open: readonly Open[]): [string, string][] {
  const isRoot = open.length === 0
  const isInside = open.some((each) => named.has(each.name)) || named.has(name)
  const shown = Object.entries(attributes)
    .slice(0, longest.attributes)
    .flatMap(([key, value]): [string, string][] => {
      // What uses a part cannot be used itself: uses would make rings and chains.
      if (key === 'id') return isRoot || name === 'use' || !plainId.test(value) ? [] : [[key, value]]
      if (key === 'xlink:href' && attributes.href !== undefined) return []
      if (key === 'href' || key === 'xlink:href') return linking.has(name) && /^#[\w.:-]{1,100}$/.test(value) ? [['href', value]] : []
      if (!safeName.test(key) || key.includes(':') || /^(?:on|xmlns|stroke-dash|filter|marker)/i.test(key)) return []
      if (/^(?:clip-path|mask)$/i.test(key)) return isInside || key !== key.toLowerCase() || !clipOf.test(value) ? [] : [[key, value]]
      if (key === 'class' && value.length > longest.class) return []
      if (key === 'style' && (value.length > longest.style || costly.test(value))) return []
      return isOwn(value) ? [[key, value]] : []
    })
  return isRoot ? [['xmlns', 'http://www.w3.org/2000/svg'], ...shown] : shown
}

/** Whether every `url(…)` names a part of the drawing itself. */
function isOwn(value: string): boolean {
  return value
    .split(/url\s{0,9}\(/i)
    .slice(1)
    .every((rest) => /^\s{0,9}["']?#/.test(rest))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
