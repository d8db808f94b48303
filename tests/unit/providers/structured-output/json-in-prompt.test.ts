import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { buildRepairRequest, buildRequest, replyJsonSchema } from '../../../../src/panels/prompt/build-request.js'
import { toOllamaRequest } from '../../../../src/providers/ollama/request.js'
import { shownRequest, toOpenAiRequest } from '../../../../src/providers/openai-compatible/request.js'
import { withSchemaInPrompt } from '../../../../src/providers/structured-output/json-in-prompt.js'
import { chatRequest, replyJsonSchema as shortSchema } from '../../../support/providers/requests.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

describe('withSchemaInPrompt', () => {
  it('adds schema and instruction behind the system message, and changes nothing else', () => {
    const request = chatRequest()
    const { messages, ...rest } = withSchemaInPrompt(request)
    expect(messages.slice(1)).toEqual(request.messages.slice(1))
    expect(messages[0]?.parts).toEqual([
      { text: 'You review tools.', cacheable: true },
      { text: expect.stringContaining(`<reply-schema>\n${JSON.stringify(shortSchema)}\n</reply-schema>`), cacheable: true },
    ])
    expect(messages[0]?.parts[1]?.text).toContain('JSON')
    expect(rest).toEqual({ replySchema: request.replySchema, sampling: request.sampling })
  })

  it('gives a request without a system message one, at its beginning', () => {
    const { messages } = withSchemaInPrompt(chatRequest({ messages: [{ role: 'user', parts: [{ text: 'Ship?', cacheable: false }] }] }))
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
  })
})

describe('what a local server can keep of a prompt', () => {
  const { tool } = sampleDossier()
  const request = (slug: string, persona: string) =>
    buildRequest({ dossier: sampleDossier({ tool: { ...tool, slug } }), persona: samplePersona({ id: persona }) })
  const wires = {
    ollama: (of: ChatRequest) =>
      toOllamaRequest({ model: 'm', request: of, contextTokens: null, structuredOutput: 'json-schema', thinking: 'off' }).messages,
    'a local endpoint': (of: ChatRequest) =>
      toOpenAiRequest({
        model: 'm',
        request: shownRequest({ request: of, isLocal: true, structuredOutput: 'json-schema' }),
        isLocal: true,
        structuredOutput: 'json-schema',
        thinking: 'off',
      }).messages,
  }
  const schema = JSON.stringify(replyJsonSchema)
  /** How far two texts are the same. */
  const shared = (a: string, b: string) => a.split('').findIndex((character, index) => character !== b[index])

  it.each(Object.entries(wires))('holds the whole schema for the seats of all tools, and the dossier for those of one: %s', (_, wire) => {
    const prompt = (slug: string, persona: string) => (wire(request(slug, persona)) ?? []).map(({ content }) => content).join('\n')
    const first = prompt('tool-1', 'dx')
    const sameTool = prompt('tool-1', 'thesis')
    const otherTool = prompt('tool-2', 'dx')
    const endOfSchema = first.indexOf(schema) + schema.length
    expect(first).toContain(schema)
    expect(shared(first, otherTool)).toBeGreaterThan(endOfSchema)
    expect(shared(first, sameTool)).toBeGreaterThan(first.indexOf('</dossier>'))
  })

  it.each(Object.entries(wires))('is all of the first prompt, and its reply, when the reply is to be repaired: %s', (_, wire) => {
    const first = request('tool-1', 'dx')
    const repair = buildRepairRequest(first, { text: '{', problems: ['It is no JSON.'] })
    const kept = wire(first)
    expect(wire(repair)?.slice(0, kept?.length)).toEqual(kept)
  })
})
