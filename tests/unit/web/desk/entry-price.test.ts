import { expect, test } from 'vitest'
import { entryPriceText } from '../../../../src/web/desk/parts.js'
import { sampleDossier } from '../../../support/samples.js'

const { entryPrice } = sampleDossier()
const price = { ...entryPrice, label: '$20', asOf: '2026-11-20' }

test.each([
  [{ per: null, note: null }, false, '$20'],
  [{ per: 'month', note: null }, true, '$20 per month, as of 20 Nov 2026'],
  [{ per: 'month', note: 'Two seats at least.' }, false, '$20 per month. Two seats at least.'],
  [{ per: null, note: 'Two seats at least' }, true, '$20, as of 20 Nov 2026. Two seats at least.'],
])('an entry price says for what it is, and its note is a sentence of its own: %o', (fields, withDay, text) => {
  expect(entryPriceText({ ...price, ...fields }, { withDay })).toBe(text)
})
