import { type CssNode, ident, type Selector } from 'css-tree'
import type { ElementNode } from '../html/tree.js'

type Test = (element: ElementNode) => boolean
/** What stands between two spaces or signs: all of its tests hold for one element. */
type Compound = { tests: Test[]; key: string | null }
/** One selector of a list; compounds from the right to the left, each with the sign on its left side. */
export type CompiledSelector = { compounds: Compound[]; combinators: string[]; specificity: number }

/** Work that is left: a page may hold thousands of rules and elements, and a selector may look at many. */
export type Steps = { left: number }

/** The selectors that `&` means, of the rule around; and the steps that are left. */
export type SelectorContext = { around: readonly CompiledSelector[] | null; steps: Steps }

/** By what a selector's last part can be looked up: `#id`, `.class` or a tag; null where it may be any element. */
export function keyOf(selector: CompiledSelector): string | null {
  return selector.compounds[0]?.key ?? null
}

/** A parsed selector as tests; null for one that no reader's element fits, such as a pseudo-element's. Specificity after CSS Selectors 4, 17. */
export function compileSelector(selector: Selector, context: SelectorContext): CompiledSelector | null {
  const compounds: Compound[] = [{ tests: [], key: null }]
  const combinators: string[] = []
  let specificity = 0
  for (const node of selector.children) {
    const last = compounds.at(-1)
    if (node.type === 'Combinator') {
      combinators.push(node.name)
      compounds.push({ tests: [], key: null })
    } else if (last !== undefined) {
      const compiled = compileSimple(node, context)
      if (compiled === null) return null
      last.tests.push(compiled.test)
      if (compiled.key !== undefined) last.key = compiled.key
      specificity += compiled.weight
    }
  }
  const isNested = context.around !== null && !selector.children.some((node) => node.type === 'NestingSelector')
  if (isNested) {
    const starts = selector.children.first?.type === 'Combinator'
    if (starts) compounds[0] = { tests: [nestingTest(context)], key: null }
    else {
      compounds.unshift({ tests: [nestingTest(context)], key: null })
      combinators.unshift(' ')
    }
  }
  return { compounds: compounds.reverse(), combinators: combinators.reverse(), specificity }
}

/** Whether a selector fits an element. False as well when no steps are left. */
export function fitsSelector(element: ElementNode, selector: CompiledSelector, steps: Steps): boolean {
  return fitsFrom(element, { selector, at: 0, steps })
}

function fitsFrom(element: ElementNode, { selector, at, steps }: { selector: CompiledSelector; at: number; steps: Steps }): boolean {
  steps.left -= 1
  if (steps.left < 0 || element.parent === null) return false
  if (!selector.compounds[at]?.tests.every((test) => test(element))) return false
  const combinator = selector.combinators[at]
  if (combinator === undefined) return true
  const next = { selector, at: at + 1, steps }
  if (combinator === '>') return element.parent.parent !== null && fitsFrom(element.parent, next)
  if (combinator === '+') {
    return element.before !== null && fitsFrom(element.before, next)
  }
  const step = (of: ElementNode) => (combinator === '~' ? of.before : of.parent)
  for (let other = step(element); other !== null && steps.left > 0; other = step(other)) if (fitsFrom(other, next)) return true
  return false
}

type Simple = { test: Test; weight: number; key?: string }
const weights = { id: 1_000_000, class: 1_000, tag: 1 } as const

function compileSimple(node: CssNode, context: SelectorContext): Simple | null {
  switch (node.type) {
    case 'TypeSelector':
      return tagTest(node.name)
    case 'IdSelector': {
      const id = ident.decode(node.name)
      return { test: (element) => element.attributes.get('id') === id, weight: weights.id, key: `#${id}` }
    }
    case 'ClassSelector': {
      const name = ident.decode(node.name)
      return { test: (element) => element.classes.includes(name), weight: weights.class, key: `.${name}` }
    }
    case 'AttributeSelector':
      return { test: attributeTest(node), weight: weights.class }
    case 'PseudoClassSelector':
      return pseudoTest(node, context)
    case 'NestingSelector':
      return { test: nestingTest(context), weight: Math.max(0, ...(context.around ?? []).map(({ specificity }) => specificity)) }
    default:
      return null
  }
}

function tagTest(written: string): Simple {
  const name = ident.decode(written).toLowerCase().split('|').at(-1) ?? '*'
  return name === '*' ? { test: () => true, weight: 0 } : { test: (element) => element.tag === name, weight: weights.tag, key: name }
}

function nestingTest({ around, steps }: SelectorContext): Test {
  return (element) => around?.some((selector) => fitsSelector(element, selector, steps)) ?? isRoot(element)
}

function isRoot(element: ElementNode): boolean {
  return element.tag === 'html'
}

function attributeTest(node: Extract<CssNode, { type: 'AttributeSelector' }>): Test {
  const name = ident.decode(node.name.name).toLowerCase()
  const written = node.value === null ? '' : node.value.type === 'String' ? node.value.value : ident.decode(node.value.name)
  const isLoose = node.flags?.toLowerCase() === 'i'
  const wanted = isLoose ? written.toLowerCase() : written
  return (element) => {
    const raw = element.attributes.get(name)
    if (raw === undefined) return false
    const value = isLoose ? raw.toLowerCase() : raw
    switch (node.matcher) {
      case '=':
        return value === wanted
      case '~=':
        return wanted !== '' && value.split(/\s+/).includes(wanted)
      case '|=':
        return value === wanted || value.startsWith(`${wanted}-`)
      case '^=':
        return wanted !== '' && value.startsWith(wanted)
      case '$=':
        return wanted !== '' && value.endsWith(wanted)
      case '*=':
        return wanted !== '' && value.includes(wanted)
      default:
        return true
    }
  }
}

function pseudoTest(node: Extract<CssNode, { type: 'PseudoClassSelector' }>, context: SelectorContext): Simple | null {
  const name = node.name.toLowerCase()
  const inner = [...(node.children ?? [])].flatMap((child) => (child.type === 'SelectorList' ? [...child.children] : []))
  const selectors = inner.flatMap((one) => (one.type === 'Selector' ? (compileSelector(one, { ...context, around: null }) ?? []) : []))
  const heaviest = Math.max(0, ...selectors.map(({ specificity }) => specificity))
  const fitsAny: Test = (element) => selectors.some((selector) => fitsSelector(element, selector, context.steps))
  if (name === 'not') return { test: (element) => !fitsAny(element), weight: heaviest }
  if (name === 'is' || name === 'matches' || name === '-webkit-any' || name === '-moz-any') return { test: fitsAny, weight: heaviest }
  if (name === 'where') return { test: fitsAny, weight: 0 }
  if (name === 'root') return { test: isRoot, weight: weights.class }
  const [only] = node.children ?? []
  if (only?.type === 'Nth') return { test: nthTest(name, { nth: only.nth, steps: context.steps }), weight: weights.class }
  // What is not known, and every state such as `:hover`, does not hold for a page that no one touches.
  const structural = structuralTests[name] ?? ofTypeTest(name, context.steps)
  return { test: structural ?? (() => false), weight: weights.class }
}

const structuralTests: Readonly<Record<string, Test>> = {
  'first-child': (element) => element.place === 0,
  'last-child': (element) => element.after === null,
  'only-child': (element) => element.before === null && element.after === null,
  empty: (element) => element.children.every((child) => child.kind === 'comment'),
  link: (element) => element.tag === 'a' && element.attributes.has('href'),
  'any-link': (element) => element.tag === 'a' && element.attributes.has('href'),
  checked: (element) => element.attributes.has('checked') || element.attributes.has('selected'),
  disabled: (element) => element.attributes.has('disabled'),
  enabled: (element) => !element.attributes.has('disabled'),
  defined: () => true,
  scope: isRoot,
}

function ofTypeTest(name: string, steps: Steps): Test | null {
  const isFirst: Test = (element) => countBeside(element, { isLast: false, isOfType: true, steps }) === 1
  const isLast: Test = (element) => countBeside(element, { isLast: true, isOfType: true, steps }) === 1
  if (name === 'first-of-type') return isFirst
  if (name === 'last-of-type') return isLast
  return name === 'only-of-type' ? (element) => isFirst(element) && isLast(element) : null
}

function nthTest(name: string, { nth, steps }: { nth: CssNode; steps: Steps }): Test {
  const [step, start] = stepOf(nth)
  const how = { isLast: name.includes('last'), isOfType: name.endsWith('of-type'), steps }
  return (element) => {
    const number = countBeside(element, how)
    return step === 0 ? number === start : (number - start) % step === 0 && (number - start) / step >= 0
  }
}

/** Which of its siblings an element is, from 1: from the first or the last, of all or of those of its tag. */
function countBeside(element: ElementNode, { isLast, isOfType, steps }: { isLast: boolean; isOfType: boolean; steps: Steps }): number {
  if (!isLast && !isOfType) return element.place + 1
  let number = 0
  for (let at: ElementNode | null = element; at !== null && steps.left > 0; at = isLast ? at.after : at.before) {
    steps.left -= 1
    if (!isOfType || at.tag === element.tag) number += 1
  }
  return number
}

/** `an + b` as a and b. */
function stepOf(nth: CssNode): [number, number] {
  if (nth.type === 'AnPlusB') return [Number(nth.a === '-' ? -1 : (nth.a ?? 0)), Number(nth.b ?? 0)]
  return nth.type === 'Identifier' && nth.name === 'odd' ? [2, 1] : [2, 0]
}
