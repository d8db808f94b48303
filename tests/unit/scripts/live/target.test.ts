import { expect, test } from 'vitest'
import { mostAtOnce } from '../../../../scripts/live/panel-cases.js'
import { fillCommand } from '../../../../scripts/live/servers.js'
import { addressOf, isChat, pointAt } from '../../../../scripts/live/target.js'
import { loadConfig } from '../../../../src/app/config.js'

const config = await loadConfig({ folder: import.meta.dirname, defaultLogLevel: 'silent' })

test("a vendor's server is where the run says; the other vendors are as they were", () => {
  const pointed = pointAt(config, 'ollama', 'http://127.0.0.1:4000')
  expect(addressOf(pointed, 'ollama')).toBe('http://127.0.0.1:4000')
  expect(addressOf(pointed, 'mistral')).toBe(addressOf(config, 'mistral'))
})

test('an endpoint that no configuration names is a local one', () => {
  const pointed = pointAt(config, 'llama', 'http://127.0.0.1:4000')
  expect(pointed.endpoints).toContainEqual({
    name: 'llama',
    baseUrl: 'http://127.0.0.1:4000/v1',
    apiKey: null,
    apiKeyEnv: null,
    local: true,
  })
  expect(addressOf(pointed, 'llama')).toBe('http://127.0.0.1:4000')
  expect(pointAt(pointed, 'llama', 'http://127.0.0.1:5000').endpoints).toHaveLength(pointed.endpoints.length)
})

test('a host without a scheme is an address too', () => {
  expect(addressOf(pointAt(config, 'ollama', '127.0.0.1:4000'), 'ollama')).toBe('http://127.0.0.1:4000')
})

test('only a request for a reply counts as a call', () => {
  expect(['POST /api/chat', 'POST /v1/chat/completions', 'POST /v1/messages'].every(isChat)).toBe(true)
  expect(['POST /api/show', 'POST /tokenize', 'POST /apply-template', 'GET /props', 'GET /v1/models'].some(isChat)).toBe(false)
})

test('the numbers of a server go into its command, each as often as it is there', () => {
  const filled = fillCommand('serve {port} -c {context} -np {slots} --other {port} {else}', {
    port: 4000,
    shape: { contextTokens: 0, slots: 4 },
  })
  expect(filled).toBe('serve 4000 -c 0 -np 4 --other 4000 {else}')
})

test.each([
  [[], 0],
  [[[0, 10]], 1],
  [
    [
      [0, 10],
      [10, 20],
    ],
    1,
  ],
  [
    [
      [0, 10],
      [5, 20],
      [6, 8],
    ],
    3,
  ],
  [
    [
      [0, 10],
      [0, 10],
      [20, 30],
    ],
    2,
  ],
])('of %j at most %i are under way together', (stretches, expected) => {
  expect(mostAtOnce(stretches.map(([startMs = 0, endMs = 0]) => ({ startMs, endMs })))).toBe(expected)
})
