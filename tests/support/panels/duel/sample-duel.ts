import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { ComparisonReply } from '../../../../src/contracts/head-to-head.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { sampleDossier } from '../../samples.js'

const rivalText = 'Quaylog runs in the cloud of Quay Labs.\nIt costs 20 US dollars a seat.\nFerrydoc is its named rival.'

/** A second invented tool beside that of `sampleDossier`, which it names; both have a source called `readme`. */
export function rivalDossier(): Dossier {
  const base = sampleDossier()
  const [readme] = base.sources
  if (readme === undefined) throw new Error('the sample has no source')
  const tool = { ...base.tool, slug: 'quaylog', name: 'Quaylog', vendor: 'Quay Labs', tagline: 'Search as a service' }
  return sampleDossier({
    tool: { ...tool, description: 'A hosted search index.' },
    rivals: ['Ferrydoc'],
    facts: [{ id: 'hosted', statement: 'It runs in a cloud.', source: 'readme', quote: 'runs in the cloud' }],
    entryPrice: { ...base.entryPrice, label: '20 US dollars', amountUsd: 20, per: 'seat', note: null },
    sources: [{ ...readme, publisher: 'Quay Labs', url: 'https://example.com/quaylog', text: rivalText, sha256: sha256(rivalText) }],
  })
}

/** A comparison that satisfies `samplePersona`, whatever the order: it cites the second sentence of both. */
export function comparisonReply(overrides: Partial<ComparisonReply> = {}): ComparisonReply {
  return {
    evidence: [
      { tool: 'first', source: 'readme', from: 2, to: 2, shows: 'What the first costs.' },
      { tool: 'second', source: 'readme', from: 2, to: 2, shows: 'What the second costs.' },
    ],
    argument: 'One is free for small teams, the other has a price a seat [1][2].',
    quote: 'I look at the price first, and it decides for me [1].',
    choice: 'first',
    ...overrides,
  }
}
