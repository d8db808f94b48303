import { expect, test } from 'vitest'
import type { Waiver } from '../../../../src/contracts/review.js'
import { reviewedContentSchema } from '../../../../src/contracts/reviewed-content.js'
import { aggregate, contentHash } from '../../../../src/panels/record/build-record.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { applyReviews } from '../../../../src/review/rules/apply-reviews.js'
import {
  callKey,
  content,
  editor,
  historyOf,
  modelRecord,
  reviewer,
  reviewInput,
  seats,
} from '../../../support/review/rules/sample-review.js'

const [first, second, , last] = seats
const firstId = first?.id ?? ''
const lastId = last?.id ?? ''
const seatVerdict = (result: ReturnType<typeof applyReviews>, seatId: string) =>
  result.content.tools.flatMap(({ verdicts }) => verdicts).find(({ review }) => review.verdictId === seatId)
const waiver = (verdictId: string, waives: Waiver['waives']): Waiver => ({
  verdictId,
  waives,
  by: editor,
  at: '2026-11-22T10:00:00.000Z',
  reason: 'we know',
})

test('a record no one reviewed is the models’ record, with a mark on each verdict that says so', () => {
  const record = modelRecord()
  const { content: reviewed } = applyReviews(reviewInput({ record }))
  expect(reviewedContentSchema.parse(reviewed)).toEqual(reviewed)
  const unmarked = {
    ...reviewed,
    tools: reviewed.tools.map((tool) => ({ ...tool, verdicts: tool.verdicts.map(({ review: _review, ...verdict }) => verdict) })),
  }
  expect(hashJson(unmarked)).toBe(record.contentSha256)
  expect(seatVerdict(applyReviews(reviewInput()), firstId)?.review).toMatchObject({
    state: 'drafted',
    revision: 1,
    writtenBy: 'model',
    waivedFlags: [],
  })
  expect(seatVerdict(applyReviews(reviewInput()), lastId)?.review).toEqual({ verdictId: lastId, waiver: null })
})

test('the hash is the record’s own way of hashing, and any revision changes it', () => {
  const untouched = applyReviews(reviewInput())
  expect(untouched.contentSha256).toBe(contentHash(untouched.content))
  const accepted = applyReviews(
    reviewInput({ histories: new Map([[firstId, historyOf(content(), [{ kind: 'accept', by: reviewer }], firstId)]]) }),
  )
  expect(accepted.contentSha256).not.toBe(untouched.contentSha256)
  expect(applyReviews(reviewInput({ histories: new Map([[firstId, historyOf(content(), [], firstId)]]) })).contentSha256).toBe(
    untouched.contentSha256,
  )
})

test('an edited call counts: panel ship, lean, split and pricing read follow', () => {
  const edited = content({
    call: 'skip',
    answers: [
      { ask: 'primitive', answer: 'A search index.' },
      { ask: 'moat', answer: 'none' },
    ],
  })
  const histories = new Map([[firstId, historyOf(content(), [{ kind: 'edit', content: edited, by: editor }], firstId)]])
  const before = modelRecord()
  const { content: reviewed } = applyReviews(reviewInput({ histories }))
  expect(before.tools[0]?.panelShip).toMatchObject({ ships: 1, calls: 2, percent: 50 })
  expect(reviewed.tools[0]?.panelShip).toMatchObject({ ships: 0, calls: 2, percent: 0 })
  expect(before.tools[0]?.pricingRead[0]?.text).toBe('thin')
  expect(reviewed.tools[0]?.pricingRead[0]?.text).toBe('none')
  expect(reviewed.split[0]?.calls[0]?.call).toBe('skip')
  expect(seatVerdict({ content: reviewed, contentSha256: '', checks: new Map(), reasons: new Map() }, firstId)?.review).toMatchObject({
    state: 'edited',
    revision: 2,
    writtenBy: 'model and people',
  })
})

test('evidence is looked up again: a changed passage gets new offsets, an invented one is not found', () => {
  const evidence = [
    { source: 'readme', quote: 'runs on one machine', shows: 'One is enough.' },
    { source: 'readme', quote: 'runs on the moon', shows: 'Far away.' },
  ]
  const histories = new Map([[firstId, historyOf(content(), [{ kind: 'edit', content: content({ evidence }), by: editor }], firstId)]])
  const verdict = seatVerdict(applyReviews(reviewInput({ histories })), firstId)
  expect(verdict?.status === 'drafted' && verdict.evidence).toMatchObject([{ status: 'found', start: 9, end: 28 }, { status: 'not found' }])
})

test('an unscored seat that a person wrote counts, without a model’s name on its words', () => {
  const histories = new Map([
    [lastId, historyOf(null, [{ kind: 'hand-written', content: content({ call: 'skip' }), by: reviewer }], lastId)],
  ])
  const result = applyReviews(reviewInput({ histories }))
  expect(seatVerdict(result, lastId)).toMatchObject({
    status: 'drafted',
    call: 'skip',
    origin: null,
    callKey: null,
    callKeys: [expect.any(String)],
    costUsd: 0.005,
    review: { state: 'edited', revision: 1, writtenBy: 'people', modelContentSha256: null },
  })
  expect(result.content.totals).toMatchObject({ drafted: 4, unscored: 0 })
})

test('a restored draft is the model’s again', () => {
  const changes = [
    { kind: 'edit' as const, content: content({ call: 'skip' }), by: editor },
    { kind: 'restore' as const, restores: 1, by: editor },
  ]
  const result = applyReviews(reviewInput({ histories: new Map([[firstId, historyOf(content(), changes, firstId)]]) }))
  expect(seatVerdict(result, firstId)?.review).toMatchObject({ state: 'drafted', revision: 3, writtenBy: 'model' })
})

test('flags are reported again of edited words, and those that no check of words can see stay', () => {
  const lasting = 'the source "readme" addresses the reviewer'
  const short = content({ quote: 'Short [1].' })
  const histories = new Map([[firstId, historyOf(content(), [{ kind: 'edit', content: short, by: editor }], firstId)]])
  const verdict = seatVerdict(applyReviews(reviewInput({ record: modelRecord([lasting]), histories })), firstId)
  expect(verdict?.status === 'drafted' && verdict.flags).toEqual([lasting, 'quote: it has 1 words; 3 to 30 are asked for.'])
})

test('what another version of the checks flagged of particulars is left to this one, which says it again while it holds', () => {
  const older = 'quote: "Netflix" is nowhere in the dossier, in “Netflix pays for it.”; take it out, or cite what says it.'
  const lasting = 'the source "readme" addresses the reviewer'
  const verdict = seatVerdict(applyReviews(reviewInput({ record: modelRecord([older, lasting], {}) })), firstId)
  expect(verdict?.status === 'drafted' && verdict.flags).toEqual([lasting])
})

test('waivers are in the record with their reasons, and an error cannot be waived', () => {
  const faulty = content({ answers: [] })
  const error = 'answers: the ask "moat" has no answer.'
  const waivers = [
    waiver(lastId, { kind: 'unscored-seat' }),
    waiver(second?.id ?? '', { kind: 'flag', flag: 'odd' }),
    waiver(firstId, { kind: 'flag', flag: error }),
  ]
  const histories = new Map([[firstId, historyOf(content(), [{ kind: 'edit', content: faulty, by: editor }], firstId)]])
  const result = applyReviews(reviewInput({ record: modelRecord(['odd']), histories, waivers }))
  expect(seatVerdict(result, lastId)?.review).toMatchObject({ waiver: 'we know' })
  expect(seatVerdict(result, second?.id ?? '')?.review).toMatchObject({ waivedFlags: [{ flag: 'odd', reason: 'we know' }] })
  expect(seatVerdict(result, firstId)).toMatchObject({ flags: expect.arrayContaining([error]), review: { waivedFlags: [] } })
})

test('a history that does not begin with the draft of the record is a bug and says so', () => {
  const other = new Map([[firstId, historyOf(content({ call: 'abstain' }), [], firstId)]])
  expect(() => applyReviews(reviewInput({ histories: other }))).toThrow(/does not begin with the draft of this record/)
  const retried = new Map([[lastId, historyOf(content(), [], lastId)]])
  expect(() => applyReviews(reviewInput({ histories: retried }))).toThrow(/build the record again/)
})

test('the sample’s sums are those of the record itself', () => {
  expect(contentHash(aggregate(modelRecord()))).toBe(modelRecord().contentSha256)
  expect(callKey).toMatch(/^[0-9a-f]{64}$/)
})
