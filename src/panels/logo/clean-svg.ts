import { Parser } from 'htmlparser2'

/** As much as is drawn: a logo has far less. Beyond it, a drawing is refused. */
const most = { elements: 2_000, depth: 48, uses: 64 }

/** Shapes and what colours them. Everything else is left out with all that is in it: scripts, pictures, text, filters, patterns, animations. */
const kept = new Set([
  ...['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'defs', 'symbol', 'use', 'style'],
  ...['linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask'],
])
const linking = new Set(['use', 'linearGradient', 'radialGradient'])
/** What may hold others' outlines, or is drawn as often as it is named: nothing in these may name another, so that work stays linear. */
const named = new Set(['clipPath', 'mask', 'symbol', 'defs'])
const costly = /clip-path|mask|filter|dasharray|marker|pattern|@|\\/i
const safeName = /^[a-z_][\w.:-]{0,99}$/i

type Open = { name: string; hasId: boolean }

/**
 * A drawing rewritten from what is known to be harmless in an SVG: shapes, gradients, clips and masks, with references to its own parts only.
 * A string says why there is none, as a part of a sentence. Nothing is loaded, and no entity is resolved. Linear.
 */
export function cleanSvg(text: string): { svg: string } | string {
  const parts: string[] = []
  const open: Open[] = []
  let problem: string | null = null
  let skipped = 0
  const counts = { elements: 0, uses: 0 }
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => {
        if (name.startsWith('!')) problem ??= 'it has a document type, which can declare entities'
      },
      onopentag: (name, attributes) => {
        if (problem !== null) return
        counts.elements += 1
        counts.uses += name === 'use' ? 1 : 0
        if (counts.elements > most.elements || counts.uses > most.uses) problem = `it has more than ${most.elements} elements`
        if (open.length + skipped >= most.depth) problem = `its elements are nested more than ${most.depth} deep`
        if (open.length === 0 && skipped === 0 && (name !== 'svg' || counts.elements > 1)) problem = 'it is no SVG'
        if (skipped > 0 || !isKept(name, open)) skipped += 1
        else {
          parts.push(`<${name}${attributesOf(name, attributes, open)}>`)
          open.push({ name, hasId: open.length > 0 && attributes.id !== undefined })
        }
      },
      ontext: (data) => {
        if (skipped === 0 && open.at(-1)?.name === 'style' && !costly.test(data) && isOwn(data)) parts.push(escaped(data))
      },
      onclosetag: () => {
        if (skipped > 0) skipped -= 1
        else {
          const closed = open.pop()
          if (closed !== undefined) parts.push(`</${closed.name}>`)
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  if (problem !== null) return problem
  return parts.length === 0 ? 'it is no SVG' : { svg: parts.join('') }
}

function isKept(name: string, open: readonly Open[]): boolean {
  // A part that is drawn again and has such a part in it, and so on, would be drawn without end.
  return kept.has(name) && (name !== 'use' || !open.some((each) => each.hasId || named.has(each.name)))
}

function attributesOf(name: string, attributes: Readonly<Record<string, string>>, open: readonly Open[]): string {
  const isRoot = open.length === 0
  const isInside = open.some((each) => named.has(each.name)) || named.has(name)
  const shown = Object.entries(attributes).flatMap(([key, value]) => {
    if (isRoot && key === 'id') return []
    if (key === 'href' || key === 'xlink:href') return linking.has(name) && /^#[\w.:-]{1,100}$/.test(value) ? [['href', value]] : []
    if (!safeName.test(key) || key.includes(':') || /^(?:on|xmlns|stroke-dash|filter|marker)/i.test(key)) return []
    if (/^(?:clip-path|mask)$/i.test(key) && isInside) return []
    if (key === 'style' && costly.test(value)) return []
    return isOwn(value) ? [[key, value]] : []
  })
  const all = isRoot ? [['xmlns', 'http://www.w3.org/2000/svg'], ...shown] : shown
  return all.map(([key, value]) => ` ${key}="${escaped(value ?? '')}"`).join('')
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
