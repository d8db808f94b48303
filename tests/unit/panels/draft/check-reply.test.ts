import { expect, test } from 'vitest'
import { checkReply, countWords } from '../../../../src/panels/draft/check-reply.js'
import { sampleContent, samplePersona } from '../../../support/samples.js'

const persona = samplePersona()

test('a reply that does what its persona asks has no error and no warning', () => {
  expect(checkReply(sampleContent(), persona)).toEqual({ errors: [], warnings: [] })
})

test('an ask without an answer, one answered twice and one that was never asked are errors', () => {
  const answers = [
    { ask: 'moat', answer: 'thin' },
    { ask: 'moat', answer: 'real' },
    { ask: 'price', answer: 'none' },
  ]
  expect(checkReply(sampleContent({ answers }), persona).errors).toEqual([
    'answers: "price" is not one of the asks.',
    'answers: the ask "primitive" has no answer.',
    'answers: the ask "moat" is answered 2 times; answer it once.',
  ])
})

test('lists without end are an error, told in one sentence each', () => {
  const [item] = sampleContent().evidence
  const evidence = Array.from({ length: 21 }, () => ({ source: 'a', quote: 'b', shows: 'c', ...item }))
  const answers = [...sampleContent().answers, ...Array.from({ length: 500 }, () => ({ ask: 'again', answer: 'and again' }))]
  const { errors } = checkReply(sampleContent({ evidence, answers }), persona)
  expect(errors.slice(0, 2)).toEqual(['evidence: keep at most 20; there are 21.', 'answers: keep at most 30; there are 502.'])
  expect(errors.length).toBeLessThan(40)
  expect(checkReply(sampleContent({ evidence: evidence.slice(1) }), persona).errors).toEqual([])
})

test('an answer beside the choices is an error that names them', () => {
  const answers = [
    { ask: 'primitive', answer: 'A search index.' },
    { ask: 'moat', answer: 'Thin, I think' },
  ]
  expect(checkReply(sampleContent({ answers }), persona).errors).toEqual([
    'answers: "moat" must be one of none | thin | real, to the letter; it is "Thin, I think".',
  ])
})

test('fewer predictions than the persona needs are an error', () => {
  expect(checkReply(sampleContent(), samplePersona({ predictions: { min: 1 } })).errors).toEqual(['predictions: 1 needed, 0 given.'])
})

test('a quote too short, without a marker or with a forbidden phrase gets a warning', () => {
  expect(checkReply(sampleContent({ quote: 'Ship it.' }), persona).warnings).toEqual([
    'quote: it has 2 words; 3 to 30 are asked for.',
    'quote: it cites no evidence; put a marker such as [1] behind the claim it carries.',
  ])
  expect(checkReply(sampleContent({ quote: 'A Game-Changing index [1], I ship it.' }), persona).warnings).toEqual([
    'quote: "game-changing" may not stand in it.',
  ])
})

test('a forbidden phrase inside another word is none', () => {
  const strict = samplePersona({ forbids: ['robust', 'it depends'] })
  expect(checkReply(sampleContent({ quote: 'Its robustness is untested [1]; it  depends on luck.' }), strict).warnings).toEqual([
    'quote: "it depends" may not stand in it.',
  ])
})

test('a marker without an evidence item gets one warning', () => {
  expect(checkReply(sampleContent({ quote: 'It is free [1] and small [4], really small [4].' }), persona).warnings).toEqual([
    'quote: the marker [4] names no evidence item; there are 1.',
  ])
})

test.each([
  ['one two three', 3],
  ['one [1], two – three [12].', 3],
  ['an 8B model, at 3.5 x', 6],
  ['  \n ', 0],
])('%j has %i words', (text, words) => {
  expect(countWords(text)).toBe(words)
})
