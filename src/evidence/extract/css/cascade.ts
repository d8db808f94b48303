import type { ElementNode } from '../html/tree.js'
import { fitsSelector, keyOf, type Steps } from './selector.js'
import { type Declaration, readInlineStyle, type Sheets, type StyleRule } from './sheets.js'

/** Properties that can hide text or say how it is laid out; others are not looked at. */
const looked = new Set(
  (
    'display visibility opacity font font-size color background background-color background-image background-clip -webkit-background-clip ' +
    '-webkit-text-fill-color width height max-width max-height overflow overflow-x overflow-y clip clip-path text-indent position left top ' +
    'right bottom inset transform scale translate margin margin-left margin-top content-visibility filter line-height direction unicode-bidi'
  ).split(' '),
)

/** Properties that are named by the direction of the text, as they are in one that runs to the right and down. */
const physical: Readonly<Record<string, string>> = {
  'inline-size': 'width',
  'block-size': 'height',
  'max-inline-size': 'max-width',
  'max-block-size': 'max-height',
  'inset-inline-start': 'left',
  'inset-inline-end': 'right',
  'inset-block-start': 'top',
  'inset-block-end': 'bottom',
  'margin-inline-start': 'margin-left',
  'margin-block-start': 'margin-top',
  '-webkit-clip-path': 'clip-path',
  '-webkit-transform': 'transform',
  '-webkit-filter': 'filter',
}

/** Shorthands clear what was set before by the longer names. */
const parts: Readonly<Record<string, readonly string[]>> = {
  font: ['font-size', 'line-height'],
  background: ['background-color', 'background-image', 'background-clip', '-webkit-background-clip'],
  overflow: ['overflow-x', 'overflow-y'],
  inset: ['left', 'top', 'right', 'bottom'],
  margin: ['margin-left', 'margin-top'],
}

/** What an element's rules and its own style say, by property; of several the one that wins (CSS Cascading 4, 6). Layers count in their order. */
export type DeclaredValues = ReadonlyMap<string, string>

/** Finds the declared values of elements. The sheets' rules are looked up by id, class and tag. */
export function openCascade(sheets: Sheets, steps: Steps): (element: ElementNode) => DeclaredValues {
  const index = indexRules(sheets.rules)
  return (element) => {
    const fitting = steps.left < 0 ? [] : rulesFor(element, index).filter(({ selector }) => fitsSelector(element, selector, steps))
    fitting.sort((left, right) => left.selector.specificity - right.selector.specificity || left.order - right.order)
    const style = element.attributes.get('style')
    return winners([...fitting.map(({ declarations }) => declarations), style === undefined ? [] : readInlineStyle(style)])
  }
}

function indexRules(rules: readonly StyleRule[]): ReadonlyMap<string, StyleRule[]> {
  const index = new Map<string, StyleRule[]>()
  for (const rule of rules) {
    const declarations = rule.declarations.filter(({ property }) => isLookedAt(property))
    if (declarations.length === 0) continue
    const key = keyOf(rule.selector) ?? '*'
    const bucket = index.get(key)
    if (bucket === undefined) index.set(key, [{ ...rule, declarations }])
    else bucket.push({ ...rule, declarations })
  }
  return index
}

function isLookedAt(property: string): boolean {
  return property.startsWith('--') || looked.has(physical[property] ?? property)
}

function rulesFor(element: ElementNode, index: ReadonlyMap<string, StyleRule[]>): StyleRule[] {
  const id = element.attributes.get('id')
  const keys = new Set(['*', element.tag, ...element.classes.map((name) => `.${name}`), ...(id === undefined ? [] : [`#${id}`])])
  return [...keys].flatMap((key) => index.get(key) ?? [])
}

/** Lists of declarations, the weakest first. */
function winners(lists: readonly (readonly Declaration[])[]): DeclaredValues {
  const values = new Map<string, string>()
  for (const wanted of [false, true]) {
    for (const list of lists) {
      for (const { property: written, value, isImportant } of list) {
        const property = physical[written] ?? written
        if (isImportant !== wanted || !isLookedAt(property)) continue
        for (const part of parts[property] ?? []) values.delete(part)
        values.delete(property)
        values.set(property, value)
      }
    }
  }
  return values
}
