import type { UnscoredKind } from '../../contracts/call.js'
import type { Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { ChatRequest, Usage } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import type { RequestForm } from '../../contracts/request-form.js'
import type { Draft, DraftOutcome, Reply, ReplyV1 } from '../../contracts/verdict.js'
import { BudgetError, ProviderError, RecordingMissError, UnkeptReplyError } from '../../platform/errors.js'
import { sumKnown, sumUsage } from '../../platform/sums.js'
import { asSentence } from '../../platform/text/sentence.js'
import type { ReplyReader } from '../../providers/chat-model.js'
import { whyUnkept } from '../ledger/kept-reply.js'
import type { Ledger, LedgerReply, LostCall } from '../ledger/ledger.js'
import { conflictFlag } from '../plan/conflicts.js'
import { buildRepairRequest, buildRequest } from '../prompt/build-request.js'
import { checksVersion } from './checks-version.js'
import { type CheckedReply, type Judgement, judgeReply } from './judge-reply.js'
import { type ParsedReply, parseReply } from './parse-reply.js'
import { type PlacedReply, placeReply } from './place-reply.js'
import { currentVersion, type ReplyVersion, replySchemaOf } from './reply-format.js'

export type SeatWork = {
  dossier: Dossier
  persona: Persona
  /** The juror's model id. */
  model: string
  /** How the juror is asked, from the plan; as usual when left out. */
  form?: RequestForm
  /** What ties the juror to the tool, from the plan: flagged, and kept with the draft. */
  conflict?: Tie | null
  reader: ReplyReader
  ledger: Ledger
  signal: AbortSignal
  /** Called when the first reply begins. */
  onBegin?: () => void
  /** Whether an error ends the seat here; otherwise it is thrown, for the queue to try again. */
  givesUpOn: (error: Error) => boolean
  /** Whether the request holds the passages of the sources that want to steer; the one whose reply people get does not. */
  seesSteering?: boolean
  /** The sample of its first request that the conversation begins with: 1, or that of a repeat. */
  firstSample?: number
  /** Whether the reply of a seat that other rules checked was sent back for repair; left out, today's rules decide. */
  wasRepaired?: boolean
}

/** A seat's calls so far, and the last text a model wrote for it. */
type Progress = {
  replies: LedgerReply[]
  /** Calls that broke and may have been billed. */
  lost: LostCall[]
  text: string | null
  /** Which sample of its first request the conversation goes on from. */
  sample: number
  /** Which schema the last reply was asked to follow. */
  replyVersion: ReplyVersion
  /** Whether a reply is being waited for; what breaks while none is breaks over a reply that is there. */
  isAsking: boolean
}

/**
 * Drafts one seat: request → ledger → parse → at most one repair round → drafted, or unscored with its reason.
 * Throws what `givesUpOn` does not give up on: `ProviderError` for a broken call, and whatever the ledger's store throws.
 */
export async function draftSeat(work: SeatWork): Promise<DraftOutcome> {
  const progress: Progress = {
    replies: [],
    lost: [],
    text: null,
    sample: work.firstSample ?? 1,
    replyVersion: currentVersion,
    isAsking: false,
  }
  try {
    const request = buildRequest(work)
    const first = await ask(work, request, progress, work.onBegin)
    if (first.finishReason === 'refusal' || first.finishReason === 'content-filter') return refused(work, progress, first)
    if (first.misplaced !== null) return unscored(work, progress, 'malformed-reply', `${first.misplaced}.`)
    if (isContextFull(first, request, work) && work.wasRepaired !== true) return contextFull(work, progress, first)
    const judged = judge(first, work, progress)
    if (judged.reply !== null && judged.problems.length === 0 && work.wasRepaired !== true) return drafted(work, progress, judged.reply, [])
    const repair = buildRepairRequest(request, { text: first.text, problems: judged.problems })
    const second = await askAgain(work, repair, progress, judged)
    return settleRepair(work, progress, { request, judged, second })
  } catch (error) {
    return giveUp(work, progress, error)
  }
}

async function ask(work: SeatWork, request: ChatRequest, progress: Progress, onBegin?: () => void): Promise<PlacedReply> {
  const { ledger, model, reader, signal } = work
  progress.isAsking = true
  const orLater = progress.replies.length === 0
  const onLost = (lost: LostCall) => progress.lost.push(lost)
  const reply = await ledger.complete({ model, request, sample: progress.sample }, { signal, onBegin, orLater, onLost })
  progress.isAsking = false
  progress.sample = reply.sample ?? progress.sample
  progress.replyVersion = reply.replyVersion ?? currentVersion
  progress.replies.push(reply)
  progress.text = null
  const unkept = whyUnkept(reply.raw)
  if (unkept !== null) throw new Error(`it could not be kept: ${unkept}`)
  const read = placeReply(reader.read(reply.raw), replySchemaOf(progress.replyVersion))
  progress.text = read.text
  return read
}

/** The repair round. A reply with warnings alone is usable, so then a round that cannot be had costs nothing. */
async function askAgain(work: SeatWork, request: ChatRequest, progress: Progress, judged: Read): Promise<PlacedReply | null> {
  try {
    return await ask(work, request, progress)
  } catch (error) {
    const isOptional = judged.reply !== null && judged.errors.length === 0
    const isForWantOfReply = error instanceof RecordingMissError || error instanceof BudgetError || error instanceof UnkeptReplyError
    const cannotBeHad = isForWantOfReply || !progress.isAsking || (error instanceof ProviderError && work.givesUpOn(error))
    if (isOptional && cannotBeHad) return null
    throw error
  }
}

type Read = Omit<Judgement, 'reply'> & { reply: CheckedReply | null }

/** A reply read and judged; without one when it cannot be read. */
function judge(read: PlacedReply, held: SeatWork, { replyVersion }: Progress): Read {
  const parsed: ParsedReply<Reply | ReplyV1> =
    read.misplaced === null
      ? parseReply(read.text, replySchemaOf(replyVersion))
      : { status: 'malformed' as const, problems: [`${read.misplaced}.`] }
  const cutOff = read.finishReason === 'length' ? ['The reply was cut off at the token limit; write less.'] : []
  const judged: Read =
    parsed.status === 'parsed'
      ? judgeReply(parsed.reply, held)
      : { reply: null, errors: parsed.problems, warnings: [], problems: parsed.problems }
  return { ...judged, errors: [...cutOff, ...judged.errors], problems: [...cutOff, ...judged.problems] }
}

function settleRepair(
  work: SeatWork,
  progress: Progress,
  round: { request: ChatRequest; judged: Read; second: PlacedReply | null },
): DraftOutcome {
  const { judged, second } = round
  const repaired = second === null ? null : judge(second, work, progress)
  if (repaired?.reply && repaired.errors.length === 0) return drafted(work, progress, repaired.reply, repaired.warnings)
  // The repair made it worse: a first reply that was usable, with warnings, is kept.
  if (judged.reply && judged.errors.length === 0) {
    return { ...drafted(work, progress, judged.reply, judged.warnings), callKey: progress.replies[0]?.key ?? null }
  }
  const errors = repaired?.errors ?? judged.errors
  if (second !== null && isContextFull(second, round.request, work)) return contextFull(work, progress, second)
  if (second?.finishReason === 'length')
    return unscored(work, progress, 'truncated', `the reply was cut off at the token limit twice: ${errors.join(' ')}`)
  return unscored(work, progress, 'malformed-reply', `the reply could not be used, nor its repair: ${errors.join(' ')}`)
}

/** A server that cuts a reply off before its token limit has no room for more. Asked to repair it, with a longer prompt, it has less. */
function isContextFull({ finishReason, usage }: PlacedReply, { sampling }: ChatRequest, { reader }: SeatWork): boolean {
  const { outputTokens } = usage
  return reader.contextFix !== undefined && finishReason === 'length' && outputTokens !== null && outputTokens < sampling.maxOutputTokens
}

function contextFull(work: SeatWork, progress: Progress, { usage }: PlacedReply): DraftOutcome {
  const { inputTokens, outputTokens } = usage
  const counts = `${inputTokens === null ? '' : `${inputTokens} of the prompt and `}${outputTokens} of the reply`
  const what = `the reply was cut off before its token limit: the context of the model is full, with ${counts} tokens`
  return unscored(
    work,
    progress,
    'truncated',
    `${what}. Shorten the dossier, seat a model with a longer context, or ${work.reader.contextFix}.`,
  )
}

function drafted(work: SeatWork, progress: Progress, reply: CheckedReply, flags: string[]): DraftOutcome {
  const draft: Draft = {
    schema: 'panel.draft/1',
    ...reply,
    flags: [...tieFlags(work), ...flags],
    checks: checksVersion,
  }
  return { status: 'drafted', draft, ...provenance(work, progress), ...(work.conflict ? { conflict: work.conflict } : {}) }
}

/** No error of the reply, so no repair is asked for. */
function tieFlags({ conflict }: SeatWork): string[] {
  const flag = conflict ? conflictFlag(conflict) : null
  return flag === null ? [] : [flag]
}

function refused(work: SeatWork, progress: Progress, read: PlacedReply): DraftOutcome {
  const why = read.finishReason === 'refusal' ? 'the model refused to answer' : "the provider's content filter stopped the reply"
  return unscored(work, progress, 'refused', `${asSentence(why)} Seat another model, or write the verdict by hand.`)
}

function giveUp(work: SeatWork, progress: Progress, error: unknown): DraftOutcome {
  if (error instanceof RecordingMissError) return unscored(work, progress, 'no-recording', error.message)
  if (error instanceof BudgetError) return unscored(work, progress, 'over-budget', error.message)
  if (error instanceof UnkeptReplyError) return unscored(work, progress, 'never-finished', error.message)
  // It was paid for and says what it says: another try would break over the same reply.
  if (progress.replies.length > 0 && !progress.isAsking)
    return unscored(
      work,
      progress,
      'malformed-reply',
      `the reply could not be used: ${error instanceof Error ? error.message : String(error)}`,
    )
  if (!(error instanceof Error) || !work.givesUpOn(error)) throw error
  if (error instanceof ProviderError) return unscored(work, progress, 'provider-failure', error.message)
  const outcome = unscored(work, progress, 'never-finished', `the seat could not be drafted: ${error.message}`)
  // What broke may have broken a call that was bought and that no one can name any more.
  return { ...outcome, costUsd: null, latencyMs: null }
}

function unscored(work: SeatWork, progress: Progress, kind: UnscoredKind, reason: string): DraftOutcome {
  return { status: 'unscored', kind, reason, rawText: progress.text, ...provenance(work, progress) }
}

function provenance({ model }: SeatWork, { replies, lost }: Progress) {
  const last = replies.at(-1)
  const calls = [...replies, ...lost]
  return {
    model,
    origin: last?.origin ?? null,
    callKey: last?.key ?? null,
    callKeys: replies.map((reply) => reply.key),
    usage: usageOf(calls),
    costUsd: sumKnown(calls.map((call) => call.costUsd)),
    latencyMs: sumKnown(calls.map((call) => call.latencyMs)),
  }
}

/** Null without a call, and as soon as one was lost: what it used no one knows. */
export function usageOf(calls: readonly LostCall[]): Usage | null {
  const known = calls.flatMap(({ usage }) => usage ?? [])
  return known.length === 0 || known.length < calls.length ? null : sumUsage(known)
}
