import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { auditIndex, auditLog } from '../../audit/schema.js'
import type { AuditEntry } from '../../contracts/audit.js'
import { personas, records, seats } from '../../panels/store/schema.js'
import { tools } from '../../panels/store/tool-schema.js'
import type { Database } from '../../platform/db/database.js'
import { readableJson } from '../../platform/db/readable-json.js'

/**
 * What entries are about, by the id in them: the names of its tools in their order, and of the persona where it is a verdict. `made`: of what is no tool's,
 * such as an invitation or a webhook, what the entry said that made it; it is known also after the thing is gone.
 */
export type LogTitles = ReadonlyMap<string, { tools: string[]; seat: string | null; made?: AuditEntry['data'] }>

/** Names what the entries of a page of the log are about, in a handful of statements. Ids that name nothing any more are left out. */
export async function readLogTitles(db: Database, entries: readonly AuditEntry[]): Promise<LogTitles> {
  const ofKind = (kind: string) => [...new Set(entries.flatMap(({ subject }) => (subject.kind === kind ? [subject.id] : [])))]
  const recordIds = [...new Set(entries.flatMap(({ subject }) => subject.recordId ?? []))]
  // What is not a tool itself, and says by its slug which one it was about.
  const alsoAbout = entries.flatMap(({ data }) => (typeof data.tool === 'string' ? [data.tool] : []))
  const [byTool, byVerdict, byPanel, byRecord, byMaking] = await Promise.all([
    namedTools(db, [...new Set([...ofKind('tool'), ...alsoAbout])]),
    namedVerdicts(db, ofKind('verdict')),
    namedGroups(db, { ids: ofKind('panel'), id: seats.panelId }),
    namedGroups(db, { ids: recordIds, id: records.id }),
    namedByMaking(db, [...ofKind('user'), ...ofKind('setting')]),
  ])
  return new Map([...byTool, ...byVerdict, ...byPanel, ...byRecord, ...byMaking])
}

type Named = [string, { tools: string[]; seat: string | null; made?: AuditEntry['data'] }]

/** Actions that make what later entries name by its id alone. */
const makings = ['invite', 'make a webhook']

async function namedByMaking(db: Database, ids: readonly string[]): Promise<Named[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ body: auditLog.body })
    .from(auditIndex)
    .innerJoin(auditLog, eq(auditLog.seq, auditIndex.seq))
    .where(and(inArray(auditIndex.subject, [...ids]), inArray(auditIndex.action, makings)))
  return rows.map(({ body: { subject, data } }) => [subject.id, { tools: [], seat: null, made: data }])
}

async function namedTools(db: Database, slugs: readonly string[]): Promise<Named[]> {
  if (slugs.length === 0) return []
  const rows = await db
    .select({ slug: tools.slug, name: tools.name })
    .from(tools)
    .where(inArray(tools.slug, [...slugs]))
  return rows.map(({ slug, name }) => [slug, { tools: [name], seat: null }])
}

const toolName = sql<string>`coalesce(${tools.name}, ${seats.tool})`

async function namedVerdicts(db: Database, ids: readonly string[]): Promise<Named[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ id: seats.id, tool: toolName, seat: sql<string | null>`${readableJson(personas.body)} ->> 'seat'` })
    .from(seats)
    .leftJoin(tools, sql`${tools.slug} = ${seats.tool}`)
    .leftJoin(personas, sql`${personas.sha256} = ${seats.personaSha256}`)
    .where(inArray(seats.id, [...ids]))
  return rows.map(({ id, tool, seat }) => [id, { tools: [tool], seat }])
}

/** Records or panels by their tools, in the order of the plan. */
async function namedGroups(
  db: Database,
  { ids, id }: { ids: readonly string[]; id: typeof seats.panelId | typeof records.id },
): Promise<Named[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ id: sql<string>`${id}`, tool: toolName })
    .from(seats)
    .leftJoin(records, sql`${records.panelId} = ${seats.panelId}`)
    .leftJoin(tools, sql`${tools.slug} = ${seats.tool}`)
    .where(inArray(id, [...ids]))
    .groupBy(id, seats.tool, tools.name)
    .orderBy(sql`min(${seats.position})`)
  const found = new Map<string, { tools: string[]; seat: string | null }>()
  for (const row of rows) found.set(row.id, { tools: [...(found.get(row.id)?.tools ?? []), row.tool], seat: null })
  return [...found]
}

/** At most so many words of a search are looked for. */
const searchedWords = 12

/** Entries about tools whose names hold all these words, and about their panels, records and verdicts; or about the thing with that very id. */
export function amongTitles(q: string): SQL | undefined {
  const words = q.replaceAll('\0', ' ').split(/\s+/u).filter(Boolean).slice(0, searchedWords)
  if (words.length === 0) return undefined
  const parts = words.map((word) => sql`strpos(lower(${tools.name} || ' ' || ${tools.slug}), lower(${word})) > 0`)
  const named = sql`select ${tools.slug} from ${tools} where ${sql.join(parts, sql` and `)}`
  const ofTools = sql`select distinct ${seats.panelId} from ${seats} where ${seats.tool} in (${named})`
  return or(
    sql`${auditIndex.subject} = ${q.trim()}`,
    sql`${auditIndex.recordId} = ${q.trim()}`,
    sql`${auditIndex.kind} = 'tool' and ${auditIndex.subject} in (${named})`,
    sql`${auditIndex.kind} = 'panel' and ${auditIndex.subject} in (${ofTools})`,
    sql`${auditIndex.kind} = 'verdict' and ${auditIndex.subject} in (select ${seats.id} from ${seats} where ${seats.tool} in (${named}))`,
    sql`${auditIndex.kind} <> 'verdict' and ${auditIndex.recordId} in (select ${records.id} from ${records} where ${records.panelId} in (${ofTools}))`,
  )
}
