import { inArray } from 'drizzle-orm'
import type { Database, Transaction } from '../../platform/db/database.js'
import { sourceTexts } from './schema.js'
import type { WithoutTexts, WithSources } from './without-texts.js'

/** PostgreSQL takes 65,535 parameters in a statement. */
const atOnce = 1_000

/** The document as it is stored, its sources' texts left to `keepTexts`. Pure. */
export function withoutTexts<T extends WithSources>(document: T): WithoutTexts<T> {
  const sources = document.sources.map(({ text: _kept, ...source }) => source)
  return { ...document, sources } as unknown as WithoutTexts<T>
}

/** Stores the texts of these documents' sources, each once. */
export async function keepTexts(db: Database | Transaction, documents: readonly WithSources[]): Promise<void> {
  const texts = new Map(documents.flatMap(({ sources }) => sources.map(({ sha256, text }) => [sha256, text] as const)))
  // In one order for everyone: two that keep the same texts at once wait for each other instead of for ever.
  const rows = [...texts].map(([sha256, text]) => ({ sha256, text })).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
  for (let at = 0; at < rows.length; at += atOnce)
    await db
      .insert(sourceTexts)
      .values(rows.slice(at, at + atOnce))
      .onConflictDoNothing()
}

/** The documents with their sources' texts, in their order. Throws where the database holds one no more. */
export async function withTexts<T extends WithSources>(db: Database | Transaction, documents: readonly WithoutTexts<T>[]): Promise<T[]> {
  const wanted = documents.flatMap(({ sources }) => sources.flatMap(({ sha256, text }) => (text === undefined ? [sha256] : [])))
  const texts = await findTexts(db, wanted)
  return documents.map((document) => {
    const sources = document.sources.map(({ text, ...source }) => ({ ...source, text: text ?? required(texts, source.sha256) }))
    return { ...document, sources } as unknown as T
  })
}

/** The texts of these hashes. */
export async function findTexts(db: Database | Transaction, hashes: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(hashes)]
  const found = new Map<string, string>()
  for (let at = 0; at < wanted.length; at += atOnce) {
    const some = wanted.slice(at, at + atOnce)
    const rows = await db.select().from(sourceTexts).where(inArray(sourceTexts.sha256, some))
    for (const { sha256, text } of rows) found.set(sha256, text)
  }
  return found
}

function required(texts: ReadonlyMap<string, string>, sha256: string): string {
  const text = texts.get(sha256)
  if (text === undefined) throw new Error(`the database holds no text ${sha256} of a source`)
  return text
}
