import { createGuardedClient } from '../platform/net/guarded-client.js'

/** How long a receiver may take, from the look-up of its name to the end of its answer. */
const deadlineMs = 10_000
/** What of an answer is read before it is broken off: no one looks at it. */
const maxAnswerBytes = 64 * 1024

export type SendWebhook = (message: {
  url: string
  headers: Record<string, string>
  body: string
  signal?: AbortSignal
}) => Promise<{ status: number }>

/**
 * Posts a webhook and gives the status of the answer; follows no redirect. Unless private addresses are allowed, the address is checked when
 * the connection is made, so that a name that changes between two look-ups gets nowhere. Throws when there is no answer. The caller closes it.
 */
export function createWebhookSender({ allowsPrivate }: { allowsPrivate: boolean }): { send: SendWebhook; close: () => Promise<void> } {
  const client = createGuardedClient({
    allowedHosts: allowsPrivate ? 'any' : [],
    connectTimeoutMs: deadlineMs,
    maxAnswerBytes,
  })
  return {
    send: async ({ url, headers, body, signal }) => {
      const deadline = AbortSignal.timeout(deadlineMs)
      const { statusCode, body: answer } = await client.request(new URL(url), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Ship-Panel-Webhooks' },
        body,
        signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
      })
      await answer.dump({ limit: maxAnswerBytes }).catch(() => undefined)
      return { status: statusCode }
    },
    close: client.close,
  }
}
