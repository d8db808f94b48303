import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Proposal } from '../../../src/contracts/proposal.js'
import { editsOf, type ProposalEdits } from '../../../src/evidence/intake/proposal-edits.js'
import { createIntakeStore, type IntakeStore } from '../../../src/evidence/store/intakes.js'
import { baseOfProposal, createKeepProposal, type KeepProposal } from '../../../src/panels/keep-proposal.js'
import { createDossierVersions } from '../../../src/panels/store/dossier-versions.js'
import { createDossierStore } from '../../../src/panels/store/dossiers.js'
import { sampleProposal } from '../../support/evidence/sample-proposal.js'
import { type Desk, editor, expectStatus, openDesk } from '../../support/review/desk.js'
import { sampleDossier } from '../../support/samples.js'

let desk: Desk
let intakes: IntakeStore
let keep: KeepProposal
let count = 0
beforeAll(async () => {
  desk = await openDesk()
  intakes = createIntakeStore(desk.db)
  const { marksFor } = desk.actions()
  const dossiers = createDossierStore(desk.db)
  keep = createKeepProposal({ dossiers, dossierVersions: createDossierVersions(desk.db), intakes, marksFor, runtime: desk.runtime })
})
afterAll(() => desk.close())

const complete = (proposal: Proposal, change: Partial<ProposalEdits> = {}): ProposalEdits => ({
  ...editsOf(proposal),
  vendor: 'Ferry Works',
  category: 'Documentation search',
  ...change,
})

/** A proposal that was read, under a slug of its own. */
async function read(change: Partial<Proposal> = {}) {
  count += 1
  const proposal = sampleProposal({ slug: `ferrydoc-${count}`, ...change })
  const id = desk.runtime.newId('int')
  await intakes.create({
    ...{ id, addresses: proposal.addresses, tool: null, model: null, budgetUsd: null, actor: editor, status: 'reading' },
    createdAt: desk.runtime.now(),
  })
  await intakes.finish({ id, proposal, finishedAt: desk.runtime.now() })
  const request = (edits: ProposalEdits) => ({ intakeId: id, proposal, edits, base: baseOfProposal(proposal, edits), by: editor })
  return { id, proposal, keepWith: (edits: ProposalEdits) => keep(request(edits)) }
}

test('a proposal is kept as a dossier, with what was corrected and cleared in the log, and the intake knows of it', async () => {
  const { id, proposal, keepWith } = await read()
  const [, { words = '' } = {}] = proposal.sources[0]?.steering ?? []
  const cleared = [{ source: 'home', words, reason: 'It is the name of a page.' }]
  const { dossier, isNewTool } = expectStatus(await keepWith(complete(proposal, { cleared })), 'kept')
  expect(isNewTool).toBe(true)
  expect(await createDossierStore(desk.db).find(dossier.sha256)).toEqual(dossier)
  expect(dossier).toMatchObject({
    tool: { slug: proposal.slug, vendor: 'Ferry Works' },
    license: { spdx: 'BUSL-1.1', source: 'package' },
    plans: [{ name: 'Solo' }, { name: 'Team', amountUsd: 25, quote: '| Team | $25 per user and month |' }],
    facts: [{ quote: 'It runs on one machine.' }, { quote: 'Stars: 1,234' }],
    sources: [
      { id: 'home', origin: 'captured', cleared: [{ words, reason: 'It is the name of a page.' }] },
      { id: 'pricing' },
      { id: 'package' },
    ],
  })
  expect((await intakes.find(id))?.dossierSha256).toBe(dossier.sha256)
  const { entries } = await desk.actions().audit.list({ limit: 2 })
  expect(entries).toMatchObject([
    {
      ...{ action: 'add a dossier', actor: editor, subject: { kind: 'tool', id: proposal.slug } },
      data: { dossierSha256: dossier.sha256, intake: id, corrected: ['vendor', 'category'] },
    },
    { action: 'clear a passage', actor: editor, data: { source: 'home', words, reason: 'It is the name of a page.' } },
  ])
  expect(await desk.actions().audit.verify()).toMatchObject({ status: 'ok' })
})

test('a known tool keeps the short name that people gave it, which no page says', async () => {
  const { tool, ...rest } = sampleDossier()
  const known = sampleDossier({ ...rest, tool: { ...tool, slug: 'short-named', shortName: 'Ferry' } })
  await createDossierStore(desk.db).add(known, { at: desk.runtime.now() })
  const { proposal, keepWith } = await read({ slug: 'short-named', base: known.sha256 })
  expect(expectStatus(await keepWith(complete(proposal)), 'kept').dossier.tool.shortName).toBe('Ferry')
})

test('what is wrong is named at its place in the edits, and nothing is stored', async () => {
  const { id, proposal, keepWith } = await read()
  const edits = complete(proposal)
  const [first, second] = edits.facts
  if (first === undefined || second === undefined) throw new Error('the sample has two facts')
  const { findings } = expectStatus(
    await keepWith({
      ...edits,
      vendor: '',
      rivals: ['', 'Quaylog', 'One\nTwo'],
      facts: [{ ...first, statement: ' ' }, first, { ...second, quote: 'Stars: 9,999' }],
      plans: edits.plans.map((plan) => ({ ...plan, quote: 'never said' })),
      sources: [...edits.sources.filter(({ id: source }) => source !== 'package'), { id: 'elsewhere', title: 'Elsewhere' }],
      cleared: [{ source: 'home', words: 'never said', reason: 'Harmless.' }],
    }),
    'invalid',
  )
  expect(findings.map(({ path }) => path.join('.')).toSorted()).toEqual([
    ...['cleared.0', 'facts.2.source', 'license.source', 'plans.0.quote', 'plans.1.quote', 'rivals.2', 'sources.2.id', 'vendor'],
  ])
  expect((await intakes.find(id))?.dossierSha256).toBeNull()
  expect(await createDossierStore(desk.db).versions(proposal.slug ?? '')).toEqual([])
})

test('a reason without words for a cleared passage, and a title without words, are named at their places', async () => {
  const { proposal, keepWith } = await read()
  const edits = complete(proposal)
  const words = proposal.sources[0]?.steering[0]?.words ?? ''
  const titles = edits.sources.map((source) => (source.id === 'pricing' ? { ...source, title: '' } : source))
  const wrong = await keepWith({ ...edits, sources: titles, cleared: [{ source: 'home', words, reason: '' }] })
  expect(expectStatus(wrong, 'invalid').findings.map(({ path }) => path.join('.'))).toEqual(['cleared.0.reason', 'sources.1.title'])
})

test('a save that started from an older version is refused, and nothing is stored', async () => {
  const { proposal, keepWith } = await read()
  const { dossier } = expectStatus(await keepWith(complete(proposal)), 'kept')
  const stale = expectStatus(await keepWith(complete(proposal, { tagline: 'Another' })), 'stale')
  expect(stale).toMatchObject({ current: { sha256: dossier.sha256 }, yours: { tool: { tagline: 'Another' } } })
  const again = await read({ slug: proposal.slug, base: dossier.sha256 })
  const next = expectStatus(await again.keepWith(complete(again.proposal, { tagline: 'Another' })), 'kept')
  expect(next).toMatchObject({ isNewTool: false, dossier: { tool: { tagline: 'Another' } } })
  const elsewhere = expectStatus(await again.keepWith(complete(again.proposal, { slug: 'another-tool' })), 'kept')
  expect(elsewhere.isNewTool).toBe(true)
})
