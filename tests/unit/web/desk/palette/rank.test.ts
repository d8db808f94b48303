import { expect, test } from 'vitest'
import { bestMatches, rank, readSearch } from '../../../../../src/web/desk/palette/rank.js'

const scoreOf = (text: string, q: string) => rank(text, readSearch(q))

test.each([
  ['a word of it', 'Mistral 3 Instruct', 'mistral', 100],
  ['the start of a word', 'Mistral 3 Instruct', 'instr', 80],
  ['a part of a word', 'Mistral 3 Instruct', 'stral', 50],
  ['first letters', 'Claude Haiku Open Weights', 'chow', 45],
  ['letters in order', 'Mistral 3 Instruct', 'mstl', 25],
  ['one letter wrong', 'Mistral 3 Instruct', 'mistrol', 20],
  ['one letter too many', 'Mistral 3 Instruct', 'misstral', 20],
  ['two letters the other way round', 'Mistral 3 Instruct', 'imstral', 20],
  ['accents left out, in capitals', 'Café Outils', 'CAFE', 100],
  ['the mean over two words', 'Mistral 3 Instruct', 'mistral instr', 90],
  ['a word that is not in it', 'Mistral 3 Instruct', 'mistral haiku', null],
  ['two letters wrong', 'Mistral 3 Instruct', 'mostrol', null],
  ['nothing but signs', 'Mistral 3 Instruct', '--- ???', 0],
])('%s', (_what, text, q, score) => {
  expect(scoreOf(text, q)).toBe(score)
})

test('a search is at most six words of its first 80 characters', () => {
  expect(readSearch('a b c d e f g')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(readSearch('x'.repeat(1_000_000))).toEqual(['x'.repeat(80)])
})

test('the best come first, those alike in their order, at most as many as asked for', () => {
  const names = ['Amistral', 'Mistral B', 'Mistral A', 'Haiku', 'Mistraline']
  const found = (limit: number) => bestMatches(names, { search: readSearch('mistral'), textOf: (name) => name, limit })
  expect(found(9)).toEqual(['Mistral B', 'Mistral A', 'Mistraline', 'Amistral'])
  expect(found(2)).toEqual(['Mistral B', 'Mistral A'])
})
