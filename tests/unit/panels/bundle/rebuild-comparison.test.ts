import { expect, it } from 'vitest'
import type { ComparisonReply } from '../../../../src/contracts/head-to-head.js'
import type { ChatRequest, Recording } from '../../../../src/contracts/model-call.js'
import { rebuildComparison } from '../../../../src/panels/bundle/rebuild-comparison.js'
import { compareTools, type DuelWork } from '../../../../src/panels/duel/compare-tools.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { RecordingMissError } from '../../../../src/platform/errors.js'
import { comparisonReply, rivalDossier } from '../../../support/panels/duel/sample-duel.js'
import { scriptedUsage } from '../../../support/panels/scripted-ledger.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

/* A record of a version that asked in other words: its calls have keys that this version does not come to. */

const askedThen = (request: ChatRequest): ChatRequest => ({
  ...request,
  messages: [{ role: 'system', parts: [{ text: 'As it was put then.', cacheable: true }] }, ...request.messages.slice(1)],
})

const noCall: DuelWork['ledger'] = {
  complete: async () => {
    throw new RecordingMissError('nothing answers this version')
  },
}

/** What that version came to, one reply a text, and the recordings of it. */
async function made(texts: readonly string[]) {
  const byKey = new Map<string, Recording>()
  const left = [...texts]
  const work: DuelWork = {
    tools: [sampleDossier(), rivalDossier()],
    persona: samplePersona(),
    model: 'ollama:a',
    isBlind: true,
    signal: new AbortController().signal,
    givesUpOn: () => true,
    reader: { read: (raw) => ({ text: raw as string, finishReason: 'stop', usage: scriptedUsage }) },
    ledger: {
      complete: async ({ model, request, sample }) => {
        const raw = left.shift()
        if (raw === undefined) throw new RecordingMissError('there was no further reply')
        const identity = { model, request: askedThen(request), sample }
        const reply = { origin: 'recorded' as const, raw, costUsd: 0.01, latencyMs: 50 }
        const key = callKey(identity)
        byKey.set(key, { schema: 'panel.recording/1', key, ...identity, ...reply, recordedAt: '2026-11-20T00:00:00.000Z' })
        return { key, source: 'call', ...reply, usage: scriptedUsage }
      },
    },
  }
  const outcome = await compareTools(work)
  if (outcome.status !== 'compared') throw new Error(outcome.reason)
  const { tools: _pair, ...stated } = outcome
  return { outcome, stated, byKey, work: { ...work, ledger: noCall } }
}

const say = (choice: ComparisonReply['choice']) => JSON.stringify(comparisonReply({ choice }))

it('is read from the calls that the record names, repairs and the blind test included', async () => {
  const { outcome, ...parts } = await made([say('first'), 'no reply', say('second'), say('second'), 'no reply', say('first')])
  expect(parts.byKey.size).toBe(6)
  expect(outcome).toMatchObject({ result: { tool: 'ferrydoc' }, blind: { result: { tool: 'quaylog' }, flips: true } })
  const rebuilt = await rebuildComparison(parts)
  expect(rebuilt).toEqual({ outcome, statedKind: null, otherVersion: { isAskedOtherwise: true, isCheckedOtherwise: false } })
})

it('of a blind test that broke off, too', async () => {
  const { outcome, ...parts } = await made([say('first'), say('second'), say('second')])
  expect(outcome.blind).toMatchObject({ result: null, missing: 'no-recording', orders: [{ first: 'ferrydoc' }] })
  expect((await rebuildComparison(parts)).outcome).toEqual(outcome)
})

it('shows what was changed of its words', async () => {
  const { stated, ...parts } = await made([say('first'), say('second'), say('first'), say('second')])
  const [first, second] = stated.orders
  const changed = { ...stated, orders: [{ ...first, quote: 'I never said this.' }, second] as typeof stated.orders }
  const rebuilt = await rebuildComparison({ ...parts, stated: changed })
  expect(rebuilt.outcome).toMatchObject({ orders: [{ quote: first.quote }, {}] })
})
