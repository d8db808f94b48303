import { expect, test } from 'vitest'
import type { Recording } from '../../../../src/contracts/model-call.js'
import { usualOpinionRequest } from '../../../../src/panels/opinion/build-opinion-request.js'
import { planOpinion, recordedJurors } from '../../../../src/panels/opinion/plan-opinion.js'
import { buildRequest } from '../../../../src/panels/prompt/build-request.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const makerOf = (model: string) => ({ vendor: model.startsWith('ferry:') ? 'Ferry Works' : 'unknown', family: 'unknown' })
const live = { recordings: null, dossiers: [sampleDossier()], makerOf }
const verdictRequest = buildRequest({ dossier: sampleDossier(), persona: samplePersona() })

function recording(model: string, request: Recording['request']): Recording {
  const reply = { origin: 'recorded' as const, raw: {}, costUsd: 0, latencyMs: 1, recordedAt: '2026-11-22T09:00:00.000Z' }
  return { schema: 'panel.recording/1', key: 'a'.repeat(64), model, request, sample: 1, ...reply }
}

test('a panel has the models that are configured, each once in their order, and no second opinion where none is', () => {
  expect(planOpinion({ configured: ['b:x', 'a:y', 'b:x'], ...live })).toEqual({ models: ['b:x', 'a:y'] })
  expect(planOpinion({ configured: [], ...live })).toBeNull()
})

test('what ties such a model to a tool is in the plan', () => {
  expect(planOpinion({ configured: ['ferry:x'], ...live })?.conflicts).toEqual([
    { tool: 'ferrydoc', model: 'ferry:x', kind: 'vendor', maker: 'Ferry Works', named: 'Ferry Works' },
  ])
})

test('a replay has those who were recorded, the configured ones first in their order; they are no jurors of it', () => {
  const recordings = [
    recording('a:juror', verdictRequest),
    ...['a:one', 'b:two', 'c:three'].map((model) => recording(model, usualOpinionRequest)),
  ]
  expect(planOpinion({ ...live, configured: ['c:three', 'd:absent', 'b:two'], recordings })?.models).toEqual(['c:three', 'b:two', 'a:one'])
  expect(planOpinion({ ...live, configured: [], recordings })?.models).toEqual(['a:one', 'b:two', 'c:three'])
  expect(planOpinion({ ...live, configured: ['c:three'], recordings: recordings.slice(0, 1) })).toBeNull()
  expect(recordedJurors(recordings)).toEqual(['a:juror'])
})
