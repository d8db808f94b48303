import { expect, test } from 'vitest'
import { findChanges, keptFields } from '../../../../src/evidence/intake/changes.js'
import { editsOf } from '../../../../src/evidence/intake/proposal-edits.js'
import { sampleProposal } from '../../../support/evidence/sample-proposal.js'
import { sampleDossier } from '../../../support/samples.js'

const { fields } = sampleProposal()
const found = { source: 'pricing', start: 0, end: 4, words: 'Team' }
const plan = (name: string, label: string) => ({
  value: { name, label, amount: 24, currency: 'USD', per: null, note: null },
  how: 'text' as const,
  found,
})
const known = { name: 'Team', label: '$19', amountUsd: 19, per: null, note: null, source: 'pricing', quote: 'Team' }

test('a plan with another price is a change, one with the same price is none', () => {
  const base = sampleDossier({ plans: [known, { ...known, name: 'Business', label: '$49' }] })
  const changes = findChanges(base, {
    fields: { ...fields, plans: [plan('Team', '$24'), plan('business', '$49'), plan('Scale', '$99')] },
    sources: [],
  })
  expect(changes.filter(({ field }) => field.startsWith('plan '))).toEqual([
    { field: 'plan Team', before: '$19', after: '$24' },
    { field: 'plan Scale', before: null, after: '$99' },
  ])
})

test('an older dossier without plans has no plan to miss', () => {
  const { plans: _, ...base } = sampleDossier()
  expect(findChanges(base, { fields: { ...fields, plans: [] }, sources: [] }).filter(({ field }) => field.startsWith('plan '))).toEqual([])
})

test('what a person wrote and no page says stays, and what a page says wins', () => {
  const kept = keptFields(sampleDossier(), fields)
  expect(kept).toEqual({ vendor: 'Ferry Works', category: 'Documentation search' })
  expect(editsOf(sampleProposal({ kept }))).toMatchObject({ ...kept, tagline: 'A search index for documentation' })
  expect(editsOf(sampleProposal())).toMatchObject({ vendor: '', category: '' })
})
