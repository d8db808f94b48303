import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { benchEndpoint, benchForm, benchModel, benchPersonas, benchReply, dossiersForSeats, requestBodies } from '../../../bench/inputs.js'
import { judgeReply } from '../../../src/panels/draft/judge-reply.js'
import { buildRequest } from '../../../src/panels/prompt/build-request.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createOpenAiCompatible } from '../../../src/providers/openai-compatible/openai-compatible.js'
import { startLoopbackServer } from '../../support/loopback-server.js'

test('the floor’s bodies are, byte for byte, those that a panel’s worker sends, and have about 10 KB', async () => {
  const sent: string[] = []
  const server = await startLoopbackServer(async (request, response) => {
    const body = await text(request)
    if (request.method === 'POST') sent.push(body)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ message: { content: 'fine' } }] }))
  })
  const provider = createOpenAiCompatible({
    name: benchEndpoint,
    baseUrl: `${server.url}/v1`,
    apiKey: null,
    structuredOutput: 'json-schema',
    local: true,
    runtime: createRuntime({ logLevel: 'silent' }),
    deadlineMs: 10_000,
  })
  for (const dossier of dossiersForSeats(8, 'same'))
    for (const persona of benchPersonas)
      await provider
        .chatModel(benchModel)
        .complete(buildRequest({ dossier, persona, form: benchForm }), { signal: new AbortController().signal })
  await server.stop()
  expect(sent).toEqual(requestBodies(8, 'same'))
  expect(new Set(sent).size).toBe(8)
  for (const body of sent) expect(Math.abs(Buffer.byteLength(body) - 10_000)).toBeLessThan(500)
})

test('the paced reply needs no repair by any bench persona, and cites any bench dossier', () => {
  for (const dossier of dossiersForSeats(8, 'quoted'))
    for (const persona of benchPersonas) {
      const { reply, problems } = judgeReply(benchReply, { persona, dossier })
      expect(problems).toEqual([])
      expect(reply.evidence).toMatchObject([{ status: 'found', source: 'readme', units: { from: 1, to: 1 } }])
    }
})

test('seats that do not come in fours are refused', () => {
  expect(() => dossiersForSeats(10, 'odd')).toThrow('10 seats are not a multiple of 4')
})
