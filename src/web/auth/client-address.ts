import type { Context } from 'hono'
import { z } from 'zod'
import { addressInHeader, validAddress } from './proxy-header.js'

/** What the Node server hands along with a request; a test may hand the same. */
const connectionSchema = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string().max(200) }) }) })

/**
 * The address a request came from, null when it is not known. A header is believed only when the operator says that a proxy in front
 * writes it, and of several addresses only the last: those before it are what the client itself may have sent.
 */
export function clientAddress(c: Context, trustedProxyHeader: string | null): string | null {
  const connection = connectionSchema.safeParse(c.env)
  const socket = connection.success ? connection.data.incoming.socket.remoteAddress : undefined
  const forwarded = trustedProxyHeader === null ? undefined : c.req.header(trustedProxyHeader)
  return forwarded === undefined ? validAddress(socket ?? '') : addressInHeader(forwarded)
}
