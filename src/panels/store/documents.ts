import { eq, inArray } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import { withTexts } from '../../evidence/store/source-texts.js'
import type { Database } from '../../platform/db/database.js'
import { dossiers, personas } from './schema.js'

/** A busy worker calls for few tools at a time, and for each of them several times in a row. */
const cachedDocuments = 250
/** Characters of dossiers' sources: with all that is made of them for requests and checks, each takes about seven bytes in memory. */
const cachedCharacters = 4_000_000

export type DocumentStore = ReturnType<typeof createDocumentStore>

/** Dossiers and personas by hash. What a hash names never changes, so each is read once and then kept in memory. */
export function createDocumentStore(db: Database) {
  const dossierCache = new LRUCache<string, Dossier>({
    max: cachedDocuments,
    maxSize: cachedCharacters,
    sizeCalculation: charactersOf,
    // Evicted before it was read, it is wanted all the same.
    ignoreFetchAbort: true,
    fetchMethod: async (hash) => {
      const [row] = await db.select({ body: dossiers.body }).from(dossiers).where(eq(dossiers.sha256, hash))
      return row === undefined ? undefined : (await withTexts<Dossier>(db, [row.body]))[0]
    },
  })
  const personaCache = new LRUCache<string, Persona>({
    max: cachedDocuments,
    ignoreFetchAbort: true,
    fetchMethod: async (hash) => {
      const [row] = await db.select({ body: personas.body }).from(personas).where(eq(personas.sha256, hash))
      return row?.body
    },
  })
  return {
    dossier: async (hash: string): Promise<Dossier> => required(await dossierCache.fetch(hash), `dossier ${hash}`),
    /** Dossiers in the order asked for; those not in memory are read at once. */
    dossiers: async (hashes: readonly string[]): Promise<Dossier[]> => {
      const known = new Map<string, Dossier | undefined>(hashes.map((hash) => [hash, dossierCache.get(hash)]))
      const missing = [...known].flatMap(([hash, body]) => (body === undefined ? [hash] : []))
      for (const some of chunks(missing)) {
        const rows = await db.select({ sha256: dossiers.sha256, body: dossiers.body }).from(dossiers).where(inArray(dossiers.sha256, some))
        const bodies = await withTexts<Dossier>(
          db,
          rows.map(({ body }) => body),
        )
        for (const body of bodies) known.set(body.sha256, body)
      }
      return hashes.map((hash) => required(known.get(hash), `dossier ${hash}`))
    },
    persona: async (hash: string): Promise<Persona> => required(await personaCache.fetch(hash), `persona ${hash}`),
  }
}

/** At least one, which a size has to be. */
function charactersOf({ sources }: Dossier): number {
  return sources.reduce((sum, { text }) => sum + text.length, 1)
}

/** PostgreSQL takes 65,535 parameters in a statement: thousands of rows need several. */
export function chunks<T>(rows: readonly T[], size = 1_000): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))
}

/** The value, or an error that names what the database should hold and does not. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the database holds no ${name}`)
  return value
}
