import { type LineWriter, writeLines } from '../text/lines.js'
import { apartTags, blockTags } from './layout.js'
import { isSeen, type Seen } from './seen.js'
import { readRows, rowsAsText } from './table.js'
import type { ElementNode, PageNode } from './tree.js'

/** How a page's elements are written as text. */
export type Writing = {
  seen: Seen
  /** Whether the text right below an element belongs to what is written. */
  isWanted: (element: ElementNode) => boolean
  clean: (text: string) => string
  /** White space is as its author broke the lines, as in Markdown. */
  keepsLines?: boolean
}

type Context = Writing & { out: LineWriter; indent: string; quote: string; isPreformatted: boolean }

/** The seen text of an element: see `ExtractedPage.text`. Linear in the page but for tables in tables, which are written as their text. */
export function writeText(element: ElementNode, writing: Writing): string {
  const out = writeLines()
  writeChildren(element, { ...writing, out, indent: '', quote: '', isPreformatted: false })
  return out.finish()
}

function writeChildren(element: ElementNode, context: Context): void {
  for (const child of element.children) writeNode(child, context)
}

function writeNode(node: PageNode, context: Context): void {
  if (node.kind === 'text') writeWords(node.text, { element: node.parent, context })
  else if (node.kind === 'element') writeElement(node, context)
}

function writeWords(text: string, { element, context }: { element: ElementNode; context: Context }): void {
  if (!isSeen(element, context.seen) || !context.isWanted(element)) return
  // As if it were between characters that say the same.
  const shown = context.clean(isReversed(element, context.seen) ? `\u202e${text}\u202c` : text)
  if (context.isPreformatted || context.keepsLines === true) context.out.verbatim(shown)
  else context.out.words(shown)
}

function isReversed(element: ElementNode, seen: Seen): boolean {
  if (seen.reversed.size === 0) return false
  for (let at: ElementNode | null = element; at !== null; at = at.parent) if (seen.reversed.has(at.index)) return true
  return false
}

const heading = /^h([1-6])$/

function writeElement(element: ElementNode, context: Context): void {
  const { tag } = element
  const { out } = context
  const level = heading.exec(tag)?.[1]
  if (level !== undefined) writeMarked(element, { mark: `${'#'.repeat(Number(level))} `, context })
  else if (tag === 'br') out.newLine()
  else if (tag === 'ul' || tag === 'ol' || tag === 'menu') writeList(element, context)
  else if (tag === 'pre' || tag === 'listing' || tag === 'xmp' || tag === 'plaintext') writePreformatted(element, context)
  else if (tag === 'table') writeTable(element, context)
  else if (tag === 'blockquote') writeMarked(element, { mark: `${context.quote}> `, context: { ...context, quote: `${context.quote}> ` } })
  else if (tag === 'del' || tag === 's' || tag === 'strike') writeStruck(element, context)
  else if (tag === 'sup') writeRaised(element, context)
  else if (tag === 'input') writeButton(element, context)
  else if (isBlock(element, context.seen)) writeBlock(element, context)
  else {
    const isApart = apartTags.has(tag) || displayAround(element, context.seen) === 'flex'
    if (isApart || (tag === 'a' && followsLink(element))) out.space()
    writeChildren(element, context)
    if (isApart) out.space()
  }
}

function isBlock(element: ElementNode, seen: Seen): boolean {
  const display = seen.displays[element.index] ?? null
  if (display === null) return blockTags.has(element.tag) || displayAround(element, seen) === 'grid'
  if (display === 'contents' || display.startsWith('inline')) return false
  return /^(?:block|flex|grid|table|list-item|flow-root|none)/.test(display)
}

/** Two links with nothing between them are two words. */
function followsLink(element: ElementNode): boolean {
  return element.isGlued && element.before?.tag === 'a'
}

/** How its parent lays out an element: items of a flexible box stand apart without white space, cells of a grid on their own. */
function displayAround(element: ElementNode, { displays }: Seen): string | null {
  const display = element.parent === null ? null : (displays[element.parent.index] ?? null)
  return display === null ? null : display.replace('inline-', '')
}

function writeBlock(element: ElementNode, { out, ...context }: Context): void {
  out.newBlock()
  if (context.quote !== '') out.mark(context.quote)
  writeChildren(element, { ...context, out })
  out.newBlock()
}

function writeMarked(element: ElementNode, { mark, context }: { mark: string; context: Context }): void {
  context.out.newBlock()
  context.out.mark(mark)
  writeChildren(element, { ...context, keepsLines: heading.test(element.tag) ? false : context.keepsLines === true })
  context.out.mark('')
  context.out.newBlock()
}

function writeList(list: ElementNode, context: Context): void {
  const { out } = context
  if (context.indent === '') out.newBlock()
  let number = Math.trunc(Number(list.attributes.get('start') ?? 1)) || 1
  for (const child of list.children) {
    if (child.kind !== 'element' || child.tag !== 'li') {
      writeNode(child, context)
      continue
    }
    out.newLine()
    out.mark(`${context.quote}${context.indent}${list.tag === 'ol' ? `${number}. ` : '- '}`)
    number += 1
    for (const inner of child.children) writeItemPart(inner, { ...context, indent: `${context.indent}  `.slice(0, 40) })
    out.mark('')
    out.newLine()
  }
  if (context.indent === '') out.newBlock()
}

/** An item stays on one line where it can: a paragraph in it begins no block. */
function writeItemPart(node: PageNode, context: Context): void {
  const isPlain = node.kind === 'element' && (node.tag === 'p' || node.tag === 'div') && !hasBlocks(node)
  if (isPlain) context.out.space()
  if (isPlain) writeChildren(node, context)
  else writeNode(node, context)
  if (isPlain) context.out.space()
}

function hasBlocks(element: ElementNode): boolean {
  return element.children.some((child) => child.kind === 'element' && (child.tag === 'br' || blockTags.has(child.tag) || hasBlocks(child)))
}

function writePreformatted(element: ElementNode, context: Context): void {
  const inner = writeLines()
  writeChildren(element, { ...context, out: inner, isPreformatted: true })
  const text = inner.finish()
  if (text === '') return
  context.out.newBlock()
  context.out.verbatim(`\`\`\`\n${text}\n\`\`\``)
  context.out.newBlock()
}

function writeTable(table: ElementNode, context: Context): void {
  const rows = readRows(table, (cell) => writeInner(cell, context))
  if (rows === null) {
    writeBlock(table, context)
    return
  }
  context.out.newBlock()
  if (rows.caption !== '') {
    context.out.words(rows.caption)
    context.out.newBlock()
  }
  context.out.verbatim(rowsAsText(rows.cells))
  context.out.newBlock()
}

/** What is in a cell, on one line. */
function writeInner(element: ElementNode, context: Context): string {
  const out = writeLines()
  writeChildren(element, { ...context, out, indent: '', quote: '', keepsLines: false, isPreformatted: false })
  return out.finish().replaceAll(/\s+/g, ' ').trim()
}

function writeStruck(element: ElementNode, context: Context): void {
  const text = writeInner(element, context)
  if (text !== '') context.out.words(`~~${text}~~`)
}

const cents = /[$€£¥₹]\s?\d{1,6}$/

/** Raised figures: cents behind an amount, else a power or a note, kept apart from the number that they stand on. */
function writeRaised(element: ElementNode, context: Context): void {
  const text = writeInner(element, context)
  if (text === '') return
  const line = context.out.tail()
  if (/^\d{2}$/.test(text) && cents.test(line.slice(-12))) context.out.words(`.${text}`)
  else if (/^\d/.test(text) && /\d$/.test(line)) context.out.words(`^${text}`)
  else context.out.words(text)
}

function writeButton(element: ElementNode, context: Context): void {
  const type = element.attributes.get('type')?.toLowerCase() ?? 'text'
  const value = element.attributes.get('value') ?? ''
  if (!['submit', 'button', 'reset', 'text', 'search'].includes(type) || value === '') return
  context.out.space()
  writeWords(value, { element, context })
  context.out.space()
}
