import type { Job } from 'bullmq'
import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'
import { waitAtMost } from '../src/platform/wait-at-most.js'
import {
  type DeliverOutcome,
  type WebhookPayload,
  webhookAttempts,
  webhookBackoffMs,
  webhookPayloadSchema,
} from '../src/webhooks/deliver-webhook.js'
import type { QueueBackend } from './backend.js'
import { jobNames, queueNames } from './names.js'

/** How often decisions are looked for that someone wants to hear of. */
const lookEveryMs = 3_000
const deliveriesAtOnce = 4
const stopDeadlineMs = 5_000

export type WebhookOptions = {
  backend: QueueBackend
  runtime: Pick<Runtime, 'log' | 'sleep'>
  /** Turns what was decided into deliveries, and gives the ids of all that are still to be made. */
  dispatch: () => Promise<string[]>
  /** Makes one delivery; throws when it is worth another attempt. */
  deliver: (payload: WebhookPayload, options: { isLastAttempt: boolean; signal: AbortSignal }) => Promise<DeliverOutcome>
}

/** Puts deliveries into the queue as decisions come, and makes them, until stopped. Any number of processes may do so at once. */
export async function startWebhooks({ backend, runtime, dispatch, deliver }: WebhookOptions): Promise<{ stop: () => Promise<void> }> {
  const stopping = new AbortController()
  const { signal } = stopping
  const worker = backend.startWorker(
    queueNames.webhooks,
    async (job: Job) => {
      const isLastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1)
      await deliver(webhookPayloadSchema.parse(job.data), { isLastAttempt, signal })
    },
    { concurrency: deliveriesAtOnce },
  )
  worker.on('error', (error) => {
    if (!signal.aborted) runtime.log.warn({ queue: worker.name, err: error }, 'the worker met an error')
  })
  await worker.waitUntilReady()
  const looking = keepEnqueuing({ backend, runtime, dispatch }, signal)
  return {
    stop: async () => {
      stopping.abort()
      // Neither ends when its server is gone.
      await waitAtMost(Promise.all([worker.close(), looking]), stopDeadlineMs, runtime)
    },
  }
}

async function keepEnqueuing({ backend, runtime, dispatch }: Omit<WebhookOptions, 'deliver'>, signal: AbortSignal): Promise<void> {
  const queue = backend.queue(queueNames.webhooks)
  await runEvery(runtime, { everyMs: lookEveryMs, signal, what: 'look for webhooks to send' }, async () => {
    for (const deliveryId of await dispatch()) {
      // One that is in the queue already stays as it is: its id is the delivery's.
      await queue.add(jobNames.deliverWebhook, { deliveryId } satisfies WebhookPayload, {
        jobId: deliveryId,
        attempts: webhookAttempts,
        backoff: { type: 'exponential', delay: webhookBackoffMs },
        removeOnComplete: true,
        removeOnFail: true,
      })
    }
  })
}
