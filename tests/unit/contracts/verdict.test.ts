import { expect, test } from 'vitest'
import { z } from 'zod'
import { draftSchema, predictionSchema, replyLimits, replySchema } from '../../../src/contracts/verdict.js'
import { replyJsonSchema } from '../../../src/panels/prompt/build-request.js'
import { sampleReply } from '../../support/samples.js'

const prediction = {
  statement: 'Larger weights are published.',
  deadline: '2028-05-20',
  probability: 0.35,
  resolution: "Look at the vendor's model page for a download link.",
}

test('a prediction with a deadline, a probability and a way to tell is accepted', () => {
  expect(predictionSchema.parse(prediction)).toEqual(prediction)
})

test.each(['deadline', 'probability', 'resolution'] as const)('a prediction without %s is refused', (field) => {
  const { [field]: _omitted, ...rest } = prediction
  expect(predictionSchema.safeParse(rest).success).toBe(false)
})

test.each([
  ['a deadline that is no date', { deadline: 'soon' }],
  ['a day that does not exist', { deadline: '2027-02-30' }],
  ['certainty', { probability: 1 }],
  ['impossibility', { probability: 0 }],
  ['a percentage', { probability: 35 }],
  ['an empty way to tell', { resolution: '  ' }],
])('a prediction with %s is refused', (_name, change) => {
  expect(predictionSchema.safeParse({ ...prediction, ...change }).success).toBe(false)
})

test('a reply with a field of its own is refused, so that nothing is dropped in silence', () => {
  expect(replySchema.safeParse({ ...sampleReply(), score: 9 }).success).toBe(false)
})

test.each(['Ship', 'maybe', '', null])('the call %j is refused', (call) => {
  expect(replySchema.safeParse({ ...sampleReply(), call }).success).toBe(false)
})

test('the reply that is asked for has a limit on each list, and a draft of before the limits is read all the same', () => {
  const { properties } = z.object({ properties: z.record(z.string(), z.object({ maxItems: z.int().optional() })) }).parse(replyJsonSchema)
  const limits = Object.entries(properties).flatMap(([list, { maxItems }]) => (maxItems === undefined ? [] : [[list, maxItems]]))
  expect(Object.fromEntries(limits)).toEqual(replyLimits)
  const predictions = Array.from({ length: 40 }, () => prediction)
  const evidence = Array.from({ length: 40 }, () => ({ source: 'a', quote: 'b', shows: 'c', status: 'not found', why: 'd' }))
  const draft = { schema: 'panel.draft/1', ...sampleReply(), predictions, evidence, flags: [] }
  expect(draftSchema.parse(draft)).toEqual(draft)
})
