import { eq } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import type { Database } from './database.js'
import { dossiers, personas } from './schema.js'

/** As many documents as a busy worker meets at a time; a dossier is some ten kilobytes. */
const cachedDocuments = 500

export type DocumentStore = ReturnType<typeof createDocumentStore>

/** Dossiers and personas by hash. What a hash names never changes, so each is read once and then kept in memory. */
export function createDocumentStore(db: Database) {
  const dossierCache = new LRUCache<string, Dossier>({
    max: cachedDocuments,
    fetchMethod: async (hash) => {
      const [row] = await db.select({ body: dossiers.body }).from(dossiers).where(eq(dossiers.sha256, hash))
      return row?.body
    },
  })
  const personaCache = new LRUCache<string, Persona>({
    max: cachedDocuments,
    fetchMethod: async (hash) => {
      const [row] = await db.select({ body: personas.body }).from(personas).where(eq(personas.sha256, hash))
      return row?.body
    },
  })
  return {
    dossier: async (hash: string): Promise<Dossier> => required(await dossierCache.fetch(hash), `dossier ${hash}`),
    persona: async (hash: string): Promise<Persona> => required(await personaCache.fetch(hash), `persona ${hash}`),
  }
}

/** The value, or an error that names what the database should hold and does not. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the database holds no ${name}`)
  return value
}
