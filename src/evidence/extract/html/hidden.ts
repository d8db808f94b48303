import type { HiddenPlace } from '../../../contracts/steering.js'
import type { HiddenPieces } from '../text/hidden-pieces.js'
import { blockTags } from './layout.js'
import type { Seen } from './seen.js'
import { type ElementNode, type PageTree, parsePage, textBelow } from './tree.js'

/** Programs and styles are no text; neither is what only programs read. */
const noText = new Set(['script', 'style'])
/** Gathers what a reader does not see of a page: hidden text, comments, and texts in attributes. In the page's order. */
export function gatherHiddenOf(tree: PageTree, { seen, pieces }: { seen: Seen; pieces: HiddenPieces }): void {
  let open: { place: HiddenPlace; text: string } | null = null
  const close = () => {
    if (open !== null) pieces.add(open.place, open.text)
    open = null
  }
  const visit = (element: ElementNode) => {
    if (noText.has(element.tag)) return
    addAttributes(element, pieces)
    const place = placeOf(element, seen)
    if (open !== null && (open.place !== place || blockTags.has(element.tag))) close()
    for (const child of element.children) {
      if (child.kind === 'comment') pieces.add('comment', child.text)
      else if (child.kind === 'element') visit(child)
      else if (place !== null && !isMarkup(element)) {
        if (open !== null && open.place !== place) close()
        open = { place, text: (open?.text ?? '') + child.text }
      } else if (place !== null) gatherMarkup(child.text, pieces)
    }
    if (open !== null && blockTags.has(element.tag)) close()
  }
  visit(tree.root)
  close()
}

function placeOf(element: ElementNode, { places }: Seen): HiddenPlace | null {
  // Fonts and pictures carry their names in elements of their own.
  if (element.tag === 'title') return element.parent?.tag === 'head' ? 'metadata' : 'title'
  if (element.tag === 'desc' || element.tag === 'metadata') return 'title'
  return places[element.index] ?? null
}

/** Browsers with scripts on keep what is in these as plain characters. */
function isMarkup({ tag }: ElementNode): boolean {
  return tag === 'noscript' || tag === 'iframe' || tag === 'noembed' || tag === 'noframes'
}

/** The text of markup that is kept as characters, and what is hidden in it. */
function gatherMarkup(markup: string, pieces: HiddenPieces): void {
  const inner = parsePage(markup.replaceAll(/<(\/?)(?:noscript|iframe|noembed|noframes)/gi, '<$1div'))
  pieces.add('template', textBelow(inner.root, 20_000))
  for (const element of inner.elements) {
    addAttributes(element, pieces)
    for (const child of element.children) if (child.kind === 'comment') pieces.add('comment', child.text)
  }
}

const placesOfAttributes: Readonly<Record<string, HiddenPlace>> = {
  alt: 'alt',
  'aria-label': 'alt',
  'aria-description': 'alt',
  'aria-roledescription': 'alt',
  'aria-valuetext': 'alt',
  'aria-placeholder': 'alt',
  title: 'title',
  placeholder: 'metadata',
  summary: 'metadata',
  label: 'metadata',
  srcdoc: 'metadata',
  abbr: 'metadata',
  cite: 'metadata',
}

/** Values that belong to a program and not to a text. */
const plainMeta =
  /^(?:viewport|theme-color|content-security-policy|robots|googlebot|generator|refresh|color-scheme|format-detection|referrer)$/i

function addAttributes(element: ElementNode, pieces: HiddenPieces): void {
  for (const [name, value] of element.attributes) {
    const place = placesOfAttributes[name]
    if (place !== undefined) pieces.add(place, value)
    else if (name.startsWith('data-') && isSentence(value)) pieces.add('metadata', value)
  }
  if (element.tag === 'input' && element.attributes.get('type')?.toLowerCase() === 'hidden') addSentence(element, { name: 'value', pieces })
  const key = element.attributes.get('name') ?? element.attributes.get('property') ?? element.attributes.get('http-equiv') ?? ''
  if (element.tag === 'meta' && !plainMeta.test(key)) pieces.add('metadata', wordsOnly(element.attributes.get('content') ?? ''))
}

function addSentence(element: ElementNode, { name, pieces }: { name: string; pieces: HiddenPieces }): void {
  const value = element.attributes.get(name) ?? ''
  if (isSentence(value)) pieces.add('metadata', value)
}

/** Three words or more: anything shorter is a value of a program. */
function isSentence(value: string): boolean {
  return /\S\s+\S+\s+\S/.test(value.slice(0, 2_000).trim())
}

/** A value with a blank in it, or nothing. */
function wordsOnly(value: string): string {
  return /\S\s\S/.test(value) ? value : ''
}
