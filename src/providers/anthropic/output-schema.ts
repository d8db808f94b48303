import { onceFor } from '../../platform/once-for.js'
import { type JsonSchema, onlyKeywords } from '../structured-output/json-schema.js'

/**
 * What Anthropic's structured outputs accept of JSON Schema (platform.claude.com/docs/en/build-with-claude/structured-outputs, "JSON Schema
 * limitations", and `transformJSONSchema` in the SDK's lib/transform-json-schema.ts). Anything else, such as `minimum` or `maxLength`,
 * ends in a 400. `pattern` is taken only in part, and zod's pattern of a date says no more than the format beside it.
 */
const acceptedKeywords: ReadonlySet<string> = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const'],
  ...['anyOf', 'allOf', '$ref', '$defs', 'definitions', 'title', 'description'],
])

const acceptedFormats: ReadonlySet<unknown> = new Set([
  ...['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
])

/** The schema reduced to what Anthropic accepts; zod checks the rest once the reply is here. Keeps the order of keys. Made once for each schema. Pure. */
export const toOutputSchema = onceFor(
  (schema: JsonSchema): JsonSchema =>
    onlyKeywords(schema, (keyword, value) => {
      if (keyword === 'format') return acceptedFormats.has(value)
      if (keyword === 'minItems') return value === 0 || value === 1
      return acceptedKeywords.has(keyword)
    }),
)
