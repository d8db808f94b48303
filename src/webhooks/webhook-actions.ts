import type { NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import type { Runtime } from '../platform/runtime.js'
import { attempt } from './attempt.js'
import type { SendWebhook } from './send-webhook.js'
import { makeWebhookSecret, signWebhook } from './sign-webhook.js'
import type { Webhook, WebhookChange, WebhookEvent, WebhookStore } from './store/webhooks.js'

/** How long the secret before signs beside a new one, so that a receiver can change over. */
const overlapMs = 24 * 3_600_000

/** A webhook as it was when someone decided to change it. */
export type SeenWebhook = { actor: Actor; webhook: Pick<Webhook, 'id' | 'version' | 'url'> }

/** How a message that only tries a webhook fared. */
export type WebhookTest = { id: string; status: number | null; problem: string | null }

export type WebhookActionDependencies = {
  store: WebhookStore
  /** The number of the newest entry of the audit log: what was decided up to it is not sent to a new webhook. */
  newestEntry: () => Promise<number>
  runtime: Pick<Runtime, 'now' | 'newId'>
}

/** What admins do with webhooks, each with its entry in the audit log. Null or false: it was changed or deleted meanwhile, and nothing was done. */
export function createWebhookActions({ store, newestEntry, runtime }: WebhookActionDependencies) {
  const entryOf = (actor: Actor, { action, id, data }: { action: string; id: string; data: NewEntry['data'] }): NewEntry => ({
    at: runtime.now().toISOString(),
    ...{ actor, action, data },
    subject: { kind: 'setting', id, recordId: null },
  })
  return {
    add: async ({ actor, ...asked }: { actor: Actor; url: string; description: string; events: WebhookEvent[] }) => {
      const [secret, afterSeq, id] = [makeWebhookSecret(), await newestEntry(), runtime.newId('whk')]
      const data = { to: new URL(asked.url).origin, events: asked.events }
      const entry = entryOf(actor, { action: 'make a webhook', id, data })
      return { webhook: await store.add({ id, ...asked, secret, afterSeq, createdBy: actor.userId, at: runtime.now(), entry }), secret }
    },
    change: ({ actor, webhook: { id, version } }: SeenWebhook, change: WebhookChange): Promise<Webhook | null> =>
      store.change({ id, version, entry: entryOf(actor, { action: 'change a webhook', id, data: { ...change } }) }, change, runtime.now()),
    /** The webhook with its new secret, to be shown this once. */
    renewSecret: async ({ actor, webhook: { id, version } }: SeenWebhook): Promise<{ webhook: Webhook; secret: string } | null> => {
      const [secret, at] = [makeWebhookSecret(), runtime.now()]
      const entry = entryOf(actor, { action: 'renew the secret of a webhook', id, data: {} })
      const webhook = await store.renewSecret({ id, version, entry }, { secret, until: new Date(at.getTime() + overlapMs), at })
      return webhook === null ? null : { webhook, secret }
    },
    /** With what was sent to it. */
    remove: ({ actor, webhook: { id, version, url } }: SeenWebhook): Promise<boolean> =>
      store.remove({ id, version, entry: entryOf(actor, { action: 'delete a webhook', id, data: { to: new URL(url).origin } }) }),
    /** Sends a delivery that ended once more, under the same webhook-id. */
    redeliver: ({ actor, webhookId, deliveryId }: { actor: Actor; webhookId: string; deliveryId: string }): Promise<boolean> =>
      store.redeliver({
        webhookId,
        deliveryId,
        entry: entryOf(actor, { action: 'send a webhook again', id: webhookId, data: { deliveryId } }),
      }),
    /** Sends a signed message of the type `test`, and says how the receiver took it. It is no delivery: nothing is kept of it, and it is not tried again. */
    test: async ({ id: webhookId, url }: Pick<Webhook, 'id' | 'url'>, send: SendWebhook): Promise<WebhookTest> => {
      const [id, at] = [runtime.newId('msg'), runtime.now()]
      const body = JSON.stringify({ type: 'test', timestamp: at.toISOString(), data: {} })
      const signed = { id, timestampSeconds: Math.floor(at.getTime() / 1000), body }
      const headers = signWebhook(signed, await store.secretsOf(webhookId, at))
      const result = await attempt(() => send({ url, headers, body }))
      if ('problem' in result) return { id, status: result.responseStatus ?? null, problem: result.problem }
      return { id, status: result.status, problem: null }
    },
  }
}

export type WebhookActions = ReturnType<typeof createWebhookActions>
