import { expect, test } from 'vitest'
import { changedText, sumSentences } from '../../../../src/site/pages/provenance-parts.js'

test.each([
  [{ model: 0, edited: 0, person: 0 }, '—'],
  [{ model: 5, edited: 0, person: 0 }, '0%'],
  [{ model: 500, edited: 1, person: 0 }, 'under 1%'],
  [{ model: 3, edited: 1, person: 0 }, '25%'],
  [{ model: 1, edited: 0, person: 500 }, 'over 99%'],
  [{ model: 0, edited: 2, person: 3 }, '100%'],
])('of %o sentences, the share that people changed reads %s: none that is there is rounded away', (counts, text) => {
  const total = counts.model + counts.edited + counts.person
  expect(changedText(sumSentences([{ ...counts, total, changedPercent: null }]))).toBe(text)
})
