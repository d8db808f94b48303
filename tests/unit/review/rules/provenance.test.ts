import fc from 'fast-check'
import { expect, test } from 'vitest'
import { provenance, splitSentences } from '../../../../src/review/rules/provenance.js'
import { content } from '../../../support/review/rules/sample-review.js'

const passage = (quote: string) => ({ source: 'readme', quote, shows: `It shows ${quote}.` })
const draft = content({
  quote: 'Small teams pay nothing for it [1]. I would try it on a Thursday. The index format is not documented [2].',
  evidence: [passage('alpha'), passage('beta')],
})
const by = (quote: string, change = {}) => {
  const { fields } = provenance({ model: draft, current: { ...draft, quote, ...change } })
  return fields.find(({ field }) => field === 'quote')?.sentences.map((sentence) => sentence.by)
}

test('an untouched draft is the model’s, sentence by sentence', () => {
  const { quote, all } = provenance({ model: draft, current: draft })
  expect(quote).toEqual({ model: 3, edited: 0, person: 0, total: 3, changedPercent: 0 })
  // Three in the quote, two answers, two that say what a passage shows.
  expect(all).toEqual({ model: 7, edited: 0, person: 0, total: 7, changedPercent: 0 })
})

test('a changed sentence is edited, a new one a person’s, and the rest the model’s', () => {
  const quote =
    'Small teams pay nothing for it [1]. I would try it on a Friday. Ask your lawyer first. The index format is not documented [2].'
  expect(by(quote)).toEqual(['model', 'edited', 'person', 'model'])
  const { quote: counts } = provenance({ model: draft, current: { ...draft, quote } })
  expect(counts).toEqual({ model: 2, edited: 1, person: 1, total: 4, changedPercent: 50 })
})

test('a sentence of the model’s that moved is still the model’s, and one written twice is so once', () => {
  expect(by('I would try it on a Thursday. Small teams pay nothing for it [1]. The index format is not documented [2].')).toEqual([
    'model',
    'model',
    'model',
  ])
  expect(by('I would try it on a Thursday. I would try it on a Thursday.')?.filter((each) => each === 'model')).toHaveLength(1)
})

test('one sentence cut in two, or two made one, are edited', () => {
  expect(by('The index format stands alone. The index format is not documented, and I would try it on a Thursday.')).toEqual([
    'edited',
    'edited',
  ])
})

test('a sentence replaced by one about something else is a person’s', () => {
  expect(by('Small teams pay nothing for it [1]. No one answers mail there. The index format is not documented [2].')).toEqual([
    'model',
    'person',
    'model',
  ])
})

test('white space, and markers renumbered along with their passages, change no one’s sentence; a marker led elsewhere does', () => {
  expect(by('Small teams  pay nothing\nfor it [1].  I would try it on a Thursday.')).toContain('model')
  const evidence = [passage('new'), ...draft.evidence]
  expect(
    by('Small teams pay nothing for it [2]. I would try it on a Thursday. The index format is not documented [3].', { evidence }),
  ).toEqual(['model', 'model', 'model'])
  expect(by('Small teams pay nothing for it [2]. I would try it on a Thursday.')).toEqual(['edited', 'model'])
})

test('a verdict written by hand is from people alone', () => {
  const { quote } = provenance({ model: null, current: draft })
  expect(quote).toEqual({ model: 0, edited: 0, person: 3, total: 3, changedPercent: 100 })
})

test('undoing a part of an edit gives that sentence back to the model', () => {
  expect(by('Small teams pay a lot for it [1]. I would try it on a Friday. The index format is not documented [2].')).toEqual([
    'edited',
    'edited',
    'model',
  ])
  expect(by('Small teams pay nothing for it [1]. I would try it on a Friday. The index format is not documented [2].')).toEqual([
    'model',
    'edited',
    'model',
  ])
})

test('answers and predictions count, a changed choice is a person’s', () => {
  const current = content({
    ...draft,
    answers: [
      { ask: 'primitive', answer: 'A search index.' },
      { ask: 'moat', answer: 'real' },
    ],
  })
  const { fields } = provenance({ model: draft, current })
  expect(
    fields.filter(({ field }) => field.startsWith('answer')).map(({ field, sentences }) => [field, sentences.map((each) => each.by)]),
  ).toEqual([
    ['answer primitive', ['model']],
    ['answer moat', ['person']],
  ])
})

test('a marker behind the full stop belongs to the sentence before it', () => {
  expect(splitSentences('It is free. [1] It is small. [2][3]').map(({ text }) => text)).toEqual(['It is free. [1]', 'It is small. [2][3]'])
})

test('offsets cut each sentence out of its text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('It is free.', ' ', '\n\n', '[1]', 'Why? ', 'e.g. this', '日本語です。', '"Yes." '), { maxLength: 12 }),
      (pieces) => {
        const text = pieces.join('')
        const sentences = splitSentences(text)
        for (const { text: sentence, start, end } of sentences) expect(text.slice(start, end)).toBe(sentence)
        expect(
          sentences
            .map((each) => each.text)
            .join('')
            .replace(/\s/g, ''),
        ).toBe(text.replace(/\s/g, ''))
      },
    ),
  )
})

test('a text without a sentence has no share', () => {
  expect(provenance({ model: null, current: content({ quote: ' ', answers: [], evidence: [] }) }).all.changedPercent).toBeNull()
})
