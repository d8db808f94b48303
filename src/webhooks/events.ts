import { z } from 'zod'
import { atMost, longest } from '../contracts/limits.js'
import type { RecordDecision } from '../contracts/review.js'

/** What a webhook may be sent. */
export const webhookEventSchema = z.enum(['record.published', 'record.retracted'])

/** The body of a webhook, in the form that Standard Webhooks proposes. A receiver that wants more asks the API for the record. */
export const webhookBodySchema = z.strictObject({
  type: webhookEventSchema,
  /** When it was decided, UTC. */
  timestamp: atMost(z.iso.datetime(), longest.instant),
  data: z.strictObject({
    recordId: atMost(z.string(), longest.id),
    /** Of what was published, or was retracted. */
    contentSha256: atMost(z.string(), longest.id),
    /** Why it was retracted, as the public page says; null for a publication. */
    publicReason: atMost(z.string(), longest.text).nullable(),
  }),
})
export type WebhookBody = z.infer<typeof webhookBodySchema>

/** What webhooks are sent about a decision; null when that is nothing. */
export function toWebhookBody(decision: RecordDecision): WebhookBody | null {
  if (decision.kind !== 'publish' && decision.kind !== 'retract') return null
  const { recordId, contentSha256, at: timestamp } = decision
  const publicReason = decision.kind === 'retract' ? decision.publicReason : null
  const type = decision.kind === 'publish' ? 'record.published' : 'record.retracted'
  return { type, timestamp, data: { recordId, contentSha256, publicReason } }
}
