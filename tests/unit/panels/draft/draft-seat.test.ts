import { describe, expect, test } from 'vitest'
import type { CallIdentity } from '../../../../src/contracts/model-call.js'
import { draftOutcomeSchema, type Reply } from '../../../../src/contracts/verdict.js'
import { draftSeat } from '../../../../src/panels/draft/draft-seat.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { BudgetError, ProviderError, RecordingMissError } from '../../../../src/platform/errors.js'
import type { ElsewhereText, FinishReason } from '../../../../src/providers/chat-model.js'
import { sampleDossier, samplePersona, sampleReply } from '../../../support/samples.js'

type Written = { text: string; finishReason?: FinishReason; elsewhere?: ElsewhereText[]; outputTokens?: number | null }
type Answer = Written | Error
type Options = { givesUp?: boolean; contextFix?: string; replyVersion?: 1 | 2 }

/** Drafts the sample seat against a ledger that answers in turn, and returns the outcome with the requests it was asked. */
async function draft(answers: Answer[], { givesUp = true, contextFix, replyVersion }: Options = {}) {
  const asked: CallIdentity[] = []
  const outcome = await draftSeat({
    dossier: sampleDossier(),
    persona: samplePersona(),
    model: 'ollama:a',
    reader: {
      read: (raw) => {
        const { finishReason = 'stop', outputTokens = usage.outputTokens, ...written } = raw as Written
        return { ...written, finishReason, usage: { ...usage, outputTokens } }
      },
      ...(contextFix === undefined ? {} : { contextFix }),
    },
    ledger: {
      complete: async (identity) => {
        const answer = answers[asked.length]
        asked.push(identity)
        if (answer === undefined) throw new Error('asked more often than expected')
        if (answer instanceof Error) throw answer
        const reply = { key: callKey(identity), source: 'call' as const, origin: 'recorded' as const, raw: answer }
        return { ...reply, usage, costUsd: 0.01, latencyMs: 50, ...(replyVersion === undefined ? {} : { replyVersion }) }
      },
    },
    signal: new AbortController().signal,
    givesUpOn: () => givesUp,
  })
  return { outcome: draftOutcomeSchema.parse(outcome), asked }
}

const usage = { inputTokens: 10, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 5 }
const good = { text: JSON.stringify(sampleReply()) }
const faulty = { text: JSON.stringify(sampleReply({ answers: [] })) }
const withWarning = { text: JSON.stringify(sampleReply({ quote: 'Fine [1].' })) }
const broken = (kind: 'overloaded' | 'authentication') =>
  new ProviderError('the model is overloaded', {
    kind,
    provider: 'ollama',
    isRetryable: kind === 'overloaded',
    retryAfterMs: null,
    statusCode: 503,
    requestId: null,
  })

test('a good reply is drafted after one call', async () => {
  const { outcome, asked } = await draft([good])
  expect(asked).toHaveLength(1)
  expect(outcome).toMatchObject({
    status: 'drafted',
    draft: {
      call: 'ship',
      evidence: [{ quote: 'It is free for teams of up to five people.', units: { from: 2, to: 2 }, status: 'found', start: 30, end: 72 }],
      flags: [],
    },
    callKeys: [callKey(asked[0] as CallIdentity)],
    usage,
    costUsd: 0.01,
    latencyMs: 50,
  })
})

test('a bad reply is shown its own text and its exact problems, once', async () => {
  const { outcome, asked } = await draft([faulty, good])
  const repair = asked[1]?.request.messages.slice(-2)
  expect(repair?.[0]).toEqual({ role: 'assistant', parts: [{ text: faulty.text, cacheable: false }] })
  expect(repair?.[1]?.parts[0]?.text).toContain('1. answers: the ask "primitive" has no answer.\n2. answers: the ask "moat" has no answer.')
  expect(outcome).toMatchObject({ status: 'drafted', usage: { inputTokens: 20, outputTokens: 10 }, costUsd: 0.02, latencyMs: 100 })
  expect(outcome.callKeys).toHaveLength(2)
  expect(outcome.callKey).toBe(outcome.callKeys[1])
})

test('a reply that stays bad leaves the seat unscored, with reason, raw text and usage', async () => {
  const { outcome, asked } = await draft([{ text: 'I would ship it.' }, faulty])
  expect(asked).toHaveLength(2)
  expect(outcome).toMatchObject({
    status: 'unscored',
    kind: 'malformed-reply',
    rawText: faulty.text,
    usage: { inputTokens: 20 },
    costUsd: 0.02,
  })
  expect(outcome.status === 'unscored' && outcome.reason).toContain('the ask "primitive" has no answer')
})

test('a warning that stays is flagged and does not cost the seat', async () => {
  const { outcome } = await draft([withWarning, withWarning])
  expect(outcome).toMatchObject({ status: 'drafted', draft: { flags: ['quote: it has 1 words; 3 to 30 are asked for.'] } })
})

test('a repair that makes a usable reply worse is dropped, and its call still counted', async () => {
  const { outcome } = await draft([withWarning, { text: 'Sorry.' }])
  expect(outcome).toMatchObject({ status: 'drafted', draft: { quote: 'Fine [1].' }, costUsd: 0.02 })
  expect(outcome.callKey).toBe(outcome.callKeys[0])
})

test('a usable reply stands when its repair cannot be had', async () => {
  expect((await draft([withWarning, new RecordingMissError('no recording')])).outcome.status).toBe('drafted')
  expect((await draft([withWarning, new BudgetError('over budget')])).outcome.status).toBe('drafted')
})

test('a usable reply stands when the provider fails its repair for good', async () => {
  const { outcome } = await draft([withWarning, broken('overloaded')])
  expect(outcome).toMatchObject({ status: 'drafted', draft: { quote: 'Fine [1].' } })
})

test('a reply that was cut off is never taken as it stands, however whole it looks', async () => {
  const { outcome, asked } = await draft([
    { ...good, finishReason: 'length' },
    { ...good, finishReason: 'length' },
  ])
  expect(asked).toHaveLength(2)
  expect(outcome).toMatchObject({ status: 'unscored', kind: 'truncated' })
})

/** A reply whose evidence is these citations of the read me, and whose quote cites all of them. */
function citing(citations: readonly Partial<Reply['evidence'][number]>[], overrides: Partial<Reply> = {}) {
  const evidence = citations.map((citation) => ({ source: 'readme', from: 2, to: 2, shows: 'Small teams pay nothing.', ...citation }))
  const quote = `Small teams pay nothing for it ${evidence.map((_item, index) => `[${index + 1}]`).join('')}.`
  return { text: JSON.stringify(sampleReply({ evidence, quote, ...overrides })) }
}

describe('evidence by number', () => {
  test.each([
    ['a number that does not exist', { from: 9, to: 9 }, 'the source "readme" has the numbers 1 to 3, and 9 is not among them'],
    ['a range that ends behind the last', { from: 2, to: 4 }, 'the source "readme" has the numbers 1 to 3, and 2 to 4 is not among them'],
    ['a range backwards', { from: 3, to: 2 }, 'from 3 to 2 counts backwards; write the first number in "from" and the last in "to"'],
    ['a source that does not exist', { source: 'blog' }, 'the dossier has no source "blog"; it has "readme"'],
    ['the same as before', {}, 'it cites the same as evidence 1; cite a passage once and repeat its marker'],
  ])('%s is sent back once, then left out and said so', async (_name, citation, why) => {
    const wrong = citing([{}, citation, { from: 1, to: 1 }])
    const fixed = await draft([wrong, good])
    expect(fixed.asked[1]?.request.messages.at(-1)?.parts[0]?.text).toContain(`evidence 2: ${why}.`)
    expect(fixed.outcome).toMatchObject({ status: 'drafted', draft: { flags: [] } })
    const { outcome, asked } = await draft([wrong, wrong])
    expect(asked).toHaveLength(2)
    const isRepeated = why.startsWith('it cites the same')
    expect(outcome).toMatchObject({
      status: 'drafted',
      draft: {
        quote: isRepeated ? 'Small teams pay nothing for it [1][1][2].' : 'Small teams pay nothing for it [1][2].',
        evidence: [{ units: { from: 2, to: 2 } }, { units: { from: 1, to: 1 } }],
        flags: [`Evidence 2 of the reply was left out: ${why}.`],
      },
    })
  })

  test('the same number forty times is one passage', async () => {
    const forty = citing(
      Array.from({ length: 40 }, () => ({})),
      { quote: 'Small teams pay nothing for it [40].' },
    )
    const { outcome } = await draft([forty, forty])
    expect(outcome).toMatchObject({ status: 'drafted', draft: { quote: 'Small teams pay nothing for it [1].' } })
    expect(outcome.status === 'drafted' && outcome.draft.evidence).toHaveLength(1)
    const flags = outcome.status === 'drafted' ? outcome.draft.flags : []
    expect(flags).toHaveLength(21)
    expect(flags.at(-1)).toBe('19 more pieces of evidence of the reply were left out.')
  })

  test.each([
    ['none of its passages exists', citing([{ from: 8, to: 8 }]), 'evidence 1: the source "readme" has the numbers 1 to 3'],
    [
      'it copies words instead of citing numbers',
      { text: good.text.replace('"from":2,"to":2', '"quote":"It is free."') },
      'evidence[0].from: ',
    ],
    ['its numbers are words', { text: good.text.replace('"from":2', '"from":"the second"') }, 'evidence[0].from: '],
  ])('a reply is asked for again, and the seat unscored, when %s', async (_name, wrong, why) => {
    const { outcome, asked } = await draft([wrong, wrong])
    expect(asked[1]?.request.messages.at(-1)?.parts[0]?.text).toContain(why)
    expect(outcome).toMatchObject({ status: 'unscored', kind: 'malformed-reply', rawText: wrong.text })
    expect(outcome.status === 'unscored' && outcome.reason).toContain(why)
  })
})

describe('a reply of version 1, which copied words', () => {
  const v1 = (quote: string) => ({
    text: JSON.stringify({ ...sampleReply(), evidence: [{ source: 'readme', quote, shows: 'It is free.' }] }),
  })

  test('a quote that its source does not hold is marked, without a repair round', async () => {
    const { outcome, asked } = await draft([v1('free for everyone')], { replyVersion: 1 })
    expect(asked).toHaveLength(1)
    expect(outcome).toMatchObject({ status: 'drafted', draft: { evidence: [{ status: 'not found', quote: 'free for everyone' }] } })
  })

  test('a passage without the “not” of its sentence is sent back once, and flagged when it stays', async () => {
    const [cut, whole] = [v1('index format is'), v1('Its index format is not documented.')]
    const complaint = 'evidence 1: the passage leaves out "not" of its sentence; cite the whole sentence.'
    const repaired = await draft([cut, whole], { replyVersion: 1 })
    expect(repaired.asked[1]?.request.messages.at(-1)?.parts[0]?.text).toContain(complaint)
    expect(repaired.outcome).toMatchObject({ status: 'drafted', draft: { flags: [] } })
    const { outcome } = await draft([cut, cut], { replyVersion: 1 })
    expect(outcome).toMatchObject({ status: 'drafted', draft: { evidence: [{ status: 'found' }], flags: [complaint] } })
  })
})

test.each([
  ['refusal', 'the model refused to answer'],
  ['content-filter', "the provider's content filter stopped the reply"],
] as const)('a %s is unscored at once', async (finishReason, reason) => {
  const { outcome, asked } = await draft([{ text: 'I cannot do that.', finishReason }])
  expect(asked).toHaveLength(1)
  expect(outcome).toMatchObject({
    status: 'unscored',
    kind: 'refused',
    reason: expect.stringContaining(reason),
    rawText: 'I cannot do that.',
  })
})

test('a reply cut off twice is unscored as truncated', async () => {
  const cut = { text: '{"evidence": [', finishReason: 'length' as const }
  expect((await draft([cut, cut])).outcome).toMatchObject({ status: 'unscored', kind: 'truncated', rawText: cut.text })
})

describe('a reply that its server cut off before the token limit', () => {
  const contextFix = 'start the server with more --ctx-size'
  const full: Written = { text: '{"evidence": [', finishReason: 'length', outputTokens: 217 }

  test('found the context full: the seat says so, with the counts and the setting, and is not asked to repair it', async () => {
    const { outcome, asked } = await draft([full], { contextFix })
    expect(asked).toHaveLength(1)
    expect(outcome).toMatchObject({
      status: 'unscored',
      kind: 'truncated',
      rawText: full.text,
      callKeys: [expect.any(String)],
      reason:
        'the reply was cut off before its token limit: the context of the model is full, with 10 of the prompt and 217 of the reply tokens. ' +
        'Shorten the dossier, seat a model with a longer context, or start the server with more --ctx-size.',
    })
  })

  test('says so too where the prompt alone filled the context, and where the repair did', async () => {
    const empty = await draft([{ ...full, text: '', outputTokens: 0 }], { contextFix })
    expect([empty.asked.length, empty.outcome]).toMatchObject([1, { kind: 'truncated', reason: expect.stringContaining('0 of the reply') }])
    const repair = await draft([faulty, full], { contextFix })
    expect([repair.asked.length, repair.outcome]).toMatchObject([2, { kind: 'truncated', reason: expect.stringContaining('context') }])
  })

  test('leaves a first reply that could be used as it is', async () => {
    expect((await draft([withWarning, full], { contextFix })).outcome).toMatchObject({ status: 'drafted' })
  })

  test.each([
    ['at the limit', { outputTokens: 4096 }],
    ['with a count that is not told', { outputTokens: null }],
  ])('is another matter than one cut off %s, which is asked to be shorter', async (_, changes) => {
    const cut = { ...full, ...changes }
    const { outcome, asked } = await draft([cut, cut], { contextFix })
    expect(asked).toHaveLength(2)
    expect(outcome).toMatchObject({ kind: 'truncated', reason: expect.stringContaining('cut off at the token limit twice') })
  })
})

const beside = (field: string, text: string): ElsewhereText => ({ field, text })

test.each(['reasoning_content', 'tool_calls[0].function.arguments'])(
  'an answer in %s that fits is the draft, after one call',
  async (field) => {
    const { outcome, asked } = await draft([{ text: ' ', elsewhere: [beside(field, `Let me think. ${good.text}`)] }])
    expect(asked).toHaveLength(1)
    expect(outcome).toMatchObject({ status: 'drafted', draft: { call: 'ship', flags: [] }, usage })
  },
)

test('the same answer in two places is one', async () => {
  const elsewhere = [beside('reasoning_content', good.text), beside('reasoning', good.text)]
  expect((await draft([{ text: '', elsewhere }])).outcome).toMatchObject({ status: 'drafted' })
})

test('an answer in another place that fits is used beside others that do not', async () => {
  const elsewhere = [beside('reasoning', 'Hm.'), beside('tool_calls[0].function.arguments', good.text)]
  expect((await draft([{ text: '', elsewhere }])).outcome).toMatchObject({ status: 'drafted' })
})

test('an answer in another place that does not fit ends the seat after one call, with a reason that names the place', async () => {
  const { outcome, asked } = await draft([{ text: '', elsewhere: [beside('reasoning_content', 'I would ship it.')] }])
  expect(asked).toHaveLength(1)
  expect(outcome).toMatchObject({
    status: 'unscored',
    kind: 'malformed-reply',
    reason: "the reply is empty: the answer was in reasoning_content and does not fit the reply's schema.",
    rawText: 'I would ship it.',
    usage,
  })
})

test('of different answers in two places none is taken', async () => {
  const elsewhere = [
    beside('thinking', good.text),
    beside('tool_calls[0].function.arguments', JSON.stringify(sampleReply({ call: 'skip' }))),
  ]
  const { outcome, asked } = await draft([{ text: '', elsewhere }])
  expect(asked).toHaveLength(1)
  expect(outcome).toMatchObject({
    status: 'unscored',
    kind: 'malformed-reply',
    reason: 'the reply is empty, and thinking, tool_calls[0].function.arguments hold different answers.',
  })
})

test('a repair whose answer is in another place says so', async () => {
  const { outcome } = await draft([faulty, { text: '', elsewhere: [beside('reasoning', 'Hm.')] }])
  expect(outcome).toMatchObject({ status: 'unscored', reason: expect.stringContaining('the answer was in reasoning') })
  expect((await draft([faulty, { text: '', elsewhere: [beside('reasoning', good.text)] }])).outcome.status).toBe('drafted')
})

test('a reply that was cut off while it was thinking is truncated, not misplaced', async () => {
  const cut: Written = { text: '', finishReason: 'length', elsewhere: [beside('reasoning', 'Hm.')] }
  expect((await draft([cut, cut])).outcome).toMatchObject({ status: 'unscored', kind: 'truncated' })
})

test('a replay without a recording and a spent budget are unscored with their own kind', async () => {
  expect((await draft([new RecordingMissError('nearest: x')])).outcome).toMatchObject({
    status: 'unscored',
    kind: 'no-recording',
    reason: 'nearest: x',
    callKeys: [],
  })
  expect((await draft([new BudgetError('over budget: …')])).outcome).toMatchObject({
    status: 'unscored',
    kind: 'over-budget',
    usage: null,
    costUsd: 0,
  })
})

test('a broken call is thrown while another try may help, and ends the seat when not', async () => {
  await expect(draft([broken('overloaded')], { givesUp: false })).rejects.toThrow('overloaded')
  const { outcome } = await draft([faulty, broken('authentication')])
  expect(outcome).toMatchObject({ status: 'unscored', kind: 'provider-failure', rawText: faulty.text, costUsd: 0.01 })
})
