import { expect, test } from 'vitest'
import { findSteering } from '../../../../src/evidence/steering/find-steering.js'
import { cleanSources, plantedSources } from '../../../support/evidence/steering-corpus.js'

function missed(written: 'first' | 'later'): string[] {
  return plantedSources(written)
    .filter(({ text, hidden, start, end, isVisible, source }) => {
      const found = findSteering({ text, hidden }, { title: source })
      return !found.some((one) => (one.piece === null) === isVisible && one.start < end && one.end > start)
    })
    .map(({ place, words }) => `${place}: ${words}`)
}

function flagged(written: 'first' | 'later'): string[] {
  return cleanSources(written)
    .filter(({ text, hidden }) => findSteering({ text, hidden }).length > 0)
    .map(({ id }) => id)
}

test('of 60 instructions planted in twelve hiding places, at most three are missed', () => {
  expect(plantedSources('first')).toHaveLength(60)
  expect(new Set(plantedSources('first').map(({ place }) => place)).size).toBe(12)
  expect(missed('first').length, missed('first').join('\n')).toBeLessThanOrEqual(3)
})

test('of 60 clean sources, some of which discuss prompt injection, at most two are flagged', () => {
  expect(cleanSources('first')).toHaveLength(60)
  expect(cleanSources('first').filter(({ about }) => about === 'injection').length).toBeGreaterThanOrEqual(8)
  expect(flagged('first').length, flagged('first').join('\n')).toBeLessThanOrEqual(2)
})

test('of 40 instructions written after the rules at most seven are missed, and of 40 clean texts none is flagged', () => {
  expect([plantedSources('later').length, cleanSources('later').length]).toEqual([40, 40])
  expect(missed('later').length, missed('later').join('\n')).toBeLessThanOrEqual(7)
  expect(flagged('later')).toEqual([])
})

test('a source of the corpus without anything planted has no passage', () => {
  for (const { source } of plantedSources('first')) {
    const [bare] = plantedSources('first').filter((one) => one.source === source && !one.isVisible)
    expect(bare === undefined ? [] : findSteering({ text: bare.text, hidden: [] }), source).toEqual([])
  }
})
