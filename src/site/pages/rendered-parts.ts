import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { hasRightToLeft } from '../../platform/text/text-direction.js'

/** The HTML of parts that many pages of an export show alike, by what they show and what else decides them. */
export type RenderedParts = WeakMap<object, Map<string, Child>>

/**
 * A part of a page: rendered once for all pages that have these `parts`, by what it shows and a key for what else decides it; each time where a
 * page has none. One with letters that run from right to left is rendered each time, for its directions depend on what is around it.
 */
export function renderOnce(parts: RenderedParts | undefined, { of, key }: { of: object; key: string }, render: () => Child): Child {
  const known = parts?.get(of)?.get(key)
  if (known !== undefined) return known
  const part = render()
  if (parts === undefined) return part
  const html = String(part)
  if (hasRightToLeft(html)) return part
  const rendered = raw(html)
  const own = parts.get(of) ?? new Map<string, Child>()
  parts.set(of, own.set(key, rendered))
  return rendered
}
