import { describe, expect, it } from 'vitest'
import { boundTokens, checkWindow } from '../../../../src/providers/context/check-window.js'
import { chatRequest } from '../../../support/providers/requests.js'

const request = chatRequest({ sampling: { temperature: 0, maxOutputTokens: 4096 } })
const check = (windowTokens: number, prompt: { count: number; isCounted: boolean }) => () =>
  checkWindow({ provider: 'llama', windowTokens, prompt, request, fix: (needed) => `Give it ${needed}` })

describe('a window', () => {
  it('takes a counted prompt with room for a short reply, and no longer one', () => {
    expect(check(5024, { count: 4000, isCounted: true })).not.toThrow()
    expect(check(5023, { count: 4000, isCounted: true })).toThrow(
      'nothing was sent: the prompt has 4000 tokens, its reply needs 1024 more at least, and llama gives a call 5023 tokens. Give it 8096.',
    )
  })

  it('refuses of a prompt that no one counted only what is sure to be too long', () => {
    expect(check(4000, { count: 4000, isCounted: false })).not.toThrow()
    expect(check(3999, { count: 4000, isCounted: false })).toThrow('at least 4000 tokens')
  })

  it('is no failure that another try would mend', () => {
    expect(check(10, { count: 4000, isCounted: true })).toThrow(
      expect.objectContaining({ kind: 'context-too-long', provider: 'llama', isRetryable: false, statusCode: null }),
    )
  })
})

describe('the tokens of a prompt', () => {
  it.each([
    ['prose of 8,000 letters', 'word '.repeat(1600), 1000, 4016],
    ['Chinese', '文'.repeat(1000), 375, 3016],
    ['digits', '0123456789'.repeat(80), 100, 816],
  ])('%s', (_, text, least, most) => {
    expect(boundTokens([{ role: 'user', parts: [{ text, cacheable: false }] }])).toEqual({ least, most })
  })
})
