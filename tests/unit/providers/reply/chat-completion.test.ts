import { describe, expect, it } from 'vitest'
import { errorCodes, readChatCompletion } from '../../../../src/providers/reply/chat-completion.js'

const nothingCounted = { promptTokens: null, cachedTokens: null, completionTokens: null }

describe('readChatCompletion', () => {
  it.each([
    ['a text', { content: '{"call":"skip"}' }, '{"call":"skip"}'],
    [
      'parts',
      {
        content: [
          { type: 'thinking', thinking: [] },
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      'ab',
    ],
    ['null', { content: null }, ''],
    ['no content', { role: 'assistant' }, ''],
    ['an empty refusal', { content: 'x', refusal: '' }, 'x'],
  ])('reads a message of %s, and nothing else that is there', (_, message, text) => {
    expect(readChatCompletion({ choices: [{ message }] })).toEqual({ text, refusal: null, finishReason: null, ...nothingCounted })
  })

  it('keeps the text of a refusal apart from what is beside it', () => {
    expect(readChatCompletion({ choices: [{ message: { content: 'No: ', refusal: 'I cannot.' } }] })).toMatchObject({
      text: 'No: ',
      refusal: 'I cannot.',
    })
  })

  it.each([-1, 2.5, '26', null])('takes a count of %s for an unknown one', (count) => {
    const usage = { prompt_tokens: count, completion_tokens: 3, prompt_tokens_details: { cached_tokens: count } }
    expect(readChatCompletion({ choices: [{ message: { content: 'x' } }], usage })).toMatchObject({
      promptTokens: null,
      cachedTokens: null,
      completionTokens: 3,
    })
  })

  it.each([null, 'text', [], {}, { choices: [] }, { choices: [{}] }, { choices: [{ message: { content: 7 } }] }, { error: 'x' }])(
    'reads nothing from %j',
    (raw) => {
      expect(readChatCompletion(raw)).toBeNull()
    },
  )
})

describe('errorCodes', () => {
  it.each([
    [{ error: { code: 'invalid_api_key', type: 'invalid_request_error' } }, ['invalid_api_key', 'invalid_request_error']],
    [{ object: 'error', type: 'NotFoundError', code: 404 }, ['404', 'NotFoundError']],
    [{ error: { code: null, type: {} } }, []],
    [{ error: 'x' }, []],
    [null, []],
  ])('%j', (body, expected) => {
    expect(errorCodes(body)).toEqual(expected)
  })
})
