import { hasRightToLeft, partsOf } from '../../src/platform/text/text-direction.js'

const voidTags = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])
/** Elements whose text is no words of a page, or has the direction of what it holds by itself. */
const ownText = new Set(['script', 'style'])
const rawText = new Set(['title', 'option'])
/** Attributes that hold no words, or are fields that have a direction of their own. */
const wordAttributes = /\s(alt|title|aria-label|placeholder|content|label)="([^"]*)"/g

/** Every text of a page with right-to-left letters that has no direction of its own, with the element it is in. Our own words have no such letter. */
export function unisolated(html: string): string[] {
  const found: string[] = []
  const open: { tag: string; isIsolating: boolean }[] = []
  for (const [token] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    const tag = /^<\/?([a-zA-Z][a-zA-Z0-9-]*)/.exec(token)?.[1]?.toLowerCase()
    if (tag === undefined) {
      const inside = open.at(-1)?.tag ?? ''
      if (ownText.has(inside) || !hasRightToLeft(token)) continue
      const isRight = rawText.has(inside) ? isAllIsolated(token) : open.some(({ isIsolating }) => isIsolating)
      if (!isRight) found.push(`<${inside}> ${token.trim()}`)
    } else if (token.startsWith('</')) open.splice(open.findLastIndex((element) => element.tag === tag))
    else {
      for (const [, name, value = ''] of token.matchAll(wordAttributes)) if (!isAllIsolated(value)) found.push(`<${tag} ${name}> ${value}`)
      if (!voidTags.has(tag)) open.push({ tag, isIsolating: tag === 'bdi' || /\sdir="auto"/.test(token) })
    }
  }
  return found
}

function isAllIsolated(text: string): boolean {
  return partsOf(text).every((part) => part.isIsolated || !hasRightToLeft(part.text))
}
