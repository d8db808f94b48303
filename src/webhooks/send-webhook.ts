import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { bareHost, isPublicAddress } from './public-address.js'

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

/** The address is not on the public internet, and the configuration does not allow others. */
export class PrivateAddressError extends Error {
  constructor(host: string, address: string) {
    super(`${host} is at ${address}, which is not on the public internet`)
    this.name = 'PrivateAddressError'
  }
}

/**
 * Posts a webhook and gives the status of the answer; follows no redirect. Unless private addresses are allowed, the address is checked when
 * the connection is made, so that a name that changes between two look-ups gets nowhere. Throws when there is no answer. The caller closes it.
 */
export function createWebhookSender({ allowsPrivate }: { allowsPrivate: boolean }): { send: SendWebhook; close: () => Promise<void> } {
  const agent = new Agent({
    connect: allowsPrivate ? { timeout: deadlineMs } : { timeout: deadlineMs, lookup: publicLookup },
    maxResponseSize: maxAnswerBytes,
  })
  return {
    send: async ({ url, headers, body, signal }) => {
      const host = bareHost(new URL(url).hostname)
      // An address needs no look-up.
      if (!allowsPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddressError(host, host)
      const deadline = AbortSignal.timeout(deadlineMs)
      const { statusCode, body: answer } = await request(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Ship-Panel-Webhooks' },
        body,
        dispatcher: agent,
        signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
      })
      await answer.dump({ limit: maxAnswerBytes }).catch(() => undefined)
      return { status: statusCode }
    },
    close: () => agent.close(),
  }
}

/** Refuses a name as soon as one of its addresses is not public: which one would be taken is not for us to say. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, [])
    const closed = addresses.find(({ address }) => !isPublicAddress(address))
    if (closed !== undefined) return callback(new PrivateAddressError(hostname, closed.address), [])
    const [first] = addresses
    if (first === undefined) return callback(new Error(`${hostname} has no address`), [])
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}
