import { describe, expect, it } from 'vitest'
import type { ProviderErrorKind } from '../../../src/platform/errors.js'
import { type AdapterName, adapterNames, replyBody, testKey } from '../../support/providers/adapters.js'
import { stream } from '../../support/providers/anthropic/sse.js'
import { askAdapters } from '../../support/providers/ask-adapters.js'
import { failure } from '../../support/providers/conformance.js'
import { expectSilence } from '../../support/providers/http/silence.js'
import { useWireServer } from '../../support/providers/use-wire-server.js'
import type { WireAnswer } from '../../support/providers/wire-server.js'

const server = useWireServer()
const { broken, complete, read } = askAdapters(server)

expectSilence()

type Expected = { kind: ProviderErrorKind; isRetryable: boolean; retryAfterMs?: number | null }
const limited: Expected = { kind: 'rate-limited', isRetryable: true }
const server500: Expected = { kind: 'server', isRetryable: true }

const errors: readonly (readonly [string, object, string, Expected])[] = [
  ['a message alone', { error: { message: 'it broke' } }, 'it broke', server500],
  ['a text', { error: 'it broke' }, 'it broke', server500],
  ['a code of 429', { error: { code: 429, message: 'slow down' } }, 'slow down', limited],
  ['a code in a text', { error: { code: '503', message: 'busy' } }, 'busy', { kind: 'overloaded', isRetryable: true }],
  ['a code in words', { error: { code: 'rate_limit_exceeded', type: 'tokens', message: 'slow down' } }, 'slow down', limited],
  ['a wait', { error: { code: 429, message: 'slow down', retry_after: 9 } }, 'slow down', { ...limited, retryAfterMs: 9000 }],
  [
    'a wait in words',
    { error: { code: 429, message: 'Please try again in 7.5s.' } },
    'try again in 7.5s',
    { ...limited, retryAfterMs: 7500 },
  ],
  ['a code of 401', { error: { code: 401, message: 'no such key' } }, 'no such key', { kind: 'authentication', isRetryable: false }],
  ['a code of 402', { error: { code: 402, message: 'no credit' } }, 'no credit', { kind: 'billing', isRetryable: false }],
  ['a code of 403', { error: { code: 403, message: 'not you' } }, 'not you', { kind: 'authentication', isRetryable: false }],
  ['a code of 404', { error: { code: 404, message: 'nothing here' } }, 'nothing here', { kind: 'bad-request', isRetryable: false }],
  ['a code of 502', { error: { code: 502, message: 'bad gateway' } }, 'bad gateway', server500],
  ['a code of a gateway’s own', { error: { code: 1013, message: 'internal' } }, 'internal', server500],
  [
    'the words of the provider behind it',
    {
      error: {
        code: 429,
        message: 'Provider returned error',
        metadata: { raw: '{"error":{"message":"acme is at its limit"}}', headers: { 'Retry-After': '3' } },
      },
    },
    'Provider returned error: acme is at its limit',
    { ...limited, retryAfterMs: 3000 },
  ],
  [
    'a page of markup',
    { error: { message: '\n<html><head><title>502 Bad Gateway</title></head><body>lots</body></html>' } },
    'an HTML page titled "502 Bad Gateway"',
    server500,
  ],
  ['nothing but itself', { error: { type: 'server_error', message: null } }, 'server_error', server500],
]

/** Where an error object may be: alone, beside an empty list of choices, beside a reply that broke off, inside the choice. */
const places: readonly (readonly [AdapterName, string, (error: object) => object])[] = [
  ...adapterNames.map((name) => [name, 'alone', (error: object) => error] as const),
  ...(['gateway', 'mistral'] as const).flatMap((name) => [
    [name, 'beside no choices', (error: object) => ({ choices: [], ...error })] as const,
    [name, 'beside null for choices', (error: object) => ({ choices: null, ...error })] as const,
    [
      name,
      'beside a choice that ended with it',
      (error: object) => ({ ...replyBody[name]({ text: '{"call":', ending: 'error' }), ...error }),
    ] as const,
    [name, 'beside an empty choice', (error: object) => ({ ...replyBody[name]({ text: null }), ...error })] as const,
    [name, 'in the choice', (error: object) => ({ choices: [{ message: { content: '' }, finish_reason: 'error', ...error }] })] as const,
    [name, 'in a choice without a message', (error: object) => ({ choices: [{ finish_reason: 'error', ...error }] })] as const,
  ]),
  ['ollama', 'beside an empty message', (error) => ({ ...replyBody.ollama({ ending: null }), done: false, ...error })],
  ['anthropic', 'as an error body', (error) => ({ type: 'error', ...error })],
]

describe('an error that comes with status 200', () => {
  it.each(
    places.flatMap(([name, where, put]) =>
      errors.map(([what, error, words, expected]) => [name, where, what, put(error), words, expected] as const),
    ),
  )(
    'from %s, %s, with %s, is reported in its own words and tried again where that helps',
    async (name, _where, _what, body, words, expected) => {
      const error = await broken(name, body)
      expect(error).toMatchObject({ ...expected, statusCode: 200, provider: name })
      expect(error.message).toContain(`${name} answered 200 with an error: `)
      expect(error.message).toContain(words)
      expect(error.message).not.toContain('lots')
    },
  )

  it.each(adapterNames)('from %s waits as long as the header says, before the body', async (name) => {
    const error = await broken(name, { error: { code: 429, message: 'slow down, try again in 90s' } }, { 'retry-after': '7' })
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 7000 })
  })

  it.each(['anthropic', 'mistral', 'gateway'] as const)('from %s repeats no key, and not more than can be read', async (name) => {
    const error = await broken(name, { error: { message: `lost ${testKey}\n${'x'.repeat(100_000)}` } })
    expect(error.message).toContain('lost [redacted] xxx')
    expect(error.message.length).toBeLessThan(500)
  })

  it.each([
    { choices: null, base_resp: { status_code: 1002, status_msg: 'rate limit reached' } },
    { object: 'error', message: 'rate limit reached', type: 'TooManyRequests', code: 429 },
    { success: false, errors: [{ code: 429, message: 'rate limit reached' }] },
    { detail: 'rate limit reached' },
    { message: 'rate limit reached' },
  ])('is understood in the form %j', async (body) => {
    const error = await broken('gateway', body)
    expect(error).toMatchObject({ kind: 'rate-limited', isRetryable: true })
    expect(error.message).toContain('rate limit reached')
  })

  it.each([{ error: null }, { error: {} }, { error: '' }, { error: { code: null, message: '' } }, { error: { message: 'a warning' } }])(
    'is none where %j is beside a reply that came to its end',
    async (beside) => {
      for (const name of ['gateway', 'mistral', 'ollama'] as const) {
        expect(await read(name, { ...replyBody[name]({ text: '{"call":"ship"}' }), ...beside })).toMatchObject({ text: '{"call":"ship"}' })
      }
    },
  )

  it('says which model Ollama does not have, and what to run', async () => {
    const error = await broken('ollama', { error: "model 'llama3.1:8b' not found" })
    expect(error).toMatchObject({ kind: 'unknown-model', isRetryable: false })
    expect(error.message).toContain('Run: ollama pull llama3.1:8b')
  })
})

const events =
  (lines: readonly string[], type: string): WireAnswer =>
  (response) =>
    response.writeHead(200, { 'content-type': type }).end(lines.join(''))
const chunk = (data: object) => `data: ${JSON.stringify(data)}\n\n`

describe('an error in the middle of a stream', () => {
  it.each([
    [
      'an error event',
      'gateway',
      events(
        [chunk({ choices: [{ delta: { content: '{"c' } }] }), `event: error\n${chunk({ error: { code: 429, message: 'slow down' } })}`],
        'text/event-stream',
      ),
    ],
    [
      'an error beside its choices',
      'gateway',
      events(
        [
          ': OPENROUTER PROCESSING\n\n',
          chunk({ error: { code: 429, message: 'slow down' }, choices: [{ delta: { content: '' }, finish_reason: 'error' }] }),
        ],
        'text/event-stream',
      ),
    ],
    [
      'an error event',
      'mistral',
      events([chunk({ choices: [] }), chunk({ error: { code: 429, message: 'slow down' } })], 'text/event-stream'),
    ],
    [
      'a line of JSON',
      'ollama',
      events(['{"message":{"content":"{"},"done":false}\n', '{"error":{"code":429,"message":"slow down"}}\n'], 'application/x-ndjson'),
    ],
    [
      'an error event',
      'anthropic',
      stream([`event: error\n${chunk({ type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } })}`]),
    ],
    ['an error event of a gateway', 'anthropic', stream([`event: error\n${chunk({ error: { code: 429, message: 'slow down' } })}`])],
    ['an error event of words alone', 'anthropic', stream(['event: error\ndata: slow down: rate limit\n\n'])],
    ['an error event without a name', 'anthropic', stream([chunk({ error: { code: 429, message: 'slow down' } })])],
    [
      'an error event that is labelled as text',
      'anthropic',
      events([`event: error\n${chunk({ error: { code: 429, message: 'slow down' } })}`], 'text/plain'),
    ],
    [
      'an error that is labelled as a stream',
      'anthropic',
      stream([JSON.stringify({ type: 'error', error: { code: 429, message: 'slow down' } })]),
    ],
  ] as const)('(%s, %s) is reported in its own words', async (_, name, answer) => {
    const error = await failure(complete(name, answer))
    expect(error).toMatchObject({ kind: 'rate-limited', isRetryable: true, statusCode: 200 })
    expect(error.message).toContain('slow down')
  })
})
