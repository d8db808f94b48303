import type { Context, MiddlewareHandler } from 'hono'
import { LRUCache } from 'lru-cache'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Runtime } from '../../platform/runtime.js'
import { waitWords } from '../../platform/text/wait-words.js'
import { addressBlock } from '../../voting/rules/address-block.js'
import { clientAddress } from '../auth/client-address.js'
import { problem } from './problem.js'

export type GuessLimitOptions = {
  /** What is guessed at, for the log: `the password of the queue board`. */
  what: string
  /** The header in which a proxy in front writes a client's address; null for none. */
  trustedProxyHeader: string | null
  /** Left out, nothing is logged. */
  log?: Pick<Runtime['log'], 'warn'> | undefined
  /** Whether a request tries something at all; left out, whether it sends an Authorization header. */
  isTry?: (c: Context) => boolean
  /** The status of the answer to a wrong one. */
  wrongStatus?: number
  /** Wrong ones in a quarter of an hour from one address block (community/address-block.ts). */
  perBlock?: number
}

const windowSeconds = 900
const defaultPerBlock = 20
/** From everywhere together: so much does one secret of a person's own choice bear. */
const inAll = 300
/** Blocks from which the right secret came lately: a guesser elsewhere does not shut them out. */
const blocksKnown = 100

/**
 * Lets only so many wrong secrets through, counted in this process: from one address block, and in all. Further ones get 429 whatever they hold, and
 * each wrong one a line in the log, without the secret. A request counts while it is answered, so that many at once get no more tries; a right one
 * is taken back. To be put before what compares.
 */
export function guessLimit(options: GuessLimitOptions): MiddlewareHandler {
  const { what, trustedProxyHeader, log, isTry = sendsAuthorization, wrongStatus = 401, perBlock = defaultPerBlock } = options
  const ofBlock = new RateLimiterMemory({ points: perBlock, duration: windowSeconds })
  const ofAll = new RateLimiterMemory({ points: inAll, duration: windowSeconds })
  const known = new LRUCache<string, true>({ max: blocksKnown })
  return async (c, next) => {
    if (!isTry(c)) return next()
    const block = addressBlock(clientAddress(c, trustedProxyHeader))
    // In all first: a block that is refused there is not even remembered.
    const counted = known.has(block)
      ? [[ofBlock, block] as const]
      : ([
          [ofAll, 'all'],
          [ofBlock, block],
        ] as const)
    for (const [limiter, key] of counted) {
      const over = await consume(limiter, key)
      if (over === null) continue
      if (over.isFirst)
        log?.warn({ what, block: key, retryAfterSeconds: over.seconds }, 'too many wrong passwords or tokens: more are refused for a while')
      return tooMany(c, over.seconds)
    }
    await next()
    if (c.res.status === wrongStatus) {
      log?.warn({ what, block }, 'a wrong password or token')
      return
    }
    known.set(block, true)
    for (const [limiter, key] of counted) await limiter.reward(key, 1)
  }
}

function sendsAuthorization(c: Context): boolean {
  return c.req.header('authorization') !== undefined
}

/** Counts one more; null when it may go on. `isFirst` for the first that may not in its window. */
async function consume(limiter: RateLimiterMemory, key: string): Promise<{ seconds: number; isFirst: boolean } | null> {
  try {
    await limiter.consume(key, 1)
    return null
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    return { seconds: Math.max(1, Math.ceil(error.msBeforeNext / 1_000)), isFirst: error.consumedPoints === limiter.points + 1 }
  }
}

function tooMany(c: Context, seconds: number): Response {
  c.header('retry-after', String(seconds))
  c.header('cache-control', 'no-store')
  return problem(c, {
    status: 429,
    title: 'Too Many Requests',
    detail: `Too many wrong tries. Try again in ${waitWords(seconds)}.`,
    fix: 'Wait for the seconds in Retry-After, and look up the password or token before you try again.',
  })
}
