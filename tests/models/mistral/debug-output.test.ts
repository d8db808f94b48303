import { expect, it, vi } from 'vitest'
import { createMistral } from '../../../src/models/mistral/mistral.js'
import { chatRequest } from '../requests.js'
import { catchOutput } from '../silence.js'
import { json, startWireServer } from '../wire-server.js'

// In a file of its own: the SDK reads the environment once in a process.
it('keeps the Mistral SDK from printing requests, and so the key, when MISTRAL_DEBUG is set', async () => {
  vi.stubEnv('MISTRAL_DEBUG', 'true')
  const server = await startWireServer()
  const output = catchOutput()
  try {
    server.answerWith(json({ choices: [{ message: { content: '{}' }, finish_reason: 'stop' }] }))
    const options = { apiKey: 'key-4711', baseUrl: server.url, runtime: { fetch: globalThis.fetch }, deadlineMs: 20_000 }
    await createMistral(options).chatModel('m').complete(chatRequest(), { signal: new AbortController().signal })
    expect(server.requests).toHaveLength(1)
    expect(output.lines()).toEqual([])
  } finally {
    output.release()
    await server.stop()
    vi.unstubAllEnvs()
  }
})
