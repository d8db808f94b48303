import { expect, test } from 'vitest'
import { boundedVerification, renderVerification } from '../../../src/cli/verification-report.js'
import { parseBundle } from '../../../src/panels/bundle/parse-bundle.js'
import type { Verification } from '../../../src/panels/bundle/verify-bundle.js'

const broken: Verification = {
  identical: false,
  expected: 'a',
  rebuilt: 'b',
  differences: [],
  problems: [],
  asStated: [],
  otherVersions: [],
}
const about = { name: 'b.json', recordings: 0, madeWith: null, thisVersion: 'ship-panel 1' }
const long = 'x'.repeat(10_000_000)

test('of 60,000 problems the first are reported, and how many more there are', () => {
  const problems = Array.from({ length: 60_000 }, (_, index) => ({ path: `recordings[${index}]`, message: 'it is broken' }))
  const text = renderVerification({ ...broken, problems }, about)
  expect(text.split('\n').length).toBeLessThan(40)
  expect(text).toContain('problem at recordings[19]: it is broken\n  … and 59,980 more problems\n')
  const json = boundedVerification({ ...broken, problems })
  expect(json.problems).toHaveLength(1_000)
  expect(json).toMatchObject({ problemCount: 60_000 })
})

test('values of any length are printed as their start, in words and as JSON', () => {
  const verification = { ...broken, differences: [{ path: 'title', expected: long, rebuilt: { deep: [long] } }] }
  const text = renderVerification({ ...verification, problems: [{ path: long, message: long }] }, { ...about, name: long })
  expect(text.length).toBeLessThan(10_000)
  const json = JSON.stringify(boundedVerification({ ...verification, problems: [{ path: long, message: 'm' }] }))
  expect(json.length).toBeLessThan(20_000)
  expect(json).toContain('xxx…')
})

test('what is short is printed as it is', () => {
  const verification = {
    ...broken,
    differences: [{ path: 'title', expected: 'One', rebuilt: null }],
    problems: [{ path: 'a', message: 'b' }],
  }
  expect(boundedVerification(verification)).toEqual(verification)
})

test('a bundle that nests deeper than any of ours is broken, and says so', () => {
  const deep = `{"schema":"panel.bundle/1","record":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(parseBundle(deep)).toEqual({ status: 'broken', problems: [{ path: '', message: 'nested deeper than 64 levels' }] })
})

test('seats of another version are counted, with what is not known of them', () => {
  const seat = { tool: 'ferrydoc', persona: 'dx', model: 'ollama:a', isAskedOtherwise: true, isCheckedOtherwise: false }
  const text = renderVerification({ ...broken, otherVersions: [seat, { ...seat, isCheckedOtherwise: true }] }, about)
  expect(text).toContain('2 seats were asked in the words of another version')
  expect(text).toContain('1 seat was checked by another version')
})
