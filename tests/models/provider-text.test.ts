import { describe, expect, it } from 'vitest'
import { cleanText, safeCause, withoutSecrets } from '../../src/models/provider-text.js'

describe('cleanText', () => {
  it('leaves one line that a terminal cannot obey', () => {
    expect(cleanText('a\u001b[31mred\u001b[0m\n\tb\u202e', [])).toBe('a [31mred [0m b')
  })

  it('cuts at 300 characters', () => {
    expect(cleanText('é'.repeat(301), [])).toBe(`${'é'.repeat(300)}…`)
  })
})

describe('withoutSecrets', () => {
  it.each([
    ['key s3cret! twice s3cret!', 'key [redacted] twice [redacted]'],
    ['sent Authorization: Bearer abcdef123456', 'sent Authorization: Bearer [redacted]'],
    ['bad key sk-ant-api03-AbC_d-9', 'bad key [redacted]'],
    ['at http://me:pw@host/v1', 'at http://[redacted]@host/v1'],
    ['a risk-based desk at http://host/@me', 'a risk-based desk at http://host/@me'],
  ])('%s', (text, expected) => {
    expect(withoutSecrets(text, ['s3cret!', ''])).toBe(expected)
  })
})

describe('safeCause', () => {
  it('keeps an error that holds no secret', () => {
    const error = new Error('read ECONNRESET')
    expect(safeCause(error, ['s3cret!'])).toBe(error)
  })

  it.each([new Error('outer', { cause: new Error('with s3cret!') }), new AggregateError([new Error('with s3cret!')], 'outer')])(
    'drops one that holds a secret anywhere below',
    (error) => {
      expect(safeCause(error, ['s3cret!'])).toBeUndefined()
    },
  )
})
