import { describe, expect, it } from 'vitest'
import { createOllama } from '../../../../src/providers/ollama/ollama.js'
import { failure } from '../../../support/providers/conformance.js'
import { expectSilence } from '../../../support/providers/http/silence.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import type { WireAnswer } from '../../../support/providers/wire-server.js'

const head = { model: 'llama3.1:8b', created_at: '2026-11-25T09:00:00.000Z' }
const piece = (message: object) => ({ ...head, message: { role: 'assistant', content: '', ...message }, done: false })
const last = { ...head, message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 12, eval_count: 3 }
const lines = (...pieces: readonly object[]) => pieces.map((line) => `${JSON.stringify(line)}\n`).join('')

describe('a streamed chat of Ollama', () => {
  expectSilence()
  const server = useWireServer()
  const chat = (idleMs?: number) =>
    createOllama({ host: server.url, runtime: { fetch: globalThis.fetch }, deadlineMs: 20_000, idleMs }).chatModel('llama3.1:8b')
  const complete = (answer: WireAnswer, idleMs?: number) => {
    server.answerWith(answer)
    return chat(idleMs).complete(chatRequest(), { signal: new AbortController().signal })
  }
  const streamed =
    (text: string): WireAnswer =>
    (response) =>
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(text)

  it('becomes the body that it would have been without streaming', async () => {
    const raw = await complete(streamed(lines(piece({ content: '{"a"' }), piece({ content: ':1}', thinking: 'hm' }), last)))
    expect(raw).toEqual({ ...last, message: { role: 'assistant', content: '{"a":1}', thinking: 'hm' } })
    expect(chat().read(raw)).toMatchObject({ text: '{"a":1}', finishReason: 'stop', usage: { inputTokens: 12, outputTokens: 3 } })
  })

  it.each([
    ['between two lines', lines(piece({ content: '{' }))],
    ['in the middle of a line', lines(piece({ content: '{' })) + lines(last).slice(0, 20)],
    ['before its first', ''],
  ])('that ends too early, %s, is a lost connection', async (_, text) => {
    expect(await failure(complete(streamed(text)))).toMatchObject({ kind: 'connection', isRetryable: true })
  })

  it('that turns into an error is a failure in the server’s words', async () => {
    const error = await failure(
      complete(streamed(lines(piece({ content: '{' }), { error: 'an error was encountered while running the model' }))),
    )
    expect(error).toMatchObject({ kind: 'server', isRetryable: true })
    expect(error.message).toContain('while running the model')
  })

  it('ends when nothing comes any more', async () => {
    const stuck: WireAnswer = (response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write(lines(piece({ content: '{' })))
    }
    expect(await failure(complete(stuck, 50))).toMatchObject({ kind: 'timeout', isRetryable: true })
    await server.clientHungUp()
  })
})
