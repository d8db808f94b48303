import { PrivateAddressError } from '../platform/net/guarded-client.js'

/** How sending went: the receiver's answer, or why it counts as none. */
export type Attempted = { status: number } | { problem: string; isPermanent: boolean; responseStatus?: number }

/** Sends, and says what came of it: an answer other than 2xx is a problem, too. Never throws. */
export async function attempt(send: () => Promise<{ status: number }>): Promise<Attempted> {
  try {
    const { status } = await send()
    if (status >= 200 && status < 300) return { status }
    const isGone = status === 410
    const hint = status >= 300 && status < 400 ? '; redirects are not followed' : isGone ? ', which means: never again' : ''
    return { problem: `the receiver answered ${status}${hint}`, isPermanent: isGone, responseStatus: status }
  } catch (error) {
    const cause = innermost(error)
    return { problem: cause.message === '' ? cause.name : cause.message, isPermanent: cause instanceof PrivateAddressError }
  }
}

function innermost(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return innermost(error.errors[0])
  if (error instanceof Error) return error.cause instanceof Error ? innermost(error.cause) : error
  return new Error(String(error))
}
