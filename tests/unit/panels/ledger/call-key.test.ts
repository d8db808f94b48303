import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallIdentity } from '../../../../src/contracts/model-call.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { buildRequest } from '../../../../src/panels/prompt/build-request.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const identity: CallIdentity = {
  model: 'ollama:a',
  request: buildRequest({ dossier: sampleDossier(), persona: samplePersona() }),
  sample: 1,
}

test('the key is the hash of the canonical JSON of all that decides the reply, whatever the texts hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.json(), fc.integer({ min: 1, max: 9 }), (text, json, sample) => {
      const message = { role: 'user' as const, parts: [{ text, cacheable: false }] }
      const replySchema = { name: text, schema: { properties: JSON.parse(json), 10: text, 9: 1 } }
      const request = { ...identity.request, messages: [...identity.request.messages, message], replySchema }
      const asked = { model: `ollama:${text}`, request, sample }
      // Twice: what is the same object in several requests is written once.
      for (const each of [asked, { ...asked, sample: sample + 1 }]) expect(callKey(each)).toBe(hashJson(each))
    }),
  )
})

test('the key does not depend on the order in which fields were written', () => {
  const { sampling, replySchema, messages } = identity.request
  expect(callKey({ sample: 1, request: { sampling, replySchema, messages }, model: 'ollama:a' })).toBe(callKey(identity))
})

test.each<[string, CallIdentity]>([
  ['model', { ...identity, model: 'ollama:b' }],
  ['sample number', { ...identity, sample: 2 }],
  ['temperature', { ...identity, request: { ...identity.request, sampling: { ...identity.request.sampling, temperature: 0.5 } } }],
  ['reply schema', { ...identity, request: { ...identity.request, replySchema: { name: 'verdict', schema: {} } } }],
  ['message', { ...identity, request: buildRequest({ dossier: sampleDossier(), persona: samplePersona({ template: 'Other.' }) }) }],
])('another %s is another key', (_name, other) => {
  expect(callKey(other)).not.toBe(callKey(identity))
})
