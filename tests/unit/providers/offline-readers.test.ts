import { expect, test } from 'vitest'
import { createOfflineReaders } from '../../../src/providers/offline-readers.js'

const reader = createOfflineReaders()

test("a known provider's replies are read in its own form", () => {
  const raw = { model: 'a', message: { role: 'assistant', content: 'ship' }, done: true, done_reason: 'stop', eval_count: 3 }
  expect(reader('ollama:a').read(raw)).toMatchObject({ text: 'ship', finishReason: 'stop', usage: { outputTokens: 3 } })
})

test("an endpoint of another machine's configuration is read in OpenAI's form", () => {
  const raw = { choices: [{ message: { role: 'assistant', content: 'skip' }, finish_reason: 'stop' }], usage: { completion_tokens: 4 } }
  expect(reader('somebodys-vllm:x').read(raw)).toMatchObject({ text: 'skip', finishReason: 'stop', usage: { outputTokens: 4 } })
})

test('what is no model id is refused', () => {
  expect(() => reader('nothing')).toThrow('is no model id')
})
