import { type Child, Fragment, isValidElement, type JSXNode, jsx } from 'hono/jsx'
import { hasRightToLeft, isolate, partsOf } from '../text/text-direction.js'

/*
 * Our own words run from left to right. So a text with letters that run the other way is one of others, and gets a direction of its own:
 * `dir="auto"` on the element that holds nothing but it, `<bdi>` elsewhere, isolates where no element can be. One place for all pages and
 * mails, so that no page can forget it.
 */

type Props = Record<string, unknown>
/** `raw`: no element can be there, as in a title; `flow`: an element around it has the direction of what it holds. */
type Place = 'own words' | 'flow' | 'raw'

const wordAttributes = new Set(['alt', 'title', 'aria-label', 'placeholder', 'content', 'label'])
const rawTags = new Set(['head', 'title', 'option', 'optgroup'])
const untouchedTags = new Set(['svg', 'script', 'style'])

/** A page, a part of one or a mail as HTML, every text from outside isolated with its own direction. The same bytes where there is none to isolate. */
export function renderHtml(page: { toString: () => unknown }): string {
  const html = String(page)
  return hasRightToLeft(html) ? String(isolateChild(page as Child, 'own words')) : html
}

function isolateChild(child: Child, place: Place): Child {
  if (typeof child === 'string') return isolateText(child, place)
  if (Array.isArray(child)) return child.map((each) => isolateChild(each, place))
  return isValidElement(child) ? isolateNode(child, place) : child
}

function isolateText(text: string, place: Place): Child {
  if (!hasRightToLeft(text)) return text
  if (place === 'raw') return isolate(text)
  const parts = partsOf(text)
  if (place === 'flow' && parts.length === 1) return text
  return parts.map((part) => (part.isIsolated || (place !== 'flow' && hasRightToLeft(part.text)) ? jsx('bdi', {}, part.text) : part.text))
}

function isolateNode(node: JSXNode, place: Place): Child {
  const { tag, children } = node
  const props: Props = { ...node.props }
  if (typeof tag === 'function') {
    // Of what is in the head, hono makes text at once.
    if (place === 'raw') isolateAttributes(props)
    // What gives a context renders its children itself.
    if ('Provider' in tag) return jsx(tag, props, ...children.map((each) => isolateChild(each, place)))
    return jsx((given: Props) => isolateChild(tag(given), place), props, ...children)
  }
  if (tag === '') return Fragment({ children: children.map((each) => isolateChild(each, place)) })
  if (untouchedTags.has(tag)) return node
  isolateAttributes(props)
  const inside = placeWithin(tag, props, { children, place })
  delete props.children
  return jsx(tag, props, ...children.map((each) => isolateChild(each, inside)))
}

/** Where an element's children are; gives the element its direction. */
function placeWithin(tag: string, props: Props, { children, place }: { children: readonly Child[]; place: Place }): Place {
  if (rawTags.has(tag) || place === 'raw') return 'raw'
  if (tag === 'textarea' || tag === 'input') {
    props.dir ??= 'auto'
    return 'flow'
  }
  if (tag === 'bdi' || props.dir === 'auto') return 'flow'
  // Words of ours for those who listen do not decide about the direction of what they are in.
  if (place === 'flow' && props.class === 'hide') props.dir = 'ltr'
  const [only, ...others] = children.flatMap(shownIn)
  if (place === 'flow' || others.length > 0 || typeof only !== 'string' || !hasRightToLeft(only) || partsOf(only).length > 1) return place
  if (partsOf(only)[0]?.isIsolated === true) return place
  props.dir = 'auto'
  return 'flow'
}

/** What of a child is shown at all, in a row. */
function shownIn(child: Child): Child[] {
  if (Array.isArray(child)) return child.flatMap(shownIn)
  return child === null || child === undefined || typeof child === 'boolean' || child === '' ? [] : [child]
}

function isolateAttributes(props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (wordAttributes.has(name) && typeof value === 'string') props[name] = isolate(value)
  }
}
