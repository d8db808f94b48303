import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Bundle, bundleSchema } from '../../../../src/contracts/bundle.js'
import { unscoredWords } from '../../../../src/contracts/call.js'
import type { PanelRecord } from '../../../../src/contracts/record.js'
import { type RecordVerdict, recordVerdictSchema } from '../../../../src/contracts/record-verdict.js'
import type { UnscoredOutcome } from '../../../../src/contracts/verdict.js'
import { parseBundle } from '../../../../src/panels/bundle/parse-bundle.js'
import { verifyBundle } from '../../../../src/panels/bundle/verify-bundle.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { contentHash, wholeContentHash } from '../../../../src/panels/record/build-record.js'
import { BudgetError, ProviderError, RecordingMissError } from '../../../../src/platform/errors.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { type Answers, faulty, good, readers, sampleBundle, withWarning } from '../../../support/panels/bundle/sample-bundle.js'
import { sampleReply } from '../../../support/samples.js'

const broken = new ProviderError('the model is overloaded', {
  kind: 'overloaded',
  provider: 'ollama',
  isRetryable: true,
  retryAfterMs: null,
  statusCode: 503,
  requestId: null,
})

/** The bundle as another machine reads it from a file. */
const fromFile = (bundle: Bundle) => bundleSchema.parse(JSON.parse(JSON.stringify(bundle)))
const verify = (bundle: Bundle) => verifyBundle(fromFile(bundle), readers)

/** A copy of the bundle with the reply of its first recording changed, and its hash with it when `rehash`. */
function withChangedReply(bundle: Bundle, { rehash }: { rehash: boolean }): Bundle {
  const copy = structuredClone(bundle)
  const [first] = copy.recordings
  if (first === undefined) throw new Error('the bundle holds no recording')
  first.raw = JSON.parse(JSON.stringify(first.raw).replace('pay nothing for it', 'pay nothing for iT'))
  const { sha256: _stated, ...recording } = first
  return rehash ? { ...copy, recordings: [{ ...recording, sha256: hashJson(recording) }, ...copy.recordings.slice(1)] } : copy
}

/** A copy of the bundle whose record says something else of its first verdict. */
function withChangedRecord(bundle: Bundle, change: object, { rehash }: { rehash: boolean }): Bundle {
  const record = structuredClone(bundle.record)
  const [tool] = record.tools
  if (tool?.verdicts[0] === undefined) throw new Error('the record holds no verdict')
  Object.assign(tool.verdicts[0], change)
  return { ...bundle, record: rehash ? { ...record, contentSha256: contentHash(record) } : record }
}

const firstVerdict = ({ tools }: PanelRecord) => tools[0]?.verdicts[0]

test('a record is rebuilt to the same hash, a repaired seat included', async () => {
  const bundle = await sampleBundle({ dx: [good], business: [faulty, good] })
  expect(bundle.recordings).toHaveLength(3)
  const { contentSha256 } = bundle.record
  expect(await verify(bundle)).toEqual({
    identical: true,
    expected: contentSha256,
    rebuilt: contentSha256,
    differences: [],
    problems: [],
    asStated: [],
    otherVersions: [],
  })
})

test('one letter of a reply changed: the difference with both values, and the recording that is not as it was bundled', async () => {
  const bundle = await sampleBundle({ dx: [good], business: [good] })
  const result = await verify(withChangedReply(bundle, { rehash: false }))
  expect(result.identical).toBe(false)
  expect(result.rebuilt).not.toBe(result.expected)
  const quote = sampleReply().quote
  expect(result.differences).toEqual([
    {
      path: expect.stringMatching(/^tools\[0\]\.verdicts\[[01]\]\.quote$/),
      expected: quote,
      rebuilt: quote.replace('pay nothing for it', 'pay nothing for iT'),
    },
    { path: 'contentSha256', expected: bundle.record.contentSha256, rebuilt: result.rebuilt },
  ])
  expect(result.problems).toEqual([{ path: 'recordings[0].sha256', message: expect.stringContaining('changed after it was bundled') }])
})

test('a changed reply under a new hash of its own has no problem, and differs all the same', async () => {
  const bundle = await sampleBundle({ dx: [good], business: [good] })
  const result = await verify(withChangedReply(bundle, { rehash: true }))
  expect(result).toMatchObject({ identical: false, problems: [] })
  expect(result.differences).toHaveLength(2)
})

test('a change that the record does not rest on shows by the hash of its recording', async () => {
  const bundle = await sampleBundle({ dx: [good], business: [good] })
  const [first, second] = bundle.recordings
  if (first === undefined || second === undefined) throw new Error('two recordings are expected')
  const result = await verify({ ...bundle, recordings: [first, { ...second, recordedAt: '2026-11-22T09:00:01.000Z' }] })
  expect(result).toMatchObject({ identical: false, differences: [], problems: [{ path: 'recordings[1].sha256' }] })
  expect(result.rebuilt).toBe(result.expected)
})

test.each([
  ['under its old hash', false, ['tools[0].verdicts[0].quote']],
  ['under a new hash', true, ['tools[0].verdicts[0].quote', 'contentSha256']],
])('a record edited by hand, %s, is not what its recordings give', async (_name, rehash, paths) => {
  const bundle = await sampleBundle({ dx: [good], business: [good] })
  const result = await verify(withChangedRecord(bundle, { quote: 'Buy it.' }, { rehash }))
  expect(result.identical).toBe(false)
  expect(result.differences.map(({ path }) => path)).toEqual(paths)
})

const neverFinished: UnscoredOutcome = {
  status: 'unscored',
  kind: 'never-finished',
  reason: "the seat's job ended without a result.",
  rawText: null,
  model: 'ollama:a',
  origin: null,
  callKey: null,
  callKeys: [],
  usage: null,
  costUsd: 0,
  latencyMs: 0,
}

test.each<[string, string, Answers, UnscoredOutcome | undefined]>([
  ['no recording', 'no-recording', [new RecordingMissError('no recording answers this')], undefined],
  ['no recording of the repair', 'no-recording', [faulty, new RecordingMissError('no recording answers this')], undefined],
  ['no budget', 'over-budget', [new BudgetError('over budget')], undefined],
  ['a broken call', 'provider-failure', [broken], undefined],
  ['a job that died', 'never-finished', [], neverFinished],
])('%s: the seat is taken as stated, and the record is identical', async (_name, kind, dx, end) => {
  const bundle = await sampleBundle({ dx, business: [good] }, end === undefined ? {} : { dx: end })
  expect(firstVerdict(bundle.record)).toMatchObject({ status: 'unscored', kind })
  expect(await verify(bundle)).toMatchObject({
    identical: true,
    asStated: [{ tool: 'ferrydoc', persona: 'dx', model: 'ollama:a', kind }],
  })
})

test('a usable reply whose repair broke stands with its flags, and the record is rebuilt from it', async () => {
  const bundle = await sampleBundle({ dx: [withWarning, broken], business: [good] })
  expect(firstVerdict(bundle.record)).toMatchObject({ status: 'drafted', flags: [expect.any(String)] })
  expect(await verify(bundle)).toMatchObject({ identical: true, asStated: [] })
})

test('a bundle tells why a seat has no call by its kind; one from before that, with the reason itself, is rebuilt as well', async () => {
  const reason = 'gateway answered 503 at http://10.7.7.7:8000/v1. Look at panel.config.yaml'
  const down = new ProviderError(reason, { ...broken, kind: 'overloaded' })
  for (const dx of [[down], [{ text: 'The weather.' }, { text: 'It still is.' }]] as Answers[]) {
    const bundle = await sampleBundle({ dx, business: [good] })
    const stated = firstVerdict(bundle.record)
    if (stated?.status !== 'unscored') throw new Error('the seat has a call')
    expect(stated.reason).toBe(unscoredWords[stated.kind])
    expect(JSON.stringify(bundle)).not.toMatch(/10\.7\.7\.7|panel\.config/)
  }
  const told = withChangedRecord(await sampleBundle({ dx: [down], business: [good] }), { reason }, { rehash: false })
  const before = { ...told, record: { ...told.record, contentSha256: wholeContentHash(told.record) } }
  expect(await verify(before)).toMatchObject({ identical: true, asStated: [{ kind: 'provider-failure' }] })
})

test.each<[string, string, Answers]>([
  ['prose twice', 'malformed-reply', [{ text: 'The weather is fine.' }, { text: 'It still is.' }]],
  ['a refusal', 'refused', [{ text: '', finishReason: 'refusal' }]],
  [
    'two cut replies',
    'truncated',
    [
      { text: '{"call', finishReason: 'length' },
      { text: '{"call', finishReason: 'length' },
    ],
  ],
])('%s: the unscored seat is rebuilt from what the model wrote', async (_name, kind, dx) => {
  const bundle = await sampleBundle({ dx, business: [good] })
  expect(firstVerdict(bundle.record)).toMatchObject({ status: 'unscored', kind })
  expect(await verify(bundle)).toMatchObject({ identical: true, asStated: [] })
  const result = await verify(withChangedRecord(bundle, { reason: 'the model was ill' }, { rehash: true }))
  expect(result.differences.map(({ path }) => path)).toEqual(['tools[0].verdicts[0].reason', 'contentSha256'])
})

test('a seat said to be over budget, though its reply is there, is rebuilt from the reply', async () => {
  const honest = await sampleBundle({ dx: [good], business: [good] })
  const short = await sampleBundle({ dx: [new BudgetError('over budget')], business: [good] })
  const verdict = firstVerdict(honest.record)
  const lie = { ...firstVerdict(short.record), callKey: verdict?.callKey, callKeys: verdict?.callKeys }
  const record = structuredClone(honest.record)
  record.tools[0]?.verdicts.splice(0, 1, recordVerdictSchema.parse(lie))
  const result = await verify({ ...honest, record })
  expect(result).toMatchObject({ identical: false, problems: [], asStated: [] })
  expect(result.differences).toContainEqual({ path: 'tools[0].verdicts[0].status', expected: 'unscored', rebuilt: 'drafted' })
})

/** The bundle as a version made it that asked in other words and checked by other rules: `findings` is what it found in the first verdict. */
function asOfOldVersion(bundle: Bundle, findings: object): Bundle {
  const text = bundle.recordings.reduce((json, { key, model, request, sample }) => {
    const asked = {
      ...request,
      messages: [{ role: 'system' as const, parts: [{ text: 'Judge it.', cacheable: true }] }, ...request.messages],
    }
    return json.replaceAll(key, callKey({ model, request: asked, sample })).replaceAll(JSON.stringify(request), JSON.stringify(asked))
  }, JSON.stringify(bundle))
  const old: Bundle = JSON.parse(text)
  const recordings = old.recordings
    .map(({ sha256: _sha256, ...recording }) => ({ ...recording, sha256: hashJson(recording) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const verdict of old.record.tools.flatMap(({ verdicts }) => verdicts)) if (verdict.status === 'drafted') delete verdict.checks
  return withChangedRecord({ ...old, recordings }, findings, { rehash: true })
}

const asked = (persona: string) => ({ tool: 'ferrydoc', persona, model: 'ollama:a', isAskedOtherwise: true, isCheckedOtherwise: true })

test('a record of a version that asked and checked otherwise is rebuilt from its own calls, and says so', async () => {
  const bundle = asOfOldVersion(await sampleBundle({ dx: [good], business: [faulty, good] }), { flags: ['the quote is short'] })
  expect(await verify(bundle)).toMatchObject({ identical: true, otherVersions: [asked('dx'), asked('business')] })
})

test('a bundle of the version that copied its quotes in words is rebuilt from its recordings, and a changed word in them shows', async () => {
  const text = await readFile(join(packageFiles.root, 'fixtures/bundles/reply-v1.json'), 'utf8')
  const bundle = bundleSchema.parse(JSON.parse(text))
  expect(await verify(bundle)).toMatchObject({ identical: true, otherVersions: [asked('dx'), asked('business')] })
  const changed = bundleSchema.parse(JSON.parse(text.replaceAll('free for everyone', 'free for anyone')))
  const { identical, problems } = await verify(changed)
  expect(identical).toBe(false)
  expect(problems).not.toEqual([])
})

test('a reply that only the other version sent back for repair is read with its repair', async () => {
  const bundle = await sampleBundle({ dx: [good], business: [withWarning, good] })
  const old = asOfOldVersion(bundle, {})
  const calls = old.record.tools[0]?.verdicts.map(({ callKeys }) => callKeys.length)
  expect(calls).toEqual([1, 2])
  // The same first reply twice: today's rules find nothing in it, and would not ask again.
  const [first] = old.recordings.filter(({ raw }) => JSON.stringify(raw).includes('Fine [1].'))
  if (first === undefined) throw new Error('a reply with a warning is expected')
  const { sha256: _sha256, ...recording } = { ...first, raw: good }
  const recordings = old.recordings.map((one) => (one === first ? { ...recording, sha256: hashJson(recording) } : one))
  expect(await verify({ ...old, recordings })).toMatchObject({ identical: true })
})

test.each<[string, (verdict: Extract<RecordVerdict, { status: 'drafted' }>) => object]>([
  ['other words', () => ({ quote: 'Buy it.' })],
  ['another call', () => ({ call: 'skip' })],
  ['evidence said to be found elsewhere', ({ evidence }) => ({ evidence: evidence.map((item) => ({ ...item, start: 0, end: 3 })) })],
  ['evidence of its own', ({ evidence }) => ({ evidence: evidence.map((item) => ({ ...item, shows: 'All is well.' })) })],
])('%s are no finding of another version: they differ', async (_name, change) => {
  const bundle = await sampleBundle({ dx: [good], business: [good] })
  const verdict = firstVerdict(bundle.record)
  if (verdict?.status !== 'drafted') throw new Error('a draft is expected')
  expect(await verify(asOfOldVersion(bundle, change(verdict)))).toMatchObject({ identical: false })
})

test('flags that are not what the version of the checks finds differ, when that version is the one that runs', async () => {
  const bundle = await sampleBundle({ dx: [good], business: [good] })
  const result = await verify(withChangedRecord(bundle, { flags: ['the quote is short'] }, { rehash: true }))
  expect(result).toMatchObject({ identical: false, otherVersions: [] })
})

test('a bundle with a key that stands twice, anywhere, is not called identical', async () => {
  const text = JSON.stringify(await sampleBundle({ dx: [good], business: [good] }))
  const twice = [
    text.replace('"madeWith":', '"madeWith":"x","madeWith":'),
    text.replace('"quote":', '"qu\\u006fte":"Buy it.","quote":'),
    text.replace('"raw":{', '"raw":{"text":"another",'),
    text.replace('"schema":"panel.bundle/1",', '"schema":"panel.bundle/1","schema":"panel.bundle/1",'),
  ]
  for (const each of twice) {
    expect(each).not.toBe(text)
    expect(parseBundle(each)).toMatchObject({ status: 'broken', problems: [{ message: expect.stringContaining('twice') }] })
  }
  expect(parseBundle(text)).toMatchObject({ status: 'parsed' })
})

test('a seat without a quorum is rebuilt, whose reason a bundle has in words for readers alone', async () => {
  const bundle = await sampleBundle({ dx: [broken], business: [good] }, { repeat: 2 })
  expect(firstVerdict(bundle.record)).toMatchObject({ kind: 'no-quorum', reason: unscoredWords['no-quorum'] })
  expect(await verify(bundle)).toMatchObject({ identical: true, differences: [], problems: [] })
  const changed = withChangedRecord(bundle, { kind: 'provider-failure', reason: unscoredWords['provider-failure'] }, { rehash: true })
  expect(await verify(changed)).toMatchObject({ identical: false })
})
