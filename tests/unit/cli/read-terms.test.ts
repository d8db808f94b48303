import { expect, test } from 'vitest'
import { readTerms } from '../../../src/cli/read-terms.js'
import { UsageError } from '../../../src/platform/errors.js'

const juries = [
  { name: 'quick', jurors: ['ollama:a'], reserves: [], repeat: 1 },
  { name: 'careful', jurors: ['ollama:a', 'ollama:b'], reserves: ['ollama:c'], repeat: 3 },
]
const live = { config: { juries, conflictPolicy: null }, isReplay: false }

test('with no option and nothing configured, nothing is said: it is what it was before there were juries', () => {
  expect(readTerms({}, live)).toEqual({ asked: undefined })
  expect(readTerms({ model: ['ollama:x'] }, live)).toEqual({ asked: ['ollama:x'] })
})

test('a jury brings its jurors, reserves and repeats; --repeat goes before those', () => {
  expect(readTerms({ jury: 'quick' }, live)).toEqual({ asked: ['ollama:a'], repeat: 1 })
  expect(readTerms({ jury: 'careful' }, live)).toEqual({ asked: ['ollama:a', 'ollama:b'], reserves: ['ollama:c'], repeat: 3 })
  expect(readTerms({ jury: 'careful', repeat: 2 }, live)).toMatchObject({ repeat: 2 })
  expect(readTerms({ model: ['ollama:x'], repeat: 9 }, live)).toEqual({ asked: ['ollama:x'], repeat: 9 })
})

test('ties are handled as the option says, else as configured, and in a replay as it was recorded unless the option says otherwise', () => {
  const barring = { ...live, config: { juries, conflictPolicy: 'bar' as const } }
  expect(readTerms({}, barring)).toEqual({ asked: undefined, conflictPolicy: 'bar' })
  expect(readTerms({ conflicts: 'replace' }, barring)).toMatchObject({ conflictPolicy: 'replace' })
  expect(readTerms({}, { ...barring, isReplay: true })).toEqual({ asked: undefined })
  expect(readTerms({ conflicts: 'bar' }, { ...barring, isReplay: true })).toMatchObject({ conflictPolicy: 'bar' })
})

test.each([
  [{ model: ['ollama:x'], jury: 'quick' }, 'leave out --model'],
  [{ jury: 'quik' }, 'there is no jury "quik". Take one of quick, careful'],
  [{ repeat: 0 }, '--repeat takes a whole number from 1 to 9'],
  [{ repeat: 10 }, '--repeat takes a whole number from 1 to 9'],
  [{ repeat: 1.5 }, '--repeat takes a whole number from 1 to 9'],
  [{ repeat: Number.NaN }, '--repeat takes a whole number from 1 to 9'],
])('%j is refused with what to do', (options, text) => {
  expect(() => readTerms(options, live)).toThrow(UsageError)
  expect(() => readTerms(options, live)).toThrow(text)
})

test('where no jury is configured, the refusal says how to add one', () => {
  const none = { config: {}, isReplay: false }
  expect(() => readTerms({ jury: 'quick' }, none)).toThrow('juries: { quick: [provider:model] }')
})
