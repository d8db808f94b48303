import { expect, test } from 'vitest'
import type { FormContent } from '../../../../../src/web/desk/verdict/form-content.js'
import { countMarks, readFields } from '../../../../../src/web/desk/verdict/marks.js'
import { readWords } from '../../../../../src/web/desk/verdict/reading.js'
import { sampleDossier, samplePersona } from '../../../../support/samples.js'

const content: FormContent = {
  call: 'ship',
  quote: '',
  answers: [],
  evidence: [
    { source: 'readme', quote: 'It is free for teams of up to five people.', shows: 'Small teams pay nothing.' },
    { source: 'readme', quote: 'It is the fastest there is.', shows: 'Speed.' },
  ],
  predictions: [],
}

const text =
  'It is free for teams of up to five people. It needs 8 GB of memory. Large teams pay $40. It came out in 2019. It runs on Node 20.'

function dossierOf() {
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has a source')
  return sampleDossier({ sources: [{ ...source, text }] })
}

function fieldsOf(words: Partial<FormContent>) {
  const dossier = dossierOf()
  const view = { dossier, persona: samplePersona(), verdict: null, modelDraft: null }
  return readFields(readWords({ ...content, ...words }, { dossier, model: null }), view)
}
const marksOf = (quote: string) => fieldsOf({ quote })[0]?.sentences?.map(({ marks }) => marks)

test.each([
  ['a number', 'It needs 8 GB.', ['8 GB']],
  ['a price', 'Large teams pay $40.', ['$40']],
  ['a year', 'It came out in 2019.', ['2019']],
  ['a version', 'It runs on Node 20.', ['Node 20']],
  ['the name of a tool', 'You compare it with Quaylog first.', ['Quaylog']],
])('a sentence that states %s and cites nothing is to be looked at', (_what, quote, claims) => {
  expect(marksOf(quote)).toEqual([[{ kind: 'no evidence', claims: expect.arrayContaining(claims) }]])
})

test.each([
  ['a judgement', 'I ship it.'],
  ['a small number in words', 'Two people could try it together.'],
  ['a question', 'Who needs 8 GB?'],
  ['a forecast', 'I expect 20 papers by 2028.'],
  ['a claim with its evidence', 'Teams of up to five people pay nothing [1].'],
])('%s is not', (_what, quote) => {
  expect(marksOf(quote)).toEqual([[]])
})

test('a particular that no source has is to be looked at with what the nearest source says, and where', () => {
  const [marks] = marksOf('It needs 16 GB of memory.') ?? []
  expect(marks).toMatchObject([
    { kind: 'particular', particular: { text: '16 GB', missingIn: 'no source' }, near: { source: 'readme', unit: 2 } },
  ])
  expect(marks).toMatchObject([{ particular: { nearest: { says: expect.stringContaining('8 GB') } } }])
})

test('what a passage is said to show is read only where there is something to look at in it', () => {
  const shows = (words: string) => ({ source: 'readme', quote: 'It is free for teams of up to five people.', shows: words })
  const fields = fieldsOf({ quote: 'Free [1].', evidence: [shows('It is free.'), shows('It is free for 900 people.')] })
  expect(fields.map(({ part }) => part)).toEqual(['quote', 'evidence 2'])
  expect(fields[1]?.sentences).toMatchObject([{ cites: [2], support: 'carried', marks: [{ kind: 'particular' }] }])
})

test('a sentence none of whose passages was found is to be looked at, one of whose was is not', () => {
  expect(marksOf('It is fast [2]. It is fast and free [1, 2]. It is new [9].')).toEqual([
    [{ kind: 'not found', numbers: [2] }],
    [],
    [{ kind: 'not found', numbers: [9] }],
  ])
})

test('answers are read sentence by sentence with what each cites, and a chosen one has nothing to look at', () => {
  const answers = [
    { ask: 'primitive', answer: 'An index [1, 2]. It takes 8 GB.' },
    { ask: 'moat', answer: 'thin' },
  ]
  const fields = fieldsOf({ quote: 'Free [1].', answers })
  expect(fields.map(({ part, sentences }) => [part, sentences?.map(({ cites }) => cites)])).toEqual([
    ['quote', [[1]]],
    ['answer primitive', [[1, 2], []]],
    ['answer moat', undefined],
  ])
  expect(countMarks(fields)).toBe(1)
})
