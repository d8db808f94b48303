import { getTableName, sql } from 'drizzle-orm'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '../../platform/db/database.js'
import { requestLimits } from './schema.js'

/** So many within so many seconds. */
export type RequestLimit = { points: number; seconds: number }

/** One more of what is limited: `what` names the limit, `key` whose it is. A key must be no address and no mail address, but a hash of it. */
export type Request<What extends string> = { what: What; key: string }

export type RequestLimits<What extends string> = ReturnType<typeof createRequestLimits<What>>

/**
 * Counts requests in the database, so that every machine knows of all. A window begins with its first request, and ends by the clock of the
 * machine that counts. Keys of different `prefix` never meet.
 */
export function createRequestLimits<What extends string>(
  db: Database,
  { prefix, limits }: { prefix: string; limits: Readonly<Record<What, readonly RequestLimit[]>> },
) {
  const limiters = new Map(
    Object.entries<readonly RequestLimit[]>(limits).map(([what, windows]) => [
      what,
      windows.map((window) => limiterOf(db, `${prefix} ${what} ${window.seconds}`, window)),
    ]),
  )
  return {
    /** Counts each, in that order, up to the first that is over its limit. Returns how many seconds to wait; 0 when all may go on. */
    take: async (requests: readonly Request<What>[]): Promise<number> => {
      for (const { what, key } of requests) {
        for (const limiter of limiters.get(what) ?? []) {
          const waitMs = await consume(limiter, key)
          if (waitMs > 0) return Math.ceil(waitMs / 1_000)
        }
      }
      return 0
    },
    /** Deletes the counters whose window has ended: the table holds as many rows as there are windows open. */
    sweep: async (now: Date): Promise<void> => {
      await db.delete(requestLimits).where(sql`${requestLimits.expire} <= ${now.getTime()}`)
    },
  }
}

function limiterOf(db: Database, keyPrefix: string, { points, seconds }: RequestLimit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: db.$client,
    storeType: 'pool',
    tableName: getTableName(requestLimits),
    // The table comes with the migrations, and is swept by us: the library's timer would outlive the pool.
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: seconds,
  })
}

/** Milliseconds to wait, 0 when it may go on. The library rejects with its counts for too many, and with an error for anything else. */
async function consume(limiter: RateLimiterPostgres, key: string): Promise<number> {
  try {
    await limiter.consume(key)
    return 0
  } catch (over) {
    if (over instanceof RateLimiterRes) return Math.max(1, over.msBeforeNext)
    throw over
  }
}
