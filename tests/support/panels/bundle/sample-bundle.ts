import type { Bundle } from '../../../../src/contracts/bundle.js'
import type { CallIdentity, Recording } from '../../../../src/contracts/model-call.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { buildBundle } from '../../../../src/panels/bundle/build-bundle.js'
import { draftSeat } from '../../../../src/panels/draft/draft-seat.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { firstSample } from '../../../../src/panels/ledger/samples.js'
import { withOpinion } from '../../../../src/panels/opinion/with-opinion.js'
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
 * a seat, as a panel does with one whose job died; every repeat of a persona is answered the same. With `opinions`, a second model reads both drafts and is answered so; of the same request, which
 * two equal drafts make, the bundle holds the first.
 */
export async function sampleBundle(
  answers: { dx: Answers; business: Answers; opinions?: { dx: Answers; business: Answers } },
  ends: { dx?: DraftOutcome; repeat?: number } = {},
): Promise<Bundle> {
  const secondOpinion = answers.opinions === undefined ? null : { models: ['mistral:b'] }
  const dossiers = [sampleDossier()]
  const personas = [samplePersona(), samplePersona({ id: 'business', order: 2 })]
  const jurors = { jurors: ['ollama:a'], repeat: ends.repeat ?? 1 }
  const plan = planPanel({ panelId: 'pnl_1', dossiers, personas, ...jurors, recordingSet: null, budgetUsd: null, secondOpinion })
  const recordings: Recording[] = []
  const outcomes = await Promise.all(
    plan.seats.map(async (seat) => {
      const id = seat.persona === 'dx' ? 'dx' : 'business'
      if (id === 'dx' && ends.dx !== undefined) return { seat, outcome: ends.dx }
      const ledgerOf = (given: Answers) => {
        const left = [...given]
        return {
          complete: async (identity: CallIdentity) => {
            const raw = left.shift()
            if (raw === undefined) throw new Error('asked more often than expected')
            if (raw instanceof Error) throw raw
            const key = callKey(identity)
            const reply = { origin: 'recorded' as const, raw, costUsd: 0.01, latencyMs: 50 }
            recordings.push({ schema: 'panel.recording/1', key, ...identity, ...reply, recordedAt: '2026-11-22T09:00:00.000Z' })
            return { key, source: 'call' as const, ...reply, usage }
          },
        }
      }
      const { signal } = new AbortController()
      const drafted = await draftSeat({
        dossier: sampleDossier(),
        persona: id === 'dx' ? samplePersona() : samplePersona({ id: 'business', order: 2 }),
        model: seat.model,
        firstSample: firstSample(seat.repeat ?? 1),
        reader: readers(),
        ledger: ledgerOf(answers[id]),
        signal,
        givesUpOn: () => true,
      })
      const outcome = await withOpinion(drafted, {
        ...{ secondOpinion, dossier: sampleDossier(), reader: readers, ledger: ledgerOf(answers.opinions?.[id] ?? []), signal },
        sleep: async () => undefined,
        onError: () => undefined,
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
  const once = recordings.filter(({ key }, index) => recordings.findIndex((other) => other.key === key) === index)
  return buildBundle({ plan, dossiers, personas, recordings: once, record, madeWith: 'ship-panel 0.0.0' })
}
