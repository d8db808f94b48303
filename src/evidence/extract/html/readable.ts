import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { isSeen, type Seen } from './seen.js'
import type { ElementNode, PageTree } from './tree.js'

/** What the rater of elements looks at. */
const ratedAttributes = ['class', 'id', 'role', 'rel', 'href', 'itemprop']
const dropped = new Set(['script', 'style', 'template', 'noscript', 'link', 'meta', 'base', 'svg', 'math', 'iframe', 'object', 'head'])
const voidTags = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'source', 'track', 'wbr'])
/** Elements that it rates; it gives up on more. */
const mostRated = 50_000

/**
 * The elements of an article, by Mozilla's Readability: their indexes, or null where it finds none. It is given what is seen and nothing else, each
 * element with its number as the name of an attribute, which survives whatever is done to the element. It may take long: run it where it can be stopped.
 */
export function findArticle(tree: PageTree, seen: Seen): ReadonlySet<number> | null {
  const { document } = parseHTML(`<!doctype html><html><head><title></title></head><body>${seenMarkup(tree.root, seen)}</body></html>`)
  const reader = new Readability(document, { maxElemsToParse: mostRated, charThreshold: 200, keepClasses: true, disableJSONLD: true })
  let content: string | null = null
  try {
    content = reader.parse()?.content ?? null
  } catch {
    // It trips over some pages and gives up on large ones; they are read as a whole.
    return null
  }
  return content === null ? null : new Set(Array.from(content.matchAll(/\bdata-n-(\d{1,7})=/g), ([, number]) => Number(number)))
}

/** An element's content as HTML, without anything that is not seen; empty where nothing is. */
function seenMarkup(element: ElementNode, seen: Seen): string {
  let markup = ''
  for (const child of element.children) {
    if (child.kind === 'text') markup += isSeen(element, seen) ? escapeMarkup(child.text) : ''
    else if (child.kind === 'element' && !dropped.has(child.tag)) markup += elementMarkup(child, seen)
  }
  return markup
}

function elementMarkup(element: ElementNode, seen: Seen): string {
  const inner = seenMarkup(element, seen)
  // The parser of the copy does not know the page's `html` and `body`.
  if (element.tag === 'html' || element.tag === 'body') return inner
  const isVoid = voidTags.has(element.tag)
  if (inner === '' && !isVoid) return ''
  const attributes = ratedAttributes.flatMap((name) => {
    const value = element.attributes.get(name)
    return value === undefined ? [] : ` ${name}="${escapeMarkup(value.slice(0, 300))}"`
  })
  const start = `<${element.tag} data-n-${element.index}=""${attributes.join('')}>`
  return isVoid ? start : `${start}${inner}</${element.tag}>`
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
