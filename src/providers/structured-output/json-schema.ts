import { onceFor } from '../../platform/once-for.js'

/** A JSON Schema, or a part of one. */
export type JsonSchema = Record<string, unknown>

/** Keywords whose value maps names (of properties or definitions) to schemas: those names are no keywords. */
const schemaMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
/** Keywords whose value is data that may look like a schema. */
const dataKeywords = new Set(['enum', 'const', 'default', 'examples'])

/**
 * The same schema without the given keywords, at every depth; a property that bears the name of one stays. The order of keys is kept,
 * because constrained decoding makes a model write an object's fields in it. Made once for each schema, which is that of request after request;
 * neither may change. Pure.
 */
export function withoutKeywords(schema: JsonSchema, keywords: ReadonlySet<string>): JsonSchema {
  return reduced(keywords)(schema)
}

const reduced = onceFor((keywords: ReadonlySet<string>) =>
  onceFor((schema: JsonSchema) => onlyKeywords(schema, (keyword) => !keywords.has(keyword))),
)

/** Like `withoutKeywords`, for providers whose accepted keywords, or values of one, are known. Pure. */
export function onlyKeywords(schema: JsonSchema, keeps: (keyword: string, value: unknown) => boolean): JsonSchema {
  const kept = Object.entries(schema).filter(([keyword, value]) => keeps(keyword, value))
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, onlyIn(keyword, value, keeps)]))
}

function onlyIn(keyword: string, value: unknown, keeps: (keyword: string, value: unknown) => boolean): unknown {
  if (dataKeywords.has(keyword)) return value
  if (Array.isArray(value)) return value.map((item) => (isSchema(item) ? onlyKeywords(item, keeps) : item))
  if (!isSchema(value)) return value
  if (!schemaMaps.has(keyword)) return onlyKeywords(value, keeps)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, isSchema(part) ? onlyKeywords(part, keeps) : part]))
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
