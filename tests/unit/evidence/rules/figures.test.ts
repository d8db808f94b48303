import { expect, test } from 'vitest'
import { checkEvidence } from '../../../../src/evidence/check-evidence.js'
import { alteredQuotes, misplacedQuotes } from '../../../support/evidence/rules/altered-quotes.js'
import { trueQuotes } from '../../../support/evidence/rules/true-quotes.js'
import { sampleDossier } from '../../../support/samples.js'

function check(text: string, quote: string, others: readonly string[] = []) {
  const [first] = sampleDossier().sources
  if (first === undefined) throw new Error('the sample has no source')
  const sources = [text, ...others].map((source, index) => ({ ...first, id: `s${index}`, text: source }))
  const [checked] = checkEvidence([{ source: 's0', quote, shows: 'Something.' }], sampleDossier({ sources }))
  if (checked === undefined) throw new Error('nothing was checked')
  return checked
}

test('none of 81 altered quotes is accepted without a warning', () => {
  const rows = [...alteredQuotes.map(([kind, text, quote]) => ({ kind, quote, checked: check(text, quote) }))]
  const misplaced = misplacedQuotes.map(([text, other, quote]) => ({ kind: 'other source', quote, checked: check(text, quote, [other]) }))
  const accepted = [...rows, ...misplaced].filter(({ checked }) => checked.status === 'found' && checked.warning === undefined)
  expect(rows.length + misplaced.length).toBe(81)
  expect(accepted.map(({ kind, quote }) => `${kind}: ${quote}`)).toEqual([])
})

test('a quote cut out of a number or a word, altered or spliced is refused, not only warned about', () => {
  const refusedKinds = ['cut number', 'cut word', 'altered number', 'altered word', 'altered unit', 'splice']
  const found = alteredQuotes.filter(([kind, text, quote]) => refusedKinds.includes(kind) && check(text, quote).status === 'found')
  expect(found).toEqual([])
})

test('none of 72 true quotes is refused', () => {
  expect(trueQuotes).toHaveLength(72)
  expect(trueQuotes.filter(([, text, quote]) => check(text, quote).status !== 'found')).toEqual([])
})

test('of the true quotes, those that leave nothing out are not warned about', () => {
  const warned = trueQuotes.flatMap(([how, text, quote]) => {
    const checked = check(text, quote)
    return checked.status === 'found' && checked.warning !== undefined ? [`${how}: ${checked.warning}`] : []
  })
  expect(warned).toEqual([])
})
