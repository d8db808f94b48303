import { expect, test } from 'vitest'
import type { CallIdentity, Recording } from '../../../../src/contracts/model-call.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { describeNearest } from '../../../../src/panels/ledger/nearest-recording.js'
import { buildRequest } from '../../../../src/panels/prompt/build-request.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const identity = (template: string, model = 'ollama:a'): CallIdentity => ({
  model,
  request: buildRequest({ dossier: sampleDossier(), persona: samplePersona({ template }) }),
  sample: 1,
})

const recording = (of: CallIdentity): Recording => ({
  schema: 'panel.recording/1',
  key: callKey(of),
  origin: 'recorded',
  ...of,
  raw: {},
  costUsd: null,
  latencyMs: 1,
  recordedAt: '2026-11-22T00:00:00.000Z',
})

test('a miss names the nearest recording by its file, and the line in which it differs', () => {
  const asked = identity('You review {{ tool }}.\nBe brief.')
  const near = recording(identity('You review {{ tool }}.\nBe long.'))
  const far = recording(identity('Something else.\nAltogether.\nBe brief.\nOr not.'))
  const message = describeNearest({ key: callKey(asked), identity: asked, recordings: [far, near] })
  expect(message).toContain(`Nearest: ollama/${near.key}.json`)
  expect(message).toContain('recorded “message 2 (user), part 2: Be long.”')
  expect(message).toContain('asked “message 2 (user), part 2: Be brief.”')
})

test('a miss on the model alone says so', () => {
  const asked = identity('Same.', 'ollama:b')
  const message = describeNearest({ key: callKey(asked), identity: asked, recordings: [recording(identity('Same.'))] })
  expect(message).toContain('Difference: recorded “model: ollama:a”, asked “model: ollama:b”.')
})

test('an empty set says that it is empty', () => {
  const asked = identity('Same.')
  expect(describeNearest({ key: callKey(asked), identity: asked, recordings: [] })).toContain('the set holds no recording at all')
})
