import type { SeatCall } from '../../contracts/call.js'
import type { PublishedTool } from '../../contracts/site.js'
import type { ToolPublication } from '../store/site-reads.js'

/** One publication or retraction in a tool's history, newest first. */
export type HistoryEntry = {
  at: string
  /** The tool it is about, as it was named then: the history of a pair is about both. */
  slug: string
  name: string
  recordId: string
  recordTitle: string
  kind: 'published' | 'changed' | 'retracted'
  panelShip: PublishedTool['tool']['panelShip']
  /** Calls as that publication had them. */
  calls: { persona: string; seat: string; model: string; call: SeatCall | null }[]
  publicReason: string | null
}

/** Nothing of it is published any more: what was published was retracted. */
export type RetractedView = { kind: 'retracted'; title: string; at: string; publicReason: string; history: HistoryEntry[] }

/** What happened to a tool's verdicts, newest first: every publication, and the retraction of those that were taken back. Pure. */
export function toHistory(publications: readonly ToolPublication[]): HistoryEntry[] {
  const newestFirst = publications.toSorted((one, other) => other.seq - one.seq)
  const retracted = new Set<string>()
  const entries = newestFirst.flatMap((publication): HistoryEntry[] => {
    const { publishedAt, retractedAt, retractionReason, kind } = publication
    const published = { ...entryOf(publication), at: publishedAt.toISOString(), kind, publicReason: null }
    if (retractedAt === null) return [published]
    // A retraction takes back all that its record had published of the tool: it is listed once, with the calls as they were last.
    const key = `${publication.slug} ${publication.recordId} ${retractedAt.getTime()}`
    if (retracted.has(key)) return [published]
    retracted.add(key)
    const end = { ...entryOf(publication), at: retractedAt.toISOString(), kind: 'retracted' as const, publicReason: retractionReason }
    return [end, published]
  })
  // Stable: what happened in one moment keeps the order of the decisions.
  return entries.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
}

function entryOf({ slug, recordId, recordTitle, summary }: ToolPublication): Omit<HistoryEntry, 'at' | 'kind' | 'publicReason'> {
  return { slug, name: summary.name, recordId, recordTitle, panelShip: summary.panelShip, calls: summary.calls }
}

/** What is said where nothing is published any more. */
export function toRetracted(title: string, publications: readonly ToolPublication[]): RetractedView | null {
  const history = toHistory(publications)
  const last = history.find(({ kind }) => kind === 'retracted')
  return last === undefined ? null : { kind: 'retracted', title, at: last.at, publicReason: last.publicReason ?? '', history }
}
