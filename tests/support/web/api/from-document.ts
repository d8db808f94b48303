import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'

/* Requests out of what the API says of itself: such as hold by it, and such as do not. Always the same ones for the same seed. */

export type Schema = { [keyword: string]: unknown }
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }
export type Operation = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
export type ApiDocument = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

const address = 'https://panel.test/openapi'
const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** What holds by the document. Formats are held to, as a client that knows them does. */
export function openDocument(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  ajv.addFormat('date', isDate)
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)) && isDate(text.slice(0, 10)))
  ajv.addFormat('uri', (text: string) => URL.canParse(text) && !/\s/.test(text))
  ajv.addSchema({ $id: address, ...document })
  const known = new Map<Schema, ValidateFunction>()
  return {
    /** Whether a value is as that part of the document says. */
    check: (schema: Schema): ValidateFunction => {
      const check = known.get(schema) ?? ajv.compile(absolute(schema))
      known.set(schema, check)
      return check
    },
    resolve: (schema: Schema): Schema => {
      const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/components/schemas/', '') : null
      return name === null ? schema : (document.components.schemas[name] ?? {})
    },
  }
}

export type OpenedDocument = ReturnType<typeof openDocument>

/** References from the root of the document, as they are in it. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${address}#/`))
}

const longest = (schema: Schema) => Number(schema.maxLength ?? 60)
const shortest = (schema: Schema) => Number(schema.minLength ?? 0)

/** Values that hold by a schema, at its edges as well. */
export function valid(opened: OpenedDocument, written: Schema): fc.Arbitrary<unknown> {
  const check = opened.check(written)
  let misses = 0
  return shaped(opened, written).filter((value) => {
    misses = check(value) ? 0 : misses + 1
    if (misses > mostMisses) throw new Error(`nothing that was tried holds by ${JSON.stringify(written).slice(0, 300)}`)
    return misses === 0
  })
}

/** So many values in a row that do not hold: a schema that nothing holds by would be looked for without end. */
const mostMisses = 20_000

function shaped(opened: OpenedDocument, written: Schema): fc.Arbitrary<unknown> {
  const schema = opened.resolve(written)
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => shaped(opened, choice)))
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const { type } = schema
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => shaped(opened, { ...schema, type: one })))
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numbers(schema)
    case 'array':
      return lists(opened, schema)
    case 'object':
      return objects(opened, schema)
    case 'string':
      return texts(schema)
    default:
      throw new Error(`nothing is known of ${JSON.stringify(schema).slice(0, 200)}`)
  }
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const isWhole = schema.type === 'integer'
  const step = isWhole ? 1 : 1e-6
  const min = 'exclusiveMinimum' in schema ? Number(schema.exclusiveMinimum) + step : Number(schema.minimum ?? -1_000)
  const max = 'exclusiveMaximum' in schema ? Number(schema.exclusiveMaximum) - step : Number(schema.maximum ?? 1_000)
  const inside = isWhole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })
  return fc.oneof(fc.constantFrom(min, max), inside)
}

/** Characters of one, two, three and four bytes, and of two code units. */
const character = fc.constantFrom('a', 'Z', '7', '-', ' ', 'é', 'ß', '漢', '😀', '\n', '"', '\\', '<', '\u200d', '\u0301', '\x7f')

function texts(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'date') return fc.constantFrom('2026-11-20', '2024-02-29', '2027-12-31', '2030-01-01')
  if (schema.format === 'uri')
    return fc.constantFrom('https://example.com/', 'http://example.org/a?b=c%20d', 'https://xn--bcher-kva.example/')
  const [min, max] = [shortest(schema), longest(schema)]
  if (typeof schema.pattern === 'string' && schema.pattern !== '\\S' && !schema.pattern.startsWith('^[^')) {
    return fc.stringMatching(new RegExp(schema.pattern, 'u')).map((text) => ('maxLength' in schema ? text.slice(0, max) : text))
  }
  const free = fc.array(character, { minLength: min, maxLength: Math.min(max, 40) }).map((parts) => parts.join(''))
  // As long as may be, in characters of one and of two code units.
  const edges = max > 20_000 ? [] : ['a'.repeat(max), '😀'.repeat(max)]
  return fc.oneof(free, fc.constantFrom('plain words', ...edges))
}

function lists(opened: OpenedDocument, schema: Schema): fc.Arbitrary<unknown[]> {
  const item = shaped(opened, (schema.items ?? {}) as Schema)
  const minLength = Number(schema.minItems ?? 0)
  const maxLength = Math.max(minLength, Math.min(Number(schema.maxItems ?? 3), 3))
  return schema.uniqueItems === true
    ? fc.uniqueArray(item, { minLength, maxLength, selector: (value) => JSON.stringify(value) })
    : fc.array(item, { minLength, maxLength })
}

function objects(opened: OpenedDocument, schema: Schema): fc.Arbitrary<object> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  const requiredKeys = (schema.required ?? []) as string[]
  return fc.record(Object.fromEntries(properties.map(([name, each]) => [name, shaped(opened, each)])), {
    requiredKeys,
    noNullPrototype: true,
  })
}

const oddValues: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    [],
    {},
    [null],
    '',
    ' ',
    '\u00a0\n',
    'a\0b',
    'a\ud800b',
    '\udc00',
    'x',
    '2026-02-30',
    'ftp://example.com',
  ],
  'x'.repeat(12_000),
]

/** Values that do not hold by a schema: ones that do, with one thing about them changed. */
export function invalid(opened: OpenedDocument, written: Schema): fc.Arbitrary<unknown> {
  const changed = fc.tuple(shaped(opened, written), fc.nat(), fc.nat()).map(([value, place, change]) => {
    const places = placesOf(value)
    return changeAt(value, places[place % places.length] ?? [], change)
  })
  return fc.oneof(changed, fc.constantFrom(...oddValues)).filter((value) => !opened.check(written)(value))
}

type Place = readonly (string | number)[]

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]))]
}

function changeAt(value: unknown, [key, ...rest]: Place, change: number): unknown {
  if (key !== undefined && typeof value === 'object' && value !== null) {
    const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
    Reflect.set(copy, key, changeAt(Reflect.get(value, key), rest, change))
    return copy
  }
  const odd = oddValues[change % oddValues.length]
  if (typeof value === 'string')
    return [odd, `${value}\0`, `${value}\udc00`, '😀'.repeat(11_000), 'a'.repeat(11_000), ` ${value}`][change % 6]
  if (typeof value === 'number') return [odd, -value - 1, value + 0.5, 1e12, `${value}`][change % 5]
  if (Array.isArray(value)) return [odd, [...value, ...value], Array(300).fill(value[0] ?? 'x'), [...value, odd]][change % 4]
  if (typeof value !== 'object' || value === null) return odd
  const [first] = Object.keys(value)
  const { [first ?? '']: _gone, ...less } = value as Record<string, unknown>
  return [odd, { ...value, surplus: 1 }, less, { ...value, __proto__x: {} }, {}][change % 5]
}

/** The first so many of what an arbitrary gives for a seed. */
export function sample<T>(arbitrary: fc.Arbitrary<T>, { seed, count }: { seed: number; count: number }): T[] {
  return fc.sample(arbitrary, { seed, numRuns: count })
}
