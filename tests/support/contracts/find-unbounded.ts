import { parseSync } from 'oxc-parser'

/** A zod schema without a limit: where it is made (line from 1), and what it takes without end. */
export type Unbounded = { line: number; made: string }

type Node = { type: string; start: number; end: number } & Record<string, unknown>

/** What takes as much as it is sent: texts, lists, records. `unknown`, `any` and `json` are bounded with the document they are part of. */
const makers = new Set(['z.string', 'z.coerce.string', 'z.url', 'z.email', 'z.iso.datetime', 'z.array', 'z.record', 'z.map', 'z.set'])
/** The helpers of `src/contracts/limits.ts`, whose limit no JSON Schema shows. */
const limiters = new Set(['atMost', 'listOfAtMost', 'recordOfAtMost'])

/**
 * Every text, list and record that a file lets in without a maximum: no `max`, `length`, or pattern of a bounded length in the chain of calls
 * that makes it, and none of the helpers around it. Throws for text that is not TypeScript.
 */
export function findUnbounded(path: string, text: string): Unbounded[] {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const found: Unbounded[] = []
  const visit = (value: unknown, above: readonly Node[]): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, above)
    if (!isNode(value)) return
    const made = madeBy(value)
    if (made !== null && !isBounded(value, above)) found.push({ line: text.slice(0, value.start).split('\n').length, made })
    for (const each of Object.values(value)) visit(each, [...above, value])
  }
  visit(program, [])
  return found
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** `z.string` for the call that makes a text; `.array` for a list made of its item; null for any other node. */
function madeBy(node: Node): string | null {
  if (node.type !== 'CallExpression') return null
  const name = nameOf(node.callee)
  if (makers.has(name)) return hasNamedKeys(name, node.arguments) ? null : name
  const isList = name.endsWith('.array') && Array.isArray(node.arguments) && node.arguments.length === 0
  return isList ? '.array' : null
}

/** A record whose keys are those of an enumeration has no others. */
function hasNamedKeys(name: string, given: unknown): boolean {
  const [keys] = Array.isArray(given) ? given : []
  return name === 'z.record' && isNode(keys) && keys.type === 'CallExpression' && nameOf(keys.callee) === 'z.enum'
}

/** `z.iso.datetime` for a chain of names; of anything else, what follows upon it. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node.name)
  return node.type === 'MemberExpression' ? `${nameOf(node.object)}.${nameOf(node.property)}` : ''
}

/** Follows the chain of calls upon a schema, and what it is handed to. */
function isBounded(schema: Node, above: readonly Node[]): boolean {
  let at = schema
  for (let index = above.length - 1; index >= 0; index -= 1) {
    const parent = above[index]
    if (parent === undefined) return false
    if (parent.type === 'CallExpression' && parent.callee !== at) {
      return limiters.has(nameOf(parent.callee)) && Array.isArray(parent.arguments) && parent.arguments[0] === at
    }
    if (parent.type === 'CallExpression' && limits(parent)) return true
    if (parent.type !== 'CallExpression' && !(parent.type === 'MemberExpression' && parent.object === at)) return false
    at = parent
  }
  return false
}

/** Whether a call upon a schema ends it somewhere. */
function limits({ callee, arguments: given }: Node): boolean {
  const method = isNode(callee) ? nameOf(callee.property) : ''
  if (method === 'max' || method === 'length') return true
  const [first] = Array.isArray(given) ? given : []
  const pattern: unknown = isNode(first) && typeof first.regex === 'object' && first.regex !== null ? Object.values(first.regex)[0] : null
  return method === 'regex' && typeof pattern === 'string' && isOfBoundedLength(pattern)
}

/** A pattern of the whole text in which nothing is repeated without end; alternatives are in groups. */
export function isOfBoundedLength(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, '')
  if (!bare.startsWith('^') || !bare.endsWith('$') || /[*+]|\{\d*,\}/.test(bare)) return false
  return !bare.replace(/\([^()]*\)/g, '').includes('|')
}
