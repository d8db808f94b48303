import { expect, it } from 'vitest'
import { didYouMean, nearest } from '../../../../src/platform/input/suggestion.js'

const keys = ['order', 'version', 'retrievedOn', 'as_of', 'id']

it('finds the word that was meant through a typo, two swapped letters, another case or other separators', () => {
  expect(nearest('vesion', keys)).toBe('version')
  expect(nearest('ordre', keys)).toBe('order')
  expect(nearest('Retrieved-On', keys)).toBe('retrievedOn')
  expect(nearest('asOf', keys)).toBe('as_of')
})

it('finds nothing where nothing is near', () => {
  expect(nearest('colour', keys)).toBeNull()
  expect(nearest('xyz', keys)).toBeNull()
  expect(nearest('anything', [])).toBeNull()
  expect(nearest('', keys)).toBeNull()
})

it('writes the question in front of a fix, or nothing', () => {
  expect(didYouMean('ordre', keys)).toBe('did you mean "order"? ')
  expect(didYouMean('colour', keys)).toBe('')
})
