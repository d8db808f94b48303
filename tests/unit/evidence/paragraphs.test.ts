import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestParagraph, paragraphsOf, readParagraph, unwrapped } from '../../../src/evidence/paragraphs.js'
import { splitIntoUnits } from '../../../src/evidence/units.js'
import { sampleDossier } from '../../support/samples.js'

function sourceOf(text: string) {
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has a source')
  return { ...source, text }
}

function around(text: string, words: string) {
  const start = text.indexOf(words)
  return readParagraph(sourceOf(text), { start, end: start + words.length })
}

test('a passage is shown in its whole paragraph, under its heading', () => {
  const text = '# Terms\n\nFirst paragraph.\n\n## Price\n\nIt is free. Teams of five pay nothing. Others pay.\n\nLast paragraph.'
  expect(around(text, 'Teams of five pay nothing.')).toEqual({
    above: 'Price',
    before: 'It is free. ',
    passage: 'Teams of five pay nothing.',
    after: ' Others pay.',
  })
})

test('a row is shown in its table and an item in its list, each on its own line', () => {
  const table = 'Plans:\n\n| plan | price |\n| --- | --- |\n| small | free |\n| large | 40 USD |\n\nEnd.'
  expect(around(table, '| small | free |')).toMatchObject({ before: '| plan | price |\n| --- | --- |\n', after: '\n| large | 40 USD |' })
  const list = '- one machine\n- two cores\n- no network'
  expect(around(list, 'two cores')).toMatchObject({ before: '- one machine\n- ', after: '\n- no network' })
})

test('a paragraph that is long is cut at sentences around the passage, with an ellipsis where it goes on', () => {
  const sentences = Array.from({ length: 100 }, (_, index) => `Sentence number ${index} says a little.`)
  const { before, passage, after } = around(sentences.join(' '), 'Sentence number 50 says a little.')
  expect(before).toMatch(/^… Sentence number 3\d says/)
  expect(after).toMatch(/ says a little\. …$/)
  expect((before + passage + after).length).toBeLessThanOrEqual(longestParagraph + 4)
})

test('a passage that is longer than that is shown whole, and nothing around it', () => {
  const long = 'word '.repeat(400).trim()
  expect(around(`Before. ${long}. After.`, long)).toMatchObject({ passage: long })
  expect(around(`Before. ${long}. After.`, long).before.length).toBeLessThan(500)
})

test('whatever the text, the passage is the text’s own words, and the paragraphs joined are the text', () => {
  const pieces = fc.constantFrom('A sentence. ', 'なに。', '\n', '\n\n', '# head\n', '- item\n', '| a | b |\n', 'x', ' ', '🙂', 'שלום. ')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), fc.nat(), fc.nat(), (parts, one, other) => {
      const text = parts.join('')
      const [start = 0, end = 0] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b)
      const shown = readParagraph(sourceOf(text), { start, end })
      expect(shown.passage).toBe(unwrapped(text).slice(start, end))
      expect(unwrapped(text)).toContain(shown.before.replace(/^… /, '').trim())
      const units = splitIntoUnits(text)
      const joined = paragraphsOf(text, units).flat()
      expect(joined.map((unit) => text.slice(unit.start, unit.end)).join('')).toBe(text)
    }),
  )
})
