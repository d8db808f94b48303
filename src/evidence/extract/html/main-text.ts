import { frameRoles, frameTags } from './layout.js'
import { findArticle } from './readable.js'
import type { Seen } from './seen.js'
import type { ElementNode, PageTree } from './tree.js'
import { writeText } from './write-text.js'

/** An article shorter than this, or than this share of what is seen, is not the page. UTF-16 units. */
const shortestArticle = 500
const leastShare = 0.3
/** Without its frame a page of fewer characters is all frame. */
const shortestPage = 200

export type MainText = {
  text: string
  /** What is seen but repeats on every page of a site, or stands beside the text: in pieces of neighbouring lines. */
  frame: string[]
  notes: string[]
}

type Reading = { seen: Seen; clean: (text: string) => string; withReadability: boolean }

/**
 * Chooses a page's text: Readability's article; where that leaves out most of the page, a table, a price or a list, all that is seen but for
 * navigation, footer and asides; where that is next to nothing, all that is seen.
 */
export function chooseMainText(tree: PageTree, { seen, clean, withReadability }: Reading): MainText {
  const write = (isWanted: (element: ElementNode) => boolean) => writeText(tree.root, { seen, clean, isWanted })
  const inFrame = findFrame(tree)
  const whole = write(() => true)
  const page = write(({ index }) => inFrame[index] !== true)
  const body = page.length < Math.min(shortestPage, whole.length / 2) ? whole : page
  const article = withReadability ? findArticle(tree, seen) : null
  const kept = article === null ? [] : keptOf(tree, { article, inFrame })
  const readable = article === null ? '' : write(({ index }) => kept[index] === true)
  const text = keepsThePage(readable, body) ? readable : body
  return {
    text,
    frame: linesLeftOut(whole, text),
    notes: withReadability ? [] : ['The page was read without Readability, which took too long.'],
  }
}

/** What Readability leaves out of every article and readers do not: headings that repeat the title, and notes beside a paragraph. */
const kinToArticle = new Set(['h1', 'h2', 'aside', 'details'])

function keptOf(tree: PageTree, { article, inFrame }: { article: ReadonlySet<number>; inFrame: readonly boolean[] }): boolean[] {
  const kept: boolean[] = []
  const isKin: boolean[] = []
  for (const { index, tag, parent } of tree.elements) {
    const above = parent === null ? -1 : parent.index
    isKin.push(isKin[above] === true || (kinToArticle.has(tag) && kept[above] === true))
    kept.push(inFrame[index] !== true && (article.has(index) || isKin[index] === true))
  }
  return kept
}

function keepsThePage(article: string, body: string): boolean {
  if (article.length < shortestArticle || article.length < leastShare * body.length) return false
  return (
    countOf(article, row) >= countOf(body, row) &&
    countOf(article, amount) >= countOf(body, amount) &&
    countOf(article, item) * 10 >= countOf(body, item) * 7
  )
}

const row = /^\| /gm
const item = /^ {0,20}(?:-|\d{1,3}\.) /gm
const amount = /[$€£¥₹]\s?\d|\d\s?(?:€|USD|EUR|GBP)/g

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** By an element's index, whether it is in a page's frame. */
function findFrame(tree: PageTree): boolean[] {
  const inFrame: boolean[] = []
  for (const element of tree.elements) {
    const around = element.parent === null ? false : (inFrame[element.parent.index] ?? false)
    inFrame.push(around || isFrame(element))
  }
  return inFrame
}

const contentTags = new Set(['main', 'article', 'section', 'blockquote', 'figure'])

function isFrame(element: ElementNode): boolean {
  const role = element.attributes.get('role')?.toLowerCase() ?? ''
  if (element.tag === 'nav' || frameRoles.has(role)) return role !== 'banner' || !holdsHeading(element)
  if (role === 'main' || !(frameTags.has(element.tag) || element.tag === 'header')) return false
  // Inside the content these belong to it: a note beside a paragraph, the head of an article.
  for (let at = element.parent; at !== null; at = at.parent) if (contentTags.has(at.tag)) return false
  return element.tag !== 'header' || !holdsHeading(element)
}

/** A landing page's head says what it is about. */
function holdsHeading(element: ElementNode): boolean {
  return element.children.some((child) => child.kind === 'element' && (child.tag === 'h1' || child.tag === 'h2' || holdsHeading(child)))
}

function linesLeftOut(whole: string, text: string): string[] {
  const kept = new Set(text.split('\n').map((line) => line.trim()))
  const pieces: string[] = []
  let open: string[] = []
  for (const line of whole.split('\n')) {
    const plain = line.trim()
    if (plain === '') continue
    if (!kept.has(plain)) open.push(plain)
    else if (open.length > 0) {
      pieces.push(open.join('\n'))
      open = []
    }
  }
  return open.length === 0 ? pieces : [...pieces, open.join('\n')]
}
