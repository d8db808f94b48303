import { expect, test } from 'vitest'
import { mayChat } from '../../../../src/providers/catalog/may-chat.js'

test.each([
  'nomic-embed-text:latest',
  'text-embedding-3-small',
  'bge-m3',
  'whisper-1',
  'tts-1',
  'omni-moderation-latest',
  'Qwen/Qwen3-Embedding-8B',
])('%s is not taken for a model that chats', (name) => {
  expect(mayChat(name)).toBe(false)
})

test.each(['llama3.1:8b', 'gpt-4o', 'claude-haiku-5-5', 'Qwen/Qwen3-8B', 'mistral-small-2603'])('%s may chat', (name) => {
  expect(mayChat(name)).toBe(true)
})
