import type { UnscoredKind } from '../../contracts/call.js'
import type { ChatRequest, Usage } from '../../contracts/model-call.js'
import { BudgetError, ProviderError, RecordingMissError, UnkeptReplyError } from '../../platform/errors.js'
import { sumKnown, sumUsage } from '../../platform/sums.js'
import { asSentence } from '../../platform/text/sentence.js'
import type { ReadReply, ReplyReader } from '../../providers/chat-model.js'
import { whyUnkept } from '../ledger/kept-reply.js'
import type { Ledger, LedgerReply, LostCall } from '../ledger/ledger.js'
import type { PlacedReply } from './place-reply.js'
import { currentVersion, type ReplyVersion } from './reply-format.js'

/** Who is asked, and what may end it. */
export type Asking = {
  /** The juror's model id. */
  model: string
  reader: ReplyReader
  ledger: Ledger
  signal: AbortSignal
  /** Called when the first reply begins. */
  onBegin?: (() => void) | undefined
  /** Whether an error ends the seat here; otherwise it is thrown, for the queue to try again. */
  givesUpOn: (error: Error) => boolean
  /** Whether the reply of a seat that other rules checked was sent back for repair; left out, today's rules decide. */
  wasRepaired?: boolean | undefined
  /** The sample of its first request that the conversation begins with: 1, or that of a repeat. */
  firstSample?: number | undefined
}

/** A reply read and judged; without one when it cannot be read. An error makes it unusable; `problems` is everything that should be fixed. */
export type Judged<T> = { reply: T | null; errors: string[]; warnings: string[]; problems: string[] }

/** What is asked and how its reply is read: a verdict of one tool, or a comparison of two. */
export type Exchange<T> = {
  request: () => ChatRequest
  /** The text that is the answer, by the schema of that version. */
  place: (read: ReadReply, version: ReplyVersion) => PlacedReply
  judge: (text: string, version: ReplyVersion) => Judged<T>
  repair: (request: ChatRequest, reply: { text: string; problems: readonly string[] }) => ChatRequest
}

/** What a conversation came to: a reply, with what is left to say of it, or why there is none. */
export type Ending<T> = ({ status: 'replied'; reply: T; flags: string[] } | Unreplied) & ReturnType<typeof provenance>
type Unreplied = { status: 'unscored'; kind: UnscoredKind; reason: string; rawText: string | null }

/** The calls so far, and the last text a model wrote. */
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
 * One conversation: request → ledger → parse → at most one repair round → a reply, or unscored with its reason.
 * Throws what `givesUpOn` does not give up on: `ProviderError` for a broken call, and whatever the ledger's store throws.
 */
export async function converse<T>(work: Asking, exchange: Exchange<T>): Promise<Ending<T>> {
  const { firstSample = 1 } = work
  const progress: Progress = { replies: [], lost: [], text: null, sample: firstSample, replyVersion: currentVersion, isAsking: false }
  const held: Held<T> = { work, exchange, progress }
  try {
    const request = exchange.request()
    const first = await ask(held, request, work.onBegin)
    if (first.finishReason === 'refusal' || first.finishReason === 'content-filter') return refused(held, first)
    if (first.misplaced !== null) return unscored(held, 'malformed-reply', `${first.misplaced}.`)
    if (isContextFull(first, request, work) && work.wasRepaired !== true) return contextFull(held, first)
    const judged = judge(held, first)
    if (judged.reply !== null && judged.problems.length === 0 && work.wasRepaired !== true) return replied(held, judged.reply, [])
    const repair = exchange.repair(request, { text: first.text, problems: judged.problems })
    const second = await askAgain(held, repair, judged)
    return settleRepair(held, { request, judged, second })
  } catch (error) {
    return giveUp(held, error)
  }
}

type Held<T> = { work: Asking; exchange: Exchange<T>; progress: Progress }

async function ask<T>({ work, exchange, progress }: Held<T>, request: ChatRequest, onBegin?: () => void): Promise<PlacedReply> {
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
  const read = exchange.place(reader.read(reply.raw), progress.replyVersion)
  progress.text = read.text
  return read
}

/** The repair round. A reply with warnings alone is usable, so then a round that cannot be had costs nothing. */
async function askAgain<T>(held: Held<T>, request: ChatRequest, judged: Judged<T>): Promise<PlacedReply | null> {
  try {
    return await ask(held, request)
  } catch (error) {
    const isOptional = judged.reply !== null && judged.errors.length === 0
    const isForWantOfReply = error instanceof RecordingMissError || error instanceof BudgetError || error instanceof UnkeptReplyError
    const cannotBeHad = isForWantOfReply || !held.progress.isAsking || (error instanceof ProviderError && held.work.givesUpOn(error))
    if (isOptional && cannotBeHad) return null
    throw error
  }
}

function judge<T>({ exchange, progress }: Held<T>, read: PlacedReply): Judged<T> {
  const misplaced = read.misplaced === null ? null : [`${read.misplaced}.`]
  const judged =
    misplaced === null
      ? exchange.judge(read.text, progress.replyVersion)
      : { reply: null, errors: misplaced, warnings: [], problems: misplaced }
  const cutOff = read.finishReason === 'length' ? ['The reply was cut off at the token limit; write less.'] : []
  return { ...judged, errors: [...cutOff, ...judged.errors], problems: [...cutOff, ...judged.problems] }
}

function settleRepair<T>(held: Held<T>, round: { request: ChatRequest; judged: Judged<T>; second: PlacedReply | null }): Ending<T> {
  const { judged, second } = round
  const repaired = second === null ? null : judge(held, second)
  if (repaired?.reply != null && repaired.errors.length === 0) return replied(held, repaired.reply, repaired.warnings)
  // The repair made it worse: a first reply that was usable, with warnings, is kept.
  if (judged.reply !== null && judged.errors.length === 0) {
    return { ...replied(held, judged.reply, judged.warnings), callKey: held.progress.replies[0]?.key ?? null }
  }
  const errors = repaired?.errors ?? judged.errors
  if (second !== null && isContextFull(second, round.request, held.work)) return contextFull(held, second)
  if (second?.finishReason === 'length')
    return unscored(held, 'truncated', `the reply was cut off at the token limit twice: ${errors.join(' ')}`)
  return unscored(held, 'malformed-reply', `the reply could not be used, nor its repair: ${errors.join(' ')}`)
}

/** A server that cuts a reply off before its token limit has no room for more. Asked to repair it, with a longer prompt, it has less. */
function isContextFull({ finishReason, usage }: PlacedReply, { sampling }: ChatRequest, { reader }: Asking): boolean {
  const { outputTokens } = usage
  return reader.contextFix !== undefined && finishReason === 'length' && outputTokens !== null && outputTokens < sampling.maxOutputTokens
}

function contextFull<T>(held: Held<T>, { usage }: PlacedReply): Ending<T> {
  const { inputTokens, outputTokens } = usage
  const counts = `${inputTokens === null ? '' : `${inputTokens} of the prompt and `}${outputTokens} of the reply`
  const what = `the reply was cut off before its token limit: the context of the model is full, with ${counts} tokens`
  const fix = `Shorten the dossier, seat a model with a longer context, or ${held.work.reader.contextFix}.`
  return unscored(held, 'truncated', `${what}. ${fix}`)
}

function replied<T>({ work, progress }: Held<T>, reply: T, flags: string[]): Ending<T> {
  return { status: 'replied', reply, flags, ...provenance(work, progress) }
}

function refused<T>(held: Held<T>, read: PlacedReply): Ending<T> {
  const why = read.finishReason === 'refusal' ? 'the model refused to answer' : "the provider's content filter stopped the reply"
  return unscored(held, 'refused', `${asSentence(why)} Seat another model, or write the verdict by hand.`)
}

function giveUp<T>(held: Held<T>, error: unknown): Ending<T> {
  if (error instanceof RecordingMissError) return unscored(held, 'no-recording', error.message)
  if (error instanceof BudgetError) return unscored(held, 'over-budget', error.message)
  if (error instanceof UnkeptReplyError) return unscored(held, 'never-finished', error.message)
  // It was paid for and says what it says: another try would break over the same reply.
  if (held.progress.replies.length > 0 && !held.progress.isAsking)
    return unscored(held, 'malformed-reply', `the reply could not be used: ${error instanceof Error ? error.message : String(error)}`)
  if (!(error instanceof Error) || !held.work.givesUpOn(error)) throw error
  if (error instanceof ProviderError) return unscored(held, 'provider-failure', error.message)
  const outcome = unscored(held, 'never-finished', `the seat could not be drafted: ${error.message}`)
  // What broke may have broken a call that was bought and that no one can name any more.
  return { ...outcome, costUsd: null, latencyMs: null }
}

function unscored<T>({ work, progress }: Held<T>, kind: UnscoredKind, reason: string): Ending<T> {
  return { status: 'unscored', kind, reason, rawText: progress.text, ...provenance(work, progress) }
}

function provenance({ model }: Pick<Asking, 'model'>, { replies, lost }: Pick<Progress, 'replies' | 'lost'>) {
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
