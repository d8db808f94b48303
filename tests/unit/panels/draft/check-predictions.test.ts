import { expect, test } from 'vitest'
import type { Prediction } from '../../../../src/contracts/verdict.js'
import { checkPredictions } from '../../../../src/panels/draft/check-predictions.js'
import { checkReply } from '../../../../src/panels/draft/check-reply.js'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'

const asOf = '2026-11-20'
const prediction = (overrides: Partial<Prediction> = {}): Prediction => ({
  statement: 'Ferry Works sells a hosted index to the public.',
  deadline: '2027-11-20',
  probability: 0.4,
  resolution: 'Look for a price for hosting on the vendor’s pricing page.',
  ...overrides,
})
const told = (predictions: Prediction[], date: string | null = asOf) =>
  checkPredictions(predictions, date).map(({ path, isUnusable }) => [path.join('.'), isUnusable])

test('predictions that a stranger could settle have no problem', () => {
  expect(told([prediction(), prediction({ statement: 'Quaylog buys Ferry Works.' })])).toEqual([])
  expect(told([prediction({ deadline: '2026-11-21' })])).toEqual([])
  expect(told([prediction({ deadline: '2036-11-20' })])).toEqual([])
})

test.each(['2020-01-01', '2026-11-19', asOf, '2036-11-21', '9999-12-31', '0001-01-01'])(
  'a deadline of %s makes a prediction unusable',
  (deadline) => {
    expect(told([prediction({ deadline })])).toEqual([['0.deadline', true]])
    expect(told([prediction({ deadline })], null)).toEqual([])
  },
)

test.each<[string, Partial<Prediction>, string]>([
  ['a resolution of three words', { resolution: 'Check the news.' }, '0.resolution'],
  ['a resolution of marks', { resolution: '— — — — — —' }, '0.resolution'],
  ['a statement that is a question', { statement: 'Will Ferry Works sell a hosted index?' }, '0.statement'],
  ['a question in quotation marks', { statement: '“Will Ferry Works sell a hosted index？”' }, '0.statement'],
  ['a statement of one word', { statement: 'Growth.' }, '0.statement'],
  ['a statement of marks', { statement: '...' }, '0.statement'],
])('%s is reported at its field', (_name, change, path) => {
  expect(told([prediction(change)])).toEqual([[path, false]])
})

test('the same statement again is reported, whatever its marks, capitals and width', () => {
  const again = prediction({ statement: 'ferry works sells a hosted ｉｎｄｅｘ, to the public', probability: 0.9 })
  expect(checkPredictions([prediction(), again], asOf)).toEqual([
    { path: [1, 'statement'], message: 'it says the same as prediction 1; keep one of the two', isUnusable: false },
  ])
})

test('the same statement by another day is another prediction', () => {
  expect(told([prediction(), prediction({ deadline: '2028-11-20' })])).toEqual([])
})

test('more than eight predictions are one problem, however many there are', () => {
  const many = Array.from({ length: 40 }, (_each, index) => prediction({ statement: `Ferry Works sells index number ${index}.` }))
  expect(told(many)).toEqual([['', true]])
  expect(told(many.slice(0, 8))).toEqual([])
})

test('in a reply, what cannot be settled is an error and the rest is flagged, each with its place', () => {
  const predictions = [prediction({ deadline: '2020-01-01', resolution: 'We will see.' })]
  const { errors, warnings } = checkReply(sampleContent({ predictions }), samplePersona(), sampleDossier())
  expect(errors).toEqual(['predictions[0].deadline: it is 2020-01-01; use a date after that of the dossier, 2026-11-20.'])
  expect(warnings).toEqual(['predictions[0].resolution: it has 3 words; say in at least 4 where one looks and what one must see there.'])
})
