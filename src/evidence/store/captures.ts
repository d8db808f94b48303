import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { eq, inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { captures, rawPages } from './schema.js'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)
/** Half of what the best level saves, in a tenth of its time. */
const quality = 5
/** What a stored page may come to; nothing larger was ever stored. */
const mostBytes = 64 * 1024 * 1024

/** The newest answer of an address. `bytes` is null once they were given up, as `retention.pagesDays` says. */
export type StoredCapture = {
  key: string
  url: string
  finalUrl: string
  status: number
  mediaType: string | null
  charset: string | null
  etag: string | null
  lastModified: string | null
  bytesSha256: string
  bytes: Uint8Array | null
  fetchedAt: Date
  checkedAt: Date
}

export type CaptureStore = ReturnType<typeof createCaptureStore>

/** What servers answered: the newest answer of each address, and the bytes of all of them for a time. */
export function createCaptureStore(db: Database) {
  return {
    /** Null where the address was never read. */
    find: async (key: string): Promise<StoredCapture | null> => {
      const [row] = await db
        .select()
        .from(captures)
        .leftJoin(rawPages, eq(rawPages.sha256, captures.bytesSha256))
        .where(eq(captures.key, key))
      if (row === undefined) return null
      const { raw_pages: raw, captures: capture } = row
      return { ...capture, bytes: raw === null ? null : await decompress(raw.body, { maxOutputLength: mostBytes }) }
    },
    /** Stores an answer as the newest of its address, and its bytes once. */
    keep: async ({
      bytes,
      ...answer
    }: Omit<StoredCapture, 'bytesSha256' | 'checkedAt' | 'bytes'> & { bytes: Uint8Array }): Promise<string> => {
      const bytesSha256 = hashBytes(bytes)
      const { fetchedAt } = answer
      const body = await compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
      const row = { ...answer, bytesSha256, checkedAt: fetchedAt }
      await db.transaction(async (tx) => {
        const raw = { sha256: bytesSha256, body, size: bytes.length, usedAt: fetchedAt }
        await tx
          .insert(rawPages)
          .values(raw)
          .onConflictDoUpdate({ target: rawPages.sha256, set: { usedAt: fetchedAt } })
        const { key: _key, ...set } = row
        await tx.insert(captures).values(row).onConflictDoUpdate({ target: captures.key, set })
      })
      return bytesSha256
    },
    /** Notes that an address answered that nothing changed. */
    touch: async ({ key, checkedAt }: Pick<StoredCapture, 'key' | 'checkedAt'>): Promise<void> => {
      await db.transaction(async (tx) => {
        const [row] = await tx.update(captures).set({ checkedAt }).where(eq(captures.key, key)).returning({ sha256: captures.bytesSha256 })
        if (row !== undefined) await tx.update(rawPages).set({ usedAt: checkedAt }).where(eq(rawPages.sha256, row.sha256))
      })
    },
    /** The bytes of these hashes that are still stored. */
    bytesOf: async (hashes: readonly string[]): Promise<Map<string, Uint8Array>> => {
      if (hashes.length === 0) return new Map()
      const rows = await db
        .select()
        .from(rawPages)
        .where(inArray(rawPages.sha256, [...hashes]))
      const read = rows.map(async ({ sha256, body }) => [sha256, await decompress(body, { maxOutputLength: mostBytes })] as const)
      return new Map(await Promise.all(read))
    },
    /** How many pages' bytes were last fetched before then, what they take up, and how many are newer. */
    countBytes: async (before: Date): Promise<{ pages: number; bytes: number; newer: number }> => {
      const old = sql`${rawPages.usedAt} < ${before.toISOString()}::timestamptz`
      const [row] = await db
        .select({
          pages: sql<number>`(count(*) FILTER (WHERE ${old}))::int`,
          bytes: sql<string>`coalesce(sum(octet_length(${rawPages.body})) FILTER (WHERE ${old}), 0)`,
          newer: sql<number>`(count(*) FILTER (WHERE NOT ${old}))::int`,
        })
        .from(rawPages)
      return { pages: row?.pages ?? 0, bytes: Number(row?.bytes ?? 0), newer: row?.newer ?? 0 }
    },
    /** Gives up the bytes that were last fetched before then; returns how many pages that were. Their texts stay. */
    dropBytes: async (before: Date): Promise<number> => {
      const { rowCount } = await db.delete(rawPages).where(lt(rawPages.usedAt, before))
      return rowCount ?? 0
    },
  }
}

/** SHA-256 of bytes, as 64 lower-case hexadecimal digits. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
