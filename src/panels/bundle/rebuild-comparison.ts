import type { UnscoredKind } from '../../contracts/call.js'
import type { BlindComparison, ComparedOrder, ComparedOutcome, ComparingJuror } from '../../contracts/head-to-head.js'
import type { Recording } from '../../contracts/model-call.js'
import type { UnscoredOutcome } from '../../contracts/verdict.js'
import { checksVersion } from '../draft/checks-version.js'
import { buildComparisonRequest } from '../duel/build-comparison-request.js'
import { compareTools, type DuelWork } from '../duel/compare-tools.js'
import { callKey } from '../ledger/call-key.js'
import { isPublicReason, publicVerdict } from '../record/public-reasons.js'
import { endAsStated, withoutReply } from './end-as-stated.js'
import { isWhereItSays, type OtherVersion, sameWords, statedCalls } from './other-version.js'

type Outcome = ComparedOutcome | UnscoredOutcome
type Parts = { work: DuelWork; stated: ComparingJuror | undefined; byKey: ReadonlyMap<string, Recording> }

/** What a comparison comes to again; `statedKind` where its end is the record's word. */
export type RebuiltComparison = { outcome: Outcome; statedKind: UnscoredKind | null; otherVersion: OtherVersion | null }

/**
 * A juror's comparison of two tools again, from the recordings alone. One that another version asked in other words is read from the calls that the
 * record names, and what another version checked keeps the findings that the record states, where the reply still holds the same words.
 */
export async function rebuildComparison({ work, stated, byKey }: Parts): Promise<RebuiltComparison> {
  if (stated === undefined) return { outcome: await compareTools(work), statedKind: null, otherVersion: null }
  const otherVersion = otherVersionOf(stated, work, byKey)
  const outcome = await compareTools({ ...work, ...(otherVersion?.isAskedOtherwise ? { asThen: asThen(stated, byKey, work) } : {}) })
  if (stated.status === 'unscored') return { ...unscoredAsStated(stated, outcome), otherVersion }
  if (outcome.status === 'unscored') return { outcome, statedKind: null, otherVersion }
  const found = otherVersion === null ? outcome : withStatedOrders(outcome, stated, work)
  return { outcome: withStatedTaking(found, stated), statedKind: null, otherVersion }
}

function otherVersionOf(stated: ComparingJuror, { tools: [first, second], persona, form, model }: DuelWork, byKey: Parts['byKey']) {
  const orders = stated.status === 'compared' ? stated.orders : []
  const recording = byKey.get(orders[0]?.callKeys[0] ?? '')
  const request = buildComparisonRequest({ first, second, persona, form })
  const isAskedOtherwise = recording !== undefined && callKey({ model, request, sample: recording.sample }) !== recording.key
  const isCheckedOtherwise = orders.some(({ checks = 1 }) => checks !== checksVersion)
  return isAskedOtherwise || isCheckedOtherwise ? { isAskedOtherwise, isCheckedOtherwise } : null
}

/** Each conversation is answered by the calls that the record names of it. */
function asThen(stated: ComparingJuror, byKey: Parts['byKey'], { reader }: DuelWork): DuelWork['asThen'] {
  const { orders, blind } = stated.status === 'compared' ? stated : { orders: [] }
  const kept = blind?.orders ?? []
  const rest = (blind?.callKeys ?? []).slice(kept.flatMap(({ callKeys }) => callKeys).length)
  const conversations = [...orders, ...kept].map(({ callKeys }) => callKeys)
  return (number) => {
    const callKeys = conversations[number] ?? rest
    return { ledger: statedCalls({ callKeys }, byKey, reader), wasRepaired: callKeys.length > 1 }
  }
}

type StatedUnscored = Extract<ComparingJuror, { status: 'unscored' }>

/** Where the replies end as the record says, the record's word for how it ended. */
function unscoredAsStated(stated: StatedUnscored, outcome: Outcome): Pick<RebuiltComparison, 'outcome' | 'statedKind'> {
  if (outcome.status === 'compared') return { outcome, statedKind: null }
  const own = isPublicReason(stated) ? publicVerdict(outcome) : outcome
  const endsThere = outcome.kind === 'no-recording' && withoutReply.includes(stated.kind) && sameKeys(outcome, stated)
  if (!endsThere) return { outcome: own, statedKind: null }
  const { kind, reason, usage, costUsd, latencyMs, origin, callKey: key } = stated
  return { outcome: { ...own, kind, reason, usage, costUsd, latencyMs, origin, callKey: key }, statedKind: kind }
}

type StatedCompared = Extract<ComparingJuror, { status: 'compared' }>

function withStatedOrders(outcome: ComparedOutcome, stated: StatedCompared, work: DuelWork): ComparedOutcome {
  const [first, second] = outcome.orders
  const orders: ComparedOutcome['orders'] = [withFindings(first, stated.orders[0], work), withFindings(second, stated.orders[1], work)]
  if (outcome.blind === undefined) return { ...outcome, orders }
  const blind = outcome.blind.orders.map((order, index) => withFindings(order, stated.blind?.orders[index], work))
  return { ...outcome, orders, blind: { ...outcome.blind, orders: blind } }
}

function withFindings(order: ComparedOrder, stated: ComparedOrder | undefined, { tools }: DuelWork): ComparedOrder {
  if (stated === undefined || !sameWords(order.evidence, stated.evidence)) return order
  const isThere = stated.evidence.every((item) => tools.some((dossier) => dossier.tool.slug === item.tool && isWhereItSays(item, dossier)))
  if (!isThere) return order
  const { checks: _ours, ...words } = order
  return { ...words, ...(stated.checks === undefined ? {} : { checks: stated.checks }), evidence: stated.evidence, flags: stated.flags }
}

/** A call may have been lost behind the recordings, and why a reply is missing no recording says. */
function withStatedTaking(outcome: ComparedOutcome, stated: StatedCompared): ComparedOutcome {
  const orders: ComparedOutcome['orders'] = [taking(outcome.orders[0], stated.orders[0]), taking(outcome.orders[1], stated.orders[1])]
  const { blind } = outcome
  if (blind === undefined || stated.blind === undefined) return { ...taking(outcome, stated), orders }
  return { ...taking(outcome, stated), orders, blind: blindAsStated(blind, stated.blind) }
}

function blindAsStated(blind: BlindComparison, stated: BlindComparison): BlindComparison {
  if (!sameKeys(blind, stated)) return blind
  return { ...endAsStated(blind, stated), orders: blind.orders.map((order, index) => taking(order, stated.orders[index] ?? order)) }
}

type Taking = Pick<ComparedOrder, 'callKeys' | 'usage' | 'costUsd' | 'latencyMs'>

/** What is known by the recordings, and not where the record says that it is not. */
function taking<T extends Taking>(own: T, stated: Taking): T {
  if (!sameKeys(own, stated)) return own
  return {
    ...own,
    usage: stated.usage === null ? null : own.usage,
    costUsd: stated.costUsd === null ? null : own.costUsd,
    latencyMs: stated.latencyMs === null ? null : own.latencyMs,
  }
}

function sameKeys(one: Pick<Taking, 'callKeys'>, other: Pick<Taking, 'callKeys'>): boolean {
  return one.callKeys.join() === other.callKeys.join()
}
