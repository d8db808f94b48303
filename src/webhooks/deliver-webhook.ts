import { z } from 'zod'
import type { Runtime } from '../platform/runtime.js'
import { attempt } from './attempt.js'
import type { SendWebhook } from './send-webhook.js'
import { signWebhook } from './sign-webhook.js'
import type { WebhookStore } from './store/webhooks.js'

/** What a job carries that delivers a webhook. */
export const webhookPayloadSchema = z.strictObject({ deliveryId: z.string().max(200) })
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>

/** How often a delivery is tried, with 5, 10, 20 … seconds between: some three hours in all. */
export const webhookAttempts = 12
export const webhookBackoffMs = 5_000

/** An attempt failed and another one is to come. */
export class WebhookFailedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'WebhookFailedError'
  }
}

export type DeliverDependencies = {
  store: Pick<WebhookStore, 'dueDelivery' | 'noteAttempt'>
  send: SendWebhook
  runtime: Pick<Runtime, 'now' | 'log'>
}

export type DeliverOutcome = 'delivered' | 'given up' | 'nothing to do'

/**
 * Sends one delivery, signed, and notes how it went: at least once, as an attempt whose answer is lost is made again. Throws
 * `WebhookFailedError` when it is worth another attempt; not on the last one, nor where every attempt would end the same way.
 */
export async function deliverWebhook(
  { store, send, runtime }: DeliverDependencies,
  { deliveryId }: WebhookPayload,
  { isLastAttempt, signal }: { isLastAttempt: boolean; signal?: AbortSignal },
): Promise<DeliverOutcome> {
  const due = await store.dueDelivery(deliveryId, runtime.now())
  if (due === null) return 'nothing to do'
  const { id, webhookId, url, body, secrets, isActive } = due
  const note = async (end: { status: 'pending' | 'delivered' | 'failed'; responseStatus?: number; problem?: string }) => {
    const { status, responseStatus = null, problem = null } = end
    await store.noteAttempt({ id, status, at: runtime.now(), responseStatus, problem })
    runtime.log.info({ deliveryId: id, webhookId, status, responseStatus, problem }, 'webhook')
  }
  if (!isActive) {
    await note({ status: 'failed', problem: 'the webhook was switched off' })
    return 'given up'
  }
  const timestampSeconds = Math.floor(runtime.now().getTime() / 1000)
  const result = await attempt(() =>
    send({ url, body, headers: signWebhook({ id, timestampSeconds, body }, secrets), ...(signal && { signal }) }),
  )
  // The worker stops: that says nothing about the receiver, and the job is taken again.
  if (signal?.aborted === true && 'problem' in result) throw new WebhookFailedError('the worker stopped while it was sent')
  if (!('problem' in result)) {
    await note({ status: 'delivered', responseStatus: result.status })
    return 'delivered'
  }
  const { problem, isPermanent, responseStatus } = result
  const isFinal = isPermanent || isLastAttempt
  await note({ status: isFinal ? 'failed' : 'pending', problem, ...(responseStatus === undefined ? {} : { responseStatus }) })
  if (isFinal) return 'given up'
  throw new WebhookFailedError(`delivery ${id}: ${problem}`)
}
