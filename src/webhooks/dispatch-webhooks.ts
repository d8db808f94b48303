import type { Runtime } from '../platform/runtime.js'
import type { ReviewActions } from '../review/create-review-actions.js'
import { toWebhookBody } from './events.js'
import type { NewDelivery } from './store/webhook-outbox.js'
import type { WebhookStore } from './store/webhooks.js'

/** Decisions looked at in one step, and deliveries handed out at once. */
const batchSize = 200

export type DispatchDependencies = {
  review: Pick<ReviewActions, 'decisionsAfter'>
  store: Pick<WebhookStore, 'outboxSeq' | 'addDeliveries' | 'pendingDeliveries' | 'wanting'>
  runtime: Pick<Runtime, 'now' | 'newId'>
}

/**
 * Turns the decisions since the last time into deliveries, and gives the ids of those that are still to be made, the least tried first and some
 * hundred at most: to be put into the queue, where those that are there already change nothing. So neither a lost queue nor a process that dies
 * between the two costs a delivery. Several processes may do this at once.
 */
export async function dispatchWebhooks({ review, store, runtime }: DispatchDependencies): Promise<string[]> {
  let after = await store.outboxSeq()
  for (;;) {
    const decisions = await review.decisionsAfter(after, batchSize)
    const last = decisions.at(-1)
    if (last === undefined) break
    const deliveries: NewDelivery[] = []
    for (const { seq, decision } of decisions) {
      const body = toWebhookBody(decision)
      if (body === null) continue
      for (const { id: webhookId } of await store.wanting({ event: body.type, seq })) {
        const id = runtime.newId('msg')
        const text = JSON.stringify(body)
        deliveries.push({ id, webhookId, seq, recordId: decision.recordId, event: body.type, body: text, createdAt: runtime.now() })
      }
    }
    await store.addDeliveries(deliveries, last.seq)
    after = last.seq
    if (decisions.length < batchSize) break
  }
  return store.pendingDeliveries(batchSize)
}
