import type { Bundle } from '../../../../src/contracts/bundle.js'
import type { Recording } from '../../../../src/contracts/model-call.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { buildBundle } from '../../../../src/panels/bundle/build-bundle.js'
import { draftSeat } from '../../../../src/panels/draft/draft-seat.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { buildRecord } from '../../../../src/panels/record/build-record.js'
import type { FinishReason } from '../../../../src/providers/chat-model.js'
import { sampleDossier, samplePersona, sampleReply } from '../../samples.js'

/** What a seat is answered, call by call: a text, with a reason for its end, or an error. */
export type Answers = ({ text: string; finishReason?: FinishReason } | Error)[]

export const good = { text: JSON.stringify(sampleReply()) }
export const faulty = { text: JSON.stringify(sampleReply({ answers: [] })) }
export const withWarning = { text: JSON.stringify(sampleReply({ quote: 'Fine [1].' })) }

const usage = { inputTokens: 10, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 5 }

/** Reads the raw replies of `sampleBundle`. */
export const readers = () => ({
  read: (raw: unknown) => {
    const { text, finishReason = 'stop' } = raw as { text: string; finishReason?: FinishReason }
    return { text, finishReason, usage }
  },
})

/**
 * The bundle of a panel over the sample dossier with two personas, `dx` and `business`, answered as given. `ends` replaces what came of
 * a seat, as a panel does with one whose job died.
 */
export async function sampleBundle(answers: { dx: Answers; business: Answers }, ends: { dx?: DraftOutcome } = {}): Promise<Bundle> {
  const dossiers = [sampleDossier()]
  const personas = [samplePersona(), samplePersona({ id: 'business', order: 2 })]
  const plan = planPanel({ panelId: 'pnl_1', dossiers, personas, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null })
  const recordings: Recording[] = []
  const outcomes = await Promise.all(
    plan.seats.map(async (seat) => {
      const id = seat.persona === 'dx' ? 'dx' : 'business'
      if (id === 'dx' && ends.dx !== undefined) return { seat, outcome: ends.dx }
      const left = [...answers[id]]
      const outcome = await draftSeat({
        dossier: sampleDossier(),
        persona: id === 'dx' ? samplePersona() : samplePersona({ id: 'business', order: 2 }),
        model: seat.model,
        reader: readers(),
        ledger: {
          complete: async (identity) => {
            const raw = left.shift()
            if (raw === undefined) throw new Error('asked more often than expected')
            if (raw instanceof Error) throw raw
            const key = callKey(identity)
            const reply = { origin: 'recorded' as const, raw, costUsd: 0.01, latencyMs: 50 }
            recordings.push({ schema: 'panel.recording/1', key, ...identity, ...reply, recordedAt: '2026-11-22T09:00:00.000Z' })
            return { key, source: 'call', ...reply, usage }
          },
        },
        signal: new AbortController().signal,
        givesUpOn: () => true,
      })
      return { seat, outcome }
    }),
  )
  const run = {
    startedAt: '2026-11-22T09:00:00.000Z',
    finishedAt: '2026-11-22T09:00:05.000Z',
    wallTimeMs: 5_000,
    replies: { called: recordings.length, fromLedger: 0, replayed: 0 },
    spentUsd: 0.02,
  }
  const record = buildRecord({ plan, dossiers, personas, outcomes, run })
  return buildBundle({ plan, dossiers, personas, recordings, record, madeWith: 'ship-panel 0.0.0' })
}
