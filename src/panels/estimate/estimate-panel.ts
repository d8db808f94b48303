import type { Barred, Conflict } from '../../contracts/conflict.js'
import type { ChatRequest } from '../../contracts/model-call.js'
import { sumKnown } from '../../platform/sums.js'
import type { Catalog } from '../../providers/catalog/catalog.js'
import type { CatalogModel } from '../../providers/catalog/catalog-entry.js'

/** English prose and JSON in current tokenizers: about four bytes of UTF-8 to a token. */
export const bytesPerToken = 4
/** A verdict's length while no call of a model is settled: the sample's replies have 2.6 to 3.6 KB, and some need a repair. */
export const assumedOutputTokens = 1_000

/** The length of a second opinion's reply: a line for each of some ten pairs, as the sample's drafts have. */
export const assumedOpinionTokens = 400

/** A first request, what it shares its beginning with, and whether its reply is in the ledger already. */
export type PlannedRequest = { prefix: string; model: string; request: ChatRequest; isSettled: boolean }

/** What the newest settled calls of a model used, and how many were looked at; null where none says. */
export type ModelHistory = { calls: number; medianOutputTokens: number | null; medianLatencyMs: number | null }

export type EstimateInput = {
  /** Personas × tools. */
  seats: number
  /** Of those seats, by every juror in every repeat. */
  drafts: number
  requests: readonly PlannedRequest[]
  historyOf: (model: string) => ModelHistory
  catalog: Pick<Catalog, 'find' | 'costUsd' | 'worstCaseCostUsd'>
  /** How many drafts are made at once. */
  concurrency: number
  /** Jurors with a tie to a tool; none when left out. */
  conflicts?: readonly Conflict[]
  /** Jurors that do not judge a tool for theirs; none when left out. */
  barred?: readonly Barred[]
  /** Requests for a second opinion, of the length that they usually have: drafts are not known yet. None when left out. */
  opinions?: readonly { model: string; request: ChatRequest }[]
}

/** US dollars are null where the price is not known, and 0 where nothing is bought or the model is local. */
type Costs = {
  /** With every token of every prompt at the price of new input. */
  withoutCacheUsd: number | null
  /** With one call of each beginning going ahead and writing the shared prefix to the cache, and the others reading it from there. */
  withCacheUsd: number | null
  /** What a budget reserves for these calls: more than they can cost. A repair round reserves its own. */
  worstCaseUsd: number | null
}

type Tokens = { inputTokens: number; outputTokens: number }

/** What one model is expected to do. All counts and costs are for the calls that are still to be made. */
export type JurorEstimate = {
  model: string
  price: CatalogModel['price']['kind']
  calls: number
  /** Calls whose replies are in the ledger, and which cost nothing. */
  fromLedger: number
  outputTokensPerCall: number
  /** Calls whose beginning an earlier one wrote to the prompt cache, where the server has one; with one of each beginning going ahead. */
  cacheReads: number
  /** How many settled calls the length of a reply is the median of; 0 where it is assumed. */
  basedOnCalls: number
  /** Median of the settled calls; null without any. */
  latencyMs: number | null
} & Tokens &
  Costs

export type PanelEstimate = {
  schema: 'panel.estimate/1'
  bytesPerToken: number
  assumedOutputTokens: number
  concurrency: number
  jurors: JurorEstimate[]
  /** Second opinions by the model that gives them; left out when no one does. They are in `total`. */
  secondOpinion?: JurorEstimate[]
  /** Jurors with a tie to a tool that they would judge. */
  conflicts: Conflict[]
  /** Jurors that do not judge a tool for their tie to it; left out where there is none. */
  barred?: Barred[]
  /** `seats` are personas × tools, `drafts` what jurors make of them in every repeat. */
  total: { seats: number; drafts: number; calls: number; fromLedger: number; cacheReads: number; durationMs: number | null } & Tokens &
    Costs
}

/**
 * What a panel would use and cost if it ran now: first requests alone, no repair rounds, no repeated attempts. Pure.
 * Time is that of `concurrency` seats at a time, each taking its model's median; null when a model has no settled call.
 */
export function estimatePanel(input: EstimateInput): PanelEstimate {
  const { seats, drafts, requests: planned, historyOf, catalog, concurrency, conflicts = [], barred = [], opinions = [] } = input
  const models = [...new Set(planned.map(({ model }) => model))]
  const jurors = models.map((model) =>
    estimateJuror({ model, planned: planned.filter((request) => request.model === model), history: historyOf(model), catalog }),
  )
  const readers = [...new Set(opinions.map(({ model }) => model))]
  const secondOpinion = readers.map((model) => {
    const requests = opinions.filter((opinion) => opinion.model === model).map(({ request }) => request)
    return estimateCalls({ model, requests, history: historyOf(model), catalog, outputTokens: assumedOpinionTokens })
  })
  const all = [...jurors, ...secondOpinion]
  const sum = (count: (juror: JurorEstimate) => number) => all.reduce((total, juror) => total + count(juror), 0)
  const latenciesMs = all.flatMap(({ calls, latencyMs }) => Array.from({ length: calls }, () => latencyMs))
  return {
    schema: 'panel.estimate/1',
    bytesPerToken,
    assumedOutputTokens,
    concurrency,
    jurors,
    ...(secondOpinion.length === 0 ? {} : { secondOpinion }),
    conflicts: [...conflicts],
    ...(barred.length === 0 ? {} : { barred: [...barred] }),
    total: {
      seats,
      drafts,
      calls: sum(({ calls }) => calls),
      fromLedger: sum(({ fromLedger }) => fromLedger),
      cacheReads: sum(({ cacheReads }) => cacheReads),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      withoutCacheUsd: sumKnown(all.map(({ withoutCacheUsd }) => withoutCacheUsd)),
      withCacheUsd: sumKnown(all.map(({ withCacheUsd }) => withCacheUsd)),
      worstCaseUsd: sumKnown(all.map(({ worstCaseUsd }) => worstCaseUsd)),
      durationMs: durationMs(latenciesMs, concurrency),
    },
  }
}

type JurorInput = { model: string; planned: readonly PlannedRequest[]; history: ModelHistory; catalog: EstimateInput['catalog'] }

function estimateJuror({ model, planned, history, catalog }: JurorInput): JurorEstimate {
  const toCall = planned.filter(({ isSettled }) => !isSettled)
  const outputTokensPerCall = history.medianOutputTokens ?? assumedOutputTokens
  const sized = toCall.map(({ prefix, request }) => ({ prefix, inputTokens: inputTokens(request), prefixTokens: prefixTokens(request) }))
  return {
    model,
    price: catalog.find(model).price.kind,
    calls: toCall.length,
    fromLedger: planned.length - toCall.length,
    cacheReads: toCall.length - new Set(toCall.map(({ prefix }) => prefix)).size,
    inputTokens: sized.reduce((total, seat) => total + seat.inputTokens, 0),
    outputTokens: toCall.length * outputTokensPerCall,
    outputTokensPerCall,
    basedOnCalls: history.medianOutputTokens === null ? 0 : history.calls,
    ...callCosts(sized, (input) => catalog.costUsd({ model, usage: { ...input, outputTokens: outputTokensPerCall } })),
    worstCaseUsd: sumKnown(toCall.map(({ request }) => catalog.worstCaseCostUsd({ model, request }))),
    latencyMs: history.medianLatencyMs,
  }
}

export type CallsInput = {
  model: string
  requests: readonly ChatRequest[]
  history: ModelHistory
  catalog: EstimateInput['catalog']
  /** How long a reply is taken to be: a model's history is of its verdicts. */
  outputTokens: number
}

/**
 * What calls beside those of seats would use and cost, second opinions and facts. What they have in common, their rules, is too short for a prompt
 * cache: its price changes nothing. Pure.
 */
export function estimateCalls({ model, requests, history, catalog, outputTokens }: CallsInput): JurorEstimate {
  const plain = { cachedInputTokens: 0, cacheWriteInputTokens: 0, outputTokens }
  const sizes = requests.map(inputTokens)
  const costUsd = sumKnown(sizes.map((size) => catalog.costUsd({ model, usage: { inputTokens: size, ...plain } })))
  return {
    model,
    price: catalog.find(model).price.kind,
    calls: requests.length,
    fromLedger: 0,
    cacheReads: 0,
    inputTokens: sizes.reduce((total, size) => total + size, 0),
    outputTokens: requests.length * outputTokens,
    outputTokensPerCall: outputTokens,
    basedOnCalls: 0,
    withoutCacheUsd: costUsd,
    withCacheUsd: costUsd,
    worstCaseUsd: sumKnown(requests.map((request) => catalog.worstCaseCostUsd({ model, request }))),
    latencyMs: history.medianLatencyMs,
  }
}

type Sized = { prefix: string; inputTokens: number; prefixTokens: number }
type PricedInput = { inputTokens: number; cachedInputTokens: number; cacheWriteInputTokens: number }

/** The first call of a prefix writes it to the cache, which may cost more than plain input; the others read it. */
function callCosts(calls: readonly Sized[], costUsd: (input: PricedInput) => number | null): Omit<Costs, 'worstCaseUsd'> {
  const ahead = new Set([...new Map(calls.toReversed().map((call) => [call.prefix, call])).values()])
  const plain = { cachedInputTokens: 0, cacheWriteInputTokens: 0 }
  return {
    withoutCacheUsd: sumKnown(calls.map((call) => costUsd({ inputTokens: call.inputTokens, ...plain }))),
    withCacheUsd: sumKnown(
      calls.map((call) => {
        const shared = ahead.has(call) ? { cacheWriteInputTokens: call.prefixTokens } : { cachedInputTokens: call.prefixTokens }
        return costUsd({ inputTokens: call.inputTokens, ...plain, ...shared })
      }),
    ),
  }
}

/** About how many tokens a request has: its parts and the reply schema, which most providers let the model read. */
function inputTokens({ messages, replySchema: { name, schema } }: ChatRequest): number {
  return tokens([...messages.flatMap(({ parts }) => parts.map(({ text }) => text)), JSON.stringify({ name, schema })])
}

/** About how many tokens of a request other calls share: its parts up to the last that is marked cacheable. */
function prefixTokens({ messages }: ChatRequest): number {
  const parts = messages.flatMap((message) => message.parts)
  return tokens(parts.slice(0, parts.findLastIndex(({ cacheable }) => cacheable) + 1).map(({ text }) => text))
}

function tokens(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((bytes, text) => bytes + Buffer.byteLength(text, 'utf8'), 0) / bytesPerToken)
}

/** When the last call ends if each free place takes the longest call that is left. Null when one of them is not known. */
function durationMs(latenciesMs: readonly (number | null)[], concurrency: number): number | null {
  const known = latenciesMs.filter((latencyMs) => latencyMs !== null)
  if (known.length < latenciesMs.length) return null
  const placesMs = Array.from({ length: concurrency }, () => 0)
  for (const latencyMs of known.toSorted((a, b) => b - a)) {
    const place = placesMs.indexOf(Math.min(...placesMs))
    placesMs[place] = (placesMs[place] ?? 0) + latencyMs
  }
  return Math.max(...placesMs)
}
