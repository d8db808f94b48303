import { desc, eq, inArray, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendIfAny } from '../../audit/audit-log.js'
import type { Dossier } from '../../contracts/dossier.js'
import { keepTexts, withoutTexts, withTexts } from '../../evidence/store/source-texts.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { readableJson } from '../../platform/db/readable-json.js'
import { appendVersion, isStored, type KeptBy, lockTools } from './append-version.js'
import { dossiers, dossierVersions } from './schema.js'
import { writeToolHeads } from './tool-heads.js'
import { createToolLists } from './tool-lists.js'
import { createToolSuggestions } from './tool-suggestions.js'

/** One frozen version of a dossier, as a list shows it. */
export type DossierHead = {
  slug: string
  sha256: string
  name: string
  vendor: string
  category: string
  tagline: string
  /** Up to which day it is known to hold, YYYY-MM-DD. */
  asOf: string
  facts: number
  sources: number
  createdAt: Date
  /** Which version of its tool it is, from 1. Several versions may be the same document: one that was restored. */
  number: number
  /** Who kept it; null where that is not known. */
  by: KeptBy
}

type VersionRow = Pick<DossierHead, 'slug' | 'number' | 'sha256' | 'createdAt' | 'by'>

/** A tool as the database knows it: its newest version, and when each version came, newest first. */
export type KnownTool = { newest: DossierHead; versions: VersionRow[] }

export type DossierStore = ReturnType<typeof createDossierStore>

type Said = Omit<DossierHead, keyof VersionRow>

/** Heads are some hundred bytes. What a hash names never changes, so each is read out of its document once. */
const cachedHeads = 5_000

type AddDossier = { at: Date; alongside?: (tx: Transaction) => Promise<void>; entry?: NewEntry }

/** Dossiers by slug and by hash. Versions are only ever added. */
export function createDossierStore(db: Database) {
  const said = new LRUCache<string, Said>({ max: cachedHeads })
  const heads = async (rows: readonly VersionRow[]): Promise<DossierHead[]> => {
    const unknown = [...new Set(rows.map(({ sha256 }) => sha256))].filter((hash) => !said.has(hash))
    const read = unknown.length === 0 ? [] : await readHeads(db, unknown)
    for (const { sha256, ...head } of read) said.set(sha256, head)
    const found = new Map(read.map((head) => [head.sha256, head]))
    return rows.flatMap((row) => {
      const head = said.get(row.sha256) ?? found.get(row.sha256)
      return head === undefined ? [] : [{ ...head, ...row }]
    })
  }
  const { slug, number, sha256, createdAt, by } = dossierVersions
  const row = { slug, number, sha256, createdAt, by }
  return {
    ...createToolLists(db),
    ...createToolSuggestions(db),
    /** Every tool that has a dossier, by slug. */
    tools: async (): Promise<KnownTool[]> => {
      const rows = await db.select(row).from(dossierVersions).orderBy(slug, desc(number))
      const bySlug = new Map<string, typeof rows>()
      for (const each of rows) bySlug.set(each.slug, [...(bySlug.get(each.slug) ?? []), each])
      const newest = await heads([...bySlug.values()].flatMap(([each]) => each ?? []))
      return newest.map((head) => ({ newest: head, versions: bySlug.get(head.slug) ?? [] }))
    },
    /** The versions of one tool's dossier, newest first; empty when nothing is known of it. */
    versions: async (tool: string): Promise<DossierHead[]> =>
      heads(await db.select(row).from(dossierVersions).where(eq(slug, tool)).orderBy(desc(number))),
    /** The names of the tools those documents are about, by hash; a hash that names none is left out. */
    names: async (hashes: readonly string[]): Promise<Map<string, string>> => {
      const wanted = [...new Set(hashes)]
      const known = await heads(wanted.map((hash) => ({ sha256: hash, slug: '', createdAt: new Date(0), number: 1, by: null })))
      return new Map(known.map((head) => [head.sha256, head.name]))
    },
    /** Null when there is no such document. */
    find: async (hash: string): Promise<Dossier | null> => {
      const [found] = await db.select({ body: dossiers.body }).from(dossiers).where(eq(dossiers.sha256, hash))
      return found === undefined ? null : ((await withTexts<Dossier>(db, [found.body]))[0] ?? null)
    },
    /**
     * Keeps a frozen dossier as the newest version of its tool, with its entry in the audit log and what is written alongside. False when the same
     * document is kept already, as the newest version or as an earlier one, which then stays what it is.
     */
    add: (dossier: Dossier, { at, alongside, entry }: AddDossier): Promise<boolean> =>
      db.transaction(async (tx) => {
        const { tool } = dossier
        await lockTools(tx, [tool.slug])
        if (await isStored(tx, dossier.sha256)) return false
        await tx.insert(dossiers).values({ sha256: dossier.sha256, slug: tool.slug, body: withoutTexts(dossier), createdAt: at })
        await keepTexts(tx, [dossier])
        await appendVersion(tx, { slug: tool.slug, sha256: dossier.sha256, at, by: entry?.actor ?? null })
        await writeToolHeads(tx, [tool.slug])
        await alongside?.(tx)
        await appendIfAny(tx, entry)
        return true
      }),
  }
}

async function readHeads(db: Database, hashes: readonly string[]): Promise<(Said & { sha256: string })[]> {
  const body = readableJson(dossiers.body)
  return db
    .select({
      sha256: dossiers.sha256,
      name: sql<string>`${body} -> 'tool' -> 'name'`,
      vendor: sql<string>`${body} -> 'tool' -> 'vendor'`,
      category: sql<string>`${body} -> 'tool' -> 'category'`,
      tagline: sql<string>`${body} -> 'tool' -> 'tagline'`,
      asOf: sql<string>`${body} -> 'asOf'`,
      facts: sql<number>`json_array_length(${body} -> 'facts')`,
      sources: sql<number>`json_array_length(${body} -> 'sources')`,
    })
    .from(dossiers)
    .where(inArray(dossiers.sha256, [...hashes]))
}
