import { eq } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import type { Logo } from '../logo/read-logo.js'
import { lockTools } from './append-version.js'
import { toolLogos } from './logo-schema.js'

/** A tool's logo without its bytes. `source` is the address it was taken from; null for a file that someone sent. */
export type ToolLogo = Omit<typeof toolLogos.$inferSelect, 'bytes'>

type PutLogo = {
  slug: string
  logo: Logo & { source: string | null }
  entry: NewEntry
  /** The hash of the logo that the writer saw, null for none; left out by those who write whatever is there. */
  base: string | null | undefined
}

export type ToolLogoStore = ReturnType<typeof createToolLogoStore>

const { bytes: _bytes, ...withoutBytes } = {
  slug: toolLogos.slug,
  type: toolLogos.type,
  bytes: toolLogos.bytes,
  sha256: toolLogos.sha256,
  width: toolLogos.width,
  height: toolLogos.height,
  source: toolLogos.source,
  by: toolLogos.by,
  at: toolLogos.at,
}

/** Logos of tools, in PostgreSQL. Each change is in the audit log in the same transaction. */
export function createToolLogoStore(db: Database) {
  return {
    find: async (slug: string): Promise<ToolLogo | null> => {
      const [row] = await db.select(withoutBytes).from(toolLogos).where(eq(toolLogos.slug, slug))
      return row ?? null
    },
    /** The bytes of a logo that some tool has, by their hash. */
    bytesOf: async (sha256: string): Promise<Pick<Logo, 'type' | 'bytes'> | null> => {
      const [row] = await db
        .select({ type: toolLogos.type, bytes: toolLogos.bytes })
        .from(toolLogos)
        .where(eq(toolLogos.sha256, sha256))
        .limit(1)
      return row ?? null
    },
    /** Puts it in the place of the one before. False, and nothing is written, where `base` is given and is not the one that is there. */
    put: ({ slug, logo, entry, base }: PutLogo): Promise<boolean> =>
      db.transaction(async (tx) => {
        await lockTools(tx, [slug])
        if (!(await isThere(tx, { slug, base }))) return false
        const values = { ...logo, by: entry.actor, at: new Date(entry.at) }
        await tx
          .insert(toolLogos)
          .values({ slug, ...values })
          .onConflictDoUpdate({ target: toolLogos.slug, set: values })
        await appendToLog(tx, entry)
        return true
      }),
    /** False where there is none, or where `base` is given and is another one. */
    remove: ({ slug, entry, base }: Omit<PutLogo, 'logo'>): Promise<boolean> =>
      db.transaction(async (tx) => {
        await lockTools(tx, [slug])
        if (!(await isThere(tx, { slug, base }))) return false
        const removed = await tx.delete(toolLogos).where(eq(toolLogos.slug, slug)).returning({ slug: toolLogos.slug })
        if (removed.length === 0) return false
        await appendToLog(tx, entry)
        return true
      }),
  }
}

async function isThere(tx: Transaction, { slug, base }: Pick<PutLogo, 'slug' | 'base'>): Promise<boolean> {
  if (base === undefined) return true
  const [row] = await tx.select({ sha256: toolLogos.sha256 }).from(toolLogos).where(eq(toolLogos.slug, slug))
  return (row?.sha256 ?? null) === base
}
