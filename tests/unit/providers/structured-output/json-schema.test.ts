import { describe, expect, it } from 'vitest'
import { onlyKeywords, withoutKeywords } from '../../../../src/providers/structured-output/json-schema.js'

const dropped = new Set(['pattern', 'format'])

describe('withoutKeywords', () => {
  it('drops a keyword at every depth and keeps the rest in its order', () => {
    const schema = {
      type: 'object',
      properties: {
        z: { type: 'array', items: { anyOf: [{ type: 'string', pattern: 'x' }, { type: 'null' }] } },
        a: { $ref: '#/$defs/day' },
      },
      $defs: { day: { type: 'string', format: 'date' } },
    }
    expect(JSON.stringify(withoutKeywords(schema, dropped))).toBe(
      '{"type":"object","properties":{"z":{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"null"}]}},"a":{"$ref":"#/$defs/day"}},"$defs":{"day":{"type":"string"}}}',
    )
  })

  it('keeps a property, and a value, that bears the name of a dropped keyword', () => {
    const schema = { properties: { pattern: { enum: [{ pattern: 'data' }], default: { format: 'data' } } }, required: ['pattern'] }
    expect(withoutKeywords(schema, dropped)).toEqual(schema)
  })

  it('leaves its argument as it was', () => {
    const schema = { items: { pattern: 'x' } }
    withoutKeywords(schema, dropped)
    expect(schema).toEqual({ items: { pattern: 'x' } })
  })
})

describe('onlyKeywords', () => {
  it('asks for each keyword with its value, at every depth, and for no name of a property', () => {
    const schema = { type: 'array', minItems: 2, items: { type: 'object', properties: { minItems: { type: 'array', minItems: 1 } } } }
    const keeps = (keyword: string, value: unknown) => keyword !== 'minItems' || value === 1
    expect(onlyKeywords(schema, keeps)).toEqual({
      type: 'array',
      items: { type: 'object', properties: { minItems: { type: 'array', minItems: 1 } } },
    })
  })
})
