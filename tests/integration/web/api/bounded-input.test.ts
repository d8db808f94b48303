import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossierSchema, type Source } from '../../../../src/contracts/dossier.js'
import { sampleDossier } from '../../../support/samples.js'
import { bodyOf, editor, openTestApi, type TestApi } from '../../../support/web/api/api-app.js'
import type { ApiDocument, Operation, Schema } from '../../../support/web/api/from-document.js'

let api: TestApi
let document: ApiDocument
beforeAll(async () => {
  api = await openTestApi()
  document = await bodyOf<ApiDocument>(api.send('/openapi.json', 'GET'))
})
afterAll(() => api.close())

/** Whether a pattern alone keeps a text short: anchored, and nothing in it goes on without end. */
function keepsShort(pattern: unknown): boolean {
  if (typeof pattern !== 'string' || !pattern.startsWith('^') || !pattern.endsWith('$')) return false
  return !/[*+]|\{\d+,\}/.test(pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x'))
}

function isBoundedText({ maxLength, enum: choices, format, pattern, ...rest }: Schema): boolean {
  return typeof maxLength === 'number' || Array.isArray(choices) || 'const' in rest || /^date/.test(String(format)) || keepsShort(pattern)
}

/** The places of texts and lists without a limit, and of objects that take any key. */
function unbounded(written: Schema, at: string): string[] {
  const name = typeof written.$ref === 'string' ? written.$ref.replace('#/components/schemas/', '') : null
  const schema = name === null ? written : (document.components.schemas[name] ?? {})
  const inner = [schema.anyOf, schema.oneOf].flatMap((choices) => (choices as Schema[] | undefined) ?? [])
  if (inner.length > 0) return inner.flatMap((choice) => unbounded(choice, at))
  const types = [schema.type ?? []].flat()
  const found: string[] = []
  if (types.includes('string') && !isBoundedText(schema)) found.push(at)
  if (types.includes('array')) {
    if (typeof schema.maxItems !== 'number' && !Array.isArray(schema.prefixItems)) found.push(at)
    found.push(...unbounded((schema.items ?? {}) as Schema, `${at}[]`))
  }
  if (types.includes('object')) {
    if (schema.additionalProperties !== false) found.push(`${at}.*`)
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    found.push(...properties.flatMap(([key, property]) => unbounded(property, `${at}.${key}`)))
  }
  // A place of which nothing is said takes anything.
  return types.length === 0 && !Array.isArray(schema.enum) && !('const' in schema) ? [...found, at] : found
}

function inputsOf({ operationId, parameters = [], requestBody }: Operation): [at: string, schema: Schema][] {
  const bodies = Object.entries(requestBody?.content ?? {})
  return [
    ...parameters.map(({ in: where, name, schema }): [string, Schema] => [`${operationId} ${where} ${name}`, schema]),
    ...bodies.map(([type, { schema }]): [string, Schema] => [`${operationId} ${type}`, schema]),
  ]
}

test('every text and every list that a request may hold has a limit, and its objects take no other keys', () => {
  const inputs = Object.values(document.paths).flatMap((methods) => Object.values(methods).flatMap(inputsOf))
  expect(inputs.length).toBeGreaterThan(100)
  expect(inputs.flatMap(([at, schema]) => unbounded(schema, at))).toEqual([])
})

test('what looks for limits finds where there is none', () => {
  expect(unbounded({ type: 'array', items: { type: 'string', pattern: '^a+$' } }, 'x')).toEqual(['x', 'x[]'])
  expect(unbounded({ type: 'object', properties: { a: {} } }, 'x')).toEqual(['x.*', 'x.a'])
  expect(unbounded({ type: ['string', 'null'], pattern: '^[a-z*]{1,8}\\+$' }, 'x')).toEqual([])
})

test('a dossier with more sources, facts or rivals than any has, or an address without end, is refused at its place', async () => {
  const { sha256: _whole, sources, ...rest } = sampleDossier()
  const [{ sha256: _each, ...source }] = sources as [Source]
  const [fact] = rest.facts
  const dossier = { ...rest, sources: [source] }
  const cases = {
    '/sources': { ...dossier, sources: Array.from({ length: 201 }, (_, n) => ({ ...source, id: `s${n}` })) },
    '/facts': { ...dossier, facts: Array.from({ length: 501 }, (_, n) => ({ ...fact, id: `f${n}` })) },
    '/rivals': { ...dossier, rivals: Array.from({ length: 101 }, (_, n) => `Rival ${n}`) },
    '/sources/0/url': { ...dossier, sources: [{ ...source, url: `https://example.com/${'a'.repeat(2_000)}` }] },
    '/sources/0/text': { ...dossier, sources: [{ ...source, text: 'a'.repeat(1_000_001) }] },
  }
  for (const [pointer, body] of Object.entries(cases)) {
    const problem = await bodyOf<{ errors: { pointer: string }[] }>(
      api.as(editor).call('PUT', '/tools/ferrydoc', { body, ifMatch: '*' }),
      422,
    )
    expect(problem.errors.map((error) => error.pointer)).toEqual([pointer])
  }
})

test('a dossier that was stored before there were limits is read', () => {
  const text = 'a'.repeat(1_000_001)
  const { sha256: _whole, ...longer } = sampleDossier({ rivals: Array.from({ length: 101 }, (_, n) => `Rival ${n}`) })
  const [source] = longer.sources as [Source]
  const stored = { ...longer, sources: [{ ...source, text, url: `https://example.com/${text}` }], sha256: 'a'.repeat(64) }
  expect(dossierSchema.safeParse(stored).success).toBe(true)
})

test('a list of entity tags that is too long is refused', async () => {
  const headers = { 'if-none-match': `"${'a'.repeat(8_000)}"` }
  expect((await api.as(editor).get('/tools', headers)).status).toBe(400)
})
