import type { Persona } from '../../contracts/persona.js'
import type { RecordContent } from '../../contracts/record.js'
import type { Community, PublishedTool, SentenceCounts } from '../../contracts/site.js'
import type { Call } from '../../contracts/verdict.js'

/*
 * What readers see, as the pages, the feeds, the export and the newsletter ask for it. Reading alone: publications come from the desk.
 * Every instant is UTC.
 */

/** A published tool with its readers' votes. */
export type SiteTool = PublishedTool & { community: Community }

/** Two published tools side by side, each as last published; from one record or from two. */
export type ComparisonView = {
  kind: 'comparison'
  /** `<a>-vs-<b>`, the tools by slug in ascending order, or `<a>--vs--<b>` where two pairs would share that: the one canonical name of the pair. */
  slug: string
  title: string
  tools: [SiteTool, SiteTool]
  /** All personas of both, in the order of the newer publication first; a persona whose version differs stands twice only if its id does. */
  personas: RecordContent['personas']
  lean: RecordContent['lean']
  split: RecordContent['split']
  /** The record that both come from, when they do. */
  recordId: string | null
  /** The newer of the two publications. */
  publishedAt: string
  /** Other comparisons that a reader may go on to. */
  related: PairLink[]
}

export type PairLink = { slug: string; title: string }

/** One publication or retraction in a tool's history, newest first. */
export type HistoryEntry = {
  at: string
  /** The tool it is about, as it was named then: the history of a pair tells of both. */
  slug: string
  name: string
  recordId: string
  recordTitle: string
  kind: 'published' | 'changed' | 'retracted'
  panelShip: PublishedTool['tool']['panelShip']
  /** Calls as that publication had them. */
  calls: { persona: string; seat: string; model: string; call: Call | null }[]
  publicReason: string | null
}

export type ToolView = {
  kind: 'tool'
  /** As last published. */
  current: SiteTool
  history: HistoryEntry[]
  /** What it can be compared with, the nearest first. */
  comparisons: (PairLink & { other: { slug: string; name: string } })[]
  /** All other published tools by name, for a form that picks one; at most 500. */
  others: { slug: string; name: string }[]
}

/** Nothing of it stands any more: what was published was retracted. */
export type RetractedView = { kind: 'retracted'; title: string; at: string; publicReason: string; history: HistoryEntry[] }
/** It has another address. `to` is a site path such as `/compare/a-vs-b`. */
export type Moved = { kind: 'moved'; to: string }
export type NotPublished = { kind: 'not published' }

export const sortOrders = ['newest', 'ship', 'name'] as const
export type SortOrder = (typeof sortOrders)[number]

export type HomeQuery = { q: string; category: string | null; sort: SortOrder; page: number }

/** A tool in a list. */
export type ToolSummary = Pick<PublishedTool['tool'], 'slug' | 'name' | 'vendor' | 'category' | 'tagline' | 'panelShip'> & {
  shortName: string | null
  calls: HistoryEntry['calls']
  community: Community
  publishedAt: string
  entryPrice: string
  /** As in `PublishedTool`. */
  staleSince?: string
}

export type ComparisonSummary = PairLink & { publishedAt: string; tools: [ToolSummary, ToolSummary]; lean: RecordContent['lean'] }

export type HomeView = {
  query: HomeQuery
  /** The newest comparisons; empty on a search, and on later pages. */
  newest: ComparisonSummary[]
  tools: ToolSummary[]
  /** Tools that match in all. */
  total: number
  pageSize: number
  categories: { name: string; tools: number }[]
}

/** What the methodology page measures, over everything that stands published. */
export type SiteFigures = {
  tools: number
  comparisons: number
  verdicts: { total: number; byModel: number; byModelAndPeople: number; byPeople: number; unscored: number }
  sentences: SentenceCounts
  evidence: { quotes: number; found: number }
  /** Of reviewers' blind calls with the model's draft; null percent without any. */
  blindAgreement: { agreed: number; calls: number; percent: number | null }
  /** How often two personas make the same call on a tool. */
  personaAgreement: { a: string; b: string; agreed: number; tools: number }[]
  models: { model: string; verdicts: number; origin: 'recorded' | 'authored' | 'mixed' }[]
  predictions: { total: number; due: number }
  retractions: number
  fourEyes: { records: number; withFourEyes: number }
}

export type PersonaView = {
  kind: 'persona'
  persona: Persona
  verdicts: number
  ships: number
  skips: number
  newest: { tool: ToolSummary; call: Call | null; quote: string | null }[]
}

/** What changed on the site, newest first: what feeds and the newsletter are made of. */
export type SiteChange = {
  /** Ascending with time, without two alike. */
  seq: number
  kind: 'published' | 'changed' | 'retracted'
  at: string
  recordId: string
  title: string
  /** Where to read it, as a site path. */
  path: string
  tools: {
    slug: string
    name: string
    tagline: string
    panelShip: PublishedTool['tool']['panelShip']
    calls: HistoryEntry['calls']
    entryPrice: string
    /** Since when a source of it has changed, where this is what its page shows; left out where none has. */
    staleSince?: string
  }[]
  lean: RecordContent['lean']
  publicReason: string | null
}

/** Readers' votes, as the site shows them. */
export type CommunityReader = {
  /** By slug; a tool without votes may be left out. */
  of: (tools: readonly string[]) => Promise<ReadonlyMap<string, Community>>
}

export type SiteActions = {
  /**
   * Takes up what was decided since the last time. Returns the version of the content: another text whenever a page may look different for
   * another reason than votes. Cheap when nothing happened.
   */
  refresh: () => Promise<string>
  /** Forgets what was taken up and takes it up again, in one step for readers. Returns the version of its content. */
  rebuild: () => Promise<string>
  home: (query: HomeQuery) => Promise<HomeView>
  /** `pair` as in the address: `<a>-vs-<b>` in either order. */
  comparison: (pair: string) => Promise<ComparisonView | RetractedView | Moved | NotPublished>
  tool: (slug: string) => Promise<ToolView | RetractedView | Moved | NotPublished>
  figures: () => Promise<SiteFigures>
  personas: () => Promise<Persona[]>
  persona: (id: string) => Promise<PersonaView | NotPublished>
  /** `after` is the first instant that counts, `before` the first that does not. */
  changes: (range: { after?: string; before?: string; limit: number }) => Promise<SiteChange[]>
  /**
   * Every address that stands, for sitemap and export, with when it last changed. Pairs: those of a record, and each tool with the nearest of its
   * category. `formerPairs`: addresses that comparisons had and that lead to where they are now.
   */
  pages: () => Promise<{
    tools: { slug: string; changedAt: string }[]
    pairs: { slug: string; changedAt: string }[]
    formerPairs: string[]
  }>
  /** Sends readers of an old tool's slug to the new one. Refused when the new one is not published, or it would go in a circle. */
  addRedirect: (redirect: {
    from: string
    to: string
    by: string
  }) => Promise<{ status: 'done' } | { status: 'refused'; why: string; fix: string }>
  /** Whether there was one: the tool's own page, where it has one, is found under the old slug again. */
  removeRedirect: (from: string) => Promise<boolean>
  redirects: () => Promise<{ from: string; to: string; by: string; at: string }[]>
}
