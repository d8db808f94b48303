import type { Dossier } from '../../contracts/dossier.js'
import {
  type BlindComparison,
  type Choice,
  type ComparedOrder,
  type ComparedOutcome,
  type ComparisonReply,
  comparisonReplySchema,
  type JurorResult,
} from '../../contracts/head-to-head.js'
import type { ChatRequest } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import type { RequestForm } from '../../contracts/request-form.js'
import type { UnscoredOutcome } from '../../contracts/verdict.js'
import { hashJson } from '../../platform/hash.js'
import { sumKnown, sumUsage } from '../../platform/sums.js'
import { realSourceIds } from '../blind/mask-dossier.js'
import { maskForPrompt } from '../blind/mask-for-prompt.js'
import { checksVersion } from '../draft/checks-version.js'
import { type Asking, converse, type Exchange } from '../draft/conversation.js'
import { parseReply } from '../draft/parse-reply.js'
import { placeReply } from '../draft/place-reply.js'
import { buildComparisonRepair, buildComparisonRequest, type InOrder } from './build-comparison-request.js'
import { type CheckedComparison, citeIn, judgeComparison } from './judge-comparison.js'

export type DuelWork = Asking & {
  /** The pair, in the order of the plan. */
  tools: readonly [Dossier, Dossier]
  persona: Persona
  form?: RequestForm | undefined
  /** Whether both orders are asked for once more with the names masked. */
  isBlind?: boolean | undefined
  /** What a rebuild changes in each conversation, by its number from 0: the two orders, then the two of the blind test. */
  asThen?: ((conversation: number) => Partial<Pick<Asking, 'ledger' | 'wasRepaired'>>) | undefined
}

/** What a juror is shown of two tools in one order, and how evidence in that leads to the real dossiers. */
type View = { shown: InOrder; real: InOrder; toReal: (order: CheckedComparison['evidence']) => CheckedComparison['evidence'] }

/** What came of both orders, or of those up to the one that has no reply. */
type Both = { orders: ComparedOrder[]; unscored: UnscoredOutcome | null }

/**
 * Has one juror compare two tools in both orders, each in a conversation of its own; with `isBlind` in both once more without their names. An order
 * that has no reply leaves the seat unscored, and one of the blind test leaves that without a result. Throws what `converse` throws.
 */
export async function compareTools(work: DuelWork): Promise<ComparedOutcome | UnscoredOutcome> {
  const { orders, unscored } = await askBoth(work, viewsOf(work.tools))
  const [first, second] = orders
  // The conversation that failed is named first: its first reply is the one that is not handed out again.
  if (unscored !== null) return { ...unscored, ...takenBy([unscored, ...orders]) }
  if (first === undefined || second === undefined) throw new Error('a comparison without a reply has no reason')
  const outcome: ComparedOutcome = {
    status: 'compared',
    tools: [work.tools[0].tool.slug, work.tools[1].tool.slug],
    result: resultOf(first.choice, second.choice),
    orders: [first, second],
    model: work.model,
    origin: second.origin,
    callKey: second.callKey,
    ...takenBy(orders),
  }
  return work.isBlind === true ? { ...outcome, blind: await compareBlind(work, outcome) } : outcome
}

/** The first request of every conversation that `compareTools` has, in their order; without those of a blind test where a name would be left. Pure. */
export function comparisonRequests({
  tools,
  isBlind,
  persona,
  form,
}: Pick<DuelWork, 'tools' | 'isBlind' | 'persona' | 'form'>): ChatRequest[] {
  const views = [...viewsOf(tools), ...(isBlind === true ? (maskedViewsOf(tools) ?? []) : [])]
  return views.map(({ shown }) => buildComparisonRequest({ ...shown, persona, form }))
}

/** The same tool or `level` in both orders, or that the order decides. Pure. */
export function resultOf(one: Choice, other: Choice): JurorResult {
  return hashJson(one) === hashJson(other) ? one : { kind: 'order decides' }
}

async function compareBlind({ onBegin: _once, ...work }: DuelWork, named: ComparedOutcome): Promise<BlindComparison> {
  const views = maskedViewsOf(work.tools)
  if (views === null) return endBlind({ orders: [], unscored: null }, { named, missing: 'not-masked' })
  const both = await askBoth(work, views, 2)
  return endBlind(both, { named, missing: both.unscored?.kind ?? null })
}

function endBlind(
  { orders, unscored }: Both,
  { named, missing }: { named: ComparedOutcome; missing: BlindComparison['missing'] },
): BlindComparison {
  const [first, second] = orders
  const result = first === undefined || second === undefined ? null : resultOf(first.choice, second.choice)
  const asked = [...orders, ...(unscored === null ? [] : [unscored])]
  return {
    result,
    flips: result === null ? null : hashJson(result) !== hashJson(named.result),
    orders,
    missing,
    origin: asked.at(-1)?.origin ?? null,
    ...takenBy(asked),
  }
}

/** `from` is the number of the first of these conversations. */
async function askBoth(work: DuelWork, views: readonly View[], from = 0): Promise<Both> {
  const orders: ComparedOrder[] = []
  for (const [index, view] of views.entries()) {
    const asking = { ...work, ...work.asThen?.(from + index), onBegin: index === 0 ? work.onBegin : undefined }
    const ended = await converse(asking, exchangeOf(work, view))
    if (ended.status === 'unscored') return { orders, unscored: ended }
    orders.push(toOrder(ended, view))
  }
  return { orders, unscored: null }
}

function exchangeOf({ persona, form }: Pick<DuelWork, 'persona' | 'form'>, { shown }: View): Exchange<CheckedComparison> {
  return {
    request: () => buildComparisonRequest({ ...shown, persona, form }),
    place: (read) => placeReply(read, comparisonReplySchema),
    judge: (text) => {
      const parsed = parseReply<ComparisonReply>(text, comparisonReplySchema)
      if (parsed.status === 'parsed') return judgeComparison(parsed.reply, { ...shown, persona })
      return { reply: null, errors: parsed.problems, warnings: [], problems: parsed.problems }
    },
    repair: buildComparisonRepair,
  }
}

type Replied = Extract<Awaited<ReturnType<typeof converse<CheckedComparison>>>, { status: 'replied' }>

function toOrder({ reply, flags, status: _replied, model: _ofTheJuror, ...calls }: Replied, { real, toReal }: View): ComparedOrder {
  const { argument, quote, evidence, choice } = reply
  return {
    first: real.first.tool.slug,
    choice: choice === 'level' ? { kind: 'level' } : { kind: 'tool', tool: real[choice].tool.slug },
    argument,
    quote,
    evidence: toReal(evidence),
    flags,
    checks: checksVersion,
    ...calls,
  }
}

function inOrders([one, other]: DuelWork['tools']): InOrder[] {
  return [
    { first: one, second: other },
    { first: other, second: one },
  ]
}

function viewsOf(tools: DuelWork['tools']): View[] {
  return inOrders(tools).map((real) => ({ shown: real, real, toReal: (evidence) => evidence }))
}

/** In each order the tool that is first is Tool A, so that a label says no more than its place. Null where a name would be left. */
function maskedViewsOf(tools: DuelWork['tools']): View[] | null {
  const views = inOrders(tools).map((real): View | null => {
    const masked = maskForPrompt(real.first, real.second)
    const [first, second] = masked.status === 'masked' ? masked.dossiers : []
    if (masked.status === 'not-masked' || first === undefined || second === undefined) return null
    const ids = {
      [first.tool.slug]: realSourceIds(real.first, masked.names),
      [second.tool.slug]: realSourceIds(real.second, masked.names),
    }
    const slugs = { [first.tool.slug]: real.first.tool.slug, [second.tool.slug]: real.second.tool.slug }
    const toReal: View['toReal'] = (evidence) =>
      citeIn(
        evidence.map((item) => ({
          ...item,
          tool: slugs[item.tool] ?? item.tool,
          source: ids[item.tool]?.get(item.source) ?? item.source,
        })),
        real,
      )
    return { shown: { first, second }, real, toReal }
  })
  return views.every((view) => view !== null) ? views : null
}

type Taking = Pick<ComparedOrder, 'callKeys' | 'usage' | 'costUsd' | 'latencyMs'>

/** What several conversations took in all: a sum is null as soon as a part of it is not known. One without a call took nothing. */
function takenBy(parts: readonly Taking[]): Taking {
  const usages = parts.flatMap(({ usage }) => usage ?? [])
  const isLost = parts.some(({ usage, latencyMs }) => usage === null && latencyMs === null)
  return {
    callKeys: parts.flatMap(({ callKeys }) => callKeys),
    usage: usages.length === 0 || isLost ? null : sumUsage(usages),
    costUsd: sumKnown(parts.map(({ costUsd }) => costUsd)),
    latencyMs: sumKnown(parts.map(({ latencyMs }) => latencyMs)),
  }
}
