import { describe, expect, it } from 'vitest'
import { withSchemaInPrompt } from '../../src/models/json-in-prompt.js'
import { chatRequest, replyJsonSchema } from './requests.js'

describe('withSchemaInPrompt', () => {
  it('adds schema and instruction behind the last user message, and changes nothing before it', () => {
    const complaint = { role: 'user' as const, parts: [{ text: 'Mend it.', cacheable: false }] }
    const request = chatRequest({
      messages: [...chatRequest().messages, { role: 'assistant', parts: [{ text: '{', cacheable: false }] }, complaint],
    })
    const { messages, ...rest } = withSchemaInPrompt(request)
    expect(messages.slice(0, -1)).toEqual(request.messages.slice(0, -1))
    expect(messages.at(-1)?.parts).toEqual([
      { text: 'Mend it.', cacheable: false },
      { text: expect.stringContaining(`<reply-schema>\n${JSON.stringify(replyJsonSchema)}\n</reply-schema>`), cacheable: false },
    ])
    expect(messages.at(-1)?.parts[1]?.text).toContain('JSON')
    expect(rest).toEqual({ replySchema: request.replySchema, sampling: request.sampling })
  })

  it('gives a request without a user message one', () => {
    const { messages } = withSchemaInPrompt(chatRequest({ messages: [{ role: 'system', parts: [{ text: 'Rules.', cacheable: true }] }] }))
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
  })
})
