import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buildJsonSchemas } from '../../../scripts/json-schemas.js'
import { auditEntrySchema } from '../../../src/contracts/audit.js'
import { atMost, listOfAtMost, longest, most, recordOfAtMost } from '../../../src/contracts/limits.js'
import { messagePartSchema } from '../../../src/contracts/model-call.js'
import { personaFrontMatterSchema } from '../../../src/contracts/persona.js'
import { planSchema } from '../../../src/contracts/plan.js'
import { instantSchema, modelIdSchema, textSchema } from '../../../src/contracts/primitives.js'
import { replySchema } from '../../../src/contracts/verdict.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { findUnbounded, isOfBoundedLength } from '../../support/contracts/find-unbounded.js'

/*
 * Whatever comes from outside is read by a schema, and none takes a text, a list or a record without an end. The files are looked at, and not the
 * schemas that they export: so one that a function makes, or that nothing exports, is seen too.
 */

function filesWithSchemas(): string[] {
  return ['src', 'queue']
    .flatMap((folder) =>
      readdirSync(join(packageFiles.root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && /\bz\b/.test(readFileSync(join(packageFiles.root, file), 'utf8')))
}

test('no schema of src/ and queue/ takes a text, a list or a record without a maximum', () => {
  const files = filesWithSchemas()
  expect(files.length).toBeGreaterThan(60)
  const found = files.flatMap((file) =>
    findUnbounded(file, readFileSync(join(packageFiles.root, file), 'utf8')).map(({ line, made }) => `${file}:${line} ${made}`),
  )
  expect(found).toEqual([])
})

describe('the search', () => {
  const unbounded = (code: string) => findUnbounded('schema.ts', `const s = ${code}`).map(({ made }) => made)
  test.each([
    ['z.string()', 'z.string'],
    ['z.string().min(3).optional()', 'z.string'],
    ['z.string().regex(/^[a-z]+$/)', 'z.string'],
    ['z.string().regex(pattern)', 'z.string'],
    ['z.coerce.string()', 'z.coerce.string'],
    ['z.url()', 'z.url'],
    ['z.string().max(9).pipe(z.email())', 'z.email'],
    ['z.iso.datetime({ offset: true })', 'z.iso.datetime'],
    ['z.array(z.int())', 'z.array'],
    ['z.array(z.string()).max(3)', 'z.string'],
    ['slugSchema.array()', '.array'],
    ['z.record(slugSchema, z.int())', 'z.record'],
    ['z.strictObject({ name: z.string().nullable() })', 'z.string'],
    ['other(z.string(), 3)', 'z.string'],
    ['z.union([z.string(), z.int()])', 'z.string'],
  ])('finds %s', (code, made) => {
    expect(unbounded(code)).toEqual([made])
  })
  test.each([
    'z.string().min(1).max(80)',
    'z.string().length(3).nullable()',
    'z.string().regex(/^[0-9a-f]{64}$/)',
    'atMost(z.string(), 3).optional()',
    'listOfAtMost(z.array(z.int()).min(1), 3)',
    'z.int().array().max(3)',
    'recordOfAtMost(z.record(slugSchema, z.int()), 3)',
    "z.record(z.enum(['a', 'b']), z.int())",
    'z.strictObject({ at: z.iso.date() })',
  ])('lets %s be', (code) => {
    expect(unbounded(code)).toEqual([])
  })
  test('knows patterns of a bounded length', () => {
    expect(['^a{1,3}$', '^(?:0|[1-9][0-9]{0,15})$'].map(isOfBoundedLength)).toEqual([true, true])
    expect(['a{3}', '^a*$', '^a{3,}$', '^a|b$', '^a+'].map(isOfBoundedLength)).toEqual([false, false, false, false, false])
  })
})

describe('limits that no JSON Schema shows', () => {
  const refuses = (schema: z.ZodType, value: unknown) => !schema.safeParse(value).success
  test('of texts, in characters', () => {
    expect([refuses(atMost(z.string(), 3), '😀😀😀'), refuses(atMost(z.string(), 3), '😀😀😀😀')]).toEqual([false, true])
    expect(refuses(textSchema, 'a'.repeat(longest.text))).toBe(false)
    expect(refuses(textSchema, 'a'.repeat(longest.text + 1))).toBe(true)
    expect(refuses(modelIdSchema, `ollama:${'a'.repeat(longest.id)}`)).toBe(true)
    expect(refuses(instantSchema, `2026-11-22T09:00:00.${'0'.repeat(longest.instant)}Z`)).toBe(true)
    expect(refuses(messagePartSchema, { text: 'a'.repeat(longest.document + 1) })).toBe(true)
  })
  test('of lists and records', () => {
    expect([refuses(listOfAtMost(z.array(z.int()), 2), [1, 2]), refuses(listOfAtMost(z.array(z.int()), 2), [1, 2, 3])]).toEqual([
      false,
      true,
    ])
    const record = recordOfAtMost(z.record(z.string(), z.int()), 2)
    expect([{ a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, { ['a'.repeat(longest.id + 1)]: 1 }].map((value) => refuses(record, value))).toEqual([
      false,
      true,
      true,
    ])
    const many = (length: number) => Array.from({ length }, () => 'tool')
    expect(refuses(personaFrontMatterSchema.shape.variables, many(most.parts))).toBe(false)
    expect(refuses(personaFrontMatterSchema.shape.variables, many(most.parts + 1))).toBe(true)
    expect(refuses(planSchema.shape.jurors, Array(most.members + 1).fill('ollama:a'))).toBe(true)
    expect(refuses(replySchema.shape.predictions, Array(most.members + 1).fill({}))).toBe(true)
    expect(refuses(auditEntrySchema.shape.data, { ['a'.repeat(longest.id + 1)]: 1 })).toBe(true)
  })
  test('leave the published JSON Schemas as they are', () => {
    const schemas = buildJsonSchemas()
    for (const [file, text] of Object.entries(schemas)) {
      expect([file, text === readFileSync(join(packageFiles.root, 'docs', 'schemas', file), 'utf8')]).toEqual([file, true])
    }
  })
})
