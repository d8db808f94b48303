import type { Actor } from '../../../../src/contracts/actor.js'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { IssueContent } from '../../../../src/contracts/newsletter-issue.js'
import type { Persona } from '../../../../src/contracts/persona.js'
import type { PanelRecord } from '../../../../src/contracts/record.js'
import type { ReviewedContent, ReviewedVerdict } from '../../../../src/contracts/reviewed-content.js'
import type { Revision } from '../../../../src/contracts/revision.js'
import type { Community, PublishedTool } from '../../../../src/contracts/site.js'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { draftSeat } from '../../../../src/panels/draft/draft-seat.js'
import { readRecordings } from '../../../../src/panels/ledger/recording-files.js'
import { createReplayLedger } from '../../../../src/panels/ledger/replay-ledger.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { aggregate, buildRecord } from '../../../../src/panels/record/build-record.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { formOf } from '../../../../src/providers/catalog/catalog-data.js'
import { createOfflineReaders } from '../../../../src/providers/offline-readers.js'
import { createContentCheck } from '../../../../src/review/check-content.js'
import { applyReviews } from '../../../../src/review/rules/apply-reviews.js'
import { provenance } from '../../../../src/review/rules/provenance.js'
import { modelRevision, revise, toContent } from '../../../../src/review/rules/revise.js'
import type { SiteLinks } from '../../../../src/site/pages/links.js'
import type { SiteChange } from '../../../../src/site/views/changes.js'
import type { ComparisonView } from '../../../../src/site/views/comparison.js'
import type { SiteFigures } from '../../../../src/site/views/figures.js'
import type { HistoryEntry, RetractedView } from '../../../../src/site/views/history.js'
import type { HomeView } from '../../../../src/site/views/home.js'
import type { PersonaView } from '../../../../src/site/views/personas.js'
import type { SiteTool, ToolSummary } from '../../../../src/site/views/summaries.js'
import type { ToolView } from '../../../../src/site/views/tool.js'

const publishedAt = '2026-11-22T15:04:00.000Z'
const editor: Actor = { userId: 'user_ed', name: 'Edda', role: 'editor' }
export const noVotes: Community = { raw: { ships: 0, votes: 0, percent: null }, confirmed: { ships: 0, votes: 0, percent: null } }

/** The site at an address of its own, served. */
export const liveLinks: SiteLinks = {
  to: (path) => path,
  absolute: (path) => `https://panel.example${path}`,
  asset: (name) => `/assets/${name}`,
  mode: { kind: 'live' },
}

/** The same pages as files, with or without a site that takes votes. */
export function staticLinks(liveUrl: string | null): SiteLinks {
  return { ...liveLinks, absolute: (path) => (liveUrl === null ? null : `${liveUrl}${path}`), mode: { kind: 'static', liveUrl } }
}

/** The sample comparison, drafted from its recordings, changed by people in two places, and published. */
export async function sampleSite() {
  const dossiers = await readDossierFiles(packageFiles.sampleDossiers)
  const personas = await loadPersonas(packageFiles.personas)
  const record = await draftRecord(dossiers, personas)
  const histories = editedHistories(record)
  const { content, contentSha256 } = applyReviews({
    record,
    seats: seatsOf(record),
    histories,
    waivers: [],
    check: createContentCheck({ dossiers, personas }),
    aggregate,
  })
  const tools = content.tools.map((tool): SiteTool => ({ ...publish(content, tool, histories), contentSha256, community: noVotes }))
  const [left, right] = tools
  if (left === undefined || right === undefined) throw new Error('the sample has two tools')
  return { record, content, personas, tools: [left, right] as [SiteTool, SiteTool] }
}

async function draftRecord(dossiers: readonly Dossier[], personas: readonly Persona[]): Promise<PanelRecord> {
  const { recordings } = await readRecordings(packageFiles.sampleRecordings)
  const byKey = new Map(recordings.map((recording) => [recording.key, recording]))
  const reader = createOfflineReaders()
  const ledger = createReplayLedger({ find: async (key) => byKey.get(key) ?? null, all: async () => recordings, reader })
  const jurors = [...new Set(recordings.map(({ model }) => model))].sort()
  const plan = planPanel({ panelId: 'pnl_5a', dossiers, personas, jurors, recordingSet: null, budgetUsd: null })
  const outcomes = await Promise.all(
    plan.seats.map(async (seat) => {
      const dossier = dossiers.find(({ tool }) => tool.slug === seat.tool)
      const persona = personas.find(({ id }) => id === seat.persona)
      if (dossier === undefined || persona === undefined) throw new Error('a seat without its documents')
      const { signal } = new AbortController()
      const work = {
        dossier,
        persona,
        model: seat.model,
        form: formOf(seat.model),
        reader: reader(seat.model),
        ledger,
        signal,
        givesUpOn: () => true,
      }
      return { seat, outcome: await draftSeat(work) }
    }),
  )
  const replies = { called: 0, fromLedger: 0, replayed: 8 }
  const run = { startedAt: publishedAt, finishedAt: publishedAt, wallTimeMs: 900, replies, spentUsd: 0 }
  return buildRecord({ plan, dossiers, personas, outcomes, run })
}

function seatsOf({ tools }: PanelRecord) {
  return tools.flatMap(({ slug, verdicts }) =>
    verdicts.map(({ persona, model }) => ({ id: `seat_${slug.slice(0, 2)}${persona}`, tool: slug, persona, model })),
  )
}

/** The Builder's first quote has a sentence of a person's own, and the Skeptic's has an edited one. */
function editedHistories(record: PanelRecord): Map<string, Revision[]> {
  const edits: Record<string, (quote: string) => string> = {
    dx: (quote) => `${quote} I would still read the licence twice before a colleague asks about it.`,
    competitor: (quote) => quote.replace(/^(\S+) (\S+)/, (_all, first: string, second: string) => `${first}, plainly, ${second}`),
  }
  const [tool] = record.tools
  return new Map(
    (tool?.verdicts ?? []).flatMap((verdict) => {
      const edit = edits[verdict.persona]
      if (verdict.status !== 'drafted' || edit === undefined) return []
      const id = `seat_${tool?.slug.slice(0, 2)}${verdict.persona}`
      const content = toContent(verdict)
      const first = modelRevision({ id: 'rev_1', verdictId: id, at: publishedAt, content, model: verdict.model, callKey: verdict.callKey })
      const change = { kind: 'edit' as const, base: 1, reason: 'clearer', content: { ...content, quote: edit(content.quote) } }
      const revised = revise({ history: [first], change, by: editor, written: { id: 'rev_2', verdictId: id, at: publishedAt } })
      return revised.status === 'written' ? [[id, [first, revised.revision]] as const] : []
    }),
  )
}

/** A tool as its publication has it, from the content and who wrote what. */
function publish(
  content: ReviewedContent,
  tool: ReviewedContent['tools'][number],
  histories: ReadonlyMap<string, Revision[]>,
): Omit<PublishedTool, 'contentSha256'> {
  return {
    tool,
    personas: content.personas,
    recordId: 'rec_5a',
    recordTitle: content.title,
    recordTools: content.tools.map(({ slug }) => slug),
    publishedAt,
    approval: { by: 'Okke Brandt', at: '2026-11-22T14:40:00.000Z', fourEyes: true, did: [] },
    editors: 1,
    provenance: tool.verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? [provenanceOf(verdict, histories)] : [])),
  }
}

function provenanceOf(verdict: Extract<ReviewedVerdict, { status: 'drafted' }>, histories: ReadonlyMap<string, Revision[]>) {
  const current = toContent(verdict)
  const { fields, quote, all } = provenance({ model: histories.get(verdict.review.verdictId)?.[0]?.content ?? current, current })
  const places = fields.map(({ field, sentences }) => ({ field, sentences: sentences.map(({ start, end, by }) => ({ start, end, by })) }))
  return { verdictId: verdict.review.verdictId, fields: places, quote, all }
}

export type Sample = Awaited<ReturnType<typeof sampleSite>>

/** The page of the pair; `change` replaces what it says. */
export function comparisonView({ content, tools }: Sample, change: Partial<ComparisonView> = {}): ComparisonView {
  return {
    kind: 'comparison',
    slug: 'claude-haiku-open-weights-vs-mistral-3-instruct',
    title: content.title,
    tools,
    personas: content.personas,
    lean: content.lean,
    split: content.split,
    recordId: 'rec_5a',
    headToHead: [],
    publishedAt,
    related: [{ slug: 'mistral-3-instruct-vs-quaylog', title: 'Mistral 3 8B & 70B Instruct vs Quaylog' }],
    ...change,
  }
}

export function callsOf({ tool, personas }: PublishedTool): HistoryEntry['calls'] {
  return tool.verdicts.map(({ persona, model, call }) => ({
    persona,
    seat: personas.find(({ id }) => id === persona)?.seat ?? persona,
    model,
    call,
  }))
}

/** A tool's page, with a second publication and a retraction behind it. */
export function toolView({ tools: [left, right] }: Sample, change: Partial<ToolView> = {}): ToolView {
  const { slug, name, panelShip } = left.tool
  const then = { slug, name, recordId: 'rec_4b', recordTitle: 'Claude Haiku Open Weights', panelShip, calls: callsOf(left) }
  return {
    kind: 'tool',
    current: left,
    history: [
      { ...then, at: publishedAt, recordId: left.recordId, recordTitle: left.recordTitle, kind: 'changed', publicReason: null },
      { ...then, at: '2026-11-12T09:30:00.000Z', kind: 'retracted', publicReason: 'The licence had been read from a draft.' },
      { ...then, at: '2026-11-10T09:00:00.000Z', kind: 'published', publicReason: null },
    ],
    comparisons: [
      {
        slug: 'claude-haiku-open-weights-vs-mistral-3-instruct',
        title: left.recordTitle,
        other: { slug: right.tool.slug, name: right.tool.name },
      },
    ],
    others: [
      { slug: right.tool.slug, name: right.tool.name },
      { slug: 'quaylog', name: 'Quaylog' },
    ],
    ...change,
  }
}

export function summaryOf(site: SiteTool): ToolSummary {
  const { slug, name, shortName, vendor, category, tagline, panelShip, entryPrice } = site.tool
  const { community, publishedAt: at } = site
  return {
    slug,
    name,
    shortName,
    vendor,
    category,
    tagline,
    panelShip,
    calls: callsOf(site),
    community,
    publishedAt: at,
    entryPrice: entryPrice.label,
  }
}

/** The home page with everything there is: two tools and their comparison. */
export function homeView({ content, tools }: Sample, change: Partial<HomeView> = {}): HomeView {
  const [left, right] = tools.map(summaryOf)
  if (left === undefined || right === undefined) throw new Error('the sample has two tools')
  const slug = 'claude-haiku-open-weights-vs-mistral-3-instruct'
  return {
    query: { q: '', category: null, sort: 'newest', page: 1 },
    newest: [{ slug, title: content.title, publishedAt, tools: [left, right], lean: content.lean }],
    tools: [left, right],
    total: 2,
    pageSize: 30,
    categories: [{ name: 'Developer Tools', tools: 2 }],
    ...change,
  }
}

/** What changed on the site: the sample published, and a retraction before it. */
export function siteChanges({ content, tools }: Sample): SiteChange[] {
  const changed = tools.map((site) => {
    const { slug, name, tagline, panelShip, entryPrice } = site.tool
    return { slug, name, tagline, panelShip, calls: callsOf(site), entryPrice: entryPrice.label }
  })
  const path = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
  const [left] = changed
  if (left === undefined) throw new Error('the sample has two tools')
  return [
    {
      seq: 2,
      kind: 'published',
      at: publishedAt,
      recordId: 'rec_5a',
      title: content.title,
      path,
      tools: changed,
      lean: content.lean,
      publicReason: null,
    },
    {
      seq: 1,
      kind: 'retracted',
      at: '2026-11-12T09:30:00.000Z',
      recordId: 'rec_4b',
      title: 'Claude Haiku Open Weights',
      path: '/tools/claude-haiku-open-weights',
      tools: [left],
      lean: { kind: 'none' },
      publicReason: 'The licence had been read from a draft.',
    },
  ]
}

/** The figures of a site that holds the sample alone; `change` replaces some. */
export function siteFigures({ tools }: Sample, change: Partial<SiteFigures> = {}): SiteFigures {
  const verdicts = tools.flatMap(({ tool }) => tool.verdicts)
  const evidence = verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? verdict.evidence : []))
  return {
    tools: 2,
    comparisons: 1,
    verdicts: { total: 8, byModel: 6, byModelAndPeople: 2, byPeople: 0, unscored: 0 },
    sentences: { model: 98, edited: 1, person: 1, total: 100, changedPercent: 2 },
    evidence: { quotes: evidence.length, found: evidence.filter(({ status }) => status === 'found').length },
    blindAgreement: { agreed: 0, calls: 0, percent: null },
    personaAgreement: [{ a: 'dx', b: 'competitor', agreed: 1, tools: 2 }],
    models: [{ model: verdicts[0]?.model ?? 'ollama:a', verdicts: 8, origin: 'authored' }],
    predictions: { total: 4, due: 0 },
    retractions: 1,
    fourEyes: { records: 1, withFourEyes: 1 },
    ...change,
  }
}

/** The Skeptic's page, with both of its calls. */
export function personaView({ personas, tools }: Sample): PersonaView {
  const persona = personas.find(({ id }) => id === 'competitor')
  if (persona === undefined) throw new Error('the panel has a Skeptic')
  const newest = tools.map((site) => {
    const verdict = site.tool.verdicts.find((candidate) => candidate.persona === persona.id)
    return { tool: summaryOf(site), call: verdict?.call ?? null, quote: verdict?.quote ?? null }
  })
  return { kind: 'persona', persona, verdicts: 2, ships: 1, skips: 1, newest }
}

export function retractedView(sample: Sample): RetractedView {
  const { history } = toolView(sample)
  const [, taken] = history
  if (taken === undefined) throw new Error('the sample history has a retraction')
  return { kind: 'retracted', title: taken.recordTitle, at: taken.at, publicReason: taken.publicReason ?? '', history: history.slice(1) }
}

/** An issue with the sample and a retraction in it. */
export function issue(sample: Sample): { content: IssueContent; sentAt: string } {
  const items = siteChanges(sample).map(({ kind, recordId, title, path, at, tools, publicReason }) => ({
    kind,
    recordId,
    title,
    path,
    at,
    line: kind === 'retracted' ? 'It no longer holds.' : 'The panel leans to Mistral 3, 3 ships to 2.',
    tools: tools.map(({ slug, name, panelShip, entryPrice }) => ({
      slug,
      name,
      panelShip: `${panelShip.percent}% (${panelShip.ships} of ${panelShip.calls})`,
      entryPrice,
    })),
    publicReason,
  }))
  const intro = 'Two open releases met this week.\n\nOne of them may be sold.'
  return { content: { week: '2026-W47', subject: 'Two open models, one license apart', intro, items }, sentAt: '2026-11-23T06:00:00.000Z' }
}
