import type { Dossier } from '../../src/contracts/dossier.js'
import type { PanelRecord } from '../../src/contracts/record.js'
import { recordSchema } from '../../src/contracts/record.js'
import type { DraftOutcome } from '../../src/contracts/verdict.js'
import { sha256 } from '../../src/hash.js'
import { planPanel } from '../../src/panel/plan-panel.js'
import { buildRecord } from '../../src/record/build-record.js'
import { sampleDossier, samplePersona, sampleReply } from '../helpers/samples.js'

const base = sampleDossier()
const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]

/** A tool's dossier under another name. */
export function namedDossier(slug: string, name: string, change: Partial<Dossier> = {}): Dossier {
  return sampleDossier({ tool: { ...base.tool, slug, name }, ...change })
}

type SampleRecordOptions = { dossiers?: Dossier[]; jurors?: string[]; outcome?: (index: number) => Partial<DraftOutcome> | undefined }

/** A record as the panel makes it, of invented tools. `outcome` changes the outcome of a seat, counted in the plan's order. */
export function sampleRecord(options: SampleRecordOptions = {}): PanelRecord {
  const { dossiers = [base, namedDossier('quaylog', 'Quaylog')], jurors = ['ollama:a'], outcome = () => undefined } = options
  const plan = planPanel({ panelId: 'pnl_1', dossiers, personas, jurors, recordingSet: null, budgetUsd: null })
  const run = {
    startedAt: '2026-11-22T09:00:00.000Z',
    finishedAt: '2026-11-22T09:00:02.000Z',
    wallTimeMs: 2000,
    replies: { called: plan.seats.length, fromLedger: 0, replayed: 0 },
    spentUsd: 0,
  }
  const outcomes = plan.seats.map((seat, index) => ({
    seat,
    outcome: { ...drafted(seat.id, seat.model), ...outcome(index) } as DraftOutcome,
  }))
  return recordSchema.parse(buildRecord({ plan, dossiers, personas, outcomes, run }))
}

/** A drafted outcome whose evidence was found. */
export function drafted(name: string, model = 'ollama:a'): Extract<DraftOutcome, { status: 'drafted' }> {
  const { evidence, ...reply } = sampleReply()
  return {
    status: 'drafted',
    draft: {
      schema: 'panel.draft/1',
      ...reply,
      evidence: evidence.map((item) => ({ ...item, status: 'found', start: 36, end: 71 })),
      flags: [],
    },
    model,
    origin: 'recorded',
    callKey: sha256(name),
    callKeys: [sha256(name)],
    usage: { inputTokens: 1000, cachedInputTokens: null, outputTokens: 200 },
    costUsd: 0,
    latencyMs: 40,
  }
}

/** A seat that nobody recorded. */
export const unscored: DraftOutcome = {
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
