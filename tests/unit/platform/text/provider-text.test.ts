import { describe, expect, it } from 'vitest'
import { cleanText, safeCause, withoutSecrets } from '../../../../src/platform/text/provider-text.js'

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

describe('withoutSecrets, for values shorter than any issued key', () => {
  it.each([
    ['a letter', 'x', 'an example of x'],
    ['a word', 'ollama', 'Start Ollama (ollama serve)'],
    ['a capital placeholder', 'EMPTY', 'an EMPTY key'],
    ['a number', '11434', 'at http://127.0.0.1:11434'],
  ])('leaves %s alone: it hides nothing, and messages use it', (_name, secret, text) => {
    expect(withoutSecrets(text, [secret])).toBe(text)
  })

  it('replaces any other as a whole word alone', () => {
    expect(withoutSecrets('k9z: wrong key "k9z" (k9zebra, ak9z)', ['k9z'])).toBe('[redacted]: wrong key "[redacted]" (k9zebra, ak9z)')
    expect(withoutSecrets('a.b or a+b?', ['a+b'])).toBe('a.b or [redacted]?')
  })

  it('replaces one of eight characters wherever it is', () => {
    expect(withoutSecrets('xabcdefghx', ['abcdefgh'])).toBe('x[redacted]x')
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
