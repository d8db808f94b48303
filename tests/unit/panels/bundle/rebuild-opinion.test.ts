import { expect, test } from 'vitest'
import { type Bundle, bundleSchema } from '../../../../src/contracts/bundle.js'
import type { Opinion } from '../../../../src/contracts/second-opinion.js'
import { verifyBundle } from '../../../../src/panels/bundle/verify-bundle.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { isOpinionRequest } from '../../../../src/panels/opinion/build-opinion-request.js'
import { contentHash } from '../../../../src/panels/record/build-record.js'
import { BudgetError, ProviderError } from '../../../../src/platform/errors.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { type Answers, good, readers, sampleBundle } from '../../../support/panels/bundle/sample-bundle.js'
import { opinionReply } from '../../../support/panels/opinion/sample.js'

const whole = { text: opinionReply(2, { 1: 'partly' }) }
const half = { text: opinionReply(1) }
const broken = new ProviderError('the model is gone', {
  ...{ kind: 'authentication', provider: 'mistral', isRetryable: false, retryAfterMs: null, statusCode: 401, requestId: null },
})

const bundleOf = (dx: Answers, business = dx) => sampleBundle({ dx: [good], business: [good], opinions: { dx, business } })
const verify = (bundle: Bundle) => verifyBundle(bundleSchema.parse(JSON.parse(JSON.stringify(bundle))), readers)
const opinionOf = ({ record }: Bundle): Opinion => {
  const [verdict] = record.tools[0]?.verdicts ?? []
  if (verdict?.status !== 'drafted' || verdict.opinion === undefined) throw new Error('the record has no opinion')
  return verdict.opinion
}

test.each<[string, Answers, Partial<Opinion>]>([
  ['one call', [whole], { missing: null, costUsd: 0.01 }],
  ['a repaired reply', [half, whole], { missing: null, costUsd: 0.02 }],
  ['a reply that stayed bad', [half, half], { missing: 'malformed-reply' }],
  ['a repair that the budget did not cover', [half, new BudgetError('over budget')], { missing: 'malformed-reply', costUsd: 0.01 }],
  ['no reply, for want of budget', [new BudgetError('over budget')], { missing: 'over-budget', callKeys: [] }],
  ['no reply, as the provider failed', [broken], { missing: 'provider-failure', callKeys: [] }],
  ['no reply, for an error of another kind', [new Error('gone')], { missing: 'never-finished', costUsd: null }],
])('a record is rebuilt with its second opinions: %s', async (_, answers, expected) => {
  const bundle = await bundleOf(answers)
  expect(opinionOf(bundle)).toMatchObject(expected)
  expect(await verify(bundle)).toMatchObject({ identical: true, problems: [], differences: [], otherVersions: [] })
})

test('the record rests on the calls of its second opinions: they are in its totals, and one that is missing is named', async () => {
  const bundle = await bundleOf([whole])
  expect(bundle.record.totals).toMatchObject({ modelCalls: { recorded: 3 }, costUsd: 0.04, usage: { inputTokens: 40 } })
  const recordings = bundle.recordings.filter(({ request }) => !isOpinionRequest(request))
  const [key] = opinionOf(bundle).callKeys
  expect(await verify({ ...bundle, recordings })).toMatchObject({
    identical: false,
    problems: [{ path: 'recordings', message: `the record rests on the model call ${key}, and its recording is missing` }],
  })
})

test('an opinion that was changed in the record, or taken out of it, is not what its recordings give', async () => {
  const changed = async (change: (opinion: Opinion) => Opinion | undefined) => {
    const bundle = structuredClone(await bundleOf([whole]))
    const [verdict] = bundle.record.tools[0]?.verdicts ?? []
    Object.assign(verdict ?? {}, { opinion: change(opinionOf(bundle)) })
    const result = await verify({ ...bundle, record: { ...bundle.record, contentSha256: contentHash(bundle.record) } })
    return [result.identical, ...result.differences.map(({ path }) => path)]
  }
  const flatter = ({ pairs, ...opinion }: Opinion): Opinion => ({
    ...opinion,
    pairs: pairs.map((pair) => ({ ...pair, support: 'supported' })),
  })
  expect(await changed(flatter)).toEqual([false, 'tools[0].verdicts[0].opinion.pairs[0].support', 'contentSha256'])
  expect(await changed((opinion) => ({ ...opinion, missing: 'over-budget' }))).toEqual([
    false,
    'tools[0].verdicts[0].opinion.missing',
    'contentSha256',
  ])
  expect(await changed(() => undefined)).toContain('tools[0].verdicts[0].opinion')
})

test('an opinion that another version asked in other words is read from the calls that the record names', async () => {
  const bundle = structuredClone(await bundleOf([whole]))
  const newKeys = new Map<string, string>()
  const recordings = bundle.recordings.map(({ sha256: _sha256, ...recording }) => {
    if (!isOpinionRequest(recording.request)) return { ...recording, sha256: hashJson(recording) }
    const [system, user] = recording.request.messages
    const older = { role: 'system' as const, parts: [{ text: 'Say whether it is so.', cacheable: true }] }
    const request = { ...recording.request, messages: system === undefined || user === undefined ? [] : [older, user] }
    const key = callKey({ ...recording, request })
    newKeys.set(recording.key, key)
    const then = { ...recording, request, key }
    return { ...then, sha256: hashJson(then) }
  })
  const renamed = JSON.parse(JSON.stringify(bundle.record), (_, value) => newKeys.get(value) ?? value) as Bundle['record']
  const record = { ...renamed, contentSha256: contentHash(renamed) }
  const seat = (persona: string) => ({ tool: 'ferrydoc', persona, model: 'ollama:a', isAskedOtherwise: true, isCheckedOtherwise: false })
  expect(await verify({ ...bundle, recordings, record })).toMatchObject({
    identical: true,
    otherVersions: [seat('dx'), seat('business')],
  })
})
