import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Call } from '../../contracts/call.js'
import { panels, recordings, records, seats } from '../../panels/store/schema.js'
import type { Database } from '../../platform/db/database.js'
import { readableJson } from '../../platform/db/readable-json.js'
import { blindCalls } from '../../review/store/schema.js'
import type { BlindPair, DraftedCall } from '../drafted-call.js'

/** A record to measure over; `isSample`: it replays replies that people wrote. */
export type MeasuredRecord = { panelId: string; isSample: boolean }

/** What agreement is measured from, without a draft or a record being read. */
export function createAgreementCalls(db: Database) {
  return {
    /** Records of finished panels, whatever was decided about them, the newest first. */
    newestRecords: async (limit: number): Promise<MeasuredRecord[]> => {
      const rows = await db
        .select({ panelId: records.panelId, set: panels.recordingSet })
        .from(records)
        .innerJoin(panels, eq(panels.id, records.panelId))
        .where(eq(panels.status, 'finished'))
        .orderBy(desc(records.createdAt), desc(records.id))
        .limit(limit)
      const authored = await authoredSets(
        db,
        rows.flatMap(({ set }) => set ?? []),
      )
      return rows.map(({ panelId, set }) => ({ panelId, isSample: set !== null && authored.has(set) }))
    },
    /** What jurors called in these panels, in the order of the panels. A comparison of two tools by one juror is no call on a tool. */
    calls: async (panelIds: readonly string[], limit: number): Promise<DraftedCall[]> =>
      (await db.$client.query<DraftedCall>({ ...callsQuery, values: [[...panelIds], limit] })).rows,
    /** What reviewers called in these panels before they saw a draft, beside each juror's first; those on the newest records. */
    blindPairs: async (panelIds: readonly string[], limit: number): Promise<BlindPair[]> => {
      if (panelIds.length === 0) return []
      const rows = await db
        .select({
          tool: seats.tool,
          seat: blindCalls.verdictId,
          reviewer: blindCalls.userId,
          person: sql<Call>`${blindCalls.body} ->> 'call'`,
          draft: seats.call,
        })
        .from(blindCalls)
        .innerJoin(records, eq(records.id, blindCalls.recordId))
        // The row that a verdict has its id of, and those of the seat's other drafts.
        .innerJoin(seats, and(eq(seats.panelId, records.panelId), sql`${blindCalls.verdictId} IN (${seats.id}, ${seats.verdictId})`))
        .where(and(inArray(seats.panelId, [...panelIds]), eq(seats.status, 'drafted'), isNotNull(seats.call), isFirst, onOneTool))
        .orderBy(desc(records.createdAt), desc(records.id), asc(seats.position), asc(blindCalls.userId))
        .limit(limit)
      return rows.flatMap(({ draft, ...row }) => (draft === null ? [] : [{ ...row, draft }]))
    },
  }
}

/** Not a comparison of two tools. */
const onOneTool = isNull(seats.against)
const isFirst = eq(seats.repeat, 1)

/** Of these sets of recordings, those that hold a reply that people wrote as a sample. */
async function authoredSets(db: Database, sets: readonly string[]): Promise<Set<string>> {
  if (sets.length === 0) return new Set()
  const { setSha256: set, reply } = recordings
  const rows = await db
    .selectDistinct({ set })
    .from(recordings)
    .where(and(inArray(set, [...new Set(sets)]), sql`${readableJson(reply)} ->> 'origin' = 'authored'`))
  return new Set(rows.map((row) => row.set))
}

/* $1 the panels, the newest first; $2 at most so many. Sixteen digits of a hash tell the versions of one tool apart. */
const callsQuery = {
  name: 'agreement-calls',
  text: `
  SELECT n.place::int AS place, s.tool, left(s.dossier_sha256, 16) AS dossier, s.persona, left(s.persona_sha256, 16) AS "personaVersion",
    s.model AS juror, s.repeat, s.call
  FROM unnest($1::text[]) WITH ORDINALITY AS n (panel_id, place)
  JOIN seats s ON s.panel_id = n.panel_id
  WHERE s.status = 'drafted' AND s.call IS NOT NULL AND s.against IS NULL
  ORDER BY n.place, s.position
  LIMIT $2`,
}
