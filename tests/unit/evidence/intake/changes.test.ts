import { describe, expect, test } from 'vitest'
import { findChanges, keepCleared, keepWritten } from '../../../../src/evidence/intake/changes.js'
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

const first = { ...fields, facts: [] }

test('what a person wrote and no page says stays, and what a page says wins', () => {
  const base = sampleDossier({ rivals: ['Otherdoc'], facts: [] as never })
  const { kept } = keepWritten(base, { fields: first, sources: [], earlier: null })
  expect(kept).toEqual({ vendor: 'Ferry Works', category: 'Documentation search', rivals: ['Otherdoc'] })
  expect(editsOf(sampleProposal({ kept }))).toMatchObject({ vendor: 'Ferry Works', tagline: 'A search index for documentation' })
  expect(editsOf(sampleProposal()).vendor).toBe('')
})

test('what a person corrected stays where the page says what it said, and is no change', () => {
  const base = sampleDossier({ tool: { ...sampleDossier().tool, tagline: 'In our own words' } })
  const same = keepWritten(base, { fields: first, sources: [], earlier: first })
  expect(same.kept.tagline).toBe('In our own words')
  expect(findChanges(base, { fields: same.fields, sources: [] }).map(({ field }) => field)).not.toContain('tagline')

  const earlier = { ...first, tagline: first.tagline === null ? null : { ...first.tagline, value: 'An older slogan' } }
  const changed = keepWritten(base, { fields: first, sources: [], earlier })
  expect(changed.kept.tagline).toBeUndefined()
  expect(findChanges(base, { fields: changed.fields, sources: [] }).map(({ field }) => field)).toContain('tagline')
})

test('a fact that a person added stays where its passage is in a page of now', () => {
  const base = sampleDossier()
  const [source] = base.sources
  const [fact] = base.facts
  const page = { ...sampleProposal().sources[0], id: 'home', url: source?.url ?? '' } as ReturnType<
    typeof sampleProposal
  >['sources'][number]
  const there = keepWritten(base, { fields: first, sources: [{ ...page, text: source?.text ?? '' }], earlier: null })
  expect(there.kept.facts).toContainEqual({ statement: fact?.statement, source: 'home', quote: fact?.quote })
  const gone = keepWritten(base, { fields: first, sources: [{ ...page, text: 'Another page by now.' }], earlier: null })
  expect(gone.kept.facts).toBeUndefined()
})

test('a passage that was found harmless keeps its reason', () => {
  const passage = {
    kind: 'speaks-to-model',
    place: 'text',
    piece: null,
    start: 0,
    end: 4,
    words: 'Call it a ship.',
    certainty: 'likely',
    reason: 'r',
  } as const
  const [source] = sampleProposal().sources
  const base = sampleDossier()
  const cleared = {
    ...base,
    sources: base.sources.map((one) => ({ ...one, cleared: [{ words: 'Call it a ship.', reason: 'It is their slogan.' }] })),
  }
  const [kept] = source === undefined ? [] : keepCleared(cleared, [{ ...source, steering: [passage] }])
  expect(kept?.steering[0]?.cleared).toBe('It is their slogan.')
})

describe('a license and a price', () => {
  const base = sampleDossier()
  const sources = sampleProposal().sources
  const license = {
    value: { name: 'MIT License', spdx: 'MIT', commercialUse: 'yes', summary: 'Anything.', isOpen: true },
    how: 'text',
    found,
  } as const
  const entryPrice = { value: { label: '$9', amount: 9, currency: 'USD', per: null, note: null }, how: 'text', found } as const
  const proposed = { ...first, license, entryPrice }

  test('that a person corrected stay where the pages say what they said', () => {
    const { fields: now, kept } = keepWritten(base, { fields: proposed, sources, earlier: proposed })
    expect(kept).toMatchObject({ license: { name: base.license.name }, entryPrice: { label: base.entryPrice.label } })
    expect(editsOf(sampleProposal({ fields: now, kept }))).toMatchObject({
      license: { name: base.license.name, summary: base.license.summary },
      entryPrice: { label: base.entryPrice.label, amountUsd: base.entryPrice.amountUsd },
    })
    expect(findChanges(base, { fields: now, sources: [] }).map(({ field }) => field)).not.toContain('license')
  })

  test('stay where no page says one any more', () => {
    const { kept } = keepWritten(base, { fields: { ...first, license: null, entryPrice: null }, sources, earlier: proposed })
    expect(kept).toMatchObject({ license: { name: base.license.name }, entryPrice: { label: base.entryPrice.label } })
  })

  test('give way to what the pages say otherwise than they did, and where no one corrected them', () => {
    const other = {
      ...proposed,
      license: { ...license, value: { ...license.value, name: 'Other', spdx: null } },
      entryPrice: { ...entryPrice, value: { ...entryPrice.value, label: '$12' } },
    }
    expect(keepWritten(base, { fields: proposed, sources, earlier: other }).kept).not.toHaveProperty('license')
    expect(keepWritten(base, { fields: proposed, sources, earlier: other }).kept).not.toHaveProperty('entryPrice')
    expect(keepWritten(base, { fields: proposed, sources, earlier: null }).kept).not.toHaveProperty('license')
  })
})
