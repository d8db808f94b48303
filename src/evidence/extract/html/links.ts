import type { PageLink } from '../extracted.js'
import { onOneLine } from '../text/tidy.js'
import { frameRoles } from './layout.js'
import type { Seen } from './seen.js'
import { type ElementNode, type PageTree, textBelow } from './tree.js'

const mostLinks = 500
const longestAddress = 2_000
const longestText = 200
const navigation = new Set(['nav', 'header', 'footer'])

/** The address that relative ones of a page start from: its own, or that of `<base href>`. */
export function baseOf(tree: PageTree, url: string): string {
  const base = tree.elements.find(({ tag, attributes }) => tag === 'base' && attributes.has('href'))
  return (base === undefined ? null : absolute(base.attributes.get('href') ?? '', url)) ?? url
}

/** An http(s) address without its fragment; null for any other. */
export function absolute(address: string, base: string): string | null {
  const written = address.trim()
  if (written.length > longestAddress || !URL.canParse(written, base)) return null
  const url = new URL(written, base)
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}

/** The links of a page that a reader can follow, in their order, each address once; at most 500. */
export function findLinks(tree: PageTree, { url, seen, clean }: { url: string; seen: Seen; clean: (text: string) => string }): PageLink[] {
  const base = baseOf(tree, url)
  const own = absolute(url, url)
  const links = new Map<string, PageLink>()
  for (const element of tree.elements) {
    if (links.size >= mostLinks) break
    const href = (element.tag === 'a' || element.tag === 'area') && element.attributes.get('href')
    const target = typeof href === 'string' ? absolute(href, base) : null
    if (target === null || target === own || !isReachable(element, seen)) continue
    const text = onOneLine(clean(nameOf(element)), longestText)
    const known = links.get(target)
    if (known === undefined) {
      links.set(target, {
        url: target,
        text,
        rel: element.attributes.get('rel')?.trim().slice(0, 100) || null,
        inNavigation: isInNavigation(element),
      })
    } else if (known.text === '' && text !== '') known.text = text
  }
  return [...links.values()]
}

/** A link in a closed menu is one that a click shows; one in a template is none. */
function isReachable(element: ElementNode, { places }: Seen): boolean {
  const place = places[element.index]
  return place === null || place === 'css' || place === 'aria-hidden'
}

/** What a link is called: its text, else its label, its title, or the picture's alternative text. */
function nameOf(element: ElementNode): string {
  const text = textBelow(element, 1_000)
  if (text.trim() !== '') return text
  const label = element.attributes.get('aria-label') ?? element.attributes.get('title')
  if (label !== undefined) return label
  const picture = element.children.find((child) => child.kind === 'element' && child.tag === 'img')
  return picture?.kind === 'element' ? (picture.attributes.get('alt') ?? '') : ''
}

function isInNavigation(element: ElementNode): boolean {
  for (let at: ElementNode | null = element; at !== null; at = at.parent) {
    if (navigation.has(at.tag) || frameRoles.has(at.attributes.get('role') ?? '')) return true
  }
  return false
}
