/** A JSON Schema, or a part of one. */
export type JsonSchema = Record<string, unknown>

/** Keywords whose value maps names (of properties or definitions) to schemas: those names are no keywords. */
const schemaMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
/** Keywords whose value is data that may look like a schema. */
const dataKeywords = new Set(['enum', 'const', 'default', 'examples'])

/**
 * The same schema without the given keywords, at every depth; a property that bears the name of one stays. The order of keys is kept,
 * because constrained decoding makes a model write an object's fields in it. Pure.
 */
export function withoutKeywords(schema: JsonSchema, keywords: ReadonlySet<string>): JsonSchema {
  const kept = Object.entries(schema).filter(([keyword]) => !keywords.has(keyword))
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutIn(keyword, value, keywords)]))
}

function withoutIn(keyword: string, value: unknown, keywords: ReadonlySet<string>): unknown {
  if (dataKeywords.has(keyword)) return value
  if (Array.isArray(value)) return value.map((item) => (isSchema(item) ? withoutKeywords(item, keywords) : item))
  if (!isSchema(value)) return value
  if (!schemaMaps.has(keyword)) return withoutKeywords(value, keywords)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, isSchema(part) ? withoutKeywords(part, keywords) : part]))
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
