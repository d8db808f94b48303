import type { Catalog } from '../../providers/catalog/catalog.js'
import { estimateCalls, type ModelHistory } from '../estimate/estimate-panel.js'
import { callKey } from '../ledger/call-key.js'
import { buildFactsRequest, type FactsQuestion } from './build-facts-request.js'
import { whatIsCut } from './fact-sources.js'

/** The length of a reply with a dozen facts and some fields, in tokens. */
const assumedFactsTokens = 1_000

/** What drafting facts would use and cost: the first request alone, no repair. USD is null where the price is not known, 0 where nothing is bought. */
export type FactsEstimate = {
  model: string
  /** 0 where the reply is in the ledger, or no source can be shown. */
  calls: number
  fromLedger: number
  inputTokens: number
  outputTokens: number
  costUsd: number | null
  /** What a budget reserves: more than the call can cost. */
  worstCaseUsd: number | null
  /** The model's median for a call; null where none is settled. */
  durationMs: number | null
  /** What of the sources would not be shown, a sentence each. */
  cut: string[]
}

type EstimateTerms = {
  model: string
  catalog: Pick<Catalog, 'find' | 'costUsd' | 'worstCaseCostUsd'>
  /** Which of these calls' replies are in the ledger. */
  settledKeys: (keys: readonly string[]) => Promise<ReadonlySet<string>>
  modelHistory: (model: string) => Promise<ModelHistory>
}

/** Looks ahead at a drafting of facts. Calls no model and stores nothing. */
export async function estimateFacts(
  question: FactsQuestion,
  { model, catalog, settledKeys, modelHistory }: EstimateTerms,
): Promise<FactsEstimate> {
  const { request, shown } = buildFactsRequest(question, catalog.find(model).contextTokens)
  const isAsked = shown.some((source) => source.shown > 0)
  const key = callKey({ model, request, sample: 1 })
  const [settled, history] = await Promise.all([settledKeys([key]), modelHistory(model)])
  const isSettled = isAsked && settled.has(key)
  const requests = isAsked && !isSettled ? [request] : []
  const { calls, inputTokens, outputTokens, withoutCacheUsd, worstCaseUsd, latencyMs } = estimateCalls({
    model,
    requests,
    history,
    catalog,
    outputTokens: assumedFactsTokens,
  })
  return {
    model,
    calls,
    fromLedger: isSettled ? 1 : 0,
    inputTokens,
    outputTokens,
    costUsd: withoutCacheUsd,
    worstCaseUsd,
    durationMs: calls === 0 ? 0 : latencyMs,
    cut: whatIsCut(shown, question.sources),
  }
}
