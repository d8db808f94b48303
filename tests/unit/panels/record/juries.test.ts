import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '../../../../src/contracts/call.js'
import { recordSchema } from '../../../../src/contracts/record.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { allCallKeys, callKeysOf } from '../../../../src/panels/ledger/record-calls.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { buildRecord, leadIn } from '../../../../src/panels/record/build-record.js'
import type { SeatOutcome } from '../../../../src/panels/record/build-verdict.js'
import { bestDissent } from '../../../../src/panels/record/nearest-draft.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'

const first = sampleDossier()
const dossiers = [first, sampleDossier({ tool: { ...first.tool, slug: 'quaylog', name: 'Quaylog' } })]
const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]
const models = ['ollama:a', 'ollama:b', 'ollama:c', 'ollama:d', 'ollama:e']
const run = {
  startedAt: '2026-11-22T09:00:00.000Z',
  finishedAt: '2026-11-22T09:00:02.000Z',
  wallTimeMs: 2000,
  replies: { called: 4, fromLedger: 0, replayed: 0 },
  spentUsd: 0.02,
}

type Said = { call: Call | null; moat?: string; flags?: string[] }
type Says = (seat: { tool: string; persona: string; model: string; repeat: number }) => Said

const asked = { panelId: 'pnl_1', recordingSet: null, budgetUsd: null }
const planOf = (jurors: readonly string[], repeat = 1) => planPanel({ ...asked, dossiers, personas, jurors, repeat })

function outcomesOf({ seats }: ReturnType<typeof planOf>, says: Says): SeatOutcome[] {
  return seats.map((seat) => {
    const { call, moat = 'thin', flags = [] } = says({ ...seat, repeat: seat.repeat ?? 1 })
    const key = sha256(JSON.stringify([seat.tool, seat.persona, seat.model, seat.repeat]))
    const taken = { usage: null, costUsd: 0.01, latencyMs: 40 }
    const provenance = { model: seat.model, origin: 'recorded' as const, callKey: key, callKeys: [key], ...taken }
    const answers = [
      { ask: 'primitive', answer: 'A search index.' },
      { ask: 'moat', answer: moat },
    ]
    const outcome: DraftOutcome =
      call === null
        ? { status: 'unscored', kind: 'truncated', reason: 'it broke off', rawText: null, ...provenance, callKey: null }
        : {
            status: 'drafted',
            draft: { schema: 'panel.draft/1', ...sampleContent({ call, answers }), evidence: [], flags },
            ...provenance,
          }
    return { seat, outcome }
  })
}

function recordOf(jurors: readonly string[], says: Says, repeat = 1) {
  const plan = planOf(jurors, repeat)
  return recordSchema.parse(buildRecord({ plan, dossiers, personas, outcomes: outcomesOf(plan, says), run }))
}

const firstVerdict = (record: ReturnType<typeof recordOf>) => {
  const verdict = record.tools[0]?.verdicts[0]
  if (verdict === undefined) throw new Error('the record has no verdict')
  return verdict
}

test('several jurors make one verdict a seat, and panel ship counts seats', () => {
  const record = recordOf(models, ({ model, persona }) => ({ call: model < 'ollama:d' || persona === 'business' ? 'ship' : 'skip' }))
  expect(record.schema).toBe('panel.record/2')
  expect(record.tools.map(({ verdicts }) => verdicts.map(({ persona, call }) => [persona, call]))).toEqual([
    [
      ['dx', 'ship'],
      ['business', 'ship'],
    ],
    [
      ['dx', 'ship'],
      ['business', 'ship'],
    ],
  ])
  expect(record.tools[0]?.panelShip).toEqual({ ships: 2, calls: 2, abstained: 0, unscored: 0, percent: 100 })
  expect(record.totals).toMatchObject({ seats: 4, drafts: 20, drafted: 4, unscored: 0, modelCalls: { recorded: 20 } })
  expect(record.totals.costUsd).toBeCloseTo(0.2)
  expect(firstVerdict(record).jury).toMatchObject({ quorum: 3, repeat: 1, jurors: models.map((model) => ({ model })) })
  expect(firstVerdict(record).jury?.drafts).toHaveLength(4)
  expect(callKeysOf(record)).toHaveLength(20)
  expect(allCallKeys(firstVerdict(record))).toHaveLength(5)
})

test('a tie is split, counts on no side, and no order breaks it', () => {
  const says: Says = ({ model }) => ({ call: model === 'ollama:a' ? 'ship' : 'skip' })
  const [one, other] = [recordOf(['ollama:a', 'ollama:b'], says), recordOf(['ollama:b', 'ollama:a'], says)]
  expect(firstVerdict(one).call).toBe('split')
  expect(one.tools[0]?.panelShip).toEqual({ ships: 0, calls: 0, abstained: 0, unscored: 0, split: 2, percent: null })
  expect(other.contentSha256).toBe(one.contentSha256)
  expect(one.split[0]?.agrees).toBeNull()
})

test('the draft that people edit has the seat’s call and the answers of most; what it holds is not said twice', () => {
  const record = recordOf(models, ({ model }) => {
    if (model === 'ollama:a') return { call: 'ship', moat: 'none' }
    if (model === 'ollama:b') return { call: 'ship', moat: 'real', flags: ['off'] }
    if (model === 'ollama:c') return { call: 'ship', moat: 'real' }
    return { call: 'skip', moat: 'real' }
  })
  const { model, call, jury } = firstVerdict(record)
  expect([model, call]).toEqual(['ollama:c', 'ship'])
  expect(jury?.drafts.map((draft) => draft.model)).toEqual(['ollama:a', 'ollama:b', 'ollama:d', 'ollama:e'])
  expect(['ollama:d', 'ollama:e']).toContain(bestDissent(jury?.drafts ?? [], { against: 'ship' })?.model)
})

test('without a quorum a seat is unscored, with every draft behind it and nothing counted twice', () => {
  const record = recordOf(['ollama:a', 'ollama:b'], ({ model }) => ({ call: model === 'ollama:a' ? 'ship' : null }))
  const verdict = firstVerdict(record)
  expect(verdict).toMatchObject({ status: 'unscored', kind: 'no-quorum', call: null, callKeys: [] })
  expect(verdict.status === 'unscored' && verdict.reason).toBe('1 of 2 jurors made a call, and 2 are needed. ollama:b: it broke off')
  expect(verdict.jury?.drafts.map(({ status }) => status)).toEqual(['drafted', 'unscored'])
  expect(record.totals).toMatchObject({ seats: 4, drafts: 8, drafted: 0, unscored: 4 })
  expect(record.totals.costUsd).toBeCloseTo(0.08)
})

test('repeats of one juror are its own majority, also where it sits alone', () => {
  const record = recordOf(['ollama:a'], ({ repeat }) => ({ call: repeat === 2 ? 'skip' : 'ship' }), 3)
  const { call, jury } = firstVerdict(record)
  expect(call).toBe('ship')
  expect(jury?.jurors).toEqual([{ model: 'ollama:a', call: 'ship', calls: ['ship', 'skip', 'ship'] }])
  expect(record.totals).toMatchObject({ seats: 4, drafts: 12 })
})

test('one juror and one draft make the record they always made', () => {
  const record = recordOf(['ollama:a'], () => ({ call: 'ship' }))
  expect(record.schema).toBe('panel.record/1')
  expect(firstVerdict(record)).not.toHaveProperty('jury')
  expect(record.totals).not.toHaveProperty('drafts')
})

const call = fc.option(fc.constantFrom<Call>('ship', 'skip', 'abstain'))
const table = fc.array(call, { minLength: 40, maxLength: 40 })

/** Calls drawn from a table by what a seat is, not by its place. */
const drawn = (said: readonly (Call | null)[]): Says => {
  const slugs = dossiers.map(({ tool }) => tool.slug)
  return ({ tool, persona, model, repeat }) => {
    const place = slugs.indexOf(tool) * 20 + (persona === 'dx' ? 0 : 10) + models.indexOf(model) * 2 + (repeat - 1)
    return { call: said[place] ?? null }
  }
}

test('the order of jurors never matters', () => {
  fc.assert(
    fc.property(table, fc.shuffledSubarray(models, { minLength: 1 }), (said, jurors) => {
      const [one, other] = [recordOf(jurors, drawn(said), 2), recordOf(jurors.toSorted(), drawn(said), 2)]
      expect(one.contentSha256).toBe(other.contentSha256)
    }),
    { numRuns: 40 },
  )
})

test('the order of personas and tools changes no seat', () => {
  fc.assert(
    fc.property(
      table,
      fc.shuffledSubarray(dossiers, { minLength: 2 }),
      fc.shuffledSubarray(personas, { minLength: 2 }),
      (said, tools, reviewers) => {
        const shuffled = planPanel({ ...asked, dossiers: tools, personas: reviewers, jurors: models, repeat: 2 })
        const other = buildRecord({
          plan: shuffled,
          dossiers: tools,
          personas: reviewers,
          outcomes: outcomesOf(shuffled, drawn(said)).toReversed(),
          run,
        })
        const one = recordOf(models, drawn(said), 2)
        const bySeat = (record: typeof other) =>
          Object.fromEntries(
            record.tools.flatMap(({ slug, verdicts }) => verdicts.map((verdict) => [`${slug} ${verdict.persona}`, verdict])),
          )
        expect(bySeat(other)).toEqual(bySeat(one))
        expect(other.tools.map(({ slug, panelShip }) => [slug, panelShip]).sort()).toEqual(
          one.tools.map(({ slug, panelShip }) => [slug, panelShip]).sort(),
        )
      },
    ),
    { numRuns: 40 },
  )
})

test('taking a juror’s draft away changes nothing but the seats it sat on', () => {
  fc.assert(
    fc.property(table, fc.nat({ max: 19 }), (said, place) => {
      const plan = planOf(models)
      const outcomes = outcomesOf(plan, drawn(said))
      const gone = outcomes[place]?.seat
      const without = { ...plan, seats: plan.seats.filter(({ id }) => id !== gone?.id) }
      const [all, less] = [plan, without].map((each) => buildRecord({ plan: each, dossiers, personas, outcomes, run }))
      for (const [index, tool] of (all?.tools ?? []).entries()) {
        for (const [at, verdict] of tool.verdicts.entries()) {
          if (tool.slug === gone?.tool && verdict.persona === gone.persona) continue
          expect(less?.tools[index]?.verdicts[at]).toEqual(verdict)
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('the draft that stood for a seat before still does', () => {
  const plan = planOf(['ollama:a', 'ollama:b', 'ollama:c'])
  const outcomes = outcomesOf(plan, () => ({ call: 'ship' }))
  const before = buildRecord({ plan, dossiers, personas, outcomes, run })
  const lead = leadIn(before, { tool: plan.tools[0]?.slug ?? '', persona: 'dx' })
  const other = ['ollama:a', 'ollama:b', 'ollama:c'].find((model) => model !== lead?.model) ?? ''
  const kept = buildRecord({ plan, dossiers, personas, outcomes, run, leadOf: () => ({ model: other, repeat: 1 }) })
  expect(kept.tools[0]?.verdicts[0]?.model).toBe(other)
  expect(lead?.repeat).toBe(1)
})
