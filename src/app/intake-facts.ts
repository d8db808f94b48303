import { draftedFieldSchema, factsReplyName } from '../contracts/facts-reply.js'
import type { Recording } from '../contracts/model-call.js'
import type { Proposal } from '../contracts/proposal.js'
import type { DraftedFacts, DraftFacts, FactsRequest } from '../evidence/intake/draft-facts.js'
import { draftFacts, type FactsOutcome } from '../panels/facts/draft-facts.js'
import { estimateFacts, type FactsEstimate } from '../panels/facts/estimate-facts.js'
import type { Ledger } from '../panels/ledger/ledger.js'
import { toRecording } from '../panels/ledger/record-calls.js'
import { createReplayLedger } from '../panels/ledger/replay-ledger.js'
import type { ModelCallLookup } from '../panels/store/model-calls.js'
import { UsageError } from '../platform/errors.js'
import { clip } from '../platform/text/clip.js'
import { parseModelId } from '../providers/catalog/model-id.js'
import { limitsOf as providerLimits } from '../providers/setup.js'
import { createLiveLedgers, type DraftingParts } from './drafting.js'
import { createLocalLimits, type LocalLimits } from './local-limits.js'

/** How long a model may take over the facts of one tool, a repair and waits included: an intake has ten minutes in all. */
const longestMs = 5 * 60_000
/** What a proposal keeps of what went wrong. */
const longestMessage = 1_000

export type IntakeFactsParts = Omit<DraftingParts, 'panels' | 'calls'> & { calls: DraftingParts['calls'] & ModelCallLookup }

/** How calls of a worker share its slots and what it knows of local servers; left out, as the configuration says. */
export type IntakeFactsLimits = Pick<LocalLimits, 'limitsOf' | 'learn'> & { inSlots: (ledger: Ledger) => Ledger }

export type IntakeFacts = ReturnType<typeof createIntakeFacts>

/** What models do for intakes: facts drafted live or from recordings, looked ahead at, and recorded. */
export function createIntakeFacts(parts: IntakeFactsParts, limits: IntakeFactsLimits = ownLimits(parts)) {
  const { metrics, calls, registry, catalog } = parts
  const liveFor = createLiveLedgers(parts, limits.limitsOf)
  const contextOf = (model: string) => catalog.find(model).contextTokens
  return {
    /** What drafts the facts of an intake, on its budget; null where it has no model. */
    factsFor: ({ id, model }: { id: string; model: string | null }): DraftFacts | null => {
      if (model === null) return null
      const ledger = limits.inSlots(liveFor({ payer: { intakeId: id }, attributes: { 'ship_panel.intake.id': id } }))
      return async (request) => {
        await limits.learn(parseModelId(model).provider)
        return draftWithin(parts, { model, ledger, request })
      }
    },
    /** What drafts the facts that recordings hold, and calls no one. Throws `UsageError` where they hold none, or those of several models. */
    replayOf: (recordings: readonly Recording[]): DraftFacts => {
      const model = recordedModel(recordings)
      registry.reader(model)
      const byKey = new Map(recordings.map((recording) => [recording.key, recording]))
      const find = async (key: string) => byKey.get(key) ?? null
      const replay = createReplayLedger({ find, all: async () => [...recordings], reader: registry.reader })
      const ledger = metrics?.observeLedger(replay) ?? replay
      return (request) => draftWithin(parts, { model, ledger, request })
    },
    /** Every call that drafted facts rest on, as a recording. Throws where the ledger does not hold one any more. */
    recordingsOf: async ({ callKeys }: Pick<NonNullable<Proposal['model']>, 'callKeys'>): Promise<Recording[]> => {
      const found = await calls.findCalls(callKeys)
      const missing = callKeys.find((key) => found.every((call) => call.key !== key))
      if (missing !== undefined) throw new Error(`the database holds no reply of the model call ${missing}, which facts were drafted with`)
      return found.map(toRecording)
    },
    /** What drafting facts would use and cost. Calls no model. */
    estimate: ({ model, ...request }: Omit<FactsRequest, 'signal'> & { model: string }): Promise<FactsEstimate> => {
      registry.reader(model)
      const { settledKeys, modelHistory } = calls
      return estimateFacts(questionOf(request), { model, catalog, settledKeys, modelHistory })
    },
  }

  async function draftWithin({ runtime }: IntakeFactsParts, { model, ledger, request }: Drafting): Promise<DraftedFacts> {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(longestMs)])
    const asking = { model, ledger, signal, reader: () => registry.reader(model), sleep: runtime.sleep }
    const onError = (error: unknown) => runtime.log.warn({ model, err: error }, 'facts could not be drafted')
    try {
      return draftedOf(await draftFacts({ ...questionOf(request), ...asking, contextTokens: contextOf(model), onError }))
    } catch (error) {
      request.signal.throwIfAborted()
      if (!signal.aborted) throw error
      const message = `${model} took longer than ${longestMs / 60_000} minutes over the facts, so there are none.`
      return { facts: [], fields: {}, model: { id: model, origin: null, facts: 0, message, callKeys: [], costUsd: null } }
    }
  }
}

type Drafting = { model: string; ledger: Ledger; request: FactsRequest }

function ownLimits({ config, registry, runtime }: IntakeFactsParts): IntakeFactsLimits {
  return { ...createLocalLimits({ registry, limits: providerLimits(config), runtime }), inSlots: (ledger) => ledger }
}

function questionOf({ sources, toolName, wanted = draftedFieldSchema.options }: Omit<FactsRequest, 'signal'>) {
  return { sources, toolName, wanted }
}

function draftedOf({ model: id, origin, facts, fields, callKeys, costUsd, problems }: FactsOutcome): DraftedFacts {
  const message = problems.length === 0 ? null : clip(problems.join(' '), longestMessage)
  return { facts, fields, model: { id, origin, facts: facts.length, message, callKeys, costUsd } }
}

function recordedModel(recordings: readonly Recording[]): string {
  const models = [...new Set(recordings.flatMap(({ model, request }) => (request.replySchema.name === factsReplyName ? [model] : [])))]
  const [model, ...others] = models
  if (model === undefined) throw new UsageError('none of the recordings is of a call for facts: record one with --record-to <folder>')
  if (others.length > 0) throw new UsageError(`the recordings hold facts of ${models.join(' and ')}: keep those of one model in a folder`)
  return model
}
