import { expect, test } from 'vitest'
import type { CallIdentity } from '../../../../src/contracts/model-call.js'
import type { opinionSchema, SecondOpinion } from '../../../../src/contracts/second-opinion.js'
import { type DraftOutcome, draftOutcomeSchema } from '../../../../src/contracts/verdict.js'
import { uncalled } from '../../../../src/panels/draft/unscored.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { withOpinion } from '../../../../src/panels/opinion/with-opinion.js'
import { BudgetError, ProviderError, RecordingMissError } from '../../../../src/platform/errors.js'
import { opinionReply, sampleDraft } from '../../../support/panels/opinion/sample.js'
import { type ScriptedAnswer, scriptedLedger, scriptedUsage } from '../../../support/panels/scripted-ledger.js'
import { sampleDossier } from '../../../support/samples.js'

const drafted: Extract<DraftOutcome, { status: 'drafted' }> = {
  ...{ status: 'drafted', draft: sampleDraft(), model: 'ollama:a', origin: 'recorded', callKey: null, callKeys: [] },
  ...{ usage: scriptedUsage, costUsd: 0.02, latencyMs: 40 },
}
const both: SecondOpinion = { models: ['ollama:a', 'mistral:b', 'mistral:c'] }

/** Has the sample draft read by a ledger that answers in turn. */
async function opine(
  answers: ScriptedAnswer[],
  { outcome = drafted as DraftOutcome, secondOpinion = both as SecondOpinion | null, isAborted = false } = {},
) {
  const { asking, seen } = scriptedLedger(answers, { isAborted })
  const given = await withOpinion(outcome, { secondOpinion, dossier: sampleDossier(), ...asking })
  const kept = draftOutcomeSchema.parse(given)
  return { given, opinion: kept.status === 'drafted' ? kept.opinion : undefined, ...seen }
}

const broken = (kind: ProviderError['kind'], retryAfterMs: number | null = null) =>
  new ProviderError('the model is busy', {
    kind,
    provider: 'mistral',
    isRetryable: kind === 'overloaded',
    retryAfterMs,
    statusCode: 503,
    requestId: null,
  })
const supports = (opinion: typeof opinionSchema._output | undefined) => opinion?.pairs.map(({ support }) => support)

test('one call of the first model that is not the juror gives an opinion on every pair, and its cost is its own', async () => {
  const { opinion, asked, given } = await opine([{ text: opinionReply(6, { 2: 'partly', 3: 'not supported' }) }])
  expect(asked.map(({ model, sample }) => [model, sample])).toEqual([['mistral:b', 1]])
  expect(supports(opinion)).toEqual(['supported', 'partly', 'not supported', 'supported', 'supported', 'supported'])
  expect(opinion).toMatchObject({
    model: 'mistral:b',
    origin: 'recorded',
    usage: scriptedUsage,
    costUsd: 0.01,
    latencyMs: 50,
    missing: null,
    pairsLeftOut: 0,
  })
  expect(opinion?.callKeys).toEqual([callKey(asked[0] as CallIdentity)])
  expect({ ...given, opinion: undefined }).toEqual({ ...drafted, opinion: undefined })
})

test('without the setting, and for a seat that is unscored, nothing is asked and nothing changes', async () => {
  expect((await opine([], { secondOpinion: null })).given).toBe(drafted)
  const unscored = uncalled({ model: 'ollama:a', kind: 'refused', reason: 'no' })
  expect((await opine([], { outcome: unscored })).given).toBe(unscored)
})

test('a juror does not speak of its own draft: where no other model is set, the seat says so', async () => {
  const { opinion, asked } = await opine([], { secondOpinion: { models: ['ollama:a'] } })
  expect(asked).toEqual([])
  expect(opinion).toMatchObject({ model: 'ollama:a', missing: 'same-model', pairs: [], costUsd: 0, callKeys: [] })
})

test('a draft that cites no passage is not asked about', async () => {
  const outcome = { ...drafted, draft: sampleDraft({ evidence: [] }) }
  const { opinion, asked } = await opine([], { outcome })
  expect([asked.length, opinion?.missing, opinion?.costUsd]).toEqual([0, 'no-pairs', 0])
})

test('what ties the second model to the tool is kept with its opinion', async () => {
  const conflict = { tool: 'ferrydoc', model: 'mistral:b', kind: 'vendor' as const, maker: 'Ferry Works', named: 'Ferry Works' }
  const { opinion } = await opine([{ text: opinionReply(6) }], { secondOpinion: { ...both, conflicts: [conflict] } })
  expect(opinion?.conflict).toEqual({ kind: 'vendor', maker: 'Ferry Works', named: 'Ferry Works' })
})

test('pairs that are missing, there twice or unknown are asked for once more; what the first reply said well stays', async () => {
  const bad = JSON.parse(opinionReply(7, { 1: 'partly' })) as { pairs: { pair: number }[] }
  bad.pairs.splice(1, 1)
  const { opinion, asked } = await opine([{ text: JSON.stringify(bad) }, { text: opinionReply(6, { 2: 'not supported' }) }])
  expect(supports(opinion)).toEqual(['partly', 'not supported', 'supported', 'supported', 'supported', 'supported'])
  expect(opinion).toMatchObject({ missing: null, costUsd: 0.02, latencyMs: 100 })
  const complaint = asked[1]?.request.messages.at(-1)?.parts[0]?.text
  expect(complaint).toContain('1. pair 7: there is no such pair; there are 6.\n2. No usable entry for pair 2.')
})

test('pairs that are still missing after the repair round have no opinion, and it says so', async () => {
  const half = { text: opinionReply(3, { 1: 'partly' }) }
  const { opinion, asked } = await opine([half, half])
  expect(asked).toHaveLength(2)
  expect(supports(opinion)).toEqual(['partly', 'supported', 'supported', null, null, null])
  expect(opinion).toMatchObject({ missing: 'malformed-reply', costUsd: 0.02 })
  expect((await opine([half, { text: '{', finishReason: 'length' }])).opinion?.missing).toBe('truncated')
  expect((await opine([half, new BudgetError('over budget')])).opinion).toMatchObject({ missing: 'malformed-reply', costUsd: 0.01 })
})

test.each([
  ['refused', { text: 'I will not.', finishReason: 'refusal' as const }, 0.01],
  ['malformed-reply', { text: 'All fine.' }, null],
  ['over-budget', new BudgetError('over budget: http://10.0.0.1'), 0],
  ['no-recording', new RecordingMissError('no recording'), 0],
  ['provider-failure', broken('authentication'), 0],
  ['never-finished', new Error('the database is gone'), null],
])('an opinion that cannot be had (%s) says so by its kind, and the draft is drafted', async (missing, answer, costUsd) => {
  const { given, opinion } = await opine([answer, answer])
  expect(opinion).toMatchObject({ missing, ...(missing === 'malformed-reply' ? {} : { costUsd }) })
  expect(supports(opinion)).toEqual([null, null, null, null, null, null])
  expect(given).toMatchObject({ status: 'drafted', draft: drafted.draft, costUsd: 0.02 })
  expect(JSON.stringify(opinion)).not.toContain('10.0.0.1')
})

test('a provider that asks for a short wait is asked again, twice at most; a long wait is not waited for', async () => {
  const patient = await opine([broken('overloaded', 10), broken('overloaded'), { text: opinionReply(6) }])
  expect([patient.opinion?.missing, patient.waitsMs]).toEqual([null, [10, 2_000]])
  const gone = await opine([broken('overloaded'), broken('overloaded'), broken('overloaded')])
  expect([gone.opinion?.missing, gone.asked.length, gone.errors.length]).toEqual(['provider-failure', 3, 1])
  const long = await opine([broken('overloaded', 60_001)])
  expect([long.opinion?.missing, long.waitsMs]).toEqual(['provider-failure', []])
})

test('a limit of our own is waited for until there is room, for ten minutes in all', async () => {
  const limited = new ProviderError('the limit of mistral is reached', {
    ...{ kind: 'rate-limited', provider: 'mistral', isRetryable: true, retryAfterMs: 50_000, statusCode: null, requestId: null },
  })
  const waited = await opine([...Array.from({ length: 12 }, () => limited), { text: opinionReply(6) }])
  expect([waited.opinion?.missing, waited.waitsMs.length]).toEqual([null, 12])
  const never = await opine(Array.from({ length: 13 }, () => limited))
  expect([never.opinion?.missing, never.asked.length]).toEqual(['provider-failure', 13])
})

test('a call that was lost and may have been billed makes the cost unknown', async () => {
  expect((await opine([broken('timeout')])).opinion).toMatchObject({
    missing: 'provider-failure',
    usage: null,
    costUsd: null,
    latencyMs: null,
  })
})

test('a worker that stops breaks the seat off instead of ending it without an opinion', async () => {
  await expect(opine([new Error('aborted')], { isAborted: true })).rejects.toThrow('aborted')
})

test('an answer that is in another place than the answer’s is read there', async () => {
  const { opinion } = await opine([{ text: ' ', elsewhere: [{ field: 'reasoning_content', text: opinionReply(6) }] }])
  expect(opinion?.missing).toBe(null)
})
