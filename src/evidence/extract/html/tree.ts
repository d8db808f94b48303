import { type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, type TreeAdapter } from 'parse5'

/** More than a page that a person reads: only whole manuals on one page have as many. */
const mostElements = 100_000
/** Browsers stop at 512 open elements. The parser looks through all open ones at each tag, so that depth costs its square. */
const mostOpen = 1_024

export type TextNode = { kind: 'text'; text: string; parent: ElementNode }
export type CommentNode = { kind: 'comment'; text: string; parent: ElementNode }
export type ElementNode = {
  kind: 'element'
  /** Lower case. */
  tag: string
  attributes: ReadonlyMap<string, string>
  classes: readonly string[]
  children: PageNode[]
  parent: ElementNode | null
  /** Counted in the order of start tags, from 0. */
  index: number
  /** Which of its parent's element children it is, from 0. */
  place: number
  /** The elements beside it. */
  before: ElementNode | null
  after: ElementNode | null
  /** Nothing is between it and the element before, not even white space. */
  isGlued: boolean
}
export type PageNode = TextNode | CommentNode | ElementNode

/** A page as a browser's parser builds it. */
export type PageTree = {
  root: ElementNode
  /** In the order of their start tags; the index is the element's `index`. */
  elements: ElementNode[]
  /** The page ends in the middle of a tag, a comment or a script. */
  endsInMarkup: boolean
  /** It nests too deep or has too many elements: only its beginning is here. */
  isPartial: boolean
}

class EnoughError extends Error {}

/** Parses a page as browsers with scripts switched on do (HTML standard, 13.2). At most 100,000 elements, 1,024 deep; never throws for any text. */
export function parsePage(html: string): PageTree {
  let root: DefaultTreeAdapterTypes.Document | null = null
  let open = 0
  let count = 0
  let endsInMarkup = false
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    createDocument: () => {
      root = defaultTreeAdapter.createDocument()
      return root
    },
    createElement: (tag, namespace, attributes) => {
      count += 1
      if (count > mostElements) throw new EnoughError()
      return defaultTreeAdapter.createElement(tag, namespace, attributes)
    },
    onItemPush: () => {
      open += 1
      if (open > mostOpen) throw new EnoughError()
    },
    onItemPop: () => {
      open -= 1
    },
  }
  let isPartial = false
  let parsed: DefaultTreeAdapterTypes.Document | null = null
  try {
    parsed = parse(html, {
      treeAdapter,
      onParseError: ({ code }) => {
        if (code === 'eof-in-tag' || code === 'eof-in-comment' || code === 'eof-in-script-html-comment-like-text') endsInMarkup = true
      },
    })
  } catch (error) {
    if (!(error instanceof EnoughError)) throw error
    isPartial = true
    parsed = root
  }
  return { ...convert(parsed?.childNodes ?? []), endsInMarkup, isPartial }
}

type Source = DefaultTreeAdapterTypes.ChildNode
type Level = { parent: ElementNode; nodes: readonly Source[]; next: number; last: ElementNode | null }

/** The parser's tree as ours. Not recursive. */
function convert(top: readonly Source[]): Pick<PageTree, 'root' | 'elements'> {
  const root = startElement('#root', new Map(), { parent: null, index: 0, before: null })
  const elements: ElementNode[] = [root]
  const open: Level[] = [{ parent: root, nodes: top, next: 0, last: null }]
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const node = level.nodes[level.next]
    level.next += 1
    if (node === undefined) open.pop()
    else if ('tagName' in node) {
      const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]))
      const element = startElement(node.tagName.toLowerCase(), attributes, {
        parent: level.parent,
        index: elements.length,
        before: level.last,
      })
      level.last = element
      elements.push(element)
      level.parent.children.push(element)
      open.push({ parent: element, nodes: 'content' in node ? node.content.childNodes : node.childNodes, next: 0, last: null })
    } else if (node.nodeName === '#text' && 'value' in node) {
      level.parent.children.push({ kind: 'text', text: node.value, parent: level.parent })
    } else if (node.nodeName === '#comment' && 'data' in node) {
      level.parent.children.push({ kind: 'comment', text: node.data, parent: level.parent })
    }
  }
  return { root, elements }
}

type Around = Pick<ElementNode, 'parent' | 'index' | 'before'>

function startElement(tag: string, attributes: ReadonlyMap<string, string>, { parent, index, before }: Around): ElementNode {
  const classes = attributes.get('class')?.split(/\s+/) ?? []
  const place = before === null ? 0 : before.place + 1
  const isGlued = before !== null && parent?.children.at(-1) === before
  const element: ElementNode = {
    kind: 'element',
    tag,
    attributes,
    classes,
    children: [],
    parent,
    index,
    place,
    before,
    after: null,
    isGlued,
  }
  if (before !== null) before.after = element
  return element
}

/** All text below an element, as it is written. At most `most` UTF-16 units. */
export function textBelow(element: ElementNode, most: number): string {
  let text = ''
  const open: PageNode[] = [...element.children].reverse()
  for (let node = open.pop(); node !== undefined && text.length < most; node = open.pop()) {
    if (node.kind === 'text') text += node.text
    else if (node.kind === 'element') for (let at = node.children.length - 1; at >= 0; at -= 1) open.push(node.children[at] ?? node)
  }
  return text.slice(0, most)
}

/** The first element of that tag, in the page's order; null when there is none. */
export function findElement(tree: PageTree, tag: string): ElementNode | null {
  return tree.elements.find((element) => element.tag === tag) ?? null
}
