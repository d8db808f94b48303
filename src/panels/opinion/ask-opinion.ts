import type { Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { ChatRequest } from '../../contracts/model-call.js'
import type { NoOpinionKind, Opinion } from '../../contracts/second-opinion.js'
import type { Draft } from '../../contracts/verdict.js'
import { BudgetError, ProviderError, RecordingMissError } from '../../platform/errors.js'
import { sumKnown } from '../../platform/sums.js'
import { usageOf } from '../draft/conversation.js'
import { type Answer, type Asking, askPatiently, isRefusal, newProgress, type Progress } from '../ledger/ask-patiently.js'
import { buildOpinionRepair, buildOpinionRequest } from './build-opinion-request.js'
import { type Pair, pairsOf } from './pairs.js'
import { type ParsedOpinion, parseOpinion } from './parse-opinion.js'

export type OpinionWork = Asking & {
  draft: Pick<Draft, 'quote' | 'answers' | 'evidence'>
  dossier: Pick<Dossier, 'sources'>
  /** What ties that model to the tool. */
  conflict: Tie | null
  /** Told why there is no opinion: what the outcome says of it is only its kind. */
  onError: (error: unknown) => void
  /** Pairs as another version of this software made them of the draft; left out, this one makes them. */
  pairs?: readonly Pair[]
}

/**
 * Asks a second model what it thinks of each pair of a draft: request → ledger → parse → at most one repair round. Whatever fails says why in the
 * opinion, so that a draft never waits for more than these calls; only an aborted signal throws, as then there is no seat to end.
 */
export async function askOpinion(work: OpinionWork): Promise<Opinion> {
  const made = pairsOf(work.draft)
  const pairs = work.pairs ?? made.pairs
  const progress = newProgress()
  const end = (missing: NoOpinionKind | null, opinions: ParsedOpinion['opinions'] = new Map()): Opinion => ({
    model: work.model,
    origin: progress.replies.at(-1)?.origin ?? null,
    callKeys: progress.replies.map(({ key }) => key),
    ...takenBy(progress),
    ...(work.conflict === null ? {} : { conflict: work.conflict }),
    pairs: pairs.map((pair, index) => ({ ...pair, ...(opinions.get(index + 1) ?? { support: null, reason: null }) })),
    pairsLeftOut: made.leftOut,
    missing,
  })
  if (pairs.length === 0) return end('no-pairs')
  try {
    const request = buildOpinionRequest({ ...work, pairs })
    const first = await askPatiently(work, request, progress)
    if (isRefusal(first)) return end('refused')
    const parsed = parseOpinion(first.text, pairs.length)
    if (parsed.opinions.size === pairs.length && parsed.problems.length === 0) return end(null, parsed.opinions)
    const second = await askAgain(work, buildOpinionRepair(request, { text: first.text, problems: parsed.problems }), progress)
    const repaired = second === null ? null : parseOpinion(second.text, pairs.length)
    // What the first reply said well is kept: it is the pairs without an opinion that were asked for again.
    const opinions = new Map([...(repaired?.opinions ?? []), ...parsed.opinions])
    return end(opinions.size === pairs.length ? null : lackOf(second ?? first), opinions)
  } catch (error) {
    if (work.signal.aborted) throw error
    work.onError(error)
    const kind = kindOf(error, progress)
    // What broke may have broken a call that was bought and that no one can name any more.
    return { ...end(kind), ...(kind === 'never-finished' ? { costUsd: null, latencyMs: null } : {}) }
  }
}

/** Null when the repair round cannot be had: what the first reply said is kept. */
async function askAgain(work: OpinionWork, request: ChatRequest, progress: Progress): Promise<Answer | null> {
  try {
    const answer = await askPatiently(work, request, progress)
    return isRefusal(answer) ? null : answer
  } catch (error) {
    if (work.signal.aborted) throw error
    work.onError(error)
    return null
  }
}

function lackOf({ finishReason }: Answer): NoOpinionKind {
  return finishReason === 'length' ? 'truncated' : 'malformed-reply'
}

function kindOf(error: unknown, { replies, isAsking }: Progress): NoOpinionKind {
  if (error instanceof RecordingMissError) return 'no-recording'
  if (error instanceof BudgetError) return 'over-budget'
  if (replies.length > 0 && !isAsking) return 'malformed-reply'
  return error instanceof ProviderError ? 'provider-failure' : 'never-finished'
}

function takenBy({ replies, lost }: Progress): Pick<Opinion, 'usage' | 'costUsd' | 'latencyMs'> {
  const calls = [...replies, ...lost]
  return {
    usage: usageOf(calls),
    costUsd: sumKnown(calls.map(({ costUsd }) => costUsd)),
    latencyMs: sumKnown(calls.map(({ latencyMs }) => latencyMs)),
  }
}
