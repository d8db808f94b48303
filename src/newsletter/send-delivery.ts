import { z } from 'zod'
import type { Mailer, MailOutcome } from '../mail/mailer.js'
import { withoutAddress as redacted } from '../mail/without-address.js'
import type { Runtime } from '../platform/runtime.js'
import type { ComposeMail } from './compose-issue.js'
import type { Claim, IssueStore } from './store/issues.js'

/** What a job carries that sends one mail of an issue. Queued jobs call the issue's id `digestId`. */
export const deliveryPayloadSchema = z
  .strictObject({ digestId: z.string().max(200), subscriberId: z.string().max(200) })
  .transform(({ digestId, subscriberId }) => ({ issueId: digestId, subscriberId }))
export type DeliveryPayload = z.infer<typeof deliveryPayloadSchema>

/** How often a mail is tried, with 10, 20, 40 … seconds between: some six hours in all. */
export const deliveryAttempts = 12
export const deliveryBackoffMs = 10_000

/** How long things may take before someone else looks after them. All in milliseconds. */
export type DeliveryTimeouts = {
  /** An attempt may take this long until the mail is handed over; it gives up by itself well before its claim counts as stale. */
  attemptMs: number
  /** A claim of which nothing was heard for this long belongs to a process that is gone. */
  claimMs: number
  /** Longer than a server may think about a mail (the mailer waits ten minutes): a handing over this old has no one waiting for its end. */
  replyMs: number
}
export const deliveryTimeouts: DeliveryTimeouts = { attemptMs: 120_000, claimMs: 180_000, replyMs: 900_000 }

/** An attempt failed, the server does not have the mail, and another attempt is to come. */
export class DeliveryDelayedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DeliveryDelayedError'
  }
}

export type SendDependencies = {
  store: Pick<IssueStore, 'claim' | 'handOver' | 'endAttempt' | 'skipUnwanted'>
  mailer: Pick<Mailer, 'send'>
  compose: ComposeMail
  /** Told of an address that the server refuses for good. */
  refused: (refusal: {
    subscriberId: string
    messageId: string
    to: 'recipient' | 'message'
    code: number
    response: string
  }) => Promise<void>
  runtime: Pick<Runtime, 'now' | 'log' | 'sleep'>
  timeouts: Pick<DeliveryTimeouts, 'attemptMs'>
}

export type SendOutcome = 'sent' | 'refused' | 'skipped' | 'failed' | 'unknown' | 'nothing to do'

/**
 * Sends one mail of an issue, at most once: the database says that the server may have it before the server can, and such a mail is never sent
 * again without a person's word. Throws `DeliveryDelayedError` when the server certainly does not have it and it is worth another attempt.
 */
export async function sendDelivery(dependencies: SendDependencies, payload: DeliveryPayload, signal?: AbortSignal): Promise<SendOutcome> {
  const { store, runtime } = dependencies
  const claim = await store.claim(payload, runtime.now())
  if (claim === null) return 'nothing to do'
  const result = await attempt(dependencies, claim, signal)
  switch (result.kind) {
    case 'outcome':
      return noteOutcome(dependencies, claim, result.outcome)
    case 'unknown':
      await store.endAttempt(claim, { status: 'handed-over', detail: result.why, now: runtime.now() })
      runtime.log.warn(
        { ...payload, why: result.why },
        'no one knows whether this mail of an issue arrived: it is not sent again by itself',
      )
      return 'unknown'
    case 'not handed over':
      return requeue(dependencies, claim, result)
  }
}

type Attempted =
  | { kind: 'outcome'; outcome: MailOutcome }
  | { kind: 'unknown'; why: string }
  | { kind: 'not handed over'; error: unknown; isPermanent: boolean; isStopping: boolean }

async function attempt(dependencies: SendDependencies, claim: Claim, stopping?: AbortSignal): Promise<Attempted> {
  const { store, mailer, compose, runtime, timeouts } = dependencies
  const giveUp = new AbortController()
  const stop = () => giveUp.abort(new Error('the sender is stopping'))
  stopping?.addEventListener('abort', stop, { once: true })
  if (stopping?.aborted === true) stop()
  const timer = new AbortController()
  const late = () => giveUp.abort(new Error(`the mail could not be handed over within ${Math.round(timeouts.attemptMs / 1000)} s`))
  runtime.sleep(timeouts.attemptMs, timer.signal).then(late, () => undefined)
  let isHandedOver = false
  const onHandOver = async () => {
    if (!(await store.handOver(claim, runtime.now()))) throw new ClaimLostError()
    giveUp.signal.throwIfAborted()
    isHandedOver = true
    // From here on the answer alone can tell whether the server has the mail: it is waited for.
    timer.abort()
    stopping?.removeEventListener('abort', stop)
  }
  try {
    const mail = await compose(claim)
    return { kind: 'outcome', outcome: await mailer.send(mail, { signal: giveUp.signal, onHandOver }) }
  } catch (error) {
    if (isHandedOver && mayHaveArrived(error)) return { kind: 'unknown', why: withoutAddress(reasonOf(error), claim) }
    const isPermanent = !isTransient(error) && !(error instanceof ClaimLostError) && !giveUp.signal.aborted
    return { kind: 'not handed over', error, isPermanent, isStopping: stopping?.aborted === true }
  } finally {
    timer.abort()
    stopping?.removeEventListener('abort', stop)
  }
}

/** The claim is someone else's by now, or the subscriber has left: nothing may be handed over. */
class ClaimLostError extends Error {
  constructor() {
    super('the mail is someone else’s to send by now, or its subscriber has left')
    this.name = 'ClaimLostError'
  }
}

/** A failure after the handing over means that, unless the server was heard to say no. */
function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof Error && 'mayHaveArrived' in error && error.mayHaveArrived === false)
}

/** What the mailer or the database could not do now; anything else, such as an address that is none, would fail every time. */
function isTransient(error: unknown): boolean {
  return error instanceof Error && ('mayHaveArrived' in error || 'code' in error || error.cause !== undefined)
}

/** Sent, or refused for good. The note is tried again for a while: without it no one would know. */
async function noteOutcome({ store, refused, runtime }: SendDependencies, claim: Claim, outcome: MailOutcome): Promise<SendOutcome> {
  const { subscriberId, issueId, messageId } = claim
  const isSent = outcome.status === 'sent'
  const detail = isSent ? null : withoutAddress(`${outcome.code} ${outcome.response}`, claim)
  await persistently(runtime, () => store.endAttempt(claim, { status: isSent ? 'sent' : 'refused', detail, now: runtime.now() }))
  runtime.log.debug({ issueId, subscriberId, status: outcome.status }, 'a mail of an issue')
  if (!isSent)
    await persistently(runtime, () => refused({ subscriberId, messageId, to: outcome.to, code: outcome.code, response: outcome.response }))
  return outcome.status
}

const noteAttempts = 5
const notePauseMs = 500

async function persistently(runtime: Pick<Runtime, 'sleep'>, note: () => Promise<unknown>): Promise<void> {
  for (let left = noteAttempts - 1; ; left -= 1) {
    try {
      await note()
      return
    } catch (error) {
      if (left === 0) throw error
      await runtime.sleep(notePauseMs)
    }
  }
}

type NotHandedOver = Extract<Attempted, { kind: 'not handed over' }>

/** The server does not have the mail. It waits for another attempt, unless this was the last one. */
async function requeue(
  { store, runtime }: SendDependencies,
  claim: Claim,
  { error, isPermanent, isStopping }: NotHandedOver,
): Promise<SendOutcome> {
  const now = runtime.now()
  if (error instanceof ClaimLostError) return (await store.skipUnwanted(claim, now)) ? 'skipped' : 'nothing to do'
  const detail = withoutAddress(reasonOf(error), claim)
  const isLast = isPermanent || (!isStopping && claim.attempt % deliveryAttempts === 0)
  await store.endAttempt(claim, { status: isLast ? 'failed' : 'waiting', detail, now })
  if (isLast) {
    runtime.log.warn({ issueId: claim.issueId, subscriberId: claim.subscriberId, why: detail }, 'a mail of an issue is given up')
    return 'failed'
  }
  throw new DeliveryDelayedError(`mail ${claim.messageId}: ${detail}`)
}

const maxReasonLength = 500

/** The innermost message: an outer one may hold a whole query. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.cause instanceof Error) return reasonOf(error.cause)
  return error instanceof Error ? error.message || error.name : String(error)
}

/** Servers repeat the address, which belongs neither into the log nor beside a mail whose subscriber asks to be forgotten. */
function withoutAddress(text: string, { email }: Claim): string {
  return redacted(text, email).slice(0, maxReasonLength)
}
