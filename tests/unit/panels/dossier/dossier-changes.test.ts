import { expect, test } from 'vitest'
import { dossierChanges } from '../../../../src/panels/dossier/dossier-changes.js'
import { sampleDossier } from '../../../support/samples.js'

test('two versions that say the same have no changes, whatever their hashes', () => {
  expect(dossierChanges(sampleDossier(), { ...sampleDossier(), sha256: '0'.repeat(64) })).toEqual([])
})

test('every part that differs is named, with what each version says', () => {
  const before = sampleDossier()
  const [fact, source] = [before.facts[0], before.sources[0]]
  if (fact === undefined || source === undefined) throw new Error('the sample has a fact and a source')
  const plan = { name: 'Team', label: '$5', amountUsd: 5, per: 'month', note: null, source: 'readme', quote: 'free for teams' }
  const after = sampleDossier({
    tool: { ...before.tool, tagline: 'Find it in your docs', website: 'https://ferrydoc.example' },
    license: { ...before.license, spdx: null },
    entryPrice: { ...before.entryPrice, amountUsd: 3 },
    plans: [plan, { ...plan, label: '$6' }],
    rivals: ['Quaylog', 'Moor'],
    facts: [{ ...fact, id: 'one-server' }],
    sources: [{ ...source, title: 'The read me', text: `${source.text} More.` }],
  })
  const terms = { commercial: 'documentation, authored', dates: 'published 2026-11-01, read 2026-11-19' }
  const lines = (...parts: string[]) => parts.join('\n')
  expect(dossierChanges(before, after)).toEqual([
    {
      part: 'The tool',
      changes: [
        { field: 'tagline', before: 'Search for your docs', after: 'Find it in your docs' },
        { field: 'website', before: null, after: 'https://ferrydoc.example' },
      ],
    },
    { part: 'License', changes: [{ field: 'SPDX id', before: 'MIT', after: null }] },
    { part: 'Entry price', changes: [{ field: 'amount in US dollars', before: '0', after: '3' }] },
    {
      part: 'Plans',
      changes: [
        { field: 'Team', before: null, after: lines('$5', '5', 'month', 'source: readme', 'passage: free for teams') },
        { field: 'Team (2)', before: null, after: lines('$6', '5', 'month', 'source: readme', 'passage: free for teams') },
      ],
    },
    { part: 'Rivals', changes: [{ field: 'Moor', before: null, after: 'Moor' }] },
    {
      part: 'Facts',
      changes: [
        { field: 'one-machine', before: lines('It needs one machine.', 'source: readme', 'passage: runs on one machine'), after: null },
        { field: 'one-server', before: null, after: lines('It needs one machine.', 'source: readme', 'passage: runs on one machine') },
      ],
    },
    {
      part: 'Sources',
      changes: [
        {
          field: 'readme',
          before: lines('Read me', 'Ferry Works', source.url, terms.commercial, terms.dates),
          after: lines('The read me', 'Ferry Works', source.url, terms.commercial, terms.dates),
        },
        { field: 'text of readme', before: source.text, after: `${source.text} More.` },
      ],
    },
  ])
})
