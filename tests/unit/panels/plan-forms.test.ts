import { describe, expect, it, vi } from 'vitest'
import type { Recording } from '../../../src/contracts/model-call.js'
import { type RequestForm, usualForm } from '../../../src/contracts/request-form.js'
import { callKey } from '../../../src/panels/ledger/call-key.js'
import { plannedForm, planPanel } from '../../../src/panels/plan/plan-panel.js'
import { planForms } from '../../../src/panels/plan-forms.js'
import { buildRequest } from '../../../src/panels/prompt/build-request.js'
import { sampleDossier, samplePersona } from '../../support/samples.js'

const model = 'ollama:small'
const dossier = sampleDossier()
const persona = samplePersona({ compact: 'In short: {{ tool }}.' })
const small: RequestForm = { brief: 'compact', grammar: true, sampling: { temperature: 0.2, maxOutputTokens: 2048, topP: 0.9 } }
const documents = { dossiers: [dossier], personas: [persona] }

function recordedIn(form: RequestForm): Recording {
  const identity = { model, request: buildRequest({ dossier, persona, form }), sample: 1 }
  const said = { origin: 'recorded' as const, raw: {}, costUsd: 0, latencyMs: 1, recordedAt: '2026-11-26T10:00:00.000Z' }
  return { schema: 'panel.recording/1', key: callKey(identity), ...identity, ...said }
}

describe('how a juror is asked', () => {
  it('is what the catalog says, in a live panel', () => {
    expect(planForms({ ...documents, recordings: null, formOf: () => small })(model)).toEqual(small)
  })

  it.each<[string, RequestForm]>([
    ['as usual, before there were forms', usualForm],
    ['by another catalog', { ...small, sampling: { ...small.sampling, temperature: 0.7 } }],
    ['in the whole text', { ...small, brief: 'full' }],
    ['as now', small],
  ])('is how it was asked when the recordings were made: %s', (_, form) => {
    expect(planForms({ ...documents, recordings: [recordedIn(form)], formOf: () => small })(model)).toEqual(form)
  })

  it('is found also where every seat was tried again, and is looked for once', () => {
    const again = { ...recordedIn(usualForm), sample: 2, key: callKey({ ...recordedIn(usualForm), sample: 2 }) }
    const formOf = vi.fn(() => small)
    const find = planForms({ ...documents, recordings: [again], formOf })
    expect([find(model), find(model)]).toEqual([usualForm, usualForm])
    expect(formOf).toHaveBeenCalledTimes(1)
  })

  it('is what the catalog says, where no recording answers', () => {
    const other = { ...recordedIn(usualForm), model: 'ollama:other' }
    expect(planForms({ ...documents, recordings: [other], formOf: () => small })(model)).toEqual(small)
  })

  it('is in the plan where it is not as usual', () => {
    const request = { panelId: 'pnl_1', ...documents, jurors: [model, 'anthropic:a'], recordingSet: null, budgetUsd: null }
    const plan = planPanel({ ...request, formOf: (id) => (id === model ? small : usualForm) })
    expect(plan.forms).toEqual([{ model, form: small }])
    expect([plannedForm(plan, model), plannedForm(plan, 'anthropic:a')]).toEqual([small, usualForm])
    expect(planPanel(request)).not.toHaveProperty('forms')
  })
})

describe('a request of a form', () => {
  const text = (form?: RequestForm) =>
    buildRequest({ dossier, persona, ...(form === undefined ? {} : { form }) }).messages[1]?.parts[1]?.text

  it('has the compact text of a persona that has one, and the same checks', () => {
    expect(text(small)).toContain('In short: the tool under review.')
    expect(text(small)?.split('## What your reply')[1]).toBe(text()?.split('## What your reply')[1])
    const without = samplePersona()
    expect(buildRequest({ dossier, persona: without, form: small }).messages).toEqual(buildRequest({ dossier, persona: without }).messages)
  })

  it('shows every seat the same schema, and has a grammar of its own beside it', () => {
    const { schema, grammar } = buildRequest({ dossier, persona, form: small }).replySchema
    expect(schema).toBe(buildRequest({ dossier, persona }).replySchema.schema)
    expect(JSON.stringify(grammar)).toContain('"const":"primitive"')
    expect(buildRequest({ dossier, persona }).replySchema).not.toHaveProperty('grammar')
  })
})
