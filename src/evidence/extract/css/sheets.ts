import { type CssNode, generate, ident, List, parse } from 'css-tree'
import { type ElementNode, type PageTree, textBelow } from '../html/tree.js'
import { mediaMatches } from './media.js'
import { type CompiledSelector, compileSelector, type Steps } from './selector.js'

/** More style text than any page brings along; what is behind is not applied. */
const longestSheets = 2_000_000
/** Styles are written three or four blocks deep. */
const mostNested = 100

export type Declaration = { property: string; value: string; isImportant: boolean }
/** A rule with one of its selectors; `order` counts rules as they are written. */
export type StyleRule = { selector: CompiledSelector; declarations: Declaration[]; order: number }
export type Sheets = {
  rules: StyleRule[]
  /** Some of the page's look is set by sheets that are not part of it. */
  hasExternal: boolean
  /** There was more than is read, or something that no one can parse. */
  isPartial: boolean
}

/** The rules of a page's own style sheets that apply on a screen. Never throws. */
export function readSheets(tree: PageTree, steps: Steps): Sheets {
  const sheets: Sheets = { rules: [], hasExternal: false, isPartial: false }
  let left = longestSheets
  for (const element of tree.elements) {
    if (isExternalSheet(element)) sheets.hasExternal = true
    if (element.tag !== 'style' || !mediaMatches(element.attributes.get('media') ?? '')) continue
    const text = textBelow(element, left + 1)
    if (text.length > left) sheets.isPartial = true
    else readSheet(text, { sheets, steps })
    left -= Math.min(left, text.length)
  }
  return sheets
}

function isExternalSheet(element: ElementNode): boolean {
  return element.tag === 'link' && /\bstylesheet\b/i.test(element.attributes.get('rel') ?? '')
}

type Reading = { sheets: Sheets; steps: Steps }

function readSheet(text: string, reading: Reading): void {
  // The parser goes down by recursion, and leaves out in silence what ends its stack.
  if (deepestBlock(text) > mostNested) reading.sheets.isPartial = true
  else readRules(parseRules(text), { ...reading, around: null })
}

function parseRules(text: string): List<CssNode> {
  const sheet = parse(text, { parseValue: false, parseCustomProperty: false })
  return sheet.type === 'StyleSheet' ? sheet.children : new List()
}

function deepestBlock(text: string): number {
  let open = 0
  let deepest = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{' || text[at] === '(' || text[at] === '[') open += 1
    else if (text[at] === '}' || text[at] === ')' || text[at] === ']') open = Math.max(0, open - 1)
    deepest = Math.max(deepest, open)
  }
  return deepest
}

function readRules(nodes: List<CssNode>, context: Reading & { around: readonly CompiledSelector[] | null }): void {
  const own = [...nodes].flatMap((node) => (node.type === 'Declaration' ? [declarationOf(node)] : []))
  if (own.length > 0) {
    for (const selector of context.around ?? [])
      context.sheets.rules.push({ selector, declarations: own, order: context.sheets.rules.length })
  }
  for (const node of nodes) {
    if (node.type === 'Atrule') readAtRule(node, context)
    // It knows no nested rule that begins with a class or a tag; read by itself it is one as any other.
    else if (node.type === 'Raw' && context.around !== null && node.value.includes('{')) readRules(parseRules(node.value), context)
    else if (node.type === 'Rule' && node.prelude.type === 'SelectorList') {
      const { around, steps } = context
      const selectors = [...node.prelude.children].flatMap((one) =>
        one.type === 'Selector' ? (compileSelector(one, { around, steps }) ?? []) : [],
      )
      readRules(node.block.children, { ...context, around: selectors })
    }
  }
}

/** Names of groups whose rules apply; what is only asked of newer browsers (`@supports`) is taken as given. */
const groups = new Set(['media', 'supports', 'layer', 'container', 'scope'])

function readAtRule(node: Extract<CssNode, { type: 'Atrule' }>, context: Reading & { around: readonly CompiledSelector[] | null }): void {
  const name = node.name.toLowerCase()
  if (name === 'import') context.sheets.hasExternal = true
  if (node.block === null || !groups.has(name)) return
  if (name === 'media' && !mediaMatches(node.prelude === null ? '' : generate(node.prelude))) return
  readRules(node.block.children, context)
}

function declarationOf(node: Extract<CssNode, { type: 'Declaration' }>): Declaration {
  const property = node.property.startsWith('--') ? node.property : ident.decode(node.property).toLowerCase()
  const value = node.value.type === 'Raw' ? node.value.value : generate(node.value)
  return { property, value: cleanValue(value), isImportant: node.important !== false }
}

/** A value without comments, its escapes read, at most 400 UTF-16 units. */
function cleanValue(value: string): string {
  const short = value
    .slice(0, 400)
    .replaceAll(/\/\*[^*]*\*\//g, ' ')
    .trim()
  return short.includes('\\') ? ident.decode(short) : short
}

/** The declarations of a `style` attribute. Never throws. */
export function readInlineStyle(style: string): Declaration[] {
  try {
    const list = parse(style.slice(0, 20_000), { context: 'declarationList', parseValue: false, parseCustomProperty: false })
    return list.type === 'DeclarationList'
      ? [...list.children].flatMap((node) => (node.type === 'Declaration' ? [declarationOf(node)] : []))
      : []
  } catch {
    return []
  }
}
