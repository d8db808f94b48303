import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Marked, type Sentence } from '../../../../src/site/pages/record/marked-text.js'

const render = (text: string, sentences: Sentence[], start = 0) => `${<Marked text={text} start={start} sentences={sentences} />}`

test('sentences that are the model’s are left as they are', () => {
  expect(render('One. Two.', [{ start: 0, end: 4, by: 'model' }])).toBe('One. Two.')
})

test('an edited sentence is marked, and what is around it is not', () => {
  expect(render('One. Two. Three.', [{ start: 5, end: 9, by: 'edited' }])).toBe(
    'One. <span class="by-edited"><span class="hide">(edited sentence) </span>Two.</span> Three.',
  )
})

test('a sentence cut by a marker is announced once', () => {
  const sentences: Sentence[] = [{ start: 0, end: 12, by: 'person' }]
  expect(render('One ', sentences)).toContain('class="hide"')
  expect(render(' two.', sentences, 7)).toBe('<span class="by-person"> two.</span>')
})

test('nothing of a text is lost or doubled, whatever the places are', () => {
  const by = fc.constantFrom('model' as const, 'edited' as const, 'person' as const)
  const places = fc.array(fc.record({ start: fc.integer({ min: -3, max: 30 }), end: fc.integer({ min: -3, max: 40 }), by }), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abc .'), maxLength: 25 }), fc.nat(5), places, (text, start, sentences) => {
      const shown = render(text, sentences, start)
        .replace(/<span class="hide">[^<]*<\/span>/g, '')
        .replace(/<[^>]*>/g, '')
      expect(shown).toBe(text)
    }),
  )
})
