import { z } from 'zod'
import { exampleModelId, exampleSlug } from '../../contracts/examples.js'
import type { Path } from './yaml-source.js'

/** The parts of JSON Schema that zod's export of our contracts uses. */
export type JsonSchema = z.core.JSONSchema.JSONSchema

/** The JSON Schema of what people write (before defaults apply). */
export function writtenSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}

/** The part of a JSON Schema that governs the value at a path; null where the schema knows no such place. */
export function schemaAt(schema: JsonSchema, path: Path): JsonSchema | null {
  const [segment, ...rest] = path
  if (segment === undefined) return schema
  for (const branch of branchesOf(schema)) {
    const child = childSchema(branch, segment)
    if (child !== null) return schemaAt(child, rest)
  }
  return null
}

/** The alternatives of a schema, each of one type: an export writes `text or null` as `anyOf`, or as a list of types. */
export function branchesOf(schema: JsonSchema | null): JsonSchema[] {
  if (schema === null) return []
  const branches = schema.anyOf ?? schema.oneOf
  if (branches !== undefined) return branches.flatMap((branch) => branchesOf(branch))
  const types: readonly JsonSchema['type'][] = [schema.type].flat()
  return types.map((type) => ({ ...schema, type }))
}

function childSchema(schema: JsonSchema, segment: PropertyKey): JsonSchema | null {
  const properties = schema.properties ?? {}
  const key = String(segment)
  // A mapping whose keys people choose has one schema for all their values.
  const child = typeof segment === 'number' ? schema.items : Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties
  return typeof child === 'object' && !Array.isArray(child) ? child : null
}

/** The keys that may be in a mapping at this place. */
export function knownKeys(schema: JsonSchema | null): string[] {
  return branchesOf(schema).flatMap(({ properties = {} }) => Object.keys(properties))
}

/** Says in words what may be written: `a whole number above 0`, `one of "yes" or "no"`, `a list, each entry text`. */
export function describeExpected(schema: JsonSchema | null): string {
  if (schema === null) return 'a value'
  const branches = branchesOf(schema)
  if (branches.length > 1) return branches.map(describeExpected).join(', or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return `one of ${joinOr(schema.enum.map((value) => JSON.stringify(value)))}`
  switch (schema.type) {
    case 'string':
      return describeText(schema)
    case 'integer':
      return `a whole number${describeRange(schema)}`
    case 'number':
      return `a number${describeRange(schema)}`
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    case 'array':
      return describeList(schema)
    case 'object':
      return knownKeys(schema).length === 0 ? 'a mapping' : `a mapping with the keys ${knownKeys(schema).join(', ')}`
    default:
      return 'a value'
  }
}

function describeList(schema: JsonSchema): string {
  const count = (schema.minItems ?? 0) > 0 ? ` of at least ${schema.minItems}` : ''
  return `a list${count}, each entry ${describeExpected(childSchema(schema, 0))}`
}

const examples = [exampleSlug, exampleModelId]

function describeText({ format, pattern }: JsonSchema): string {
  if (format === 'date') return 'a date that exists, written YYYY-MM-DD, such as 2026-11-22'
  if (format === 'uri') return 'an absolute address such as https://example.org/notes'
  const example = pattern === undefined ? undefined : examples.find((candidate) => new RegExp(pattern, 'u').test(candidate))
  return example === undefined ? 'text' : `text such as ${example}`
}

function describeRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  // Zod bounds every whole number by what a double holds exactly; no one needs to read that.
  const isReal = (bound: unknown): boolean => typeof bound === 'number' && Math.abs(bound) !== Number.MAX_SAFE_INTEGER
  const bounds = [
    isReal(minimum) ? `of at least ${minimum}` : '',
    isReal(exclusiveMinimum) ? `above ${exclusiveMinimum}` : '',
    isReal(maximum) ? `of at most ${maximum}` : '',
    isReal(exclusiveMaximum) ? `below ${exclusiveMaximum}` : '',
  ].filter((bound) => bound !== '')
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`
}

/** `a, b or c`. */
function joinOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
