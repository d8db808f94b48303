import { expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { refreshDossier } from '../../../../src/evidence/freshness/refresh-dossier.js'
import { sampleDossier } from '../../../support/samples.js'

const rowOf = (team: string) => `| Price | $0 | ${team} per user per month | $49 per user per month |`
const pageOf = (team: string) => `# Pricing\n\n|  | Free | Team | Business |\n| --- | --- | --- | --- |\n${rowOf(team)}`
const capture = {
  ...{ finalUrl: 'https://ferrydoc.example/pricing', fetchedAt: '2026-11-26T09:00:00.000Z', status: 200, mediaType: 'text/html' },
  ...{ bytesSha256: 'a'.repeat(64), extraction: 1 },
}

function pricedDossier(): Dossier {
  const base = sampleDossier()
  const [readme] = base.sources
  if (readme === undefined) throw new Error('the sample has a source')
  const quote = rowOf('$19')
  const pricing = { ...readme, id: 'pricing', kind: 'pricing' as const, url: capture.finalUrl, title: 'Pricing', text: pageOf('$19') }
  const plan = (name: string, amountUsd: number) => ({
    ...{ name, label: `$${amountUsd} per user per month`, amountUsd, per: 'user per month', note: null },
    ...{ source: 'pricing', quote },
  })
  const fact = (id: string, statement: string) => ({ id, statement, source: 'pricing', quote })
  return {
    ...base,
    plans: [plan('Team', 19), plan('Business', 49)],
    facts: [
      ...base.facts,
      fact('team', 'The Team plan costs $19 per user per month.'),
      fact('business', 'The Business plan costs $49 per user per month.'),
    ],
    sources: [...base.sources, pricing],
  }
}

test('what still holds stays, with its new passage, where only its neighbour in a row changed', () => {
  const base = pricedDossier()
  const source = base.sources.find(({ id }) => id === 'pricing')
  if (source === undefined) throw new Error('there is a page of prices')
  const { id, kind, url, title, publisher } = source
  const found = {
    ...{ id, kind, url, title, publisher, publishedOn: null, how: 'text' as const },
    page: null,
    text: pageOf('$24'),
    capture,
  }
  const { file, fields } = refreshDossier(base, [{ source, outcome: 'changed', found, changes: [] }], '2026-11-26')

  expect(file.facts).toContainEqual({
    ...{ id: 'business', statement: 'The Business plan costs $49 per user per month.', source: 'pricing', quote: rowOf('$24') },
  })
  expect(file.plans).toContainEqual(expect.objectContaining({ name: 'Business', amountUsd: 49, quote: rowOf('$24') }))
  expect(fields).toEqual([
    expect.objectContaining({
      field: 'plan',
      status: 'replaced',
      before: expect.stringContaining('$19'),
      after: expect.stringContaining('$24'),
    }),
    { field: 'fact', before: 'The Team plan costs $19 per user per month.', after: null, status: 'left out' },
    { field: 'fact', before: '', after: 'The Team plan costs $24 per user per month.', status: 'added' },
  ])
})
