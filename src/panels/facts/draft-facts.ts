import { mostFacts } from '../../contracts/facts-reply.js'
import type { ChatRequest, Usage } from '../../contracts/model-call.js'
import type { Origin } from '../../contracts/primitives.js'
import type { Proposed } from '../../contracts/proposal.js'
import { BudgetError, ProviderError, RecordingMissError } from '../../platform/errors.js'
import { sumKnown } from '../../platform/sums.js'
import { clip } from '../../platform/text/clip.js'
import { asSentence } from '../../platform/text/sentence.js'
import { usageOf } from '../draft/conversation.js'
import { type Answer, type Asking, askPatiently, isRefusal, newProgress, type Progress } from '../ledger/ask-patiently.js'
import { buildFactsRepair, buildFactsRequest, type FactsQuestion } from './build-facts-request.js'
import { type CheckedEntries, checkEntries } from './check-entries.js'
import { type ShownSource, whatIsCut } from './fact-sources.js'
import { parseFacts } from './parse-facts.js'
import type { FieldValues } from './read-field.js'

/** What is said of a failure, in characters, and how many things of one drafting are said. */
const longestProblem = 800
const mostProblems = 20

export type FactsWork = Asking &
  FactsQuestion & {
    /** The longest context that the model takes, in tokens; null where no one knows. */
    contextTokens: number | null
    /** Told what broke: what the outcome says of it is for people. */
    onError: (error: unknown) => void
  }

/** What a model drafted, each entry with the passage that was cut for it, and what it took. */
export type FactsOutcome = {
  model: string
  origin: Origin | null
  facts: Proposed<string>[]
  fields: FieldValues
  /** Every model call made for it, in order; two when the reply had to be repaired. */
  callKeys: string[]
  usage: Usage | null
  /** US dollars; null where it is not known. */
  costUsd: number | null
  latencyMs: number | null
  /** What was left out, cut, or went wrong, a sentence each; empty where all went well. */
  problems: string[]
}

/**
 * Has a model draft facts and missing fields by number: request → ledger → cut → at most one repair round, then what cannot be cut, or is not said
 * by its passage, is left out. Whatever fails is a sentence in `problems`; only an aborted signal throws.
 */
export async function draftFacts(work: FactsWork): Promise<FactsOutcome> {
  const progress = newProgress()
  const { request, shown } = buildFactsRequest(work, work.contextTokens)
  const cut = whatIsCut(shown, work.sources)
  if (shown.every((source) => source.shown === 0)) return endOf(work, progress, { facts: [], fields: {}, problems: cut })
  const checked = await askForEntries(work, { request, shown, progress })
  return endOf(work, progress, { ...checked, problems: [...cut, ...checked.problems] })
}

type Conversation = { request: ChatRequest; shown: readonly ShownSource[]; progress: Progress }

async function askForEntries(work: FactsWork, { request, shown, progress }: Conversation): Promise<CheckedEntries> {
  let checked: CheckedEntries = { facts: [], fields: {}, problems: [] }
  try {
    const first = await askPatiently(work, request, progress)
    if (isRefusal(first)) return { ...checked, problems: [`${work.model} declined to answer.`] }
    checked = readEntries(first, work, shown)
    if (checked.problems.length === 0) return checked
    const repair = buildFactsRepair(request, { text: first.text, problems: checked.problems })
    const second = await askPatiently(work, repair, progress)
    return isRefusal(second) ? leftOut(checked) : leftOut(join(checked, readEntries(second, work, shown)))
  } catch (error) {
    if (work.signal.aborted) throw error
    work.onError(error)
    // What broke so may have broken a call that was bought and that no one can name any more.
    if (progress.isAsking && !isExplained(error)) progress.lost.push({ usage: null, costUsd: null, latencyMs: null })
    // What the first reply said well is kept.
    return { ...checked, problems: [...leftOut(checked).problems, whyItBroke(error, work.model)] }
  }
}

function readEntries({ text, finishReason }: Answer, work: FactsWork, shown: readonly ShownSource[]): CheckedEntries {
  const parsed = parseFacts(text)
  const checked = checkEntries(parsed, { shown, toolName: work.toolName, wanted: work.wanted })
  const broken = finishReason === 'length' ? ['The reply broke off before its end; write less.'] : []
  return { ...checked, problems: [...broken, ...parsed.problems, ...checked.problems] }
}

/** The first reply's entries, and those of its repair that are new; what is still wrong is what was wrong in the repair. */
function join(first: CheckedEntries, repaired: CheckedEntries): CheckedEntries {
  const known = new Set(first.facts.map(({ value }) => value))
  const rivals = new Map([...(first.fields.rivals ?? []), ...(repaired.fields.rivals ?? [])].map((rival) => [rival.value, rival]))
  return {
    facts: [...first.facts, ...repaired.facts.filter(({ value }) => !known.has(value))].slice(0, mostFacts),
    fields: { ...repaired.fields, ...first.fields, ...(rivals.size === 0 ? {} : { rivals: [...rivals.values()].slice(0, mostFacts) }) },
    problems: repaired.problems,
  }
}

function leftOut({ problems, ...kept }: CheckedEntries): CheckedEntries {
  return { ...kept, problems: problems.map((problem) => `Left out: ${problem}`) }
}

function isExplained(error: unknown): boolean {
  return error instanceof BudgetError || error instanceof RecordingMissError || error instanceof ProviderError
}

/** What went wrong with a call, and what to do about it where that is known. */
function whyItBroke(error: unknown, model: string): string {
  const message = asSentence(clip(error instanceof Error ? error.message : String(error), longestProblem))
  if (error instanceof BudgetError || error instanceof RecordingMissError) return `No facts were drafted by ${model}: ${message}`
  if (error instanceof ProviderError) return `${model} could not be asked for facts: ${message}`
  return `${model} was asked for facts, and its reply could not be used: ${message}`
}

function endOf({ model }: FactsWork, { replies, lost }: Progress, { facts, fields, problems }: CheckedEntries): FactsOutcome {
  const calls = [...replies, ...lost]
  const more = problems.length - mostProblems
  return {
    model,
    origin: replies.at(-1)?.origin ?? null,
    facts,
    fields,
    callKeys: replies.map(({ key }) => key),
    usage: usageOf(calls),
    costUsd: sumKnown(calls.map(({ costUsd }) => costUsd)),
    latencyMs: sumKnown(calls.map(({ latencyMs }) => latencyMs)),
    problems: [
      ...problems.slice(0, mostProblems).map((problem) => clip(problem, longestProblem)),
      ...(more > 0 ? [`And ${more} more of the same kinds.`] : []),
    ],
  }
}
