import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordSchema } from '../../../../src/contracts/record.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { buildRecord } from '../../../../src/panels/record/build-record.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'

const first = sampleDossier()
const second = sampleDossier({ tool: { ...first.tool, slug: 'quaylog', name: 'Quaylog' } })
const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]
const dossiers = [first, second]
const plan = planPanel({ panelId: 'pnl_1', dossiers, personas, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null })
const run = {
  startedAt: '2026-11-22T09:00:00.000Z',
  finishedAt: '2026-11-22T09:00:02.000Z',
  wallTimeMs: 2000,
  replies: { called: 4, fromLedger: 0, replayed: 0 },
  spentUsd: 0.02,
}

function drafted(
  name: string,
  change: Partial<Extract<DraftOutcome, { status: 'drafted' }>> = {},
  call: 'ship' | 'skip' | 'abstain' = 'ship',
): DraftOutcome {
  return {
    status: 'drafted',
    draft: { schema: 'panel.draft/1', ...sampleContent({ call }), evidence: [], flags: [] },
    model: 'ollama:a',
    origin: 'recorded',
    callKey: sha256(name),
    callKeys: [sha256(name)],
    usage: { inputTokens: 100, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 20 },
    costUsd: 0.005,
    latencyMs: 40,
    ...change,
  }
}

const unscored: DraftOutcome = {
  status: 'unscored',
  kind: 'no-recording',
  reason: 'no recording answers this request',
  rawText: null,
  model: 'ollama:a',
  origin: null,
  callKey: null,
  callKeys: [],
  usage: null,
  costUsd: 0,
  latencyMs: 0,
}

const outcomes = plan.seats.map((seat, index) => ({
  seat,
  outcome: index === 3 ? unscored : drafted(seat.id, {}, index === 1 ? 'skip' : 'ship'),
}))

test('a record holds every seat, counts the unscored one apart, and satisfies its contract', () => {
  const record = recordSchema.parse(buildRecord({ plan, dossiers, personas, outcomes, run }))
  expect(record.title).toBe('Ferrydoc vs Quaylog')
  expect(record.status).toBe('in_review')
  expect(record.tools.map((tool) => tool.panelShip)).toEqual([
    { ships: 1, calls: 2, abstained: 0, unscored: 0, percent: 50 },
    { ships: 1, calls: 1, abstained: 0, unscored: 1, percent: 100 },
  ])
  expect(record.tools[1]?.verdicts[1]).toMatchObject({
    status: 'unscored',
    call: null,
    quote: null,
    reason: 'no recording answers this request',
  })
  expect(record.lean).toEqual({ kind: 'leans', tool: 'quaylog' })
  expect(record.split).toEqual([
    {
      persona: 'dx',
      agrees: true,
      calls: [
        { tool: 'ferrydoc', model: 'ollama:a', call: 'ship' },
        { tool: 'quaylog', model: 'ollama:a', call: 'ship' },
      ],
    },
    {
      persona: 'business',
      agrees: null,
      calls: [
        { tool: 'ferrydoc', model: 'ollama:a', call: 'skip' },
        { tool: 'quaylog', model: 'ollama:a', call: null },
      ],
    },
  ])
  expect(record.totals).toEqual({
    seats: 4,
    drafted: 3,
    unscored: 1,
    modelCalls: { recorded: 3, authored: 0 },
    usage: { inputTokens: 300, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 60 },
    costUsd: 0.015,
    modelTimeMs: 120,
  })
  expect(record.tools[0]?.pricingRead).toEqual([
    { persona: 'dx', model: 'ollama:a', text: 'thin' },
    { persona: 'business', model: 'ollama:a', text: 'thin' },
  ])
  expect(record.tools[0]?.community).toEqual({ ships: 0, votes: 0, percent: null })
})

test('the order in which seats end never matters', () => {
  const expected = buildRecord({ plan, dossiers, personas, outcomes, run })
  const shuffles = fc.shuffledSubarray(outcomes, { minLength: outcomes.length })
  fc.assert(
    fc.property(shuffles, (shuffled) => {
      expect(buildRecord({ plan, dossiers, personas, outcomes: shuffled, run })).toEqual(expected)
    }),
  )
})

test('the content hash covers the content and neither the panel nor how the run went', () => {
  const other = { ...plan, panelId: 'pnl_2' }
  const later = { ...run, finishedAt: '2026-11-23T09:00:02.000Z', wallTimeMs: 9, replies: { called: 0, fromLedger: 3, replayed: 0 } }
  const hash = buildRecord({ plan, dossiers, personas, outcomes, run }).contentSha256
  expect(buildRecord({ plan: other, dossiers, personas, outcomes, run: later }).contentSha256).toBe(hash)
  const changed = outcomes.map((entry, index) => (index === 0 ? { ...entry, outcome: drafted(entry.seat.id, {}, 'skip') } : entry))
  expect(buildRecord({ plan, dossiers, personas, outcomes: changed, run }).contentSha256).not.toBe(hash)
})

test('a cost that is not known makes the total not known, never smaller', () => {
  const priceless = outcomes.map((entry, index) => (index === 0 ? { ...entry, outcome: drafted(entry.seat.id, { costUsd: null }) } : entry))
  expect(buildRecord({ plan, dossiers, personas, outcomes: priceless, run }).totals.costUsd).toBeNull()
})

test('a panel with no call at all has no percentage and no lean', () => {
  const none = plan.seats.map((seat) => ({ seat, outcome: unscored }))
  const record = recordSchema.parse(buildRecord({ plan, dossiers, personas, outcomes: none, run }))
  expect(record.tools.map((tool) => tool.panelShip.percent)).toEqual([null, null])
  expect(record.lean).toEqual({ kind: 'none' })
  expect(record.totals.costUsd).toBe(0)
})
