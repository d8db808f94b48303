import { expect, test } from 'vitest'
import type { Evidence } from '../../../../../src/contracts/verdict.js'
import { evidenceSchema } from '../../../../../src/contracts/verdict.js'
import { Passage } from '../../../../../src/site/pages/record/passage.js'

const found: Evidence = { source: 'readme', quote: 'offer it', shows: 'x', status: 'found', start: 8, end: 16 }
const render = (item: Evidence) => String(Passage({ item: evidenceSchema.parse(item) }))

test('a passage is shown in its sentence, under what it is under, in the source’s own words', () => {
  const surroundings = { above: 'Without a license:', before: 'You may not ', passage: 'offer\u202e it', after: ' to <others>.' }
  expect(render({ ...found, surroundings })).toBe(
    '<span class="above"><span class="hide">Under </span>Without a license: </span>' +
      '<q>You may not <mark class="quoted">offer[U+202E] it</mark> to &lt;others&gt;.</q>',
  )
})

test('a whole sentence, evidence checked before sentences were recorded, and a quote not found are shown as they were given', () => {
  expect(render(found)).toBe('<q>offer it</q>')
  expect(render({ source: 'readme', quote: 'own it', shows: 'x', status: 'not found', why: 'not there' })).toBe(
    '<q class="unsupported">own it</q>',
  )
})
