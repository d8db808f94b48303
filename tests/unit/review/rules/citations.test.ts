import { expect, test } from 'vitest'
import type { VerdictContent } from '../../../../src/contracts/revision.js'
import { repairQuotes } from '../../../../src/review/check-quotes.js'
import { mergeVerdicts } from '../../../../src/review/rules/merge.js'
import { modelRevision, revise } from '../../../../src/review/rules/revise.js'
import { diffVerdicts } from '../../../../src/review/rules/word-diff.js'
import { editor } from '../../../support/review/rules/sample-review.js'
import { sampleDossier } from '../../../support/samples.js'

const cited: VerdictContent = {
  evidence: [
    { source: 'pricing', quote: 'Included.', shows: 'It costs nothing more.', units: { from: 4, to: 4 } },
    { source: 'pricing', quote: 'Included.', shows: 'Nor does this.', units: { from: 9, to: 9 } },
    { source: 'docs', quote: 'It runs on one machine. No cluster is needed.', shows: 'One machine.', units: { from: 2, to: 3 } },
  ],
  answers: [{ ask: 'moat', answer: 'None [3].' }],
  predictions: [],
  quote: 'It is included [1] and [2], on one machine [3].',
  call: 'ship',
}
const drafted = { id: 'rev_1', verdictId: 'seat_1', at: '2026-11-26T12:00:00.000Z', content: cited, model: 'ollama:a', callKey: null }
const history = [modelRevision(drafted)]

const sourceOf = (id: string, lines: readonly string[]) =>
  sampleDossier().sources.map((source) => ({ ...source, id, text: lines.join('\n') }))
/** Sources in which the numbers above cut the words above. */
const dossier = sampleDossier({
  sources: [
    ...sourceOf('pricing', ['- a', '- b', '## Small', 'Included.', '## Large', '- c', '- d', '## Huge', 'Included.']),
    ...sourceOf('docs', ['# Where it runs', 'It runs on one machine. No cluster is needed.']),
  ],
})

/** What a form or a client sends: words alone. */
function inWords(content: VerdictContent): VerdictContent {
  return { ...content, evidence: content.evidence.map(({ source, quote, shows }) => ({ source, quote, shows })) }
}

function edit(content: VerdictContent) {
  const written = { id: 'rev_2', verdictId: 'seat_1', at: drafted.at }
  // As a save does it.
  const saved = repairQuotes(content, { dossier, kept: [cited] }).content
  return revise({ history, change: { kind: 'edit', base: 1, reason: 'shorter', content: saved }, by: editor, written })
}

test('a passage that a person leaves as it was keeps the numbers it was cited by', () => {
  const revised = edit({ ...inWords(cited), quote: 'It is included [1] and [2].' })
  expect(revised).toMatchObject({ status: 'written', revision: { content: { evidence: cited.evidence } } })
})

test('two passages of the same words keep their own numbers when a verdict is saved', () => {
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has no source')
  const text = 'Backups: included.\nIt costs 5 USD.\nSupport: none.\nBackups: included.'
  const dossier = sampleDossier({ sources: [{ ...source, id: 'pricing', text }] })
  const twice = [1, 4].map((number) => ({
    source: 'pricing',
    quote: 'Backups: included.',
    shows: 'It.',
    units: { from: number, to: number },
  }))
  const base = { ...cited, evidence: twice }
  expect(repairQuotes(inWords(base), { dossier, kept: [base, base] }).content.evidence).toEqual(twice)
})

test('words that come back as they were are no change, though they came without numbers', () => {
  expect(edit(inWords(cited))).toMatchObject({ status: 'unchanged' })
})

test('a passage that was rewritten has no numbers any more', () => {
  const words = inWords(cited)
  const evidence = words.evidence.with(2, { source: 'docs', quote: 'It runs on one machine.', shows: 'One machine.' })
  const revised = edit({ ...words, evidence })
  expect(revised).toMatchObject({ status: 'written' })
  const last = revised.status === 'written' ? revised.revision.content.evidence.at(-1) : undefined
  expect(last).toEqual({ source: 'docs', quote: 'It runs on one machine.', shows: 'One machine.' })
})

test('a merge takes the numbers of the passage that it takes', () => {
  const theirs = { ...cited, evidence: cited.evidence.with(2, { source: 'docs', quote: 'No cluster is needed.', shows: 'One machine.' }) }
  const yours = { ...cited, evidence: cited.evidence.map((item, index) => (index === 2 ? { ...item, shows: 'No cluster.' } : item)) }
  const merged = mergeVerdicts({ base: cited, theirs, yours })
  expect(merged.content.evidence[0]).toEqual(cited.evidence[0])
  expect(merged.content.evidence[2]).toEqual({ source: 'docs', quote: 'No cluster is needed.', shows: 'No cluster.' })
})

test('the same words by other numbers are the same to a reader of changes', () => {
  const renumbered = { ...cited, evidence: cited.evidence.map((item) => ({ ...item, units: { from: 1, to: 1 } })) }
  expect(diffVerdicts(cited, renumbered).isSame).toBe(true)
})
