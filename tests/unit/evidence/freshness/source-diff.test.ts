import { expect, test } from 'vitest'
import { diffSource } from '../../../../src/evidence/freshness/source-diff.js'

test('the lines that came and went, with two around them, and how many are left out', () => {
  const lines = Array.from({ length: 12 }, (_, index) => `Line number ${'abcdefghijkl'[index]}`)
  const after = lines.with(6, 'Another line').join('\n')
  expect(diffSource(lines.join('\n'), after)).toEqual([
    { kind: 'skipped', lines: 4 },
    { kind: 'same', line: 'Line number e' },
    { kind: 'same', line: 'Line number f' },
    { kind: 'removed', line: 'Line number g' },
    { kind: 'added', line: 'Another line' },
    { kind: 'same', line: 'Line number h' },
    { kind: 'same', line: 'Line number i' },
    { kind: 'skipped', lines: 3 },
  ])
})

test('what is not compared is no line of it, beside what changed', () => {
  const before = 'Updated 3 days ago\nPro: $20 per month\nStars: 10'
  const after = 'Updated 4 days ago\nPro: $25 per month\nStars: 12'
  expect(diffSource(before, after)).toEqual([
    { kind: 'same', line: 'Updated 3 days ago' },
    { kind: 'removed', line: 'Pro: $20 per month' },
    { kind: 'added', line: 'Pro: $25 per month' },
    { kind: 'same', line: 'Stars: 10' },
  ])
  expect(diffSource(before, before.replace('Stars: 10', 'Stars: 99'))).toEqual([])
})

test('of two texts with nothing in common no more than 400 lines are shown, and none longer than 2,000 characters', () => {
  const page = (word: string) => Array.from({ length: 5_000 }, (_, index) => `${word} ${'x'.repeat(index % 3_000)}`).join('\n')
  const diff = diffSource(page('old'), page('new'))
  expect(diff).toHaveLength(401)
  expect(diff.at(-1)).toEqual({ kind: 'skipped', lines: 9_600 })
  expect(Math.max(...diff.map((each) => (each.kind === 'skipped' ? 0 : each.line.length)))).toBeLessThanOrEqual(2_000)
})
