import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dossier } from '../../../../../src/contracts/dossier.js'
import { dossierOfProposal } from '../../../../../src/evidence/intake/dossier-of-proposal.js'
import { editsOf } from '../../../../../src/evidence/intake/proposal-edits.js'
import { dossierOfValues } from '../../../../../src/panels/dossier/form/dossier-of-values.js'
import { mergeValues } from '../../../../../src/panels/dossier/form/merge-values.js'
import { rowsOf } from '../../../../../src/panels/dossier/form/values.js'
import { clearedField, valuesOfDossier } from '../../../../../src/panels/dossier/form/values-of-dossier.js'
import { checkDossierValue, parseDossier } from '../../../../../src/panels/dossier/parse-dossier.js'
import { packageFiles } from '../../../../../src/platform/files/package-files.js'
import { sampleProposal } from '../../../../support/evidence/sample-proposal.js'

const samples = packageFiles.sampleDossiers.map((file) => parseDossier({ text: readFileSync(file, 'utf8'), file }))
const [sample] = samples as [Dossier]

function frozen(value: unknown): Dossier {
  const checked = checkDossierValue(value)
  if ('findings' in checked) throw new Error(JSON.stringify(checked.findings))
  return checked.dossier
}

/** The dossier as an editor would have written it, without what freezing adds. */
function written(dossier: Dossier) {
  const { sha256: _hash, sources, ...file } = dossier
  return { ...file, sources: sources.map(({ sha256: _own, units: _units, steering: _steering, ...source }) => source) }
}

test.each(samples.map((dossier) => [dossier.tool.slug, dossier] as const))(
  'the dossier of %s is the same to the byte when it comes back out of its form',
  (_slug, dossier) => {
    const back = frozen(dossierOfValues(valuesOfDossier(dossier)).document)
    expect(JSON.stringify(back)).toBe(JSON.stringify(frozen(written(dossier))))
    expect(back.sha256).toBe(dossier.sha256)
  },
)

test('what intake read is kept as it was read: how, what is hidden, and what was cleared', () => {
  const proposal = sampleProposal({ slug: 'ferrydoc' })
  const steered = proposal.sources.find(({ steering }) => steering.length > 0)
  const passage = steered?.steering[0]?.words ?? ''
  const cleared = [{ source: steered?.id ?? '', words: passage, reason: 'It is the name of a page.' }]
  const edits = { ...editsOf(proposal), vendor: 'Ferry Works', category: 'Search', cleared }
  const dossier = frozen(dossierOfProposal(proposal, edits))
  expect(dossier.sources.some(({ capture, hidden }) => capture !== undefined && hidden !== undefined)).toBe(true)
  expect(frozen(dossierOfValues(valuesOfDossier(dossier)).document)).toEqual(dossier)
  // The same reason, written into the form of the proposal.
  const blank = valuesOfDossier(dossierOfProposal(proposal, { ...edits, cleared: [] }))
  const index = proposal.sources.findIndex(({ id }) => id === steered?.id)
  const said = { ...blank, [`sources.${index + 1}.${clearedField(passage)}`]: 'It is the name of a page.' }
  expect(frozen(dossierOfValues(said).document)).toEqual(dossier)
})

/** Texts as a dossier may have them: with line ends, spaces at their ends, and letters of any kind. */
const text = fc.stringMatching(/^[a-zéß中][a-zéß中 .,\n]{0,30}$/u)
const line = fc.stringMatching(/^[a-zéß中][a-zéß中 ,]{0,30}\n?$/u)
const amount = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: null })
const price = { label: line, amountUsd: amount, per: fc.option(line, { nil: null }), note: fc.option(line, { nil: null }) }
const anyFile = fc.record({
  tool: fc.record(
    {
      ...{ slug: fc.constant('ferrydoc'), name: line, shortName: fc.option(line, { nil: null }), vendor: line, category: line },
      ...{
        tagline: line,
        description: text,
        website: fc.constant('https://example.com/'),
        repository: fc.constant('https://example.com/r'),
      },
    },
    { requiredKeys: ['slug', 'name', 'shortName', 'vendor', 'category', 'tagline', 'description'] },
  ),
  price: fc.record(price),
  plans: fc.array(fc.record({ name: line, ...price }), { maxLength: 3 }),
  rivals: fc.array(line, { minLength: 1, maxLength: 4 }),
  facts: fc.array(fc.record({ statement: text }), { minLength: 1, maxLength: 4 }),
  sources: fc.array(fc.record({ title: line, text }), { minLength: 1, maxLength: 3 }),
})

test('any dossier is the same when it comes back out of its form', () => {
  fc.assert(
    fc.property(anyFile, ({ tool, price: entry, plans, rivals, facts, sources }) => {
      const idOf = (index: number) => `source-${index % sources.length}`
      const quoteOf = (index: number) => sources[index % sources.length]?.text ?? ''
      const file = {
        ...{ schema: 'panel.dossier/1', asOf: '2026-11-20', tool, rivals },
        license: { name: 'MIT', spdx: 'MIT', commercialUse: 'yes', summary: 'Do as you like.', source: idOf(0) },
        entryPrice: { ...entry, asOf: '2026-11-19', source: idOf(1) },
        ...(plans.length === 0 ? {} : { plans: plans.map((plan, index) => ({ ...plan, source: idOf(index), quote: quoteOf(index) })) }),
        facts: facts.map((fact, index) => ({ id: `f-${index}`, ...fact, source: idOf(index), quote: quoteOf(index) })),
        sources: sources.map((source, index) => ({
          ...{ id: idOf(index), kind: 'notes', publisher: 'Ferry', url: 'https://example.com/', ...source },
          ...{ publishedOn: '2026-11-01', retrievedOn: '2026-11-19', origin: 'authored' },
        })),
      }
      const checked = checkDossierValue(file)
      fc.pre('dossier' in checked)
      expect(frozen(dossierOfValues(valuesOfDossier(frozen(file))).document)).toEqual(frozen(file))
    }),
  )
})

test('a newer version has the keys of the one before for what is the same, and what is gone is there as not kept', () => {
  const before = valuesOfDossier(sample)
  const { facts } = sample
  const newer = { ...sample, facts: [...facts.slice(1), { ...facts[0], id: 'new', statement: 'New.' }] } as Dossier
  const values = valuesOfDossier(newer, before)
  expect(values['facts.1.kept']).toBe('')
  expect(values['facts.2.statement']).toBe(facts[1]?.statement)
  expect(values[`facts.${facts.length + 1}.statement`]).toBe('New.')
  expect(rowsOf(values, 'facts')).toHaveLength(facts.length + 1)
})

test('a finding leads to the field in which it was written, whatever rows are left out', () => {
  const values = { ...valuesOfDossier(sample), 'facts.1.kept': '' }
  const { fieldOf } = dossierOfValues(values)
  expect(fieldOf(['facts', 0, 'quote'])).toBe('facts.2.quote')
  expect(fieldOf(['facts', 0, 'id'])).toBe('facts.2.statement')
  expect(fieldOf(['sources', 0, 'capture', 'status'])).toBe('sources.1.title')
  expect(fieldOf(['tool', 'slug'])).toBe('tool.slug')
  expect(fieldOf(['license'])).toBe('license.source')
  expect(fieldOf(['rivals', 2])).toBe('rivals')
  expect(fieldOf(['facts'])).toBe('facts')
  expect(fieldOf(['schema'])).toBe('tool.name')
})

test('ids are made of words where a row has none, each its own', () => {
  const rows = { 'facts.8.statement': 'It runs.', 'facts.8.kept': 'yes', 'facts.9.statement': 'It runs.', 'facts.9.kept': 'yes' }
  const { document } = dossierOfValues({ ...rows, 'tool.name': 'Ferry Doc' })
  expect(document).toMatchObject({ tool: { slug: 'ferry-doc' }, facts: [{ id: 'it-runs' }, { id: 'it-runs-2' }] })
})

test('two edits become one where they changed other fields, and a field that both changed keeps both texts', () => {
  const base = { 'tool.name': 'A', 'tool.vendor': 'B', 'tool.tagline': 'C' }
  const theirs = { ...base, 'tool.name': 'A2', 'tool.tagline': 'C2' }
  const yours = { ...base, 'tool.vendor': 'B2', 'tool.tagline': 'C3' }
  expect(mergeValues({ base, theirs, yours })).toEqual({
    values: { 'tool.name': 'A2', 'tool.vendor': 'B2', 'tool.tagline': 'C2' },
    conflicts: [{ path: 'tool.tagline', yours: 'C3' }],
    changed: ['tool.name', 'tool.tagline'],
  })
})

test('both may add a row, and both the same change is none', () => {
  const base = { 'facts.1.kept': 'yes', 'facts.1.statement': 'A' }
  const theirs = { ...base, 'facts.2ab.kept': 'yes', 'facts.2ab.statement': 'T' }
  const yours = { ...base, 'facts.1.statement': 'A', 'facts.2cd.kept': 'yes', 'facts.2cd.statement': 'Y' }
  const { values, conflicts } = mergeValues({ base, theirs, yours })
  expect(conflicts).toEqual([])
  expect(rowsOf(values, 'facts').map(({ key }) => key)).toEqual(['1', '2ab', '2cd'])
})

test.each([
  ['you', { 'facts.1.statement': 'B' }, { 'facts.1.kept': '' }, ''],
  ['they', { 'facts.1.kept': '' }, { 'facts.1.statement': 'B' }, 'yes'],
])('a row that %s took out and the other edited is asked about, and its new words are there', (_who, ofTheirs, ofYours, own) => {
  const base = { 'facts.1.kept': 'yes', 'facts.1.statement': 'A' }
  const { values, conflicts } = mergeValues({ base, theirs: { ...base, ...ofTheirs }, yours: { ...base, ...ofYours } })
  expect(conflicts).toEqual([{ path: 'facts.1.kept', yours: own }])
  expect(values['facts.1.statement']).toBe('B')
})

test('no text of either side is lost in a merge, whatever they changed', () => {
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2', '3'))
  fc.assert(
    fc.property(values, values, values, (base, theirs, yours) => {
      const { values: merged, conflicts } = mergeValues({ base, theirs, yours })
      for (const [path, text] of Object.entries(yours)) {
        const isChanged = text !== base[path]
        const kept = [merged[path], ...conflicts.filter((each) => each.path === path).map((each) => each.yours)]
        if (isChanged) expect(kept).toContain(text)
      }
      for (const [path, text] of Object.entries(theirs)) if (text !== base[path]) expect(merged[path]).toBe(text)
    }),
  )
})
